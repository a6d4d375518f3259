"""A JSON Feed (version 1 or 1.1): the same as RSS, for those who would rather write JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.errors import BadFeed
from bot.intake.feeds import Entry, Paper, whole
from bot.intake.links import host_of
from bot.intake.markup import prose
from bot.intake.moments import moment
from bot.intake.problems import one_line

VERSION = "https://jsonfeed.org/version/"
#: Entries looked at; more than these no feed carries.
MOST = 1_000


def is_json_feed(data: bytes) -> bool:
    """Whether these bytes look like a JSON Feed."""
    plain = data.replace(b"\\/", b"/")
    return b'"version"' in plain and VERSION.removeprefix("https").encode() in plain


def read(data: bytes, *, where: str) -> Paper:
    """The feed. Raises ``BadFeed`` if it is none, or has entries of which none can be used."""
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFeed(one_line(f"{where}: is no JSON Feed that can be read ({type(error).__name__})")) from error
    if not isinstance(feed, dict) or not _text(feed, "version").startswith((VERSION, VERSION.replace("s:", ":"))):
        raise BadFeed(f"{where}: is JSON, but no JSON Feed: its `version` does not say so")
    items = feed.get("items")
    if not isinstance(items, list):
        raise BadFeed(f"{where}: is a JSON Feed without `items`")
    found = [e for i in items[:MOST] if isinstance(i, dict) and (e := _entry(i, feed, where)) is not None]
    if items and not found:
        raise BadFeed(f"{where}: its entries have neither a text nor a link")
    return Paper(found, title=_text(feed, "title"), site=_link(feed, "home_page_url"))


def _entry(item: dict[str, Any], feed: dict[str, Any], where: str) -> Entry | None:
    link = _link(item, "url") or _link(item, "external_url")
    guid = str(item["id"]) if isinstance(item.get("id"), (str, int, float)) else ""
    guid = guid if guid.isprintable() else ""
    title = prose(_text(item, "title")).replace("\n", " ")
    plain = _raw(item, "content_text")
    text = prose(_raw(item, "content_html")) or "\n".join(" ".join(p.split()) for p in plain.splitlines() if p.strip())
    author, published = _authors(item) or _authors(feed), _moment(item, "date_published")
    updated = _moment(item, "date_modified")
    article = whole(
        text,
        link=link,
        guid=guid,
        where=where,
        title=title,
        outlet=_text(feed, "title") or host_of(link),
        author=author,
        published=published or updated,
    )
    if article is None and not link:
        return None
    teaser = _text(item, "summary") or text
    return Entry(link, article, guid, title, author, published or updated, updated, teaser)


def _authors(of: dict[str, Any]) -> str:
    listed = of.get("authors")
    one = of.get("author")  # version 1
    every = listed if isinstance(listed, list) else [one]
    return ", ".join(name for a in every if isinstance(a, dict) and (name := _text(a, "name")))


def _moment(of: dict[str, Any], field: str) -> datetime | None:
    try:
        return moment(_text(of, field)) if _text(of, field) else None
    except ValueError:
        return None


def _raw(of: dict[str, Any], field: str) -> str:
    value = of.get(field)
    return value if isinstance(value, str) else ""


def _text(of: dict[str, Any], field: str) -> str:
    kept = (c if c.isprintable() else " " for c in _raw(of, field) if not "\ud800" <= c <= "\udfff")
    return " ".join("".join(kept).split())


def _link(of: dict[str, Any], field: str) -> str:
    link = _text(of, field)
    return link if link.startswith(("http://", "https://")) and " " not in link else ""
