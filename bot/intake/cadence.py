"""When to visit a feed again: as often as it publishes, not more often than it likes, ever more seldom while it
fails.

Pure: values in, a moment out. ``jitter`` is a number in 0..1, so that a hundred feeds do not all come due at
the same second.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_low

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: Visits lie at least and at most so far apart while a feed is well.
SHORTEST, LONGEST = 5 * MINUTE, 12 * HOUR
#: A wire may bring more in that time than its feed holds, and nobody would see what fell out at its end.
FASTEST = MINUTE
#: A feed may ask for longer pauses than that, but not to be forgotten.
LONGEST_ASKED = DAY
#: Of a feed whose items bear no dates.
UNKNOWN = 30 * MINUTE
#: A feed that fails is visited again after this, then after twice as long, and so on up to a day.
FIRST_WAIT, LONGEST_WAIT = 5 * MINUTE, DAY
#: Failing for so long, and so often, a feed is taken for dead.
PATIENCE, TRIES = 14 * DAY, 10
#: An item that cannot be fetched is given up after this many tries, about two days.
ITEM_TRIES = 10
#: When a page that was filed is looked at again, after its filing: papers correct in the first hours.
LOOKS = (2 * HOUR, DAY, 7 * DAY)
#: The newest items that say how often a feed publishes.
RECENT = 20


def interval(recent: Sequence[datetime], *, now: datetime, asked: timedelta | None = None) -> timedelta:
    """How far apart visits should lie: half of what usually lies between two items (so that news is about a
    quarter of that old when it comes), and no shorter than the feed asks for. ``recent``: newest first."""
    wish = min(asked, LONGEST_ASKED) if asked else FASTEST
    if not recent:
        return max(UNKNOWN, wish)
    held = recent[0] - recent[:RECENT][-1] if len(recent) > 2 else LONGEST
    shortest = min(max(held / 3, FASTEST), SHORTEST)
    # What has passed since the newest counts as well: a feed that fell silent slows down.
    moments = [max(now, recent[0]), *recent[:RECENT]]
    gaps = [later - earlier for later, earlier in pairwise(moments)]
    usual = max(median_low(gaps[1:] or gaps), gaps[0] / 4)
    return max(min(max(usual / 2, shortest), LONGEST), wish)


def next_visit(
    now: datetime,
    between: timedelta,
    *,
    jitter: float,
    skip_hours: Collection[int] = (),
    skip_days: Collection[int] = (),
) -> datetime:
    """When to come again, up to a tenth later by chance, and in no hour (UTC) or on no day (Monday is 0) that
    the feed asks to skip."""
    moment = now + between * (1 + 0.1 * jitter)
    for _ in range(24 * 7):
        if moment.hour not in skip_hours and moment.weekday() not in skip_days:
            return moment
        moment = moment.replace(minute=0, second=0, microsecond=0) + HOUR
    return now + between  # it asks to be skipped at all times


def back_off(failures: int, *, jitter: float, asked: float | None = None) -> timedelta:
    """How long to stay away after so many failures in a row (1 or more); ``asked`` is what the server named, in
    seconds: never less than that."""
    wait: timedelta = min(FIRST_WAIT * int(2 ** min(max(failures - 1, 0), 20)), LONGEST_WAIT) * (0.75 + jitter / 2)
    return max(wait, timedelta(seconds=asked)) if asked else wait


def dead(failures: int, *, since: datetime, now: datetime) -> bool:
    """Whether a feed that has failed so often, and not gone well since that moment, is given up."""
    return failures >= TRIES and now - since >= PATIENCE


def next_look(looks: int, *, filed: datetime, now: datetime) -> datetime | None:
    """When to look at a filed page again after so many looks; None when it is left alone."""
    later = [filed + after for after in LOOKS[looks:]]
    return next((moment for moment in later if moment > now), None)
