"""Times in claims: the sentence and the day of publication in, first and last day and the anchor out."""

from __future__ import annotations

from datetime import date

import pytest

from bot.claims import times
from tests.bot.claims.parsing import parsed

PUBLISHED = date(2024, 5, 15)  # a Wednesday

# sentence | (words, start, end, anchor) of every time in it
READ = [
    ("The pact was signed in June 2023.", [("June 2023", "2023-06-01", "2023-06-30", "absolute")]),
    ("It began on 24 February 2022.", [("24 February 2022", "2022-02-24", "2022-02-24", "absolute")]),
    ("It began on Saturday, May 11, 2024.", [("Saturday, May 11, 2024", "2024-05-11", "2024-05-11", "absolute")]),
    ("Filed on 2024-03-07.", [("2024-03-07", "2024-03-07", "2024-03-07", "absolute")]),
    ("It was built in 1999.", [("1999", "1999-01-01", "1999-12-31", "absolute")]),
    ("Prices fell in the 1990s.", [("the 1990s", "1990-01-01", "1999-12-31", "absolute")]),
    ("Sales fell in the third quarter of 2022.", [("the third quarter of 2022", "2022-07-01", "2022-09-30", "absolute")]),
    ("The treaty took effect last December.", [("last December", "2023-12-01", "2023-12-31", "published")]),
    ("On Monday the port was closed.", [("Monday", "2024-05-13", "2024-05-13", "published")]),
    ("The port was closed on Wednesday.", [("Wednesday", "2024-05-15", "2024-05-15", "published")]),
    ("Talks will resume on Friday.", [("Friday", "2024-05-17", "2024-05-17", "published")]),
    ("Talks collapsed on Friday.", [("Friday", "2024-05-10", "2024-05-10", "published")]),
    ("They met two weeks ago.", [("two weeks ago", "2024-05-01", "2024-05-01", "published")]),
    ("He left two years ago.", [("two years ago", "2022-01-01", "2022-12-31", "published")]),
    ("Drones came overnight.", [("overnight", "2024-05-14", "2024-05-15", "published")]),
    ("He spoke yesterday evening.", [("yesterday evening", "2024-05-14", "2024-05-14", "published")]),
    ("They met last week.", [("last week", "2024-05-06", "2024-05-12", "published")]),
    ("A vote is planned next month.", [("next month", "2024-06-01", "2024-06-30", "published")]),
    ("On April 26 he reported to the president.", [("April 26", "2024-04-26", "2024-04-26", "published")]),
    ("The vote will be held on 3 June.", [("3 June", "2024-06-03", "2024-06-03", "published")]),
    ("The bridge fell on 3 December.", [("3 December", "2023-12-03", "2023-12-03", "published")]),
    ("It was agreed in March.", [("March", "2024-03-01", "2024-03-31", "published")]),
    ("Fighting has raged since last August.", [("last August", "2023-08-01", "2024-05-15", "published")]),
    ("Until Saturday nobody spoke.", [("Saturday", None, "2024-05-11", "published")]),
    ("Sales grew 5% in the past year.", [("the past year", "2023-05-16", "2024-05-15", "published")]),
    ("A paper released on Friday aims to rebuild trust.", [("Friday", "2024-05-10", "2024-05-10", "published")]),
    ("He went on air to praise it on Friday.", [("Friday", "2024-05-10", "2024-05-10", "published")]),
    ("He ordered them to leave on Friday.", [("Friday", "2024-05-17", "2024-05-17", "published")]),
    ("His arrest was extended through Friday.", [("Friday", "2024-05-17", "2024-05-17", "published")]),
    ("The vote was postponed to Friday.", [("Friday", "2024-05-17", "2024-05-17", "published")]),
    ("Little time is left until they choose a mayor on Friday.", [("Friday", "2024-05-17", "2024-05-17", "published")]),
    ("Sales fell in the last quarter of 2022.", [("the last quarter of 2022", "2022-10-01", "2022-12-31", "absolute")]),
    ("Sales fell in the first quarter of fiscal 2022.", [
        ("the first quarter of fiscal 2022", "2022-01-01", "2022-03-31", "absolute")]),
    ("Film of the raid on 14 October, a first.", [("14 October", "2023-10-14", "2023-10-14", "published")]),
    ("It will be the first since an issue in March.", [("March", "2024-03-01", "2024-03-31", "published")]),
    ("The festival lasts from 4 to 9 July.", [("4 to 9 July", "2024-07-04", "2024-07-09", "published")]),
    ("They met on May 3-5, 2023.", [("May 3-5, 2023", "2023-05-03", "2023-05-05", "absolute")]),
    ("The siege lasted from March to June 2022.", [
        ("March", "2022-03-01", "2022-03-31", "absolute"), ("June 2022", "2022-06-01", "2022-06-30", "absolute")]),
    ("The war of 2014-15 was long.", [("2014-15", "2014-01-01", "2015-12-31", "absolute")]),
    ("She was born in the mid-1980s.", [("the mid-1980s", "1983-01-01", "1987-12-31", "absolute")]),
    ("Over the weekend two men drowned.", [("the weekend", "2024-05-11", "2024-05-12", "published")]),
    ("They will vote at the weekend.", [("the weekend", "2024-05-18", "2024-05-19", "published")]),
    ("A rocket fell on New Year’s Eve.", [("New Year’s Eve", "2023-12-31", "2023-12-31", "published")]),
    ("On Easter Sunday the church burned.", []),
    ("It rains every Monday.", []),
    ("The season opens on Friday.", [("Friday", "2024-05-17", "2024-05-17", "published")]),
    ("A video believed to be filmed on 21 April was shown.", [("21 April", "2024-04-21", "2024-04-21", "published")]),
    ("She warned that time was short.", []),
    ("Nobody foresaw the November vote.", [("November", "2023-11-01", "2023-11-30", "published")]),
    # told by the text around them, which we do not trust ourselves to follow
    ("He resigned two weeks earlier.", [("two weeks earlier", None, None, "")]),
    ("They met the following day.", [("the following day", None, None, "")]),
    ("He resigned weeks ago.", [("weeks ago", None, None, "")]),
    ("It was dated 03/04/2022.", [("03/04/2022", None, None, "")]),
    # spans of time, and words that only look like times
    ("The siege lasted three days.", []),
    ("The troops may march again.", []),
    ("Prime Minister May spoke to April Jones.", []),
    ("Around 2024 troops were sent.", []),
    ("They fired 1950 people.", []),
    ("He won 3.2.1 in the end.", []),
]  # fmt: skip


