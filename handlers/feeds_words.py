"""How the bot speaks of a feed: when it was visited, how it is, how often it brings something.

Pure; Slack, the desk and the terminal say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.following import DAYS, Checked, Followed
from bot.intake.subscriptions import Feed, Tally

DAY = timedelta(days=1)


def ago(moment: datetime | None, now: datetime) -> str:
    """ "just now", "5 minutes ago", "in 2 hours", "never"."""
    if moment is None:
        return "never"
    apart = span(abs(now - moment))
    if not apart:
        return "just now" if moment <= now else "now"
    return f"{apart} ago" if moment <= now else f"in {apart}"


def span(length: timedelta) -> str:
    """ "5 minutes", "2 hours", "3 days"; "" for less than a minute."""
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if (count := round(length.total_seconds() / seconds)) and length >= timedelta(seconds=seconds):
            return many(count, unit)
    return ""


def standing(feed: Feed) -> str:
    """How the feed is: "well", "failing", "gone", or "new" when it was never visited."""
    if feed.standing == "gone":
        return "gone"
    if feed.failures:
        return "failing"
    return "well" if feed.fetched else "new"


def problem(feed: Feed) -> str:
    """What is wrong with it, in words; "" when nothing is."""
    if feed.standing == "gone":
        return f"Not visited any more: {feed.problem}."
    if feed.failures > 1:
        return f"Failed {feed.failures} times in a row: {feed.problem}."
    return f"Failed: {feed.problem}." if feed.failures else ""


def daily(tally: Tally, now: datetime) -> Sequence[int]:
    """Articles filed on each of the last days, today last."""
    return [tally.days.get((now - DAY * n).date(), 0) for n in reversed(range(DAYS))]


def visits(feed: Feed, now: datetime) -> str:
    """When it was visited and when it will be, in one line."""
    if feed.standing == "gone":
        return f"last visited {ago(feed.fetched, now)}"
    next_visit = "next now" if feed.next <= now else f"next {ago(feed.next, now)}"
    return f"last visited {ago(feed.fetched, now)}, {next_visit}"


def brought(one: Followed, now: datetime) -> str:
    """What it brings: "12 articles in 14 days, 3 waiting"."""
    filed = sum(daily(one.tally, now))
    said = f"{many(filed, 'article')} in {DAYS} days"
    said += f", {one.tally.due:,} waiting" if one.tally.due else ""
    return said + (f", {one.tally.given_up:,} could not be had" if one.tally.given_up else "")


def checked(found: Checked) -> str:
    """What came of adding or checking a feed, in one line."""
    feed = found.feed
    if found.held:
        return f"{feed.name} is being visited just now."
    if found.added:
        return f"{feed.name} is followed now ({feed.url}): {new(found.new)}."
    if feed.problem:
        return f"{feed.name}: {problem(feed)}"
    if not found.looked:
        return f"{feed.name} is followed already ({feed.url})."
    return f"{feed.name}: {new(found.new) if found.new else 'nothing new'}."


def many(count: int, what: str) -> str:
    """ "1 feed", "2 feeds", "1,200 articles"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def new(count: int) -> str:
    """ "1 article to file", "12 articles to file"."""
    return f"{many(count, 'article')} to file"
