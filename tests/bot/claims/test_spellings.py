"""One name in several spellings has one key; different names keep their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims import gazetteer, spellings

ONE_NAME = [
    "Zelensky Zelenskiy Zelenskyy Zelenskij",
    "Serhii Sergei Sergey Serhiy",
    "Podolyak Podoliak",
    "Oleksandr Aleksandr Alexander",
    "Khlan Hlan",
    "Yermak Ermak",
    "Danilov Danylov",
    "Vukmirić Vukmiric",
    "Nour Noor Nur",
]
TWO_NAMES = [
    "Miller Mueller",
    "Marin Marina",
    "Ivanov Ivanova",
    "Hansen Hanson",
    "Lee Lind",
    "Kim Kem",
    "Brown Braun",
    "Dana Diana",
]


@pytest.mark.parametrize("spelled", ONE_NAME)
def test_the_spellings_of_one_name_have_one_key(spelled: str) -> None:
    assert len({spellings.key(word) for word in spelled.split()}) == 1


@pytest.mark.parametrize("names", TWO_NAMES)
def test_two_names_have_two_keys(names: str) -> None:
    assert len({spellings.key(word) for word in names.split()}) == 2


def test_the_other_spellings_among_the_words_on_file() -> None:
    assert spellings.variants("Podolyak", ["podoliak", "podolyak", "port", "Podolsk", ""]) == {"podoliak"}


def test_listed_spellings_need_no_archive() -> None:
    assert {"zelenskiy", "zelenskyy"} <= gazetteer.spellings_of("Zelensky")
    assert gazetteer.spellings_of("Kharkov") == {"kharkiv"}
    assert gazetteer.spellings_of("harbour") == frozenset()


@given(st.text(max_size=30))
def test_any_word_has_a_key(word: str) -> None:
    assert isinstance(spellings.key(word), str)
