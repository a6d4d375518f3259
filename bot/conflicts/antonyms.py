"""Opposed predicates of one thing: alive and killed, captured and repelled, above and below."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conflicts import gates, slots
from bot.conflicts.finding import Finding
from bot.conflicts.side import Side


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Events whose predicates cannot both hold, of a participant both name, both told plainly."""
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if not slots.opposites(first.predicate, second.predicate):
            continue
        if slots.turned(a, first) or slots.turned(b, second) or not (gates.real(first) and gates.real(second)):
            continue
        if not meeting.agree or not gates.scopes_meet(first, second).open:
            continue
        reason = f"“{first.predicate}” against “{second.predicate}” of one thing"
        features = {"agree": float(len(meeting.agree)), "differ": float(len(meeting.differ))}
        yield Finding("antonym", "clash", reason, ((first.span,), (second.span,)), features)
