"""Is the bot well, and what has it done: ``/healthz`` for whoever restarts it, ``/metrics`` for Prometheus."""

from __future__ import annotations

import asyncio
import time
from collections import Counter as Counted
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import WirecheckError
from bot.ports import Store
from handlers import feeds_words

#: What must be so for the bot to be ready, by name. Asked at each call: must be quick.
Checks = Callable[[], Awaitable[Mapping[str, bool]]]
#: The archives of other workspaces, by their ids.
Others = Callable[[], Mapping[str, Store]]
#: So much of an outbox is counted; where more waits, something is wrong already.
MOST_COUNTED = 1_000
PATIENCE = 2.0  # seconds for the archive to answer before it counts as not ready


class Figures:
    """The numbers of one bot, in a registry of their own (so that two can live in one process)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        r = self.registry
        self.requests = Counter("wirecheck_http_requests", "Requests answered", ["route", "status"], registry=r)
        self.seconds = Histogram("wirecheck_http_seconds", "Seconds to answer a request", ["route"], registry=r)
        self.on_file = Gauge("wirecheck_on_file", "What is on file", ["what"], registry=r)
        self.alerts = Gauge("wirecheck_alerts", "Alerts, due and posted", ["state"], registry=r)
        self.feeds = Gauge("wirecheck_feeds", "Feeds that are followed, by how they are", ["standing"], registry=r)
        self.items = Gauge("wirecheck_feed_items", "What feeds have brought", ["state"], registry=r)
        self.overdue = Gauge("wirecheck_feed_overdue_seconds", "How late the feed longest due is", registry=r)
        self.outbox = Gauge(
            "wirecheck_outbox_waiting", "What is owed and not posted", ["workspace", "kind", "state"], registry=r
        )
        self.oldest = Gauge(
            "wirecheck_outbox_oldest_seconds", "How long the oldest has been due", ["workspace"], registry=r
        )
        self.inbox = Gauge("wirecheck_inbox_waiting", "Articles accepted and not read yet", ["workspace"], registry=r)
        self.ready = Gauge("wirecheck_ready", "1 when ready", ["part"], registry=r)

    async def count(self, store: Store) -> None:
        """Reads the archive's counts into the gauges."""
        counts = await store.counts()
        for what in ("articles", "revisions", "claims", "disputes"):
            self.on_file.labels(what).set(getattr(counts, what))
        self.alerts.labels("due").set(counts.alerts_due)
        self.alerts.labels("posted").set(counts.alerts_posted)

    async def count_queues(self, stores: Mapping[str, Store], *, now: datetime) -> None:
        """Reads how long the queues are into the gauges, for each workspace."""
        for gauge in (self.outbox, self.oldest, self.inbox):
            gauge.clear()
        for workspace, store in stores.items():
            owed = [due for due in await store.waiting(limit=MOST_COUNTED) if due.channel]
            states = Counted((due.kind, due.payload.get("state", "due").replace(" ", "_")) for due in owed)
            for (kind, state), count in states.items():
                self.outbox.labels(workspace, kind, state).set(count)
            late = [(now - due.due).total_seconds() for due in owed if due.payload.get("state") != "given up"]
            self.oldest.labels(workspace).set(max([0.0, *late]))
            self.inbox.labels(workspace).set((await store.inbox.tray()).waiting)

    async def count_feeds(self, store: Store, *, now: datetime) -> None:
        """Reads how the feeds are into the gauges."""
        feeds = await store.feeds.feeds()
        tallies = (await store.feeds.tallies(since=now)).values()
        how = Counted(feeds_words.standing(feed) for feed in feeds)
        for standing in ("well", "new", "failing", "gone"):
            self.feeds.labels(standing).set(how[standing])
        self.items.labels("due").set(sum(t.due for t in tallies))
        self.items.labels("filed").set(sum(t.filed for t in tallies))
        self.items.labels("given_up").set(sum(t.given_up for t in tallies))
        late = [(now - feed.next).total_seconds() for feed in feeds if feed.standing == "active"]
        self.overdue.set(max([0.0, *late]))


class Health:
    """The two addresses, and the middleware that counts requests."""

    def __init__(self, store: Store, checks: Checks | None, others: Others = dict) -> None:
        self._store, self._checks, self._others = store, checks, others
        self.figures = Figures()

    async def parts(self) -> dict[str, bool]:
        """What the bot needs, and whether it has it."""
        parts = {"archive": await self._archive()}
        if self._checks:
            parts.update(await self._checks())
        for name, well in parts.items():
            self.figures.ready.labels(name).set(well)
        return parts

    async def _archive(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.figures.count(self._store)
        except (WirecheckError, TimeoutError):
            return False
        return True

    async def healthz(self, request: web.Request) -> web.Response:
        """Live as soon as it answers; ready when every part is (503 until then)."""
        if request.path.rstrip("/").endswith("/live"):
            return web.json_response({"live": True})
        parts = await self.parts()
        ready = all(parts.values())
        return web.json_response({"live": True, "ready": ready, "parts": parts}, status=200 if ready else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        await self.parts()
        try:
            async with asyncio.timeout(PATIENCE):
                now = datetime.now(UTC)
                await self.figures.count_feeds(self._store, now=now)
                await self.figures.count_queues({"main": self._store, **self._others()}, now=now)
        except (WirecheckError, TimeoutError):
            pass  # ``parts`` says that the archive does not answer
        body = generate_latest(self.figures.registry) + generate_latest(REGISTRY)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    @web.middleware
    async def counting(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        began, status = time.perf_counter(), 500
        try:
            response = await handler(request)
            status = response.status
            return response
        except web.HTTPException as said:
            status = said.status
            raise
        finally:
            route = _route(request)
            self.figures.requests.labels(route, str(status)).inc()
            self.figures.seconds.labels(route).observe(time.perf_counter() - began)


def _route(request: web.Request) -> str:
    """The route's pattern, not the address: article ids must not become thousands of time series."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
