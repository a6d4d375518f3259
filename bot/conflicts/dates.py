"""When: one happening put at two times that do not meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.conflicts import gates, slots
from bot.conflicts.finding import Finding
from bot.conflicts.side import Side
from bot.conflicts.words import stem
from bot.nouns import Event, When

#: How many characters from its predicate a time may stand and still be the time of it.
_NEAR = 60


def near(side: Side, event: Event) -> When | None:
    """The one resolved time that goes with an event: the nearest, and near; None when it is open."""
    timed = [(abs(t.span.start - event.span.end), t) for t in side.claim.times if t.start and t.end]
    if not timed or any(not (t.start and t.end) for t in side.claim.times):
        return None
    distance, chosen = min(timed, key=lambda pair: pair[0])
    return chosen if distance <= _NEAR else None


def disjoint(a: When, b: When, *, slack: timedelta = timedelta(0)) -> bool:
    """Whether two resolved times have no day in common, even stretched by ``slack``."""
    if not (a.start and a.end and b.start and b.end):
        return False
    return a.end + slack < b.start or b.end + slack < a.start


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """One act on one thing, at two times."""
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if stem(first.predicate) != stem(second.predicate) or slots.turned(a, first) or slots.turned(b, second):
            continue
        if not meeting.one_thing or meeting.differ or not (gates.real(first, a) and gates.real(second, b)):
            continue
        if slots.families(stem(first.predicate)) and not _same_figures(a, b):
            continue  # strikes and killings come again: the day tells one from the next
        if _one_of_many(a, b):
            continue  # each names several days, and one of them is the same
        mine, yours = near(a, first), near(b, second)
        if mine is None or yours is None or not disjoint(mine, yours):
            continue
        one_day = not disjoint(mine, yours, slack=timedelta(days=1))
        once = float(stem(first.predicate) in _ONCE and _long_apart(mine, yours))
        features = {"agree": float(len(meeting.agree)), "one_day": float(one_day), "once": once}
        loose = "" if any(x.name for x in first.role("patient", "agent")) else _UNNAMED
        places = ((mine.span,), (yours.span,))
        yield Finding("date", "clash", "two dates for one happening", places, features, loose=loose)


#: What is done to a thing or a person once, so that two years for it cannot both be right.
_ONCE = frozenset(
    stem(w)
    for w in "build found establish open inaugurate erect bear born die buy acquire create invent complete launch set-up cast".split()
)
_UNNAMED = "what it happened to has no name"


def _long_apart(a: When, b: When) -> bool:
    """Whether months lie between them: not one day told from two places."""
    return disjoint(a, b, slack=timedelta(days=60))


def _one_of_many(a: Side, b: Side) -> bool:
    """Whether the sides name several days of which some are the same: it happened more than once."""
    days = [{(t.start, t.end) for t in side.claim.times if t.start and t.end} for side in (a, b)]
    return max(map(len, days)) > 1 and bool(days[0] & days[1])


def _same_figures(a: Side, b: Side) -> bool:
    """Whether both name one figure of one thing: then it is one happening, whatever the day."""
    mine = {(q.low, q.high, q.of) for q in a.claim.quantities}
    return any((q.low, q.high, q.of) in mine for q in b.claim.quantities)


def apart(a: Side, b: Side) -> bool:
    """Whether the two sides expressly speak of different days: then of different happenings."""
    mine = [t for t in a.claim.times if t.start and t.end]
    yours = [t for t in b.claim.times if t.start and t.end]
    return bool(mine and yours) and all(disjoint(x, y, slack=timedelta(days=1)) for x in mine for y in yours)
