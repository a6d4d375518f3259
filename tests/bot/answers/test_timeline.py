"""Claims over time by side: what is disputed first, each side apart; days are those of publication; filters as elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.answers import timeline
from bot.answers.timeline import Lane, Point, arrange, period, summary
from bot.errors import BadCommand
from bot.nouns import Dispute, Statement
from store.memory import MemoryStore
from tests.bot.invented import NOON, claim, clash, file, statements

DAY = date(2026, 3, 1)


def said(ref: str, quote: str, who: str = "", *, after: int | None = 0, hour: int = 0, outlet: str = "") -> Statement:
    """A statement published so many days after the first (None: it has no date)."""
    when = None if after is None else datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=after)
    return statements(ref, [claim(quote, who, "say", "say")], published=when, outlet=outlet or f"The {ref.title()}")[0]


def dispute(*pairs: tuple[Statement, Statement], id: str = "d1") -> Dispute:
    found = tuple(clash(old, new) for old, new in pairs)
    return Dispute(id, "DISPUTED", "state", 0.9, found[0].reason, NOON, found)


OPEN = said("a", "The bridge at Arnholt is open.", "Ministry")
OPENED = said("b", "Buses cross the bridge at Arnholt again.", "Bus Company", after=4)
SHUT = said("c", "The bridge at Arnholt is still shut.", "Rail Union", after=2)
OLD = said("d", "The bridge at Arnholt was built in 1911.", after=None, outlet="Valley Times")


def rows(lanes: tuple[Lane, ...]) -> list[tuple[str, str, int, list[tuple[str, date | None]]]]:
    return [(r.letter, r.name, r.side, [(p.name, p.day) for p in r.points]) for r in lanes]


def test_the_sides_of_a_dispute_come_first_each_in_the_order_of_time() -> None:
    found = arrange([OLD, OPENED, SHUT, OPEN], [dispute((OPEN, SHUT), (OPENED, SHUT))])
    assert [m.heading for m in found] == ["Disputed", "Nobody on file disputes"]
    assert rows(found[0].lanes) == [
        ("A", "Ministry; Bus Company", 1, [("A1", DAY), ("A2", DAY + timedelta(days=4))]),
        ("B", "Rail Union", 2, [("B1", DAY + timedelta(days=2))]),
    ]
    assert rows(found[1].lanes) == [("C", "Valley Times", 0, [("C1", None)])]
    assert [p.name for _, p in found[0].in_order] == ["A1", "B1", "A2"]
    assert summary(found) == "4 claims, 1 to 5 March 2026, 1 without a date. 1 thing is disputed."


def test_days_are_counted_in_utc_and_never_from_when_it_was_fetched() -> None:
    late = statements("late", [claim("It is open.")], published=datetime.fromisoformat("2026-03-01T23:30:00-05:00"))[0]
    unknown = statements("unknown", [claim("It is shut.")])[0]
    assert unknown.edition.fetched is not None
    [matter] = arrange([late, unknown], [])
    assert [p.day for _, p in matter.in_order] == [date(2026, 3, 2), None]


def test_voices_that_say_most_have_rows_of_their_own_and_the_rest_one_together() -> None:
    many = [said(f"v{v}n{n}", f"Claim {n} of voice {v} about the bridge.", f"Voice {v}") for v in range(9) for n in range(9 - v)]  # fmt: skip
    [matter] = arrange(many, [])
    assert [lane.name for lane in matter.lanes] == [*(f"Voice {v}" for v in range(5)), "4 other voices"]
    assert sum(len(lane.points) for lane in matter.lanes) == len(many), "none is left out"
    [matter] = arrange([s for s in many if s.claim.source_name < "Voice 6"], [])
    assert matter.lanes[-1].name == "Voice 5", "a last single voice keeps its name"


def test_disputes_beyond_the_first_share_a_row_and_are_not_called_undisputed() -> None:
    pairs = [(said(f"o{n}", f"Lock {n} is open.", "Ministry"), said(f"s{n}", f"Lock {n} is shut.", "Union")) for n in range(5)]  # fmt: skip
    found = arrange([s for pair in pairs for s in pair], [dispute(pair, id=f"d{n}") for n, pair in enumerate(pairs)])
    assert [m.heading for m in found] == ["Disputed", "Disputed", "Disputed", "In 2 more disputes"]
    assert len(found[-1].lanes[0].points) == 4


def test_the_same_told_twice_on_a_day_is_one_claim_and_on_another_day_another() -> None:
    copies = [said(ref, "The bridge at Arnholt will be shut in May.", "Ministry", after=n) for ref, n in (("x", 0), ("y", 0), ("z", 3))]  # fmt: skip
    [matter] = arrange(copies, [])
    assert [(p.day, p.snippet.also_in) for _, p in matter.in_order] == [
        (DAY, ("The Y",)),
        (DAY + timedelta(days=3), ()),
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 3, 1), (2026, 3, 1), "1 March 2026"),
        ((2026, 3, 1), (2026, 3, 9), "1 to 9 March 2026"),
        ((2026, 3, 1), (2026, 4, 9), "1 March to 9 April 2026"),
        ((2025, 12, 31), (2026, 1, 1), "31 December 2025 to 1 January 2026"),
    ],
)
def test_periods_in_words(first: tuple[int, int, int], last: tuple[int, int, int], words: str) -> None:
    assert period(date(*first), date(*last)) == words


async def archive() -> MemoryStore:
    store = MemoryStore()
    day = datetime(2026, 3, 1, tzinfo=UTC)
    over, shut = claim("The bridge at Arnholt is open.", "Ministry", "say", "say"), claim("The bridge at Arnholt is shut.", "Rail Union", "say", "say")  # fmt: skip
    [old] = await file(store, "post", [over], published=day)
    [new] = statements("times", [shut], published=day + timedelta(days=40))
    await file(store, "times", [shut], clashes=[clash(old, new)], published=day + timedelta(days=40))
    await file(store, "radio", [claim("The bridge at Arnholt has four lanes.", "Port Office", "say", "say")])
    return store


async def test_a_topic_is_looked_up_with_its_disputes() -> None:
    found = await timeline.find(await archive(), "arnholt bridge", now=NOON)
    assert [(lane.letter, lane.name) for lane in found.lanes] == [
        ("A", "Ministry"),
        ("B", "Rail Union"),
        ("C", "Port Office"),
    ]
    assert found.days == (DAY, date(2026, 4, 10))
    told = found.answer
    assert [s.heading for s in told.sections] == [
        "A: Ministry (disputed)",
        "B: Rail Union (disputed)",
        "C: Port Office",
    ]
    assert told.found


async def test_filters_hold_it_to_days_and_voices_and_a_dispute_stays_whole() -> None:
    found = await timeline.find(await archive(), "bridge since:2026-04", now=NOON)
    assert [lane.name for lane in found.lanes] == ["Ministry", "Rail Union"], "one side alone would show no dispute"
    assert found.notes == ("Only since 1 April 2026.",)
    assert found.about == "bridge"


async def test_what_is_not_on_file_is_said_to_be_so() -> None:
    store = await archive()
    nothing = await timeline.find(store, "submarine", now=NOON)
    assert (nothing.text, nothing.matters, nothing.answer.found) == ("Not on file.", (), False)
    filtered = await timeline.find(store, "bridge since:2027", now=NOON)
    assert filtered.notes == ("Only since 1 January 2027.", "Without that there is something: /timeline bridge")


@pytest.mark.parametrize(("typed", "hint"), [("", "/timeline kursk"), ("since:2026", "/timeline kursk since:"), ("bridge sence:2026", "/timeline kursk since:2025-04-01")])  # fmt: skip
async def test_what_is_wrong_is_met_with_what_works(typed: str, hint: str) -> None:
    with pytest.raises(BadCommand) as wrong:
        await timeline.find(MemoryStore(), typed, now=NOON)
    assert hint in str(wrong.value)


def test_a_claim_can_be_taken_out_and_an_empty_row_goes_with_it() -> None:
    matters = arrange([OPEN, SHUT, OLD], [dispute((OPEN, SHUT))])
    found = timeline.Timeline("bridge", "bridge", summary(matters), matters)
    assert [lane.letter for lane in found.without([SHUT.claim.id]).lanes] == ["A", "C"]
    assert found.without([s.claim.id for s in (OPEN, SHUT, OLD)]).matters == ()
    assert isinstance(found.points[0], Point)
