"""Numbers in claims: the sentence in, and out come the words, the interval, the unit and what is counted."""

from __future__ import annotations

import pytest

from bot.claims import numerals, quantities
from tests.bot.claims.parsing import parsed

# sentence | (words, low, high, unit, of) of every quantity in it
READ = [
    ("The fire claimed the lives of 53 people, with 75 more injured.", [
        ("53", 53, 53, "", "people killed"), ("75", 75, 75, "", "people wounded")]),
    ("A lorry hit the queue, killing at least 100 and wounding hundreds more.", [
        ("at least 100", 100, None, "", "people killed"), ("hundreds", 200, None, "", "people wounded")]),
    ("Twelve miners died and three are missing.", [
        ("Twelve", 12, 12, "", "miner killed"), ("three", 3, 3, "", "people missing")]),
    ("The death toll rose to 70.", [("70", 70, 70, "", "people killed")]),
    ("The ministry put the death toll at at least 24.", [("at least 24", 24, None, "", "people killed")]),
    ("The storm resulted in the deaths of at least 40 sailors.", [("at least 40", 40, None, "", "sailor killed")]),
    ("The blast left one woman dead and 19 other people injured.", [
        ("one", 1, 1, "", "woman killed"), ("19", 19, 19, "", "people wounded")]),
    ("More than 16 people were killed, including two children.", [
        ("More than 16", 16, None, "", "people killed"), ("two", 2, 2, "", "child killed")]),
    ("Fifteen people were killed, 4 of them children.", [
        ("Fifteen", 15, 15, "", "people killed"), ("4", 4, 4, "", "child")]),
    ("Nearly two dozen others were wounded.", [("Nearly two dozen", 22.8, 24, "", "people wounded")]),
    ("Floods displaced some 5,000 families.", [("some 5,000", 4500, 5500, "", "family displaced")]),
    ("Nobody was hurt.", [("Nobody", 0, 0, "", "people wounded")]),
    ("No one died in the crash.", [("No one", 0, 0, "", "people killed")]),
    ("There were no casualties.", [("no casualties", 0, 0, "", "casualty")]),
    ("The council has taken no decision.", []),
    ("The army sent 2,000 troops.", [("2,000", 2000, 2000, "", "troop")]),
    ("It is a 2,000-strong brigade.", [("2,000", 2000, 2000, "", "brigade")]),
    ("Sources estimated that around 2024 troops were sent.", [("around 2024", 1922.8, 2125.2, "", "troop")]),
    ("Fewer than 30 ships sailed, and up to 50 boats.", [
        ("Fewer than 30", None, 30, "", "ship"), ("up to 50", None, 50, "", "boat")]),
    ("Between 5 and 7 percent of voters abstained.", [("5 and 7 percent", 5, 7, "percent", "voter")]),
    ("The march drew 40-50 thousand people.", [("40-50 thousand", 40000, 50000, "", "people")]),
    ("The plant makes 5 to 7 million tonnes of steel.", [("5 to 7 million", 5e6, 7e6, "tonne", "steel")]),
    ("Output fell from 5 million to 3 million barrels.", [
        ("5 million", 5e6, 5e6, "barrel", ""), ("3 million", 3e6, 3e6, "barrel", "")]),
    ("The $1.2 bn loan was refused.", [("$1.2 bn", 1.2e9, 1.2e9, "USD", "loan")]),
    ("They paid £3m and 15 million rubles.", [("£3m", 3e6, 3e6, "GBP", ""), ("15 million rubles", 15e6, 15e6, "RUB", "")]),
    ("Turnout rose by 3.5 percentage points.", [("3.5 percentage points", 3.5, 3.5, "percentage point", "turnout")]),
    ("The base lies 60 km from the border.", [("60", 60, 60, "km", "")]),
    ("The 29-year-old gunman fled.", [("29", 29, 29, "year-old", "gunman")]),
    ("Marta Olsen, 54, was freed.", [("54", 54, 54, "year-old", "olsen")]),
    ("So far 149 orders have been placed.", [("149", 149, 149, "", "order")]),
    ("Dozens of passengers waited.", [("Dozens", 24, None, "", "passenger")]),
    ("Tens of thousands of people marched.", [("Tens of thousands", 20000, None, "", "people")]),
    ("About a hundred drones were shot down.", [("About a hundred", 75, 125, "", "drone shot down")]),
    ("Two bombers have killed at least 30 farmers.", [
        ("Two", 2, 2, "", "bomber"), ("at least 30", 30, None, "", "farmer killed")]),
    ("The law bars children under 16.", [("under 16", None, 16, "year-old", "child")]),
    ("About a third of the farms were flooded.", [("About a third", 100 / 3 * 0.95, 35, "percent", "farm")]),
    ("A 49-match run ended.", [("49", 49, 49, "", "match")]),
    ("Between five and seven ships left the port.", [("five and seven", 5, 7, "", "ship")]),
    ("No more than 20 people may attend, not more than 9 of them armed.", [
        ("No more than 20", None, 20, "", "people"), ("not more than 9", None, 9, "", "among them")]),
    ("Just under 50 percent voted.", [("Just under 50 percent", 45, 50, "percent", "")]),
    ("Just over 1,100 jobs will go.", [("Just over 1,100", 1100, 1155, "", "job")]),
    ("One in five households has no heating.", [("One in five", 20, 20, "percent", "household")]),
    ("Two out of three trains ran late.", [("Two out of three", 200 / 3, 200 / 3, "percent", "train")]),
    ("She scored two in 10 minutes.", [("two", 2, 2, "", ""), ("10", 10, 10, "minute", "")]),
    ("Half a million homes are without power.", [("Half a million", 5e5, 5e5, "", "home")]),
    ("A quarter of a million people left.", [("A quarter of a million", 25e4, 25e4, "", "people")]),
    ("One and a half million tonnes of grain are stuck.", [("One and a half million", 15e5, 15e5, "tonne", "grain")]),
    ("The talks lasted two and a half hours.", [("two and a half", 2.5, 2.5, "hour", "")]),
    ("They bet hundreds of thousands of dollars.", [("hundreds of thousands", 2e5, None, "USD", "")]),
    ("He spent around$2 million on it.", [("$2 million", 2e6, 2e6, "USD", "")]),
    ("The wall is 3.2m high.", [("3.2", 3.2, 3.2, "m", "")]),
    ("The ferry sank 12 nautical miles off Corvo.", [("12", 12, 12, "nautical mile", "")]),
    ("The blaze burned 4,000 square metres of roof.", [("4,000", 4000, 4000, "square m", "roof")]),
    ("The pipe carries 5 billion cubic metres of gas.", [("5 billion", 5e9, 5e9, "cubic m", "gas")]),
    ("The dividend is 18 cts.", [("18", 18, 18, "cent", "")]),
    ("The 61-year-old condemned the mayor.", [("61", 61, 61, "year-old", "")]),
    ("A man aged 34 was charged.", [("34", 34, 34, "year-old", "man")]),
    ("He was ranked 14th in the world.", [("14th", 14, 14, "rank", "")]),
    ("The team finished in 3rd place with 41 points.", [("3rd", 3, 3, "rank", ""), ("41", 41, 41, "", "point")]),
]  # fmt: skip

