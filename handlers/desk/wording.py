"""How the desk says it: a number, a time, a manner of speaking and a date, in words.

Pure. What Slack says too (labels, confidence, who speaks) comes from ``handlers.slack``, so that both say the same.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.nouns import Change, Claim, Edition, Quantity, When
from handlers.slack.quoting import day as long_day

CUES = {
    "": "none: the article's own voice",
    "say": "says",
    "confirm": "confirms",
    "deny": "denies",
    "withhold": "declines to say",
    "condemn": "condemns",
    "praise": "praises",
    "blame": "blames",
    "estimate": "estimates",
    "demand": "demands",
    "promise": "promises",
    "believe": "believes",
}
BECAME = {
    "number": "Number corrected",
    "turned": "Turned round",
    "reworded": "Reworded",
    "withdrawn": "Withdrawn",
    "quote added": "Quote added",
    "added": "Added",
}
MODALITIES = {"plain": "as a fact", "planned": "as planned", "possible": "as possible", "hedged": "hedged"}


def became(change: Change, *, later: bool = False) -> str:
    """What an edition did to a claim: "Number corrected", "Number corrected later"."""
    return BECAME[change.kind] + (" later" if later else "")


def day(at: datetime | date | None) -> str:
    """A date as in "26 April 2025"; "" when it is not known."""
    if at is None or isinstance(at, datetime):
        return long_day(at)
    return long_day(datetime.combine(at, time()))


def dated(edition: Edition) -> str:
    """When it was published; failing that, when it was filed, and said so."""
    if edition.published:
        return day(edition.published)
    return f"undated, filed {day(edition.fetched)}" if edition.fetched else "undated"


def manner(claim: Claim) -> str:
    """Whether it is affirmed, negated, denied or held back, and how firmly: in a few words."""
    stands = "affirmed"
    if claim.polarity == "-":
        stands = "denied" if claim.cue_class == "deny" else "not said to be so"
    elif claim.negated:
        stands = "negated"
    return f"{stands}, {MODALITIES[claim.modality]}"


def cue(claim: Claim) -> str:
    """Which kind of word it is said with."""
    return CUES[claim.cue_class]


def number(quantity: Quantity) -> str:
    """The interval meant, with its unit and what is counted, as in "45 to 55 troop"."""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        said = _figure(low) if low == high else f"{_figure(low)} to {_figure(high)}"
    elif low is not None:
        said = f"at least {_figure(low)}"
    elif high is not None:
        said = f"at most {_figure(high)}"
    else:
        said = "an unknown number"
    total = "in all" if quantity.cumulative else ""
    each = f"a {quantity.per}" if quantity.per else ""
    return " ".join(filter(None, (said, quantity.unit, quantity.of, total, each)))


def _figure(value: float) -> str:
    return f"{int(value):,}" if value == value // 1 else f"{value:,.6g}"


def when(found: When) -> str:
    """The days meant: "December 2024", "26 April 2025", "14 April 2025 to 20 April 2025"; or that they are not known."""
    start, end = found.start, found.end
    if start is None and end is None:
        return "not resolved"
    if start is None or end is None:
        return f"until {day(end)}" if end else f"from {day(start)}"
    if start == end:
        return day(start)
    whole_months = start.day == 1 and (end == date.max or (end + timedelta(days=1)).day == 1)
    if whole_months and (start.month, start.year) == (end.month, end.year):
        return day(start).partition(" ")[2]
    if whole_months and start.year == end.year and (start.month, end.month) == (1, 12):
        return str(start.year)
    return f"{day(start)} to {day(end)}"
