"""The picture of a timeline: a PNG that tells its sides apart without colour, and its words for who does not see it."""

from __future__ import annotations

import struct
from datetime import date, timedelta

import pytest

from bot.answers.timeline import Timeline, arrange, summary
from handlers import timeline_picture as picture
from tests.bot.answers.test_timeline import DAY, OLD, OPEN, OPENED, SHUT, dispute, said

HOSTILE = [
    "$x^{2}$ \\frac{1}{0} $",
    "外務省 平壌",
    "وزارة النقل",
    "x" * 400,
    "<!channel> & <b>",
    "\u202egnorw\x00",
    "😀" * 40,
]


def made(*statements, disputes=()) -> Timeline:
    matters = arrange(statements, disputes)
    return Timeline("bridge", "bridge", summary(matters), matters)


FEW = made(OPEN, OPENED, SHUT, OLD, disputes=[dispute((OPEN, SHUT), (OPENED, SHUT))])
ONE_DAY = made(*(said(f"r{n}", f"Claim {n} of the bridge.", f"Voice {n % 3}") for n in range(9)))
UNDATED = made(*(said(f"r{n}", f"Claim {n} of the bridge.", f"Voice {n % 3}", after=None) for n in range(4)))
MANY = made(*(said(f"r{n}", f"Claim {n} of the bridge, of {n * 7} parts.", f"Voice {n * n % 31}", after=n * 7 % 400) for n in range(300)))  # fmt: skip
AWKWARD = made(*(said(f"r{n}", f"Claim {n}.", who, after=n * 50) for n, who in enumerate(HOSTILE)))


def size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])  # type: ignore[return-value]


@pytest.mark.parametrize("found", [FEW, ONE_DAY, UNDATED, MANY, AWKWARD], ids=["few", "one day", "undated", "many", "awkward"])  # fmt: skip
def test_every_timeline_is_drawn_large_enough_to_read_and_small_enough_to_send(found: Timeline) -> None:
    png = picture.png(found)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = size(png)
    assert width == 1080
    assert 100 < height < 2_000
    assert len(png) < 250_000
    assert png == picture.png(found), "the same twice"


def test_each_side_has_a_shape_of_its_own() -> None:
    shapes = [shape for shape, _, _ in picture.MARKS.values()]
    assert len(set(shapes)) == len(shapes) == len(picture.TOLD)


def test_claims_of_one_place_are_one_mark_with_their_number() -> None:
    [lane] = made(*(said(f"r{n}", f"Claim {n} of {n * n}.", "Voice", after=d) for n, d in enumerate((0, 0, 0, 200, 400)))).lanes  # fmt: skip
    days = [DAY, DAY + timedelta(days=200), DAY + timedelta(days=400)]
    found = picture.marks(lane, days)
    assert [(m.count, m.name) for m in found] == [(3, "A1–A3"), (1, "A4"), (1, "A5")]
    assert [round(m.at or 0, 1) for m in found] == [0.0, 0.5, 1.0]


def test_what_has_no_date_stands_apart_and_one_day_in_the_middle() -> None:
    [lane] = made(said("a", "It is open.", "Voice"), said("b", "It was built in 1911.", "Voice", after=None)).lanes
    assert [m.at for m in picture.marks(lane, [DAY])] == [0.5, None]


@pytest.mark.parametrize(
    ("last", "named"),
    [
        (date(2026, 3, 1), ["2026-03-01"]),
        (date(2026, 3, 5), ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]),
        (date(2026, 3, 30), ["2026-03-01", "2026-03-08", "2026-03-15", "2026-03-22", "2026-03-29"]),
        (date(2026, 6, 20), ["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"]),
        (date(2030, 2, 1), ["2027-01-01", "2028-01-01", "2029-01-01", "2030-01-01"]),
        (date(2126, 1, 1), ["2040-01-01", "2060-01-01", "2080-01-01", "2100-01-01", "2120-01-01"]),
    ],
)
def test_days_named_below_are_few_and_round(last: date, named: list[str]) -> None:
    assert [d.isoformat() for d in picture.ticks(DAY, last)] == named


def test_every_span_of_days_has_a_few_names_within_it() -> None:
    for span in [*range(400), *range(400, 60_000, 371)]:
        last = DAY + timedelta(days=span)
        named = picture.ticks(DAY, last)
        assert 1 <= len(named) <= 7, span
        assert all(DAY <= d <= last for d in named), span


def test_its_words_tell_each_row_and_keep_to_slacks_limit() -> None:
    told = picture.alt(FEW)
    assert told == (
        "Timeline of “bridge”: 4 claims, 1 to 5 March 2026, 1 without a date. 1 thing is disputed. "
        "Disputed: over, or still going on? A, Ministry; Bus Company: 2 claims, 1 to 5 March 2026. "
        "B, Rail Union: 1 claim, 3 March 2026. Nobody on file disputes: C, Valley Times: 1 claim, no date."
    )
    long = made(*(said(f"r{n}", f"Claim {n}.", f"{'Very long name ' * 9}{n}", after=n) for n in range(40)))
    assert len(picture.alt(long, 300)) <= 300
    assert picture.alt(long, 300).endswith("The rest stands in the text below.")
    assert len(picture.alt(AWKWARD)) <= 1_000
