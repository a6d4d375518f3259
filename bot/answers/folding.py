"""The same thing told again, in a copy or a repeat, becomes one snippet with "also in ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.answers.snippets import snippet
from bot.nouns import Snippet, Statement

#: Two sentences this alike, letter by letter, are one told twice: agencies' copies differ by a comma or
#: a changed title. Numbers and denials are compared apart, because one digit or "not" weighs nothing here.
COPY = 88.0
#: The shorter stands nearly whole in the longer one (a teaser cut off, a paragraph glued to its heading).
PART = 95.0
#: A sentence this short is held inside too many others to tell.
SHORT = 40

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DENIES = re.compile(r"\b(?:not|no|never|nobody|none|denie[sd]|deny|denying|without)\b|n[’']t\b", re.IGNORECASE)


def folded(statements: Sequence[Statement]) -> tuple[Snippet, ...]:
    """One snippet for each thing told, in the order first met, naming the other places it stands in."""
    groups: list[list[Statement]] = []
    for statement in statements:
        for group in groups:
            if same_telling(group[0], statement):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return tuple(snippet(group[0], also_in=_elsewhere(group)) for group in groups)


def same_telling(one: Statement, other: Statement) -> bool:
    """Whether the two are one sentence told twice, with the same numbers and the same polarity."""
    a, b = one.claim.quote, other.claim.quote
    if a == b:
        return True
    if _numbers(a) != _numbers(b) or _denials(a) != _denials(b):
        return False
    a, b = _plain(a), _plain(b)
    if fuzz.ratio(a, b, score_cutoff=COPY):
        return True
    return min(len(a), len(b)) >= SHORT and bool(fuzz.partial_ratio(a, b, score_cutoff=PART))


def _elsewhere(group: Sequence[Statement]) -> tuple[str, ...]:
    """Where else it stands: the other articles, by outlet or name, each once."""
    first, *others = group
    names = [s.edition.where for s in others if s.edition.article_id != first.edition.article_id]
    return tuple(dict.fromkeys(names))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(text))


def _denials(text: str) -> int:
    return len(_DENIES.findall(text))
