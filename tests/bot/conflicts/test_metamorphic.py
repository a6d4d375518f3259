"""What must not change the verdict on two passages, and what must turn an alert off, whatever they are about."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conflicts import between
from bot.nouns import CONFLICTING
from tests.bot.conflicts.factories import read
from tests.bot.conflicts.test_sentences import CLASHES, NO_CLASH
from tests.eval.metamorphic import dressed_up, elsewhen, names_in, renamed

PAIRS = [row[:4] for row in (*CLASHES, *NO_CLASH)]


def label(old, was, new, now):
    return between(read(old, "old", was), read(new, "new", now)).label


@pytest.mark.parametrize(("old", "was", "new", "now"), PAIRS)
def test_swapping_changes_no_label(old, was, new, now):
    assert label(old, was, new, now) == label(new, now, old, was)


@pytest.mark.parametrize(("old", "was", "new", "now"), PAIRS)
def test_other_names_change_nothing(old, was, new, now):
    texts = renamed(old, new)
    one = between(read(old, "old", was), read(new, "new", now))
    other = between(read(texts[0], "old", was), read(texts[1], "new", now))
    assert (other.label in CONFLICTING) == (one.label in CONFLICTING), (texts, other.gates)


def test_names_are_renamed_everywhere_and_nothing_else_is():
    old, new = "The fire at Lindow killed 12 in Peru on Monday.", "Police in Lindow said so, and Peru."
    assert names_in(old, new) == ["Lindow"]
    first, second = renamed(old, new)
    assert "Lindow" not in first + second
    assert first.endswith("killed 12 in Peru on Monday.")
    assert renamed("Nobody came.") == ("Nobody came.",)


@pytest.mark.parametrize("text", [row[0] for row in CLASHES])
def test_a_copy_as_another_paper_prints_it_never_alerts(text):
    assert label(text, "2024-05-01", dressed_up(text), "2024-05-01") not in CONFLICTING


# on file | came in, said for a fact | the same as a guess | as a plan
TURNED_OFF = [
    ("The council approved the Harrow tunnel on Tuesday.", "The council did not approve the Harrow tunnel.", "The council may not have approved the Harrow tunnel.", "The council does not plan to approve the Harrow tunnel."),
    ("The siege of Almora is over, the governor said.", "The siege of Almora continues in three districts, residents said.", "The siege of Almora might continue in three districts, residents said.", "The army plans to continue the siege of Almora in three districts."),
    ("The fire at the Lindow mill killed 12 people.", "Nine people were killed in the fire at the Lindow mill.", "Perhaps nine people were killed in the fire at the Lindow mill.", "The report will say that nine people were killed in the fire at the Lindow mill."),
    ("The pilot Jana Orel was killed in the crash at Zlatko.", "The pilot Jana Orel is alive after the crash at Zlatko.", "The pilot Jana Orel may be alive after the crash at Zlatko.", "Rescuers hope to find the pilot Jana Orel alive after the crash at Zlatko."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "fact", "guess", "plan"), TURNED_OFF)
def test_a_hedge_or_a_plan_turns_an_alert_off(old, fact, guess, plan):
    day = "2024-05-01"
    assert label(old, day, fact, day) in CONFLICTING, "else nothing is tested"
    assert label(old, day, guess, day) not in CONFLICTING
    assert label(old, day, plan, day) not in CONFLICTING


OF_ONE_DAY = [
    ("The fire at the Lindow mill killed 12 people.", "Nine people were killed in the fire at the Lindow mill."),
    ("The council approved the Harrow tunnel.", "The council did not approve the Harrow tunnel."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), OF_ONE_DAY)
def test_another_day_turns_an_alert_off(old, new):
    day = "2024-05-01"
    assert label(old, day, new, day) in CONFLICTING, "else nothing is tested"
    then, now = elsewhen("3 February 2019")(old), elsewhen("9 August 2021")(new)
    assert label(then, day, now, day) not in CONFLICTING


PLACES = ("Lindow", "Vandrel", "Ostermoor", "Kestwick", "Tarvo", "Almora", "Burnholt")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.sampled_from(PLACES), first=st.integers(2, 900), second=st.integers(2, 900))
def test_two_counts_of_one_fire_clash_whatever_the_place_and_never_against_themselves(place, first, second):
    old = f"The fire at the {place} mill killed {first} people."
    new = f"A total of {second} people were killed in the fire at the {place} mill, the brigade said."
    one, other = label(old, "2024-05-01", new, "2024-05-01"), label(new, "2024-05-01", old, "2024-05-01")
    assert one == other
    if first == second:
        assert one not in CONFLICTING
