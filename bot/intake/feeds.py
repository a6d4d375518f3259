"""A newspaper's RSS or Atom feed: which articles it carries whole, and which it only links to."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.errors import BadArticle, BadFeed
from bot.intake.links import canonical, host_of, key_of
from bot.intake.problems import Problem
from bot.intake.texts import checked
from bot.nouns import Article, content_id

#: Fewer characters than this are a teaser, whatever element of the feed they stand in.
WHOLE = 500
#: The newest entries of a feed that are looked at in one go.
MAX_ENTRIES = 100
BLOCKS = {
    "p",
    "div",
    "br",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "table",
    "ul",
    "ol",
    "section",
}
FURNITURE = {"script", "style", "figure", "iframe", "noscript"}
#: What no XML may hold, and lxml turns down.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ROOT = re.compile(rb"<(?:[a-z]+:)?(?:rss|feed|rdf)[\s>]", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; ``article`` is there when the feed carries the whole of it."""

    link: str
    article: Article | None


def is_feed(data: bytes) -> bool:
    """Whether these bytes begin like RSS, Atom or RDF."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = ROOT.search(start)
    return start.startswith(b"<") and found is not None and b"<html" not in start[: found.start()].lower()


def from_file(data: bytes, *, path: str) -> Iterator[Article | Problem]:
    """The articles a saved feed carries whole; those it only links to, as notes."""
    for entry in entries(data, where=path):
        if entry.article is not None:
            yield entry.article
        else:
            yield Problem(path, f"only links to {entry.link}; hand in that URL", note=True)


def entries(data: bytes, *, where: str, content_type: str = "") -> list[Entry]:
    """The feed's entries, in its order. Raises ``BadFeed`` if it is none, or has no entry to use."""
    import feedparser

    if b"<!ENTITY" in data:
        # No newspaper's feed defines entities; those that do swell or fetch when expanded.
        raise BadFeed(f"{where}: is a feed that defines entities of its own; it is not read")
    headers = {"content-type": content_type} if content_type else {}
    try:
        feed = feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its parsers raise whatever they stumble over
        raise BadFeed(f"{where}: is no feed that can be read ({type(error).__name__})") from error
    if not feed.entries:
        raise BadFeed(f"{where}: {_no_entries(feed)}")
    outlet = _flat(feed.feed.get("title", ""))
    found = [entry for e in feed.entries[:MAX_ENTRIES] if (entry := _entry(e, outlet, where)) is not None]
    if not found:
        raise BadFeed(f"{where}: its entries have neither a text nor a link")
    return found


def _no_entries(feed: Any) -> str:
    broken = feed.get("bozo_exception") if feed.get("bozo") else None
    return f"is no feed that can be read ({broken})" if broken else "is a feed without entries"


def _entry(entry: Any, outlet: str, where: str) -> Entry | None:
    link = str(entry.get("link") or "").strip()
    article = _whole(entry, link, outlet, where)
    return Entry(link, article) if article is not None or link.startswith(("http://", "https://")) else None


def _whole(entry: Any, link: str, outlet: str, where: str) -> Article | None:
    markup = max((str(c.get("value") or "") for c in entry.get("content", ())), key=len, default="")
    text = prose(markup)
    if len(text) < WHOLE:
        return None
    page, name = canonical(link), str(entry.get("id") or "").strip()
    try:
        checked(text, where=where)
    except BadArticle:
        return None
    return Article(
        key=key_of(page) if page else f"id:{content_id(where, name or text)}",
        ref=page or name or link,
        text=text,
        title=prose(str(entry.get("title") or "")).replace("\n", " "),
        outlet=outlet or host_of(link),
        author=_flat(str(entry.get("author") or "")),
        url=page,
        published=_moment(entry),
        origin=where,
    )


def prose(markup: str) -> str:
    """The text of a piece of HTML, a line for each paragraph."""
    if not markup.strip():
        return ""
    import lxml.html

    try:
        tree = lxml.html.fragment_fromstring(NO_XML.sub("", markup), create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return ""
    lines = (" ".join(line.split()) for line in "".join(_pieces(tree)).splitlines())
    return "\n".join(line for line in lines if line)


def _pieces(tree: Any) -> Iterator[str]:
    """The tree's text in order, with a line break wherever a block begins or ends."""
    from lxml import etree

    skipped = 0
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        starts = event == "start"
        if tag in FURNITURE:
            skipped += 1 if starts else -1
        if tag in BLOCKS:
            yield "\n"
        text = node.text if starts else node.tail
        if text and not skipped:
            yield text


def _moment(entry: Any) -> datetime | None:
    for field in ("published_parsed", "updated_parsed"):
        parts = entry.get(field)
        if parts:
            try:
                return datetime.fromtimestamp(calendar.timegm(parts), UTC)
            except (ValueError, OverflowError, OSError):
                continue
    return None


def _flat(value: str) -> str:
    return " ".join(value.split())
