"""When a page says it was published and changed, and where it says so: for machines, in its address, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
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
    "dcterms.created", "DC.date.issued", "DC.date.created", "dcterms.date", "dcterms.issued", "publication_date", "publish-date",
    "pubdate", "article.published", "cXenseParse:recs:publishtime", "date", "DC.date", "dc.date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "dateModified",
    "dcterms.modified",
    "DC.date.modified",
    "last-modified",
    "lastmod",
)
MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{m}|{m[:3]}" for m in MONTHS) + "|sept"
WRITTEN = re.compile(
    rf"(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH})\.?,? (?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<n3>[01]\d)-(?P<d3>[0-3]\d)"
    r"|\b(?P<d4>[0-3]?\d)\.(?P<n4>[01]?\d)\.(?P<y4>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"/(?P<y>(?:19|20)\d\d)([/_-])(?P<m>[01]?\d|{_MONTH})\2(?P<d>[0-3]?\d)(?=[/_.-]|$)", re.IGNORECASE
)
_BEHIND = re.compile(r"[-_/](?P<y>20\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?=[-_/.]|$)")
_NUMBERS = re.compile(r"/(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[/_.-]|$)")
#: A day and a year, in whatever order and language.
_STAMP = re.compile(r"\b[0-3]?\d\b.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\b[0-3]?\d\b")
_CHANGED = re.compile(r"updat|modif|chang|edit|correct", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"publi|posted|pubdate|entry-date|created|issued|dateline|timestamp|byline|asset-date|c-date", re.I
)
#: What lies further behind the day in the address is when a page was moved, not published.
MOVED = timedelta(days=30)
#: So many pieces of text before and after the headline stand beside it.
AROUND = 12
FIRST_YEAR, LAST_YEAR = 1985, 2100


def published(tree: Any, markup: str, url: str, said: Said, title: str, pieces: Sequence[str]) -> Dated | None:
    """When it was published: as said for machines, else in a ``time`` element, the address, or by the headline,
    else as htmldate finds it; None where it does not say. ``pieces`` is the page's text as a reader sees it."""
    shown = _by_the_headline(near(pieces, title))
    told = next((Dated(at, by) for written, by in _machine(tree, said) if (at := parsed(written))), None)
    address = in_address(url)
    if told is not None:
        # An archive that was moved to another system tells its machines the day of the move.
        moved = address is not None and shown is not None and address.at == shown.at < told.at - MOVED
        return address if moved else told
    for found in (_time(tree, said), address, shown, _before_the_headline(pieces, title)):
        if found is not None:
            return found
    return _htmldate(markup, url, pieces, title)


def updated(tree: Any, said: Said, since: datetime | None, near: str) -> Dated | None:
    """When it was changed last; None where it does not say, or says no more than when it was published.
    ``near`` is what stands by the headline."""
    for written, by in (
        (said.modified, "json-ld"),
        *((meta(tree, name), "meta") for name in MODIFIED),
        *_changed(tree),
    ):
        at = parsed(written) if written else None
        if at is not None:
            return Dated(at, by) if since is None or at > since else None
    shown = next((at for found in WRITTEN.finditer(near) if _is_of_a_change(near, found) and (at := _at(found))), None)
    return Dated(shown, "by the headline") if shown is not None and (since is None or shown > since) else None


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
    for pattern in (_NUMBERS, _ADDRESS, _BEHIND):
        for found in pattern.finditer(url):
            if (at := _day(found["y"], found["m"], found["d"])) is not None:
                return Dated(at, "address")
    return None


def near(pieces: Sequence[str], title: str) -> str:
    """What stands within a few words after the headline, where a reader looks for the date; "" where the page
    does not show its headline."""
    text = " ".join(pieces)
    start = text.find(title) if title else -1
    return "" if start < 0 else text[start + len(title) : start + len(title) + 160]


def _by_the_headline(near: str) -> Dated | None:
    """A day written there that is not said to be that of a change; one said to be that of publication first."""
    found = [f for f in WRITTEN.finditer(near) if not _is_of_a_change(near, f)]
    said = [f for f in found if _PUBLISHED.search(near[: f.start()][-20:])]
    at = next((at for f in (*said, *found[:1]) if (at := _at(f))), None)
    return Dated(at, "by the headline") if at is not None else None


def _before_the_headline(pieces: Sequence[str], title: str) -> Dated | None:
    """A day that stands by itself right above the headline."""
    at = pieces.index(title) if title in pieces else 0
    for piece in pieces[max(at - 2, 0) : at]:
        found = WRITTEN.search(piece)
        if found and len(piece) < len(found[0]) + 12 and (day := _at(found)):
            return Dated(day, "by the headline")
    return None


def _is_of_a_change(near: str, found: re.Match[str]) -> bool:
    return _CHANGED.search(near[: found.start()][-20:]) is not None


def _at(found: re.Match[str]) -> datetime | None:
    """The day that a written date means."""
    part = {key[0]: value for key, value in found.groupdict().items() if value}
    return _day(part["y"], part.get("m") or part["n"], part["d"])


def _day(year: str, month: str, day: str) -> datetime | None:
    number = (  # a month, if it is one: 31.13.2024 is no day
        int(month) if month.isdigit() else next(n for n, m in enumerate(MONTHS, 1) if m.startswith(month[:3].lower()))
    )
    try:
        at = datetime(int(year), number, int(day), tzinfo=UTC)
    except ValueError:
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _htmldate(markup: str, url: str, pieces: Sequence[str], title: str) -> Dated | None:
    from htmldate import find_date

    for everywhere in (False, True):
        found = find_date(markup, extensive_search=everywhere, original_date=True, url=url or None)
        if found:
            day = date.fromisoformat(found)
            # A date found anywhere in the page is as likely another story's, unless it stands by this one's headline.
            if not everywhere or _is_beside(pieces, title, day):
                return Dated(datetime(day.year, day.month, day.day, tzinfo=UTC), "htmldate")
    return None


def _is_beside(pieces: Sequence[str], title: str, day: date) -> bool:
    """Whether this day is written, in whatever language, a few pieces before or after the headline, or in the
    first piece of the page that is a date and little more."""
    written = re.compile(rf"\b0?{day.day}\b.*\b{day.year}\b|\b{day.year}\b.*\b0?{day.day}\b")
    first = next((piece for piece in pieces if len(piece) < 40 and _STAMP.search(piece)), "")
    places = [n for n, piece in enumerate(pieces) if piece == title]
    beside = (" ".join(pieces[max(n - AROUND, 0) : n + AROUND]) for n in places)
    return any(map(written.search, (first, *beside)))