def _days(words: str, start: str | None, end: str | None, anchor: str) -> tuple[str, date | None, date | None, str]:
    return words, date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None, anchor


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[row[0][:50] for row in READ])
def test_each_time_is_resolved_by_the_day_of_publication(
    sentence: str, expected: list[tuple[str, str | None, str | None, str]]
) -> None:
    found = times.find(parsed(sentence)[:], 0, PUBLISHED)
    assert [(sentence[w.span.start : w.span.end], w.start, w.end, w.anchor) for w in found] == [
        _days(*row) for row in expected
    ]


@pytest.mark.parametrize(
    "sentence",
    ["It took effect last December.", "On Monday it rained.", "On April 26 he left.", "It fell two days ago."],
)
def test_without_a_day_of_publication_a_relative_time_stays_unresolved(sentence: str) -> None:
    (found,) = times.find(parsed(sentence)[:], 0, None)
    assert (found.start, found.end, found.anchor) == (None, None, "")


def test_an_absolute_time_needs_no_day_of_publication() -> None:
    (found,) = times.find(parsed("It was signed in June 2024.")[:], 0, None)
    assert (found.start, found.end, found.anchor) == (date(2024, 6, 1), date(2024, 6, 30), "absolute")


def test_offsets_point_into_the_revision() -> None:
    text = "A heading\nHe left on 3 May 2021."
    base = text.index("He left")
    (found,) = times.find(parsed(text[base:])[1:], base, None)
    assert text[found.span.start : found.span.end] == "3 May 2021"
