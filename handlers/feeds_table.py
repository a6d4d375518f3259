"""The feeds for a terminal, and as JSON Lines for scripts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.following import Checked, Followed
from handlers import feeds_words
from handlers.terminal import FAINT, safe

LOOKS = {"well": "green", "new": "cyan", "failing": "yellow", "gone": "red"}
BARS = " ▁▂▃▄▅▆▇█"


def table(found: Sequence[Followed], *, now: datetime) -> RenderableType:
    """The feeds, one a row, with what is wrong under the table."""
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    rows.add_column("", justify="right", no_wrap=True)
    rows.add_column("Feed", overflow="fold")
    for heading in ("Visited", "Next", "Articles a day"):
        rows.add_column(heading, no_wrap=True)
    for number, one in enumerate(found, 1):
        feed, how = one.feed, feeds_words.standing(one.feed)
        name = Text.assemble((safe(feed.name), LOOKS[how]), "\n", (safe(feed.url), FAINT))
        later = "" if how == "gone" else feeds_words.ago(max(feed.next, now), now)
        rows.add_row(str(number), name, feeds_words.ago(feed.fetched, now), later, _days(one, now))
    wrong = [
        Text(safe(f"{n}: {said}"), style=LOOKS[feeds_words.standing(one.feed)])
        for n, one in enumerate(found, 1)
        if (said := feeds_words.problem(one.feed))
    ]
    return Group(rows, *wrong)


def _days(one: Followed, now: datetime) -> Text:
    counts = feeds_words.daily(one.tally, now)
    most = max(counts)
    bars = "".join(BARS[-(-count * (len(BARS) - 1) // most)] if most else " " for count in counts)
    waiting = (f"\n{one.tally.due} waiting", FAINT) if one.tally.due else ""
    return Text.assemble(f"{bars} {sum(counts)}", waiting)


def checked(found: Checked) -> RenderableType:
    """What came of adding or checking a feed."""
    how = feeds_words.standing(found.feed)
    return Text(safe(feeds_words.checked(found)), style="" if how in ("well", "new") else LOOKS[how])


def shape(one: Followed) -> dict[str, Any]:
    """A feed as `wirecheck feeds list --json` prints it. Moments are ISO 8601 in UTC, or null."""
    feed = one.feed
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "site": feed.site,
        "folder": feed.folder,
        "standing": feeds_words.standing(feed),
        "problem": feed.problem,
        "failures": feed.failures,
        "fetched": _iso(feed.fetched),
        "succeeded": _iso(feed.succeeded),
        "next": None if feed.standing == "gone" else _iso(feed.next),
        "interval": round(feed.interval.total_seconds()),
        "filed": one.tally.filed,
        "waiting": one.tally.due,
        "given_up": one.tally.given_up,
        "days": {day.isoformat(): count for day, count in sorted(one.tally.days.items())},
    }


def checked_shape(found: Checked) -> dict[str, Any]:
    """What came of adding or checking a feed, as JSON."""
    feed = found.feed
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "added": found.added,
        "new": found.new,
        "standing": feeds_words.standing(feed),
        "problem": feed.problem,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