# Numbers that count nothing: years, dates, clocks, scores, ranks, names.
NO_COUNT = [
    "It was founded in 2014 and rebuilt in 1999.",
    "The vote on 12 June 2024 was close.",
    "On December 12 the treaty lapsed.",
    "He left at 10:30 and came back at 6 p.m.",
    "The home side won 3-1.",
    "It came first to the port, and is on the third floor.",
    "The street is a two-way street.",
    "1) to close the gap.",
    "It was founded in 1687.",
    "He was born on Monday, Aug, 22, 1922.",
    "Article 51 of the charter applies, and so does Resolution 2231.",
    "He flew a Boeing 747 to Oslo.",
    "The 2014 protests were peaceful.",
    "One of the reasons is cost.",
    "The show runs from 4 to 9 July.",
    "Prices eased by the fourth quarter of 2026.",
    "It was a one-off payment.",
    "The talks began on Wednesday, 11 May.",
    "The minister resigned on Friday.",
]


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[row[0][:50] for row in READ])
def test_each_number_is_read_as_an_interval_with_what_it_counts(
    sentence: str, expected: list[tuple[str, float | None, float | None, str, str]]
) -> None:
    found = quantities.find(parsed(sentence)[:], 0)
    assert [(sentence[q.span.start : q.span.end], q.low, q.high, q.unit, q.of) for q in found] == [
        (words, pytest.approx(low), pytest.approx(high), unit, of) for words, low, high, unit, of in expected
    ]


@pytest.mark.parametrize("sentence", NO_COUNT)
def test_years_dates_clocks_scores_floors_and_names_are_no_counts(sentence: str) -> None:
    assert quantities.find(parsed(sentence)[:], 0) == ()


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        ("So far 40 people have died.", True),
        ("The death toll rose to 40.", True),
        ("The latest raid killed 40 people.", False),
        ("The cabin seats 40 people in all-economy class.", False),
    ],
)
def test_a_running_total_is_told_from_a_count(sentence: str, total: bool) -> None:
    (found,) = quantities.find(parsed(sentence)[:], 0)
    assert found.cumulative is total


@pytest.mark.parametrize(
    ("sentence", "per"),
    [
        ("The army loses up to 200 soldiers a day.", "day"),
        ("The wells give 1.2 million barrels of crude oil a day.", "day"),
        ("The rent is 18 million euros a year.", "year"),
        ("The monthly rent of $900 was doubled.", "month"),
        ("The bridge carries 30,000 vehicles daily.", "day"),
        ("He earns $12 an hour.", "hour"),
        ("The army lost 200 soldiers in a day.", ""),
        ("The army lost 200 soldiers a year ago.", ""),
        ("The army lost 200 soldiers and took a day to count them.", ""),
    ],
)
def test_a_figure_of_each_day_or_year_says_so(sentence: str, per: str) -> None:
    (found,) = quantities.find(parsed(sentence)[:], 0)
    assert found.per == per


@pytest.mark.parametrize(
    ("sentence", "approximate"),
    [("About 50 people came.", True), ("Exactly 50 people came.", False), ("At least 50 people came.", False)],
)
def test_around_is_approximate_and_a_bound_is_not(sentence: str, approximate: bool) -> None:
    (found,) = quantities.find(parsed(sentence)[:], 0)
    assert found.approximate is approximate


def test_offsets_point_into_the_revision() -> None:
    text = "A heading\nIn all, 12 people died."
    base = text.index("In all")
    doc = parsed(text[base:])
    (found,) = quantities.find(doc[2:], base)
    assert text[found.span.start : found.span.end] == "12"


@pytest.mark.parametrize(
    ("value", "slack"), [(50, 5), (149, 7.45), (2000, 500), (100, 25), (1200, 60), (12, 0.6), (0, 0)]
)
def test_around_reaches_as_far_as_the_last_figure_that_means_something(value: float, slack: float) -> None:
    assert numerals.tolerance(value) == pytest.approx(slack)
