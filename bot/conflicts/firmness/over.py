"""What is over must be what goes on."""

from __future__ import annotations

import re

from bot.conflicts.firmness.context import NOT_YET, before, left_to_do
from bot.conflicts.firmness.matters import TWO_MATTERS, named, two_reports
from bot.conflicts.side import Side
from bot.conflicts.slots import full
from bot.conflicts.words import stem
from bot.nouns import Event


def theme(event: Event) -> frozenset[str]:
    """What it is that is over or goes on: what it is done to, else what does it; people and bodies do many things."""
    roles = event.role("patient") or event.role("agent")
    return frozenset(s for r in roles if r.kind not in ("person", "org") for s in full(r) if not s.startswith("@"))


def of_states(side: Side, over: Event, other: Side, going: Event, *, settled: bool) -> str:
    """The thing that is over must be the thing that goes on, not some more of its kind, and not merely told of the same
    person; and ``side`` must say that it is over, not what comes after that."""
    if two_reports(side, other):
        return TWO_MATTERS
    if left_to_do(side, over):
        return "told to be done, not that it was done"
    if side.lower[: over.span.end - side.claim.sentence.start].endswith("ing") and _IS.search(before(side, over.span)):
        return "it is ending, not over"
    if _ONCE.search(before(side, over.span)):
        return "it tells of what comes once it is over"
    if NOT_YET.search(before(side, over.span)):
        return "it is hoped or feared, not done"
    if settled:
        mine, yours = _called(side, over), _called(other, going) | _just_after(other, going)
        return "" if mine & yours or not (mine and named(other)) else "another place"
    if side.lower[over.span.end - side.claim.sentence.start :].startswith(" of ") and not _of_what(side, over) & _heads(
        going
    ):
        return "what is over is not what goes on"
    if going.scope == "some" and over.role("agent") and over.role("patient"):
        return "one ended its own, others go on"
    if going.predicate in _DONE_TO and going.role("patient"):
        return "it tells of what somebody does, not of what goes on"
    mine, yours = _called(side, over), _called(other, going)
    if not _heads(over) & _heads(going) or (mine and yours and not mine & yours):
        return "what is over is not what goes on"
    return "" if theme(over) & theme(going) else "what is over is not what goes on"


def _of_what(side: Side, event: Event) -> frozenset[str]:
    """What the noun for it is of: "the end of the Winter Games"."""
    _, past = side.between(event.span)
    return frozenset(w.stem for w in side.words[past : past + 5])


def _called(side: Side, event: Event) -> frozenset[str]:
    """The names in what it is told of: the Soyuz launches are not the ISS."""
    spans = [side.between(r.span) for r in event.role("patient") or event.role("agent")]
    return frozenset(w.stem for first, past in spans for w in side.words[first:past] if w.capital and w.content)


_IS = re.compile(r"\b(?:is|are|was|were|'s|'re)\s+(?:\w+ly\s+|now\s+|already\s+)?$")


def _just_after(side: Side, event: Event) -> frozenset[str]:
    """The names right after it: "a fight goes on over the city of Lysk in the Luhansk region" is over Lysk."""
    _, past = side.between(event.span)
    return frozenset(w.stem for w in side.words[past : past + 6] if w.capital and w.content)


def _heads(event: Event) -> frozenset[str]:
    """What it is that is over or goes on, by the one word for it."""
    return frozenset(
        stem(r.head)
        for r in event.role("patient") or event.role("agent")
        if not r.words[:1] or not r.words[0][0].isdigit()
    )


_DONE_TO = frozenset("keep hold have last go still".split())


_ONCE = re.compile(r"\b(?:after|before|until|till|once|when|if|unless)\b[^.;,]{0,60}$")
