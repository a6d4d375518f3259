"""The day or month a question speaks of, and whether a statement is of that time."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.nouns import Span, Statement

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _MONTHS)
_DAY = re.compile(
    rf"(?P<by>\b(?:by|before|until|as of)\s+)?(?:\b(?:on|in|of|the)\s+)*"
    rf"(?:(?P<part>early|mid|late)[ -])?"
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b(?P<month>{_MONTH})\b\.?(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
    rf"(?:,?\s+(?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
#: The last day of each part of a month.
_PARTS = {"early": 10, "mid": 20}
#: News of a day is printed on it or so many days later; what "by" a day asks for may be printed just after.
_NEWS, _AFTER = timedelta(days=3), timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Day:
    """A time named in a question: a month, perhaps its day and year; ``by`` means up to it."""

    span: Span
    month: int
    day: int = 0
    year: int = 0
    part: str = ""
    by: bool = False

    def without(self, text: str) -> str:
        """The question without the words that name the time."""
        return f"{text[: self.span.start]} {text[self.span.end :]}"

    def covers(self, statement: Statement) -> bool:
        """Whether the statement is of this time: by the times it tells, failing that by when it was
        published; a statement without either is of no known time."""
        printed = statement.edition.published
        if self.by:
            return printed is not None and printed.date() <= self._last(printed.year) + _AFTER
        times = [(w.start, w.end) for w in statement.claim.times if w.start is not None and w.end is not None]
        if any(self._first(start.year) <= end and start <= self._last(start.year) for start, end in times):
            return True
        if times or printed is None:
            return False
        return self._first(printed.year) <= printed.date() <= self._last(printed.year) + _NEWS

    def _first(self, year: int) -> date:
        start = {"mid": 11, "late": 21}.get(self.part, 1)
        return date(self.year or year, self.month, self.day or start)

    def _last(self, year: int) -> date:
        whole = monthrange(self.year or year, self.month)[1]
        return date(self.year or year, self.month, self.day or _PARTS.get(self.part, whole))


def find_day(text: str) -> Day | None:
    """The first day or month that the text names; None if it names none. "may" alone is a verb."""
    for found in _DAY.finditer(text):
        day = int(found["d1"] or found["d2"] or 0)
        if found["month"].lower() in {"may", "march", "mar"} and not (
            day or found["year"] or found["month"][0].isupper()
        ):
            continue
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"].lower()[:3]))
        if day > 31 or (day and day > monthrange(2024, month)[1]):
            continue
        span = Span(found.start(), found.end())
        return Day(span, month, day, int(found["year"] or 0), (found["part"] or "").lower(), bool(found["by"]))
    return None


def latest(statements: list[Statement]) -> list[Statement]:
    """Of statements up to some day those printed last: the newest count."""
    dates = [s.edition.published for s in statements if s.edition.published]
    return [s for s in statements if s.edition.published and s.edition.published == max(dates)]
