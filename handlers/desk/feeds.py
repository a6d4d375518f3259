"""What comes in, on the desk: the feeds that are followed, to add, look at and remove, and the imports under way."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from yarl import URL

from bot.audit import Person, as_person
from bot.errors import BadCommand, WirecheckError
from bot.following import Followed, Following
from bot.guarded import Guard, guarded
from bot.intake.journal import Reached
from bot.newsroom import Newsroom
from handlers import feeds_words
from handlers.desk.views import Views

#: Messages kept for pages that have not been shown them yet.
NOTES = 50
#: An import not heard of for so long has been stopped, or killed.
SILENT = timedelta(minutes=2)
#: The picture of a feed's last days, in its own units.
BAR, GAP, TALL = 6, 2, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the picture: where it stands, how tall, and what it says to who points at it."""

    x: int
    y: int
    height: int
    says: str


class Feeds:
    """The pages about what comes in."""

    def __init__(self, newsroom: Newsroom, views: Views) -> None:
        self._newsroom, self._views = newsroom, views
        self._notes: dict[str, tuple[str, bool]] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/feeds", self.page),
            web.post("/feeds", self.add),
            web.post("/feeds/check", self.check),
            web.post("/feeds/remove", self.remove),
            web.get("/imports", self.imports),
        ]

    # --- the pages

    async def page(self, request: web.Request) -> web.Response:
        """The feeds, in the order they were added."""
        following, now = self._newsroom.feeds, self._newsroom.clock()
        found = await following.followed() if following else ()
        note, wrong = self._notes.pop(request.query.get("note", ""), ("", False))
        return self._views.page(
            "feeds.html",
            feeds=[_drawn(one, now) for one in found],
            summary=summary(found),
            most=max((max(feeds_words.daily(one.tally, now)) for one in found), default=0),
            note=note,
            wrong=wrong,
            follows=following is not None,
            prefill=request.query.get("add", "")[:2000],
        )

    async def imports(self, request: web.Request) -> web.Response:
        """The imports, those last at work first, and what was accepted and waits to be read."""
        now, store = self._newsroom.clock(), self._newsroom.store
        recent = await store.journal.recent(limit=40)
        return self._views.page(
            "imports.html",
            imports=[_import(one, now) for one in recent],
            tray=await store.inbox.tray(),
            given_up=await store.inbox.given_up(limit=10),
        )

    # --- what a person does

    async def add(self, request: web.Request) -> web.StreamResponse:
        """Follows the feed whose address was typed."""
        form = await request.post()
        address = str(form.get("address", ""))

        async def work(following: Following) -> str:
            return feeds_words.checked(await following.add(address, by="the desk", permitted="permitted" in form))

        return await self._told(work, again=address)

    async def check(self, request: web.Request) -> web.StreamResponse:
        """Visits a feed now."""
        which = str((await request.post()).get("feed", ""))

        async def work(following: Following) -> str:
            return feeds_words.checked(await following.check(which))

        return await self._told(work)

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Follows a feed no more."""
        which = str((await request.post()).get("feed", ""))

        async def work(following: Following) -> str:
            return f"{(await following.remove(which)).name} is not followed any more; its articles stay on file."

        return await self._told(work)

    async def _told(self, work: Callable[[Following], Awaitable[str]], *, again: str = "") -> web.StreamResponse:
        """Does it and shows the page, with what came of it; what was typed is still there if it went wrong."""
        try:
            if self._newsroom.feeds is None:
                raise BadCommand("This bot follows no feeds; `wirecheck serve` starts one that does.")
            guard = Guard(self._newsroom.store.audit, clock=self._newsroom.clock)
            with as_person(Person("the desk", via="desk")):
                following = guarded(self._newsroom, guard).feeds
                assert following is not None
                note = await work(following), False
        except WirecheckError as wrong:
            note = str(wrong), True
        token = secrets.token_urlsafe(9)
        self._notes[token] = note
        while len(self._notes) > NOTES:
            del self._notes[next(iter(self._notes))]
        query = {"note": token, **({"add": again} if note[1] and again else {})}
        raise web.HTTPSeeOther(URL("/feeds").with_query(query))


def summary(found: Sequence[Followed]) -> str:
    """How the feeds are, in a few words: "12 feeds: 10 well, 1 failing, 1 gone"."""
    if not found:
        return ""
    how = [feeds_words.standing(one.feed) for one in found]
    counted = [f"{how.count(name)} {name}" for name in ("well", "new", "failing", "gone") if name in how]
    return f"{feeds_words.many(len(found), 'feed')}: {', '.join(counted)}."


def _drawn(one: Followed, now: datetime) -> dict[str, Any]:
    """A feed as its row shows it."""
    feed = one.feed
    return {
        "feed": feed,
        "standing": feeds_words.standing(feed),
        "problem": feeds_words.problem(feed),
        "visited": feeds_words.ago(feed.fetched, now),
        "next": "" if feed.standing == "gone" else feeds_words.ago(max(feed.next, now), now),
        "tally": one.tally,
        "brought": feeds_words.brought(one, now),
        "filed": sum(feeds_words.daily(one.tally, now)),
        "bars": bars(feeds_words.daily(one.tally, now), now),
    }


def bars(counts: Sequence[int], now: datetime) -> list[Bar]:
    """The picture of these counts by day, the last one today's: the tallest day is ``TALL`` high, a day with
    nothing leaves a line on the ground."""
    most = max(counts, default=0)
    out = []
    for place, count in enumerate(counts):
        day = (now - timedelta(days=len(counts) - 1 - place)).date()
        height = max(-(-count * TALL // most), 3) if count else 1
        out.append(Bar(place * (BAR + GAP), TALL - height, height, f"{day:%-d %B}: {count}"))
    return out


def _import(one: Reached, now: datetime) -> dict[str, Any]:
    """An import as its row shows it."""
    state = "done" if one.finished else "running" if now - one.at < SILENT else "stopped"
    return {
        "path": one.path,
        "state": state,
        "done": one.done,
        "filed": one.filed,
        "bad": one.bad,
        "share": min(one.offset / one.size, 1.0) if one.size and not one.finished else 1.0 if one.finished else 0.0,
        "heard": feeds_words.ago(one.at, now),
        "began": feeds_words.ago(one.started, now),
    }
