"""Which country a word stands for: "Kyiv", "Ukrainian" and "Ukraine" speak of one party.

Comparing needs this to see that "Moscow denied it" answers "Russian forces did it", and that a name
all the news is full of says little about whether two sentences speak of the same event.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from bot.conflicts.words import Word, plain


@cache
def _table() -> dict[tuple[str, ...], str]:
    table = {}
    for line in files("bot.conflicts").joinpath("nations.txt").read_text("utf-8").splitlines():
        country, _, others = line.split("#")[0].partition("=")
        if country.strip():
            for name in (country, *others.split(",")):
                table[tuple(name.split())] = country.strip()
    return table


@cache
def _firsts() -> frozenset[str]:
    return frozenset(name[0] for name in _table())


@cache
def _longest() -> int:
    return max(len(name) for name in _table())


def found(words: Sequence[Word]) -> list[tuple[int, int, str]]:
    """The countries named in these words, as (first word, one past the last, country). Capital letters
    count: "turkey" is a bird, "polish" a cloth's work."""
    table, firsts, out, i = _table(), _firsts(), [], 0
    while i < len(words):
        step = 1
        if words[i].capital and words[i].text in firsts:
            for size in range(min(_longest(), len(words) - i), 0, -1):
                country = table.get(tuple(w.text for w in words[i : i + size]))
                if country:
                    out.append((i, i + size, country))
                    step = size
                    break
        i += step
    return out


@lru_cache(maxsize=20_000)
def country(name: str) -> str:
    """The country this name or adjective stands for, "" if none: "South Korean" -> "south korea"."""
    return _table().get(tuple(plain(part) for part in name.split()), "")
