"""The same thing told again, in a copy or a repeat, becomes one snippet with "also in ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.answers.snippets import snippet
from bot.nouns import Snippet, Statement

#: Two sentences this alike, letter by letter, are one told twice: agencies' copies differ by a comma or
#: a changed title. Numbers and denials are compared apart, because one digit or "not" weighs nothing here.
COPY = 88.0
#: The same in two copies of one wire story: a desk may have reworded it.
COPIED = 75.0
#: The shorter stands nearly whole in the longer one (a teaser cut off, a paragraph glued to its heading).
PART = 95.0
#: Of many statements only so many are looked at, best first: more would not be shown.
LOOKED_AT = 80
#: A sentence this short is held inside too many others to tell.
SHORT = 40

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DENIES = re.compile(r"\b(?:not|no|never|nobody|none|denie[sd]|deny|denying|without)\b|n[’']t\b", re.IGNORECASE)


def folded(statements: Sequence[Statement]) -> tuple[Snippet, ...]:
    """One snippet for each thing told, in the order first met, naming the other places it stands in."""
    groups: list[list[Statement]] = []
    for statement in statements[:LOOKED_AT]:
        for group in groups:
            if same_telling(group[0], statement):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return tuple(snippet(group[0], also_in=_elsewhere(group)) for group in map(_current_first, groups))


def _current_first(group: Sequence[Statement]) -> Sequence[Statement]:
    """What an article says now before what an earlier edition of it said."""
    return sorted(group, key=lambda s: s.edition.superseded)


def same_telling(one: Statement, other: Statement) -> bool:
    """Whether the two are one sentence told twice, with the same numbers and the same polarity."""
    a, b = one.claim.quote, other.claim.quote
    if a == b:
        return True
    first, second = _reading(a), _reading(b)
    if first.figures != second.figures or first.denials != second.denials:
        return False
    alike = COPIED if one.edition.voice == other.edition.voice else COPY
    if fuzz.ratio(first.words, second.words, score_cutoff=alike):
        return True
    shorter = min(len(first.words), len(second.words))
    return shorter >= SHORT and bool(fuzz.partial_ratio(first.words, second.words, score_cutoff=PART))


def _elsewhere(group: Sequence[Statement]) -> tuple[str, ...]:
    """Where else it stands: the other articles, by outlet or name, each once."""
    first, *others = group
    names = [s.edition.where for s in others if s.edition.article_id != first.edition.article_id]
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence as it is compared: its words alone, its figures, how often it denies."""

    words: str
    figures: tuple[str, ...]
    denials: int


@lru_cache(maxsize=4096)
def _reading(text: str) -> _Reading:
    words = " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
    return _Reading(words, tuple(_NUMBER.findall(text)), len(_DENIES.findall(text)))
