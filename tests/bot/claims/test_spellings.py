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


@pytest.mark.parametrize(
    "spelled",
    [
        "Volodymyr Zelensky; Volodymyr Zelenskiy; Volodymyr Zelenskyy; Vladimir Zelensky; Zelensky",
        "Kim Jong-un; Kim Jong Un; Kim Jong‑un",
        "Muammar Gaddafi; Moammar Gadhafi; Muammar Qaddafi",
        "Anne-Marie Dupont; Anne Marie Dupont",
        "UN Security Council; United Nations Security Council; UNSC",
    ],
)
def test_one_full_name_is_filed_once_however_it_is_printed(spelled: str) -> None:
    assert len({spellings.name_key(name) for name in spelled.split("; ")}) == 1


@pytest.mark.parametrize("names", ["Ann Miller; John Miller", "Kim Jong-un; Kim Jong-il", "Ann Lee; Anna Lee"])
def test_two_people_of_one_surname_are_filed_apart(names: str) -> None:
    assert len({spellings.name_key(name) for name in names.split("; ")}) == 2


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
