"""One visit to a feed: what its answer means for the feed and for its items. Pure: it decides, nothing is done.

came(feed, page, paper, known, now)  -->  Visit(feed as it is now, items that are new or changed)
failed(feed, error, now)             -->  Visit(feed as it is now, perhaps a word that it is gone)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from bot.errors import FetchFailed, WirecheckError
from bot.intake import cadence
from bot.intake.addresses import checked
from bot.intake.feeds import Entry, Paper
from bot.intake.links import joined
from bot.intake.problems import one_line
from bot.intake.subscriptions import Feed, Item
from bot.intake.web import Page

#: A date further ahead than clocks differ is a mistake, or a place in tomorrow's paper.
AHEAD = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit led to: the feed as it is now, items that are new or changed, and a word to say once."""

    feed: Feed
    items: tuple[Item, ...] = ()
    word: str = ""


def unchanged(feed: Feed, page: Page, *, now: datetime, jitter: float) -> Visit:
    """The server says, or the bytes show, that nothing is new."""
    return Visit(_well(feed, page, Paper(()), feed.recent, now=now, jitter=jitter))


def same_bytes(feed: Feed, page: Page) -> bool:
    """Whether this answer was read before."""
    return bool(feed.sha256) and sha256(page.data).hexdigest() == feed.sha256


def came(feed: Feed, page: Page, paper: Paper, known: Mapping[str, Item], *, now: datetime, jitter: float) -> Visit:
    """The feed came: its entries that are new, or say something else than before, are due."""
    items = tuple(item for e in paper.entries if (item := _due(e, feed, page, known.get(e.key), now)) is not None)
    moments = {e.published for e in paper.entries if e.published and e.published <= now}
    seen = [now] * sum(item.key not in known for item in items if feed.succeeded)
    recent = sorted(moments, reverse=True) or [*seen, *feed.recent]
    after = replace(
        feed,
        title=feed.title or paper.title,
        site=paper.site or feed.site,
        sha256=sha256(page.data).hexdigest(),
    )
    return Visit(_well(after, page, paper, tuple(recent[: cadence.RECENT]), now=now, jitter=jitter), items)


def _well(feed: Feed, page: Page, paper: Paper, recent: Sequence[datetime], *, now: datetime, jitter: float) -> Feed:
    asked = [pause for pause in (paper.pause, _aged(page)) if pause]
    between = cadence.interval(recent, now=now, asked=max(asked, default=None))
    skips = {"skip_hours": paper.skip_hours, "skip_days": paper.skip_days}
    return replace(
        feed,
        url=page.moved or feed.url,
        standing="active",
        etag=page.etag or (feed.etag if page.unchanged else ""),
        modified=page.modified or (feed.modified if page.unchanged else ""),
        fetched=now,
        succeeded=now,
        failures=0,
        problem="",
        interval=between,
        recent=tuple(recent),
        next=cadence.next_visit(now, between, jitter=jitter, **skips),
    )


def _aged(page: Page) -> timedelta | None:
    return timedelta(seconds=min(page.max_age, 10**7)) if page.max_age else None


def _due(entry: Entry, feed: Feed, page: Page, before: Item | None, now: datetime) -> Item | None:
    """The item this entry makes due; None when it says nothing new, or leads nowhere."""
    if before is not None and before.fingerprint == entry.fingerprint:
        return None
    url = joined(page.url, entry.link) if entry.link else ""
    if entry.article is None and not _fetchable(url):
        return None
    published = entry.published if entry.published and entry.published <= now + AHEAD else None
    article = entry.article and replace(entry.article, published=published)
    return Item(
        feed=feed.id,
        key=entry.key,
        url=url,
        fingerprint=entry.fingerprint,
        seen=before.seen if before else now,
        not_before=now,
        title=entry.title,
        author=entry.author,
        published=published,
        article=article,
        article_key=before.article_key if before else "",
        filed=before.filed if before else None,
    )


def _fetchable(url: str) -> bool:
    try:
        checked(url, is_open=lambda address: True)  # whether it is inside is seen when it is fetched
    except WirecheckError:
        return False
    return True


def failed(feed: Feed, error: WirecheckError, *, now: datetime, jitter: float) -> Visit:
    """The feed did not come: it is tried later and later, until it is taken for gone."""
    problem = one_line(str(error).removeprefix(f"{feed.url}: "))
    status, asked = (error.status, error.retry_after) if isinstance(error, FetchFailed) else (0, None)
    failures = feed.failures + 1
    after = replace(feed, fetched=now, failures=failures, problem=problem)
    if status == 410:
        return _gone(replace(after, problem="its publisher has taken it down (410)"))
    if cadence.dead(failures, since=feed.succeeded or feed.added, now=now):
        last = f"{feed.succeeded:%-d %B %Y}" if feed.succeeded else "never"
        return _gone(replace(after, problem=one_line(f"{problem} (it went well last: {last})")))
    wait = cadence.back_off(failures, jitter=jitter, asked=asked)
    return Visit(replace(after, next=now + wait))


def _gone(feed: Feed) -> Visit:
    word = (
        f"The feed “{feed.name}” is not visited any more: {feed.problem}. "
        f"`/feeds check {feed.url}` tries it again; `/feeds remove {feed.url}` takes it off the list."
    )
    return Visit(replace(feed, standing="gone"), word="" if feed.standing == "gone" else word)
