"""Over or going on: one side says a thing is finished, the other that it continues, wholly or in part."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conflicts import firmness, gates
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


#: Words that say it goes on. A verb in the progressive alone ("is sending") says no more than that it is done now.
_GOES_ON = frozenset(
    stem(w)
    for w in """continue continuing remain persist last rage proceed linger endure ongoing underway unfinished resume go fight
    keep hold still continue-to""".split()
)


_REMAIN = stem("remain")


def state(event: Event) -> str:
    """ "over", "going on" or "". A place completely liberated is an operation that is over."""
    if event.modality not in ("plain", "hedged") or event.tense == "future":
        return ""
    predicate = stem(event.predicate)
    if event.polarity == "-":
        return "going on" if event.state == "over" else ""
    if event.state == "over" or (event.scope == "all" and predicate in _SETTLED):
        return "over"
    if predicate == _REMAIN and event.role("attribute", "as"):
        return ""  # "remains severe" tells how it is, not that it goes on
    return "going on" if event.state == "going on" and predicate in _GOES_ON else ""


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """ "Over" against "going on" of one thing. When the "going on" is the older report it is an update."""
    for first in a.claim.events:
        for second in b.claim.events:
            states = state(first), state(second)
            if set(states) != {"over", "going on"}:
                continue
            over, going = (first, second) if states[0] == "over" else (second, first)
            shared = _shared(over, going)
            if over.scope == "some" or shared <= 0:
                continue
            reason = f"over (“{over.predicate}”), says one; still going on, says the other"
            features = {"matter": min(shared, 10.0) / 10, "scope": float(over.scope == "all" or going.scope == "some")}
            places = ((first.span,), (second.span,))
            moved_on = states[0] == "going on" and (gates.days_apart(a, b) or 0) > 0
            settled = _settled_against_fighting(over, going)
            loose = firmness.of_states(
                *((a, over, b, going) if over is first else (b, over, a, going)), settled=settled
            )
            yield Finding("state", "update" if moved_on else "clash", reason, places, features, loose=loose)


def _shared(over: Event, going: Event) -> float:
    """Weight of what both are said of: a participant both name; or fighting that goes on where one says
    the place is settled."""
    both = _matter(over) & _matter(going)
    rest = {s for s in both if not s.startswith("@")}
    if rest:
        return sum(weight(s) for s in both)
    return 1.0 if both and _settled_against_fighting(over, going) else 0.0


def _settled_against_fighting(over: Event, going: Event) -> bool:
    """ "Completely liberated" against "the operation continues"."""
    return stem(over.predicate) in _SETTLED and bool(_matter(going) & _FIGHTING)


def _matter(event: Event) -> frozenset[str]:
    roles = event.role("agent", "patient", "place", "in", "of", "attribute")
    return frozenset(s for role in roles for s in full(role)) - _NOTHING


_NOTHING = frozenset(
    stem(w)
    for w in "part all some time day week month year number people person work life way condition thing official service".split()
)
