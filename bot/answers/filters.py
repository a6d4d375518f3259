"""Filters typed beside a question: `since:2025-04-01 until:2025-04-30 outlet:reuters by:"South Korean Foreign Ministry"`."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from rapidfuzz import fuzz, process

from bot.answers.days import find_day
from bot.claims.gazetteer import entries
from bot.errors import BadCommand
from bot.nouns import Edition, Statement
from bot.ports import Search

#: Each filter with a value that works.
EXAMPLES = {
    "since": "since:2025-04-01",
    "until": "until:2025-04-30",
    "outlet": "outlet:reuters",
    "by": 'by:"South Korean Foreign Ministry"',
}
#: What people type for them in other tools, and which of ours is meant.
_MEANT = {"from": "since", "after": "since", "before": "until", "to": "until"} | {
    "source": "by",
    "speaker": "by",
    "paper": "outlet",
    "publisher": "outlet",
    "site": "outlet",
}
_ALIKE = 80.0
#: A value may stand in any quotation marks (a Mac turns "..." into “...”), or be one word.
_FILTER = re.compile(
    r"""(?<!\S)(?P<key>[a-z]{2,9}):(?P<gap>\s*)(?:["“”„](?P<quoted>[^"“”„]*)["“”]|(?P<open>["“”„])|(?P<word>[^\s"“”„]*))""",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements are asked for. ``since`` and ``until`` are the first and the last day, in UTC, of when
    they were published or, failing that, fetched; ``outlet`` is a paper's name or part of it; ``by`` is who speaks."""

    since: date | None = None
    until: date | None = None
    outlet: str = ""
    by: str = ""

    def __bool__(self) -> bool:
        return self != Filters()

    def narrowed(self, search: Search) -> Search:
        """The search held to the days and the outlet. Who speaks is told afterwards (``said_by``), as what
        others say in the same article tells what it is about."""
        since = datetime.combine(self.since, time(), UTC) if self.since else None
        until = datetime.combine(self.until + timedelta(days=1), time(), UTC) if self.until else None
        return replace(search, since=since, until=until, outlet=self.outlet)

    def searches(self, search: Search) -> tuple[Search, ...]:
        """All the searches that this one comes to: also for the words of each name of who is asked for, or a
        voice seldom heard on a busy subject would be left out."""
        held = self.narrowed(search)
        return (held, *(replace(held, source=name) for name in self.names))

    @property
    def names(self) -> tuple[str, ...]:
        """What who is asked for is called: as typed, and the country whose capital or seat of power that is."""
        if not self.by:
            return ()
        entry = entries().get(self.by.lower())
        return tuple(dict.fromkeys([self.by, *([entry.name] if entry else [])]))

    def said_by(self, *speakers: str) -> bool:
        """Whether one of these is who is asked for, by name or part of it; anybody is, when nobody was named."""
        if not self.by:
            return True
        heard = [_plain(s) for s in speakers]
        return any(_plain(name) in h for name in self.names for h in heard)

    def fits(self, edition: Edition) -> bool:
        """Whether it is of the days and the outlet asked for."""
        when = edition.published or edition.fetched
        day = when.astimezone(UTC).date() if when else None
        if day is None and (self.since or self.until):
            return False
        early, late = day and self.since and day < self.since, day and self.until and day > self.until
        return not early and not late and _plain(self.outlet) in _plain(edition.outlet)

    def kept(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """Those that who is asked for says, or says through another."""
        return tuple(s for s in statements if self.said_by(s.claim.source_name, *s.claim.chain))

    @property
    def in_words(self) -> str:
        """ "Only since 1 April 2025, in “reuters”, by “Kim”."; "" without filters."""
        parts = [f"since {_day(self.since)}" if self.since else "", f"until {_day(self.until)}" if self.until else ""]
        parts += [f"in “{self.outlet}”" if self.outlet else "", f"by “{self.by}”" if self.by else ""]
        told = ", ".join(p for p in parts if p)
        return f"Only {told}." if told else ""


NONE = Filters()


def parse(typed: str, *, now: datetime, example: str = "/facts kursk") -> tuple[str, Filters]:
    """(the words without the filters, the filters). ``example`` is something to ask that works. ``BadCommand``
    for a filter that is misspelt, empty, given twice or no day, with one that works."""
    given: dict[str, str] = {}
    rest: list[str] = []
    at = 0
    for found in _FILTER.finditer(typed):
        if found.start() < at:
            continue
        key = _key(found, example)
        if key is None:
            continue
        if key in given:
            raise BadCommand(f"{key}: stands there twice; give it once, e.g. {example} {EXAMPLES[key]}")
        given[key] = _value(key, found, example)
        rest.append(typed[at : found.start()])
        at = found.end()
    words = " ".join(" ".join([*rest, typed[at:]]).split()) if given else typed.strip()
    return words, _filters(given, now.date(), example)


def _key(found: re.Match[str], example: str) -> str | None:
    """Which filter it is; None where it is only a word before a colon."""
    key = found["key"].lower()
    if key in EXAMPLES:
        return key
    near = process.extractOne(key, list(EXAMPLES), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    meant = _MEANT.get(key, "") or (near[0] if near else "")
    follows = found["word"] or found["quoted"] or ""
    if meant and not found["gap"] and follows and not follows.startswith("//"):
        raise BadCommand(f"{key}: is no filter; {meant}: is, e.g. {example} {EXAMPLES[meant]}")
    return None


def _value(key: str, found: re.Match[str], example: str) -> str:
    if found["open"]:
        raise BadCommand(f"{key}: opens a quotation mark and does not close it; e.g. {example} {EXAMPLES[key]}")
    value = " ".join((found["quoted"] if found["quoted"] is not None else found["word"]).split())
    nothing = not any(c.isalnum() for c in value)
    if nothing or (found["quoted"] is None and value.split(":")[0].lower() in EXAMPLES and ":" in value):
        raise BadCommand(f"{key}: needs something after it, e.g. {example} {EXAMPLES[key]}")
    return value


def _filters(given: dict[str, str], today: date, example: str) -> Filters:
    since = _days("since", given["since"], today, example)[0] if "since" in given else None
    until = _days("until", given["until"], today, example)[1] if "until" in given else None
    if since and until and since > until:
        raise BadCommand(
            f"since:{since} is later than until:{until}, so nothing fits; "
            f"e.g. {example} {EXAMPLES['since']} {EXAMPLES['until']}"
        )
    return Filters(since, until, given.get("outlet", ""), given.get("by", ""))


def _days(key: str, typed: str, today: date, example: str) -> tuple[date, date]:
    """The first and the last day that is meant: of a month or a year, all of it."""
    told = {"today": today, "yesterday": today - timedelta(days=1)}.get(typed.lower())
    if told:
        return told, told
    try:
        if iso := _ISO.fullmatch(typed):
            return _span(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0))
        named = find_day(typed)
        if named and not named.part and not named.without(typed).strip():
            first, last = _span(named.year or today.year, named.month, named.day)
            if not named.year and first > today:  # "since April", said in March, is that of last year
                first, last = _span(today.year - 1, named.month, named.day)
            return first, last
    except ValueError:
        pass
    raise BadCommand(f"“{typed}” is no day; write it as year-month-day, e.g. {example} {EXAMPLES[key]}")


def _span(year: int, month: int, day: int) -> tuple[date, date]:
    """``ValueError`` when the calendar has no such day."""
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _day(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


_MONTHS: Sequence[str] = "January February March April May June July August September October November December".split()


def _plain(name: str) -> str:
    """A name without case and accents, a space before each word, so that only beginnings of words meet."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return "".join(f" {word}" for word in "".join(c if c.isalnum() else " " for c in bare).split())
