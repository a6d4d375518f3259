"""One thing told twice is shown once; two things told alike are two."""

from __future__ import annotations

import pytest

from bot.answers.folding import folded, same_telling
from tests.bot.invented import claim, statements

# one | other | the same telling?
TELLINGS = [
    ("The ferry sank off Arnholt with 12 aboard.", "The ferry sank off Arnholt with 12 aboard.", True),
    ("The ferry sank off Arnholt with 12 aboard.", "The ferry sank off Arnholt with 12 on board.", True),
    ("The ferry sank off Arnholt with 12 aboard.", "The ferry sank off Arnholt with 14 aboard.", False),
    ("The mayor said the bridge was hit.", "The mayor said the bridge was not hit.", False),
    ("The mayor said the bridge was hit.", "The baker sold the last loaf.", False),
    (
        "Oslo has commended the crew for its help in putting out the fire.",
        "Fire out Oslo has commended the crew for its help in putting out the fire.",
        True,
    ),
]


@pytest.mark.parametrize(("one", "other", "same"), TELLINGS)
def test_the_same_telling(one: str, other: str, same: bool) -> None:
    (a,), (b,) = statements("gazette", [claim(one)]), statements("courier", [claim(other)])
    assert same_telling(a, b) is same
    assert same_telling(b, a) is same


def test_copies_are_folded_with_where_else_they_stand() -> None:
    text = "The ferry sank off Arnholt with 12 aboard."
    told = [s for ref in ("gazette", "courier", "herald") for s in statements(ref, [claim(text)])]
    (snippet,) = folded(told)
    assert snippet.quote == text
    assert snippet.also_in == ("The Courier", "The Herald")


def test_a_repeat_in_one_article_is_folded_without_naming_it() -> None:
    told = statements(
        "gazette", [claim("The ferry sank off Arnholt at dawn."), claim("The ferry sank off Arnholt at dawn")]
    )
    (snippet,) = folded(told)
    assert snippet.also_in == ()


def test_the_first_told_is_the_one_shown_and_warnings_travel_with_it() -> None:
    odd = claim("About 2024 men were sent.", oddities=("2024 looks like a year",))
    (snippet,) = folded(statements("gazette", [odd]))
    assert snippet.warnings == ("2024 looks like a year",)
