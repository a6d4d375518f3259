"""Who did it: what is denied, blamed on another or put down to an accident must be one deed, and done."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.conflicts.firmness.context import AT_ALL, DENIES, NEGATORS, NOT_YET, REFUSED, TOLD, at, before
from bot.conflicts.firmness.matters import (
    OF_LONG_AGO,
    OF_WAR,
    TITLES,
    TWO_MATTERS,
    long_ago,
    of_one_event,
    one_report,
    rare,
    two_reports,
)
from bot.conflicts.likeness import likeness
from bot.conflicts.side import Side
from bot.conflicts.slots import families
from bot.nouns import Span

#: Weight of rare words that two accusations must share; the same where the two articles report one event.
_RARE_BLAMED, _RARE_BLAMED_THERE = 12.0, 5.0
#: The same for an accident and an attack, and for one deed that one side tells and the accused denies.
_RARE_CAUSED, _RARE_DEED = 14.0, 8.0


def of_deed(a: Side, first: tuple[Span, ...], b: Side, second: tuple[Span, ...]) -> str:
    """What is told and denied must be one deed: the words beside the parties and the deed say so."""
    if long_ago(a, first) or long_ago(b, second):
        return OF_LONG_AGO
    if two_reports(a, b):
        return TWO_MATTERS
    if not one_report(a, b):
        about = frozenset(s for s in a.stems & b.stems if not families(s)) - OF_WAR
        if rare(about) + TITLES * likeness(a, b).titles < _RARE_DEED:
            return "too little says that it is one deed"
        if of_one_event(a, b):
            return of_one_event(a, b)
    if any(_TO_COME.match(_after(side, s)) for side, spans in ((a, first), (b, second)) for s in spans):
        return "it is denied that it is planned, not that it was done"
    if any(_after_a_manner(side, s) for side, spans in ((a, first), (b, second)) for s in spans):
        return "the “not” bears on how, not on whether"
    return of_blame(a, first, b, second)


#: "Denied that it is planning to attack", "denied any intention to".
_TO_COME = re.compile(
    r"[^.;]{0,60}\b(?:plan(?:s|ned|ning)?|intend\w*|intentions?|intent|prepar\w+|about to|going to|will|would)\b"
)


def _after(side: Side, span: Span) -> str:
    return side.lower[max(0, span.end - side.claim.sentence.start) :] if DENIES.search(at(side, span)) else ""


def _after_a_manner(side: Side, span: Span) -> bool:
    first, _ = side.between(span)
    before = [w.text for w in side.words[max(0, first - 3) : first]]
    return any(w.endswith("ly") and w not in AT_ALL for w in before) and any(w in NEGATORS for w in before)


def of_blame(a: Side, first: tuple[Span, ...], b: Side, second: tuple[Span, ...]) -> str:
    """What one side is blamed for must have happened, by its own telling."""
    for side, spans in ((a, first), (b, second)):
        if any(_REFUSING.match(at(side, s)) for s in spans) and not TOLD.search(side.lower):
            return REFUSED
        if not all(side.claim.sentence.covers(s) for s in spans):
            return "the word for it stands in another sentence"
        if side.claim.modality == "possible" or any(NOT_YET.search(before(side, s)) for s in spans):
            return "it is feared or planned, not done"
    return ""


#: Words that deny a telling and refuse an offer alike.
_REFUSING = re.compile(r"(?:has |have |had )?(?:\w+ly )?(?:reject|dismiss|rul)\w*\b")


def of_counter_blame(a: Side, mine: frozenset[str], b: Side, yours: frozenset[str], about: Iterable[str]) -> str:
    """Two accusations of two parties are mostly of two acts, unless each of them speaks and accuses the other."""
    if not (mine & b.voice and yours & a.voice):
        return "they do not accuse each other"
    if one_report(a, b) and rare(about) >= _RARE_BLAMED_THERE:
        return ""
    return of_one_event(a, b) if rare(about) >= _RARE_BLAMED else "the two may be blamed for two acts"


#: An accident of another kind or of long ago, set beside the news.
_CAUSED = re.compile(
    r"\b(?:because of|due to|owing to|caus\w+|result\w*|stem\w*|blam\w+|triggered|(?:was|is|were|been|be|being|call\w*|as) an?)\b[^.;]{0,50}$"
)


_ANOTHER = re.compile(
    r"\b(?:worst|deadliest|biggest|largest|training|traffic|road|car|leak|spillover|by)\b[^.;,]{0,25}$"
)


def of_causes(shared: Iterable[str], side: Side, accident: Span) -> str:
    """An accident and an attack are in the paper every day: they must clearly be one event."""
    if not _CAUSED.search(before(side, accident)):
        return "it does not say what caused it"
    if _ANOTHER.search(before(side, accident)) or NOT_YET.search(before(side, accident)):
        return "the accident is another"
    return "" if rare(shared) >= _RARE_CAUSED else "the accident and the attack may be two events"
