"""When a page says it was published and changed, and where it says so: for machines, in its address, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from bot.intake.moments import moment
from bot.intake.structured import Said, meta


class Dated(NamedTuple):
    """A moment (midnight UTC where only the day is said), and where it was read."""

    at: datetime
    by: str


PUBLISHED = (
    "article:published_time", "datePublished", "og:article:published_time", "parsely-pub-date", "sailthru.date",
    "dcterms.created", "DC.date.issued", "dcterms.date", "dcterms.issued", "publication_date", "publish-date",
    "pubdate", "article.published", "cXenseParse:recs:publishtime", "date", "DC.date", "dc.date",
)  # fmt: skip
MODIFIED = ("article:modified_time", "og:updated_time", "dateModified", "dcterms.modified", "last-modified", "lastmod")
MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{m}|{m[:3]}" for m in MONTHS) + "|sept"
WRITTEN = re.compile(
    rf"(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH})\.?,? (?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<n3>[01]\d)-(?P<d3>[0-3]\d)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"/(?P<y>(?:19|20)\d\d)[/_-]?(?P<m>[01]?\d|{_MONTH})[/_-]?(?P<d>[0-3]?\d)(?=[/_.-]|$)", re.IGNORECASE
)
_NUMBERS = re.compile(r"/(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[/_.-]|$)")
_CHANGED = re.compile(r"updat|modif|chang|edit|correct", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"publi|posted|pubdate|entry-date|created|issued|dateline|timestamp|byline|asset-date|c-date", re.I
)
FIRST_YEAR, LAST_YEAR = 1985, 2100


def published(tree: Any, markup: str, url: str, said: Said, title: str) -> Dated | None:
    """When it was published: as said for machines, else in a ``time`` element, the address, or by the headline,
    else as htmldate finds it; None where it does not say."""
    for written, by in _machine(tree, said):
        if (at := parsed(written)) is not None:
            return Dated(at, by)
    for found in (_time(tree, said), in_address(url), _by_the_headline(tree, title), _htmldate(markup, url)):
        if found is not None:
            return found
    return None


def updated(tree: Any, said: Said, since: datetime | None) -> Dated | None:
    """When it was changed last; None where it does not say, or says no more than when it was published."""
    for written, by in (
        (said.modified, "json-ld"),
        *((meta(tree, name), "meta") for name in MODIFIED),
        *_changed(tree),
    ):
        at = parsed(written) if written else None
        if at is not None:
            return Dated(at, by) if since is None or at > since else None
    return None


def _machine(tree: Any, said: Said) -> Iterator[tuple[str, str]]:
    yield said.published, "json-ld"
    for name in PUBLISHED[:4]:
        yield meta(tree, name), "meta"
    for value in tree.xpath("//*[@itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content"):
        yield str(value), "microdata"
    for name in PUBLISHED[4:]:
        yield meta(tree, name), "meta"


def parsed(written: str) -> datetime | None:
    """The moment written in one of the ways machines are told: ISO 8601 more or less, RFC 2822, a time stamp."""
    written = written.strip()
    if not written:
        return None
    for read in (_iso, _rfc, _stamp):
        try:
            at = read(written)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if at is not None and FIRST_YEAR <= at.year <= LAST_YEAR:
            return at
    return None


def _iso(written: str) -> datetime:
    try:
        return moment(written)
    except ValueError:
        return moment(re.sub(r"(\d)\s*(?:UTC|GMT)$", r"\1+00:00", written.replace("/", "-").replace(" +", "+")))


def _rfc(written: str) -> datetime:
    at = parsedate_to_datetime(written)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _stamp(written: str) -> datetime | None:
    if not re.fullmatch(r"\d{10}(\d{3})?", written):
        return None
    return datetime.fromtimestamp(int(written) / (1000 if len(written) == 13 else 1), UTC)


def _time(tree: Any, said: Said) -> Dated | None:
    """The ``time`` element that says when: one that says it is when it was published, or else the first, if it
    stands in the head of the article."""
    elements = [
        t
        for t in tree.xpath("//time[@datetime]")
        if not t.xpath("ancestor::aside | ancestor::footer | ancestor::nav | ancestor::li")
    ]
    told = [t for t in elements if _PUBLISHED.search(_around(t)) and not _CHANGED.search(_around(t))]
    plain = [t for t in elements if not _CHANGED.search(_around(t))]
    for element in (*told, *plain[:1]):
        if (at := parsed(element.get("datetime") or "")) is not None:
            return Dated(at, "time element")
    return None


def _changed(tree: Any) -> Iterator[tuple[str, str]]:
    for element in tree.xpath("//time[@datetime]"):
        if _CHANGED.search(_around(element)):
            yield element.get("datetime") or "", "time element"


def _around(element: Any) -> str:
    """The classes of an element and its parent, and the words just before it."""
    parent = element.getparent()
    classes = [element.get("class") or "", element.get("itemprop") or ""]
    if parent is not None:
        classes += [parent.get("class") or "", (parent.text or "")[-40:]]
    return " ".join(classes)


def in_address(url: str) -> Dated | None:
    """The day in an address such as /2024/05/02/ or /20240502."""
    for pattern in (_NUMBERS, _ADDRESS):
        for found in pattern.finditer(url):
            if (at := _day(found["y"], found["m"], found["d"])) is not None:
                return Dated(at, "address")
    return None


def _by_the_headline(tree: Any, title: str) -> Dated | None:
    """A day written within a few words after the headline, where a reader finds it."""
    text = " ".join("".join(tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]")).split())
    start = text.find(title) if title else -1
    if start < 0:
        return None
    window = text[start + len(title) : start + len(title) + 160]
    found = WRITTEN.search(window)
    if found is None or _CHANGED.search(window[: found.start()][-20:]):
        return None
    month = found["m1"] or found["m2"] or found["n3"]
    at = _day(found["y1"] or found["y2"] or found["y3"], month, found["d1"] or found["d2"] or found["d3"])
    return Dated(at, "by the headline") if at is not None else None


def _day(year: str, month: str, day: str) -> datetime | None:
    number = (
        int(month) if month.isdigit() else next(n for n, m in enumerate(MONTHS, 1) if m.startswith(month[:3].lower()))
    )
    try:
        at = datetime(int(year), number, int(day), tzinfo=UTC)
    except ValueError:
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _htmldate(markup: str, url: str) -> Dated | None:
    from htmldate import find_date

    # Not "extensive": a date found anywhere in the text is as likely another story's.
    found = find_date(markup, extensive_search=False, original_date=True, url=url or None)
    if not found:
        return None
    day = date.fromisoformat(found)
    return Dated(datetime(day.year, day.month, day.day, tzinfo=UTC), "htmldate")
