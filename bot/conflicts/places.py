"""Where: one happening put in two places, neither of which lies in the other."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conflicts import gates, slots
from bot.conflicts.finding import Finding
from bot.conflicts.side import Side
from bot.nouns import Event, Role

#: "In the car" and "under the car" are two places of one thing.
_INSIDE = frozenset({"in", "inside", "within", "into"})
_OUTSIDE = frozenset({"under", "underneath", "beneath", "outside", "below", "on"})


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Same act, same thing, another place."""
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if slots.turned(a, first) or slots.turned(b, second) or not (gates.real(first, a) and gates.real(second, b)):
            continue
        if not meeting.one_thing or "place" not in meeting.differ or first.predicate != second.predicate:
            continue
        mine, yours = _named(first), _named(second)
        if not mine or not yours:
            continue
        places = (tuple(r.span for r in mine), tuple(r.span for r in yours))
        # A doubt only: the one place may lie in the other, and no gazetteer here says so.
        yield Finding("place", "doubt", "two places for one happening", places, {"agree": float(len(meeting.agree))})


def _named(event: Event) -> tuple[Role, ...]:
    return tuple(r for r in event.role("place") if r.name)
