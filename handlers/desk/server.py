"""The desk: the same bot in a local web page, with its archive, its disputes and a channel to type in."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Collection, Iterable
from pathlib import Path

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.newsroom import Newsroom
from bot.ports import Store
from handlers.desk import guard
from handlers.desk.channel import Channel
from handlers.desk.feeds import Feeds
from handlers.desk.health import Checks, Health, Others
from handlers.desk.hometab import HomeTab
from handlers.desk.pages import Pages
from handlers.desk.push import Push
from handlers.desk.standin import Standin
from handlers.desk.views import Views
from handlers.slack import http
from handlers.slack.app import drain, make_app
from handlers.slack.door import Listeners

STATIC = Path(__file__).with_name("static")
STANDIN: web.AppKey[Standin] = web.AppKey("standin", Standin)

log = structlog.get_logger(__name__)


def make_desk(
    newsroom: Newsroom,
    store: Store,
    *,
    standin: Standin | None = None,
    slack_app: Listeners | None = None,
    checks: Checks | None = None,
    hosts: Collection[str] = guard.LOOPBACK,
    push: Push | None = None,
    more: Iterable[web.RouteDef] = (),
    others: Others = dict,
) -> web.Application:
    """The desk as an application to serve on a loopback address.

    ``standin``: an open stand-in for Slack, when others post to it too (the noticeboard does, with its
    ``client``); it stays the caller's to close. Without one the desk opens its own; either is at
    ``desk[STANDIN]`` once started. ``slack_app``: the real Slack's listeners, then reached at ``POST
    /slack/events``. ``checks``: what else must be so for ``/healthz`` to say ready. ``hosts``: the names
    by which the pages may be asked for. ``push``: where articles may be sent. ``more``: what else is served, such as
    the pages by which workspaces install the bot. ``others``: the archives of further workspaces, to be counted.
    """
    views, health = Views(), Health(store, checks, others)
    channel, pages, feeds = Channel(newsroom, views), Pages(newsroom, views), Feeds(newsroom, views)
    desk = web.Application(
        client_max_size=2 * 2**20,
        middlewares=[health.counting, guard.middleware(hosts, views.refused), _apologise(views)],
    )
    desk.on_response_prepare.append(guard.add_headers)
    desk.add_routes([*channel.routes(), *HomeTab(channel, views).routes(), *pages.routes(), *feeds.routes()])
    desk.add_routes([*(push.routes() if push is not None else []), *more])
    desk.router.add_static("/static", STATIC)
    for path in ("/healthz", "/healthz/live", "/healthz/ready"):
        desk.router.add_get(path, health.healthz)
    desk.router.add_get("/metrics", health.metrics)
    if slack_app is not None:
        http.mount(desk, slack_app)

    async def opened(app: web.Application) -> AsyncIterator[None]:
        own = standin or await Standin.open()
        bolt = make_app(newsroom, client=own.client, signing_secret=own.signing_secret, via="desk")
        own.answer_with(bolt)
        channel.standin = app[STANDIN] = own
        yield
        await drain(bolt)
        if standin is None:
            await own.close()

    async def closing(app: web.Application) -> None:
        app[STANDIN].workspace.hush()  # or the open streams would hold the desk for a minute

    desk.cleanup_ctx.append(opened)
    desk.on_shutdown.append(closing)
    return desk


def _apologise(views: Views) -> Middleware:
    """The one place for apologies: a page for what is not there, and for what broke, with a reference."""

    @web.middleware
    async def apologise(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return views.missing("page", request.path)
        except web.HTTPException:
            raise
        except Exception as broken:
            reference = secrets.token_hex(4)
            log.error("desk page failed", reference=reference, path=request.path, exc_info=broken)
            return views.broken(reference)

    return apologise
