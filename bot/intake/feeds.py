"""A newspaper's feed: which articles it carries whole, which it only links to, and how often it wants to be asked.

RSS, Atom and RDF are read here, a JSON Feed by ``jsonfeed``, a news sitemap by ``sitemaps``.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from bot.errors import BadArticle, BadFeed
from bot.intake.links import canonical, host_of, key_of
from bot.intake.markup import prose
from bot.intake.problems import Problem, one_line
from bot.intake.texts import checked
from bot.nouns import Article, content_id

#: Fewer characters than this are a teaser, whatever element of the feed they stand in.
WHOLE = 500
#: The newest entries of a feed that are looked at in one go.
MAX_ENTRIES = 100
ROOT = re.compile(rb"<(?:[a-z0-9]+:)?(?:rss|feed|rdf)[\s>]", re.I)
MAPS = re.compile(rb"<(?:[a-z0-9]+:)?(?:urlset|sitemapindex)[\s>]", re.I)
#: How long the words of sy:updatePeriod are, in seconds.
PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Encodings in which markup can be written so that no look at the bytes finds it.
DISGUISES = re.compile(rb"""encoding\s*=\s*["'](?:utf-?7|hz|iso-?2022|unicode-1-1-utf-7|cp037|ebcdic)""", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; ``article`` is there when the feed carries the whole of it. ``guid`` is its own
    name for it, "" when it has none; ``teaser`` what it says of it in a few words."""

    link: str
    article: Article | None
    guid: str = ""
    title: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    teaser: str = ""

    @property
    def key(self) -> str:
        """What the entry is known by in its feed."""
        return (self.guid or self.link)[:1000]

    @property
    def fingerprint(self) -> str:
        """Changes when the feed says something else of it."""
        text = self.article.text if self.article else self.teaser
        return content_id(self.link, self.title, self.updated.isoformat() if self.updated else "", text)


@dataclass(frozen=True, slots=True)
class Paper:
    """A feed, read: what it is called, its entries, and when it wants to be left alone."""

    entries: Sequence[Entry]
    title: str = ""
    site: str = ""  # the page it belongs to
    pause: timedelta | None = None  # it says that nothing new comes sooner
    skip_hours: frozenset[int] = frozenset()  # UTC
    skip_days: frozenset[int] = frozenset()  # Monday is 0
    maps: tuple[str, ...] = ()  # of a sitemap index: the sitemaps to read, newest first


def is_feed(data: bytes) -> bool:
    """Whether these bytes begin like RSS, Atom, RDF, a JSON Feed or a sitemap."""
    from bot.intake.jsonfeed import is_json_feed

    start = data[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:2000]
    if start.startswith(b"{"):
        return is_json_feed(data)
    found = ROOT.search(start) or MAPS.search(start)
    return start.startswith(b"<") and found is not None and b"<html" not in start[: found.start()].lower()


def from_file(data: bytes, *, path: str) -> Iterator[Article | Problem]:
    """The articles a saved feed carries whole; those it only links to, as notes."""
    for entry in entries(data, where=path):
        if entry.article is not None:
            yield entry.article
        else:
            yield Problem(path, f"only links to {entry.link}; hand in that URL", note=True)


def entries(data: bytes, *, where: str, content_type: str = "") -> Sequence[Entry]:
    """The feed's entries, in its order. Raises ``BadFeed`` if it is none, or has no entry to use."""
    found = read(data, where=where, content_type=content_type)
    if not found.entries:
        raise BadFeed(f"{where}: is a feed without entries")
    return found.entries


def read(data: bytes, *, where: str, content_type: str = "") -> Paper:
    """The feed, whatever its format; its entries may be none. Raises ``BadFeed`` if it is no feed, or if
    it has entries of which none can be used."""
    from bot.intake import jsonfeed, sitemaps

    start = data[:2000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"{"):
        paper = jsonfeed.read(data, where=where)
    elif MAPS.search(start):
        paper = sitemaps.read(data, where=where)
    else:
        paper = _xml(data, where=where, content_type=content_type)
    return replace(paper, entries=_told_apart(paper.entries))


def _told_apart(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """The newest entries, each once, in the feed's order; a guid that several bear is none of theirs."""
    links: dict[str, set[str]] = {}
    for entry in found:
        links.setdefault(entry.guid, set()).add(entry.link)
    ours = [replace(e, guid="") if e.guid and e.link and len(links[e.guid]) > 1 else e for e in found]
    once = list({entry.key: entry for entry in reversed(ours)}.values())[::-1]
    if len(once) > MAX_ENTRIES and sum(e.published is not None for e in once) > len(once) // 2:
        oldest = datetime.min.replace(tzinfo=UTC)
        newest = sorted(once, key=lambda e: e.published or oldest, reverse=True)[:MAX_ENTRIES]
        kept = {id(entry) for entry in newest}
        once = [entry for entry in once if id(entry) in kept]
    return tuple(once[:MAX_ENTRIES])


# --- RSS, Atom, RDF ------------------------------------------------------------------------------


def _xml(data: bytes, *, where: str, content_type: str) -> Paper:
    import feedparser

    head = data[:2000].lower()
    if b"<!ENTITY" in data.replace(b"\x00", b"") or DISGUISES.search(head) or b"utf-7" in content_type.lower().encode():
        # No newspaper's feed defines entities; those that do swell or fetch when expanded.
        raise BadFeed(f"{where}: is a feed that defines entities of its own; it is not read")
    if b"<html" in head[:1000] or b"<!doctype html" in head[:1000]:
        raise BadFeed(f"{where}: is no feed that can be read, but a web page")
    headers = {"content-type": _honest(content_type, data)}
    try:
        # Never as bare bytes: feedparser would take them for the name of a file or an address to open.
        feed = feedparser.parse(
            BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # its parsers raise whatever they stumble over
        raise BadFeed(f"{where}: is no feed that can be read ({type(error).__name__})") from error
    if not feed.entries and (feed.get("bozo") or not feed.get("version")):
        raise BadFeed(one_line(f"{where}: {_no_entries(feed)}"))
    outlet = _flat(feed.feed.get("title", ""))
    found = [entry for e in feed.entries if (entry := _entry(e, outlet, where)) is not None]
    if feed.entries and not found:
        raise BadFeed(f"{where}: its entries have neither a text nor a link")
    return Paper(
        found,
        title=outlet,
        site=_http(feed.feed.get("link")),
        pause=_pause(feed.feed),
        skip_hours=_hours(data),
        skip_days=_days(data),
    )


def _honest(content_type: str, data: bytes) -> str:
    """The type as the server names it, unless it lies about the letters: bytes above ASCII that are valid
    UTF-8 are hardly ever anything else."""
    try:
        utf8 = not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        utf8 = False
    # "application" and not "text", whose letters are ASCII unless it says otherwise.
    return "application/xml; charset=utf-8" if utf8 else content_type or "application/xml"


def _no_entries(feed: Any) -> str:
    broken = feed.get("bozo_exception") if feed.get("bozo") else None
    return f"is no feed that can be read ({broken})" if broken else "is no feed that can be read"


def _pause(channel: Any) -> timedelta | None:
    """RSS's ttl (minutes), or the syndication module's period and frequency."""
    said = str(channel.get("ttl") or "").strip()
    if said.isdigit() and len(said) < 7 and int(said):
        return timedelta(minutes=int(said))
    period = PERIODS.get(str(channel.get("sy_updateperiod") or "").strip().lower())
    often = str(channel.get("sy_updatefrequency") or "1").strip()
    if period is None or not often.isdigit() or not int(often[:6]):
        return None
    return timedelta(seconds=period / int(often[:6]))


def _block(data: bytes, name: bytes) -> str:
    """What stands in skipHours or skipDays; feedparser passes over both."""
    found = re.search(rb"<" + name + rb"[\s>](.{0,4000}?)</" + name, data[:200_000], re.S | re.I)
    return found[1].decode("ascii", "replace") if found else ""


def _hours(data: bytes) -> frozenset[int]:
    said = {int(h) % 24 for h in re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", _block(data, b"skipHours"), re.I)}
    return frozenset(said) if len(said) < 24 else frozenset()


def _days(data: bytes) -> frozenset[int]:
    names = {d.lower() for d in re.findall(r"<day>\s*(\w+)\s*</day>", _block(data, b"skipDays"), re.I)}
    said = {n for n, name in enumerate(DAYS) if name in names}
    return frozenset(said) if len(said) < 7 else frozenset()


def _entry(entry: Any, outlet: str, where: str) -> Entry | None:
    # What a service in between put its own address in front of bears the publisher's here.
    link = _http(entry.get("feedburner_origlink")) or _clean(entry.get("link"))
    guid = _clean(entry.get("id"))
    if not link.startswith(("http://", "https://")) and guid.startswith(("http://", "https://")):
        link = guid
    article = _whole(entry, link, guid, outlet, where)
    if article is None and not link.startswith(("http://", "https://", "/")):
        return None
    return Entry(
        link,
        article,
        guid=guid,
        title=prose(str(entry.get("title") or "")).replace("\n", " "),
        author=_authors(entry),
        published=_moment(entry, "published_parsed") or _moment(entry, "updated_parsed"),
        updated=_moment(entry, "updated_parsed"),
        teaser=prose(str(entry.get("summary") or "")),
    )


def _whole(entry: Any, link: str, guid: str, outlet: str, where: str) -> Article | None:
    # Not the description, however long: nobody can tell where it was cut.
    carried = [str(c.get("value") or "") for c in entry.get("content", ())]
    markup = max(carried, key=len, default="")
    return whole(
        prose(markup),
        link=link,
        guid=guid,
        where=where,
        title=prose(str(entry.get("title") or "")).replace("\n", " "),
        outlet=outlet,
        author=_authors(entry),
        published=_moment(entry, "published_parsed") or _moment(entry, "updated_parsed"),
    )


def whole(
    text: str, *, link: str, guid: str, where: str, title: str, outlet: str, author: str, published: datetime | None
) -> Article | None:
    """The article that a feed carries, if it is long enough to be one."""
    if len(text) < WHOLE:
        return None
    page = canonical(link)
    try:
        checked(text, where=where)
    except BadArticle:
        return None
    return Article(
        key=key_of(page) if page else f"id:{content_id(where, guid or text)}",
        ref=page or guid or link,
        text=text,
        title=title,
        outlet=outlet or host_of(link),
        author=author,
        url=page,
        published=published,
        origin=where,
    )


def _authors(entry: Any) -> str:
    names = Counter(_flat(str(a.get("name") or "")) for a in entry.get("authors", ()) if isinstance(a, dict))
    return ", ".join(name for name in names if name) or _flat(str(entry.get("author") or ""))


def _moment(entry: Any, field: str) -> datetime | None:
    parts = dict.get(entry, field)  # its own get() hands out one moment in the place of another
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError):
        return None


def _http(value: Any) -> str:
    link = _clean(value)
    return link if link.startswith(("http://", "https://")) else ""


def _clean(value: Any) -> str:
    """A name or an address on one line, as the archive can keep it."""
    return "".join(c for c in str(value or "").strip() if c.isprintable() and not "\ud800" <= c <= "\udfff")


def _flat(value: str) -> str:
    return " ".join(_clean(value.replace("\n", " ")).split())
