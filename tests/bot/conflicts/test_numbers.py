"""Counts: intervals, what they count, and who is counted."""

import pytest

from bot.conflicts import numbers, tolls
from bot.conflicts.side import Side
from bot.nouns import Quantity, Span
from tests.bot.conflicts.factories import quantity, statement


def q(low, high, approximate=False):
    return Quantity(Span(0, 1), low, high, approximate=approximate)


@pytest.mark.parametrize(
    ("one", "other", "disjoint"),
    [
        (q(12, 12), q(15, 15), True),
        (q(10, None), q(12, 12), False),  # at least 10, 12
        (q(10, None), q(8, 8), True),  # at least 10, 8
        (q(None, 50), q(60, 60), True),  # up to 50, 60
        (q(None, 50), q(12, 12), False),
        (q(10_000, 10_000), q(11_000, 11_000), False),  # nobody counted them one by one
        (q(10_000, 10_000), q(30_000, 30_000), True),
        (q(10_421, 10_421), q(11_007, 11_007), True),
        (q(45, 55, True), q(58, 58), False),  # around 50
        (q(24, None), q(100, None), False),  # two open ends always meet
    ],
)
def test_intervals_clash_only_when_no_value_fits_both(one, other, disjoint):
    assert numbers.disjoint(one, other) is disjoint
    assert numbers.disjoint(other, one) is disjoint


@pytest.mark.parametrize(
    ("quote", "number", "harm", "part"),
    [
        ("The blast killed 12 people.", "12", "killed", False),
        ("12 people were injured.", "12", "hurt", False),
        ("The toll of the dead rose to 12.", "12", "killed", False),
        ("Nine died, including 12 children.", "12", "", True),
        ("The fair drew 12 singers.", "12", "", False),
    ],
)
def test_what_a_number_counts(quote, number, harm, part):
    side = Side(statement(quote))
    counted = tolls.counted(side, Span(quote.index(number), quote.index(number) + 2), "")
    assert counted.part is part
    assert counted.harm == harm or part


@pytest.mark.parametrize(
    ("quote", "harms"),
    [
        ("Nobody was hurt.", ["hurt"]),
        ("No one was killed in the fire.", ["killed"]),
        ("There were no casualties.", ["casualties"]),
        ("There was no information on how many died.", []),
        ("There was no immediate word of injuries.", []),
        ("The driver was hurt.", []),
    ],
)
def test_nobody_is_a_count_and_silence_is_not(quote, harms):
    assert [harm for harm, _ in tolls.of_nobody(Side(statement(quote)))] == harms


def test_a_number_with_an_oddity_is_never_compared():
    old, new = "They sent 2024 troops to Corvo.", "They sent 9,000 troops to Corvo."
    a = Side(
        statement(old, quantities=(quantity(old, "2024", 2024, 2024, "troop"),), oddities=("2024 looks like a year",))
    )
    b = Side(statement(new, "two", quantities=(quantity(new, "9,000", 9000, 9000, "troop"),)))
    assert list(numbers.compare(a, b)) == []


@pytest.mark.parametrize(
    ("first", "second", "days", "outcome"),
    [
        (12, 15, ("2024-05-01", "2024-05-02"), "update"),
        (15, 12, ("2024-05-01", "2024-05-02"), "clash"),
        (12, 15, ("2024-05-01", "2024-05-01"), "clash"),
        (12, 12, ("2024-05-01", "2024-05-02"), "same"),
        (12, 900, ("2024-05-01", "2024-05-01"), "refines"),  # a part and the whole
    ],
)
def test_a_toll_may_grow_but_not_shrink(first, second, days, outcome):
    old, new = f"The fire killed {first} people.", f"The fire killed {second} people."
    a = Side(statement(old, day=days[0], quantities=(quantity(old, str(first), first, first, "people killed"),)))
    b = Side(
        statement(new, "two", day=days[1], quantities=(quantity(new, str(second), second, second, "people killed"),))
    )
    assert [f.outcome for f in numbers.compare(a, b)] == [outcome]
