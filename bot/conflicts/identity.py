"""Who or what it was: one act on one thing, with two different doers named."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conflicts import gates, slots
from bot.conflicts.finding import Finding, Outcome
from bot.conflicts.side import Side
from bot.conflicts.words import stem


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Same predicate, same patient, another agent. Only agents with names or plain nouns of one kind."""
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if slots.turned(a, first) or slots.turned(b, second) or not (gates.real(first, a) and gates.real(second, b)):
            continue
        if "patient" not in meeting.agree or "agent" not in meeting.differ:
            continue
        if not (slots.families(stem(first.predicate)) & slots.families(stem(second.predicate))):
            continue  # only acts people answer for: two may carry, say or visit the same
        places = (tuple(r.span for r in first.role("agent")), tuple(r.span for r in second.role("agent")))
        named = any(r.name for r in first.role("agent")) and any(r.name for r in second.role("agent"))
        features = {"named": float(named), "same_word": float(first.predicate == second.predicate)}
        outcome: Outcome = "clash" if named and meeting.surely else "doubt"
        yield Finding("identity", outcome, "the same done by another", places, features)
