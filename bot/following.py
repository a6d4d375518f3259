"""The feeds a newsroom follows, as people handle them: added, listed, removed, checked, taken along as OPML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import BadCommand, NotOnFile, Refused
from bot.intake import discovery, opml
from bot.intake.fetching import WebFetcher
from bot.intake.links import host_of
from bot.intake.opml import Outline
from bot.intake.poller import Poller
from bot.intake.problems import one_line
from bot.intake.robots import Rules
from bot.intake.rounds import Rounds
from bot.intake.subscriptions import Feed, FeedShelf, Tally
from bot.intake.web import FOR_FEEDS, Ask, Page

#: So many days are drawn as articles a day.
DAYS = 14
#: Asked for by a person: whatever a page or a feed may be sent as.
ASK = Ask(accept=f"text/html, {FOR_FEEDS}")


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed, and what it has brought in the last days."""

    feed: Feed
    tally: Tally


@dataclass(frozen=True, slots=True)
class Checked:
    """A feed as it was found just now: ``new`` counts the items that are due because of it; ``added`` says
    that it was not followed before; ``looked`` that it was visited just now; ``held`` that somebody else was
    at it already."""

    feed: Feed
    new: int = 0
    added: bool = False
    held: bool = False
    looked: bool = False


class Following:
    """What people do with feeds. ``told`` is called when there may be something due."""

    def __init__(
        self,
        shelf: FeedShelf,
        fetcher: WebFetcher,
        rounds: Rounds,
        *,
        clock: Callable[[], datetime],
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._shelf, self.rounds, self._clock = shelf, rounds, clock
        self._web, self._robots = fetcher.web, fetcher.robots
        self.told = told

    async def add(self, address: str, *, by: str = "", permitted: bool = False) -> Checked:
        """Follows the feed at this address, or the one that the site of this page has. ``BadCommand`` when the
        site has several (it names them), ``BadFeed`` when it has none, ``Refused``, ``FetchFailed``."""
        url = spelled_out(address)
        there = next((f for f in await self._shelf.feeds() if f.url == url), None)
        if there:
            return Checked(there)
        found = await discovery.discover(url, self._get, self._rules)
        if len(found) > 1:
            listed = ", ".join(f"{each.url} ({each.name})" for each in found[:6])
            raise BadCommand(one_line(f"{url} has {len(found)} feeds; add the one you want: {listed}", 900))
        one = found[0]
        if not permitted and not (await self._robots.rules(one.url)).allows(one.url):
            raise Refused(
                f"{one.url}: its site's robots.txt does not let bots fetch it. If its publisher lets you, say so: "
                f"wirecheck feeds add --permitted {one.url}"
            )
        new = Feed.at(one.url, now=self._clock(), title=one.paper.title, added_by=by, permitted=permitted)
        feed, added = await self._shelf.subscribe(new)
        if not added:
            return Checked(feed)
        self.told()
        if one.paper.maps:  # an index: the visit reads the sitemaps in it
            return Checked(feed, added=True)
        visit = await self.rounds.took(feed, one.page, one.paper)
        self.told()
        return Checked(visit.feed, len(visit.items), added=True)

    async def followed(self) -> Sequence[Followed]:
        """All feeds, in the order they were added."""
        tallies = await self._shelf.tallies(since=self._clock() - timedelta(days=DAYS))
        return [Followed(feed, tallies.get(feed.id, Tally())) for feed in await self._shelf.feeds()]

    async def find(self, which: str) -> Feed:
        """The feed that is meant: its address, its number in the list (from 1), or its title or part of it.
        ``NotOnFile`` when there is none, ``BadCommand`` when there are several."""
        feeds = await self._shelf.feeds()
        wanted = which.strip()
        if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:6]) <= len(feeds):
            return feeds[int(wanted[:6]) - 1]
        named = [f for f in feeds if wanted and wanted in (f.url, f.id, f.site)]
        named = named or [f for f in feeds if wanted and wanted.casefold() == f.title.casefold()]
        if named:
            return named[0]
        found = [f for f in feeds if wanted and wanted.casefold() in f"{f.title} {f.url}".casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f.url for f in found[:5])
            raise BadCommand(
                one_line(f"“{wanted}” is part of {len(found)} feeds: {several}; give one of their addresses")
            )
        raise NotOnFile(one_line(f"no feed “{wanted}” is followed; /feeds list shows those that are"))

    async def remove(self, which: str) -> Feed:
        """Follows it no more; its articles stay on file. ``NotOnFile``, ``BadCommand`` as ``find``."""
        feed = await self.find(which)
        await self._shelf.unsubscribe(feed.id)
        return feed

    async def check(self, which: str) -> Checked:
        """Visits one feed now, whatever its turn; one that was taken for gone is followed again if it answers."""
        return await self._checked(await self.find(which))

    async def check_all(self) -> Sequence[Checked]:
        """Visits every feed that is not taken for gone, now, one after another."""
        return [await self._checked(f) for f in await self._shelf.feeds() if f.standing == "active"]

    async def _checked(self, feed: Feed) -> Checked:
        taken = await self._shelf.take_feed(feed.id, now=self._clock())
        if taken is None:
            return Checked(feed, held=True)
        visit = await self.rounds.visit(taken)
        self.told()
        return Checked(visit.feed, len(visit.items), looked=True)

    async def file_all(self) -> tuple[int, int]:
        """Fetches and files what is due now, for who has no bot running: how many articles were filed, and how
        many items failed. What was put off for later stays due."""
        before = await self._counted()
        await Poller(self._shelf, self.rounds, clock=self._clock).work_off(visit=False)
        after = await self._counted()
        return after[0] - before[0], after[1] - before[1]

    async def _counted(self) -> tuple[int, int]:
        tallies = (await self._shelf.tallies(since=self._clock())).values()
        return sum(t.filed for t in tallies), sum(t.given_up for t in tallies)

    def now(self) -> datetime:
        """The time, in UTC, by the clock that feeds go by."""
        return self._clock()

    # --- OPML

    async def take_in(self, data: bytes, *, where: str, by: str = "") -> tuple[Sequence[Feed], Sequence[Outline]]:
        """Follows the feeds of an OPML file, due at once: those that are new, and those left out (followed
        already, or at an address that may not be fetched). ``BadFeed`` when it is no OPML."""
        new, left = [], []
        for outline in opml.read(data, where=where):
            try:
                self._web.admits(outline.url)
            except Refused:
                left.append(outline)
                continue
            more = {"site": outline.site, "folder": outline.folder, "added_by": by}
            feed, added = await self._shelf.subscribe(
                Feed.at(outline.url, now=self._clock(), title=outline.title, **more)
            )
            new.append(feed) if added else left.append(outline)
        self.told()
        return new, left

    async def hand_out(self) -> bytes:
        """All feeds as OPML."""
        return opml.write(await self._shelf.feeds(), now=self._clock())

    # --- asking the web, for a person

    async def _get(self, url: str) -> Page:
        return await self._web.get(url, ASK)

    async def _rules(self, url: str) -> Rules:
        return await self._robots.rules(url)


def spelled_out(address: str) -> str:
    """What a person typed as an address: "paper.example" is https://paper.example. ``BadCommand`` for nothing."""
    typed = address.strip().strip("<>")
    if not typed or " " in typed:
        raise BadCommand("Give the address of a site or of its feed, e.g. /feeds add https://example.org")
    if "://" not in typed and "." in typed and host_of(f"https://{typed}"):
        return f"https://{typed}"
    return typed
