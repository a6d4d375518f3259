"""Two passages side by side: what the network is given to read."""

from __future__ import annotations

import pytest

from bot.conflicts.judge.laying import MOST, Laying, later
from bot.conflicts.judge.model import WEIGHTS
from bot.errors import BadSetting


@pytest.fixture(scope="module")
def laying() -> Laying:
    return Laying(WEIGHTS / "vocab.txt")


def test_the_older_passage_stands_first_and_each_piece_knows_whose_it_is(laying):
    row = laying.of("The pier burned.", "The pier did not burn.")
    assert len(row.ids) == len(row.sides)
    assert row.sides[0] == 0
    assert row.sides[-1] == 1
    assert sorted(row.sides) == list(row.sides)


def test_capitals_and_accents_make_no_difference(laying):
    assert laying.of("CAFÉ", "x") == laying.of("cafe", "x")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "a day later:"),
        (2, "days later:"),
        (6, "days later:"),
        (7, "weeks later:"),
        (60, "long after:"),
        (900, "long after:"),
    ],
)
def test_what_came_later_says_so(laying, days, words):
    assert later(days) == words
    assert laying.of("a", "b", days) == laying.of("a", f"{words} b")


@pytest.mark.parametrize("days", [None, 0, -3])
def test_what_did_not_come_later_does_not(laying, days):
    assert laying.of("a", "b", days) == laying.of("a", "b")


def test_a_passage_of_any_length_is_cut_where_the_network_ends(laying):
    assert len(laying.of("dam " * 5000, "weir " * 5000).ids) <= 2 * MOST + 3


def test_a_folder_without_a_tokenizer_is_no_judge(tmp_path):
    with pytest.raises(BadSetting, match=r"tokenizer\.json nor vocab\.txt"):
        Laying.of_folder(tmp_path, says_later=False)


def test_nor_is_one_with_a_broken_tokenizer(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(BadSetting, match="tokenizer"):
        Laying.of_folder(tmp_path, says_later=False)
