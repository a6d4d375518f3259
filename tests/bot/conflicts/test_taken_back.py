"""A figure rejected in so many words, a voice that takes back its own: found, labelled, and what is only near it not."""

import pytest

from bot.conflicts import between
from bot.nouns import CONFLICTING
from tests.bot.conflicts.factories import read

REJECTED = [
    ("A roll call found that 412 inmates had fled Morro prison, the governor said.", "A total of 604 inmates fled Morro prison, not 412, an inquiry found."),
    ("The Emergencies Ministry said the Tarvo fire covered 400 square metres.", "The Tarvo fire covered 4,000 square metres, not 400, a forester said."),
    ("Nine delegates left the Harrow congress, a driver said.", "The number of delegates who left the Harrow congress was eleven and not nine, the clerk said."),
]  # fmt: skip
NOT_REJECTED = [
    ("A roll call found that 412 inmates had fled Morro prison, the governor said.", "Of the inmates of Morro prison 604 are foreigners, not 500, an inquiry found."),
    ("Nine delegates left the Harrow congress, a driver said.", "Nine delegates, not eight, left the Harrow congress, the clerk said."),
    ("Nine delegates left the Harrow congress, a driver said.", "The ferry to Corvo runs eleven times a day and not nine, the port said."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), REJECTED)
def test_a_figure_that_the_other_side_rejects_by_name_clashes(old, new):
    conflict = between(read(old, "old"), read(new, "new", "2024-05-09"))
    assert conflict.label in CONFLICTING, conflict.gates
    assert conflict.kind == "number"
    assert "and not" in conflict.reason


@pytest.mark.parametrize(("old", "new"), REJECTED)
def test_who_rejects_is_named_first_whichever_came_in(old, new):
    one = between(read(old, "old"), read(new, "new"))
    other = between(read(new, "new"), read(old, "old"))
    assert (one.label, one.kind, one.reason) == (other.label, other.kind, other.reason)
    assert one.clash == (other.clash[1], other.clash[0])


@pytest.mark.parametrize(("old", "new"), NOT_REJECTED)
def test_another_figure_rejected_is_no_clash(old, new):
    conflict = between(read(old, "old"), read(new, "new"))
    assert "and not" not in conflict.reason


TOOK_BACK = [
    ("Sheriff Dale Corley said the Alder mill victims had all lived in trailers.", "One of the victims of the Alder mill was at home in a brick house, Sheriff Dale Corley said, correcting his statement."),
    ("Minister Ines Cal said the warnings about the Lindow crane had been read.", "Ines Cal admitted that the warnings about the Lindow crane lay unopened in her office."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), TOOK_BACK)
def test_a_voice_that_takes_back_its_own_word_is_a_correction(old, new):
    conflict = between(read(old, "old"), read(new, "new", "2024-05-09"))
    assert conflict.label == "CORRECTED", conflict.gates


@pytest.mark.parametrize(("old", "new"), TOOK_BACK)
def test_it_corrects_only_what_came_before(old, new):
    assert between(read(new, "old"), read(old, "new", "2024-05-09")).label != "CORRECTED"


def test_another_voice_corrects_nobody():
    old = "Minister Ines Cal said the warnings about the Lindow crane had been read."
    new = "Mayor Otto Brand admitted that the warnings about the Lindow crane had cost him sleep."
    assert between(read(old, "old"), read(new, "new", "2024-05-09")).label != "CORRECTED"


def test_a_paper_that_gives_its_own_figure_for_wrong_corrects_it():
    old = read("A total of 412 inmates fled Morro prison.", "old", "2024-05-01", outlet="The Mercury")
    new = read("A total of 604 inmates fled Morro prison, not 412.", "new", "2024-05-09", outlet="The Mercury")
    assert between(old, new).label == "CORRECTED"
    other = read("A total of 604 inmates fled Morro prison, not 412.", "new", "2024-05-09", outlet="The Star")
    assert between(old, other).label == "CONTRADICTS"
