"""Said to be so, and said not to be so: one happening affirmed by one side and denied by the other."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conflicts import gates, slots
from bot.conflicts.finding import Finding
from bot.conflicts.side import Side
from bot.conflicts.words import stem
from bot.nouns import Event

#: Predicates too light for their negation to say anything by itself.
_LIGHT = frozenset("be have do say make get go come take know see want need think believe give use call".split())


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Events of one act and one participant, of which one is turned round."""
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if slots.turned(a, first) == slots.turned(b, second) or slots.opposites(first.predicate, second.predicate):
            continue
        if first.predicate in _LIGHT or second.predicate in _LIGHT:
            continue
        if not (gates.real(first) and gates.real(second)) or "patient" in meeting.differ:
            continue
        same = stem(first.predicate) == stem(second.predicate)
        if not meeting.agree and not same:
            continue
        features = {
            "same_word": float(same),
            "agree": float(len(meeting.agree)),
            "differ": float(len(meeting.differ)),
        }
        reason = f"one says {_said(first, turned=slots.turned(a, first))}, the other {_said(second, turned=slots.turned(b, second))}"
        opposed = a.claim.cue_class == "deny" or b.claim.cue_class == "deny"
        yield Finding("negation", "clash", reason, ((first.span,), (second.span,)), features, opposed)


def _said(event: Event, *, turned: bool) -> str:
    return f"“not {event.predicate}”" if turned else f"“{event.predicate}”"
