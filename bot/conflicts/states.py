"""Over or going on: one side says a thing is finished, the other that it continues, wholly or in part."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conflicts import gates
from bot.conflicts.finding import Finding
from bot.conflicts.likeness import weight
from bot.conflicts.side import Side
from bot.conflicts.slots import full
from bot.conflicts.words import stem
from bot.nouns import Event

#: What is done with a place, once and for all, when it is done completely.
_SETTLED = frozenset(stem(w) for w in "liberate capture clear secure recapture retake free conquer control".split())
#: Nouns for what is going on there, if anybody says so.
_FIGHTING = frozenset(
    stem(w)
    for w in "operation operations fighting combat battle hostilities clash clashes offensive war strike walkout protest search rescue blockade siege talks negotiations".split()
)


def state(event: Event) -> str:
    """ "over", "going on" or "". A place completely liberated is an operation that is over."""
    if event.modality != "plain" or event.tense == "future":
        return ""
    if event.polarity == "-":
        return {"over": "going on"}.get(event.state, "")
    if event.state == "over" or (event.scope == "all" and stem(event.predicate) in _SETTLED):
        return "over"
    return "going on" if event.state == "going on" else ""


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """ "Over" against "going on" of one thing. When the "going on" is the older report it is an update."""
    for first in a.claim.events:
        for second in b.claim.events:
            states = state(first), state(second)
            if set(states) != {"over", "going on"}:
                continue
            over = first if states[0] == "over" else second
            if over.scope == "some":
                continue
            shared = _shared(a, first, b, second)
            if shared <= 0:
                continue
            reason = f"over (“{over.predicate}”), says one; still going on, says the other"
            features = {"matter": min(shared, 15.0) / 15, "scope": float(over.scope == "all")}
            places = ((first.span,), (second.span,))
            moved_on = states[0] == "going on" and (gates.days_apart(a, b) or 0) > 0
            yield Finding("state", "update" if moved_on else "clash", reason, places, features)


def _shared(a: Side, first: Event, b: Side, second: Event) -> float:
    """Weight of what the two events are about: their participants, and the matter of their sentences."""
    mine, yours = _matter(first), _matter(second)
    both = mine & yours
    if both:
        return sum(weight(s) for s in both)
    if (mine & _FIGHTING or yours & _FIGHTING) and a.content_stems & b.content_stems:
        return sum(weight(s) for s in a.content_stems & b.content_stems) / 2
    return 0.0


def _matter(event: Event) -> frozenset[str]:
    return frozenset(s for role in event.roles for s in full(role)) - {"part", "all", "some"}
