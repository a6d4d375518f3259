"""A site of our own on loopback, for tests: it answers each path as told, counts who came, and with what they asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.intake.addresses import anywhere
from bot.intake.fetching import Limits

#: What only tests and explicit settings allow: this machine's own addresses may be reached.
OPEN_HERE = anywhere
QUICK = Limits(total=5, connect=1, silence=0.5, bytes=200_000, tries=2, wait=0.01, gap=0)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """What stands at each path. Everything else is 404, robots.txt too."""

    limits = QUICK

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.came: list[str] = []
        self.asked: list[Mapping[str, str]] = []
        self.port = 0

    def says(self, path: str, body: str | bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body

        async def answer(request: web.Request) -> web.Response:
            return web.Response(body=data, status=status, headers={"Content-Type": kind, **headers})

        self.answers[path] = answer

    def sends_on(self, path: str, to: str, status: int = 302, **headers: str) -> None:
        self.says(path, "", status=status, Location=to, **headers)

    def keeps(self, path: str, body: str, kind: str, *, etag: str) -> None:
        """Says it once to each who has not got it: 304 to who asks with the etag."""

        async def answer(request: web.Request) -> web.Response:
            if request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            return web.Response(text=body, content_type=kind, headers={"ETag": etag})

        self.answers[path] = answer

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def visits(self, path: str) -> int:
        return self.came.count(path)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.came.append(request.path_qs)
        self.asked.append(request.headers)
        answer = self.answers.get(request.path)
        return await answer(request) if answer else web.Response(status=404)


@asynccontextmanager
async def sited() -> AsyncIterator[Site]:
    """A site, running."""
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


def page_of(name: str, *, said: str = "", author: str = "", published: str = "") -> str:
    """A page with an article long enough to be one."""
    text = said or f"The {name} bridge is closed after the flood, the mayor said on Monday."
    more = "The council said that engineers would look at the pillars before the weekend. " * 6
    head = f'<meta property="article:published_time" content="{published}">' if published else ""
    head += f'<meta name="author" content="{author}">' if author else ""
    return (
        f"<html><head><title>The {name} bridge</title>{head}</head><body><nav>Home News Sport</nav><article>"
        f"<h1>The {name} bridge</h1><p>{text}</p><p>{more}</p><p>{more}</p></article></body></html>"
    )


def item_of(site: Site, name: str, *, teaser: str = "In brief.", extra: str = "") -> str:
    """An entry that links to the page ``/name``."""
    return (
        f"<item><title>The {name} bridge</title><link>{site.url('/' + name)}</link><guid isPermaLink='false'>{name}</guid>"
        f"<description>{teaser}</description>{extra}</item>"
    )


def rss_of(site: Site, *names: str, title: str = "The Harbour Post", items: str = "", channel: str = "") -> str:
    """A feed that links to these pages."""
    title = title.replace("<", "&lt;")
    entries = items + "".join(item_of(site, name) for name in names)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{channel}{entries}</channel></rss>'
