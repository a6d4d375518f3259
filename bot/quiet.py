"""Until when an alert that fell due in quiet hours is held, and which digest takes it along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.nouns import DigestPlan
from bot.schedule import next_run
from bot.watches import Quiet

#: A digest that comes so soon after quiet hours takes along what they held: two messages in one hour say what
#: one can.
SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hold:
    """Held until then; ``digest`` is the hour of the digest in whose thread it then stands, None where it stands
    alone."""

    until: datetime
    digest: datetime | None = None


def held(due: datetime, quiet: Quiet | None, plan: DigestPlan | None) -> Hold | None:
    """What becomes of an alert that falls due then, in a channel with these quiet hours and this digest, which takes it
    along where it is to; None where nothing holds it."""
    if quiet is None or not quiet.holds(due):
        return None
    end = next_run(due, quiet.end, quiet.zone, "daily")
    if plan is None or "held" not in plan.parts:
        return Hold(end)
    digest = next_run(due, plan.at, plan.zone, plan.cadence, plan.weekday)
    return Hold(max(end, digest), digest) if digest <= end + SOON else Hold(end)
