"""Where a site keeps its feeds: what its page names, and where they usually lie."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bot.errors import BadFeed, WirecheckError
from bot.intake import feeds, sitemaps
from bot.intake.links import joined, same_site
from bot.intake.problems import one_line
from bot.intake.robots import Rules
from bot.intake.web import Page

TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "text/xml",
    "application/xml",
}
#: Where feeds usually lie when a page names none, likeliest first.
USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds", "feed.json", "news-sitemap.xml", "sitemap-news.xml")  # fmt: skip
#: A feed of what readers said, not of what the paper wrote.
TALK = re.compile(r"comment|kommentar|replies|/forum", re.I)
LOOKS_LIKE_ONE = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?)(?:$|[/._?-])", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that can be followed: its address, as it was reached, and the feed as read."""

    url: str
    paper: feeds.Paper
    page: Page

    @property
    def name(self) -> str:
        return self.paper.title or self.url


def named(markup: str, url: str) -> list[str]:
    """The addresses that a page names as its feeds, in its order: by ``<link rel=alternate>``, else by links
    that look like feeds; never those of comments."""
    import lxml.html

    try:
        tree = lxml.html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (lxml.etree.LxmlError, ValueError):
        return []
    base = joined(url, next(iter(tree.xpath("//base/@href")), "") or "") or url
    links = [
        (node.get("href"), node.get("title") or "")
        for node in tree.iterfind(".//link")
        if "alternate" in (node.get("rel") or "").lower().split() and _type(node) in TYPES
    ]
    if not links:
        links = [
            (node.get("href"), node.text_content())
            for node in tree.iterfind(".//a")
            if LOOKS_LIKE_ONE.search((node.get("href") or "").partition("//")[2] or node.get("href") or "")
        ]
    ours = [joined(base, href) for href, about in links if href and not TALK.search(f"{href} {about}")]
    return list(dict.fromkeys(address for address in ours if address))


def _type(node: object) -> str:
    kind = str(node.get("type") or "")  # type: ignore[attr-defined]
    return kind.partition(";")[0].strip().lower()


def usual(url: str, rules: Rules) -> list[str]:
    """Where to look when a page names no feed: the news sitemaps of robots.txt, and the usual places, below
    the page and at the site's front."""
    parts = urlsplit(url)
    front = f"{parts.scheme}://{parts.netloc}/"
    below = url.partition("?")[0].partition("#")[0].rstrip("/") + "/"
    maps = [m for m in rules.sitemaps if "news" in m.lower() and same_site(m, url)]
    places = [urljoin(at, name) for at in dict.fromkeys((below, front)) for name in USUAL]
    return list(dict.fromkeys([*maps, *places]))


def paper_of(page: Page) -> feeds.Paper:
    """The feed in what came back, unpacked if it is a .gz. Raises ``BadFeed`` if it is none."""
    data = sitemaps.opened(page.data, where=page.url)
    return feeds.read(data, where=page.url, content_type=page.content_type)


async def discover(
    url: str, get: Callable[[str], Awaitable[Page]], rules: Callable[[str], Awaitable[Rules]]
) -> Sequence[Found]:
    """The feeds at this address, or those of the site whose page it is: one if it is a feed itself, else all
    that the page names, else the first found where they usually lie. Raises what ``get`` does for the address
    itself, and ``BadFeed`` when there is no feed."""
    page = await get(url)
    if feeds.is_feed(sitemaps.opened(page.data, where=page.url)):
        return [Found(page.moved or url, paper_of(page), page)]
    from bot.intake.pages import decode_page

    markup = decode_page(page.data, page.content_type, where=page.url)
    found = [f for address in named(markup, page.url) if (f := await _tried(address, get)) is not None]
    if found:
        return found
    for address in usual(page.url, await rules(page.url)):
        if (one := await _tried(address, get)) is not None:
            return [one]
    raise BadFeed(one_line(f"{url}: names no feed, and none lies where feeds usually do; give the feed's own address"))


async def _tried(address: str, get: Callable[[str], Awaitable[Page]]) -> Found | None:
    try:
        page = await get(address)
        if not feeds.is_feed(sitemaps.opened(page.data, where=page.url)):
            return None
        return Found(page.moved or address, paper_of(page), page)
    except WirecheckError:
        return None
