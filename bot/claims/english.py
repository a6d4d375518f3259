"""Which lines are in English: the rest of a text is shown, but nothing is read out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

#: A line of so many words with hardly a small English word among them is in no language we read.
_TELLING = 25


def foreign(text: str, words: Sequence[str]) -> bool:
    """Is this in another language? ``words`` are those of ``text``. Short lines in Latin letters are given the
    benefit of the doubt unless two words of one other language say otherwise."""
    if _other_script(text):
        return True
    if len(words) < 4:
        return False
    # As they are written, so that "Co." or the "De" of a name is not taken for a word.
    small = [w for w in words[:400] if w.islower()]
    english = sum(w in _languages()["en"] for w in small)
    if english > 0.25 * len(small):
        return False
    if any(_speaks(theirs, small, english) for name, theirs in _languages().items() if name != "en"):
        return True
    return len(small) >= _TELLING and english < 0.06 * len(small) and not _listed(words)


def _speaks(language: frozenset[str], words: Sequence[str], english: int) -> bool:
    found = [w for w in words if w in language]
    return len(set(found)) >= 2 and len(found) > 1.5 * english and len(found) >= 0.15 * len(words)


def _other_script(text: str) -> bool:
    """More letters of other alphabets than of the Latin one."""
    letters = [c for c in text[:2_000] if c.isalpha()]
    return sum(c > "\u024f" and not "\u1e00" <= c <= "\u1eff" for c in letters) > 0.5 * len(letters)


def _listed(words: Sequence[str]) -> bool:
    """Mostly names, as in a line-up: no language shows in it."""
    return sum(w[:1].isupper() for w in words) > 0.6 * len(words)


@cache
def _languages() -> Mapping[str, frozenset[str]]:
    lines = (
        resources.files("bot.claims").joinpath("data", "function_words.tsv").read_text(encoding="utf-8").splitlines()
    )
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    english = frozenset(rows[0][1].split())
    return {name: frozenset(words.split()) - english for name, words in rows[1:]} | {"en": english}
