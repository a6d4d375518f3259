"""A news sitemap: the articles of the last two days as a publisher lists them for search engines."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

from bot.errors import BadFeed
from bot.intake.decoding import MAX_BYTES
from bot.intake.feeds import Entry, Paper
from bot.intake.moments import moment

#: Of an index, the newest sitemaps that are read in one visit.
MAPS = 3


def opened(data: bytes, *, where: str) -> bytes:
    """A sitemap saved as .gz, unpacked; anything else as it is. ``BadFeed`` beyond ``MAX_BYTES``."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        opener = zlib.decompressobj(zlib.MAX_WBITS | 16)
        plain = opener.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise BadFeed(f"{where}: is packed, and not as it says ({error})") from error
    if opener.unconsumed_tail:
        raise BadFeed(f"{where}: unpacks to more than {MAX_BYTES / 1e6:g} MB")
    return plain


def read(data: bytes, *, where: str) -> Paper:
    """The sitemap's pages as entries; of an index, the sitemaps to read. Raises ``BadFeed`` if it is none, or
    lists the whole site rather than its news."""
    root = _root(data, where)
    if root.tag.rpartition("}")[2] == "sitemapindex":
        return Paper((), maps=_maps(root))
    pages = [child for child in root if _name(child) == "url"]
    news = [_entry(page) for page in pages if any(_name(c) == "news" for c in page)]
    if pages and not news:
        # Without news:news there is no telling an article from a page about the canteen.
        raise BadFeed(f"{where}: is a sitemap of the whole site, not of its news; look for a feed or a news sitemap")
    names = [_text(c, "publication", "name") for page in pages for c in page if _name(c) == "news"]
    return Paper([e for e in news if e is not None], title=next(iter(names), ""))


def _root(data: bytes, where: str) -> Any:
    from lxml import etree

    if b"<!ENTITY" in data.replace(b"\x00", b""):
        raise BadFeed(f"{where}: is a sitemap that defines entities of its own; it is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFeed(f"{where}: is no sitemap that can be read ({type(error).__name__})") from error


def _maps(root: Any) -> tuple[str, ...]:
    """The sitemaps that an index names: those for news if it has any, the newest first."""
    oldest = datetime.min.replace(tzinfo=UTC)
    listed = [(_text(c, "loc"), _moment(_text(c, "lastmod")) or oldest) for c in root if _name(c) == "sitemap"]
    web = [(loc, when) for loc, when in listed if loc.startswith(("http://", "https://"))]
    news = [(loc, when) for loc, when in web if "news" in loc.rpartition("//")[2].partition("/")[2].lower()]
    newest = sorted(news or web, key=lambda each: each[1], reverse=True)
    return tuple(loc for loc, _ in newest[:MAPS])


def _entry(page: Any) -> Entry | None:
    link = _text(page, "loc")
    if not link.startswith(("http://", "https://")):
        return None
    about = next(c for c in page if _name(c) == "news")
    updated = _moment(_text(page, "lastmod"))
    published = _moment(_text(about, "publication_date")) or updated
    return Entry(link, None, title=_text(about, "title"), published=published, updated=updated)


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(node: Any, *path: str) -> str:
    """The text at the end of this path of child names, on one line; "" where there is none."""
    for name in path:
        node = next((c for c in node if _name(c) == name), None)
        if node is None:
            return ""
    kept = (c if c.isprintable() else " " for c in node.text or "" if not "\ud800" <= c <= "\udfff")
    return " ".join("".join(kept).split())


def _moment(written: str) -> datetime | None:
    try:
        return moment(written) if written else None
    except ValueError:
        return None
