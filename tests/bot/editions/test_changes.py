"""What changed between two editions, claim by claim."""

from __future__ import annotations

import pytest

from bot.editions import compare
from bot.editions.aligned import aligned
from bot.editions.changes import differing
from bot.nouns import Span
from tests.bot.editions.sentences import claims, older, revision

SHUT, LONG = "The bridge is shut.", "The mayor of Arnholt, who came late, spoke for an hour of what the town had lost."

# before, after, what changed
CHANGES = [
    ("Twelve people were hurt.", "Fifteen people were hurt.", ["number"]),
    ("It cost $1.2 million to mend.", "It cost $1.4 million to mend.", ["number"]),
    ("The mayor said he knew of it.", "The mayor said he did not know of it.", ["turned"]),
    ("The mayor denied taking money.", "The mayor admitted taking money.", ["turned"]),
    (f"{SHUT} {LONG}", SHUT, ["withdrawn"]),
    (SHUT, f"{SHUT} {LONG}", ["added"]),
    (SHUT, f"{SHUT} “I have lost my boat,” said Ole Brandt.", ["quote added"]),
    ("The mayor spoke for an hour on Monday.", "The mayor spoke for nearly an hour on Monday.", ["reworded"]),
    (LONG, LONG.replace("hour", "hour and a half"), ["reworded"]),
    # Nothing that is claimed has changed.
    (SHUT, SHUT, []),
    (SHUT, "The  bridge is SHUT!", []),
    ("The mayor’s word.", "The mayor's word.", []),
    (f"{SHUT} {LONG}", f"{LONG}\n\n{SHUT}", []),
    ("The mayor spoke; the town listened to him.", "The mayor spoke. The town listened to him.", []),
    # Two changes, in the order of the text.
    ("Twelve were hurt. The road is long.", "The road is long. Nothing new.", ["withdrawn", "added"]),
]


@pytest.mark.parametrize(("before", "after", "kinds"), CHANGES)
def test_what_changed(before: str, after: str, kinds: list[str]) -> None:
    now = revision(after)
    edited = compare(older(before), now, claims(now))
    assert edited is not None
    assert [c.kind for c in edited.changes] == kinds


def test_the_marks_are_the_words_that_differ_in_each_text() -> None:
    before, after = f"{SHUT} Twelve people were hurt.", "Oh. Fifteen people were badly hurt."
    now = revision(after)
    edited = compare(older(before), now, claims(now))
    assert edited is not None
    change = next(c for c in edited.changes if c.kind == "number")
    assert [s.of(before) for s in change.marks[0]] == ["Twelve"]
    assert [s.of(after) for s in change.marks[1]] == ["Fifteen", "badly"]


def test_a_long_article_is_compared_as_well() -> None:
    sentences = [f"Witness {n} saw {n * 13 % 89} boats leave the {n * 7 % 31}th berth." for n in range(400)]
    before = " ".join(sentences)
    after = before.replace("Witness 250 saw", "Witness 250 counted").replace("Witness 7 saw", "Witness 7 heard")
    now = revision(after)
    edited = compare(older(before), now, claims(now))
    assert edited is not None
    assert [c.kind for c in edited.changes] == ["reworded", "reworded"]


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("a b c", "a x c", ["b"], ["x"]),
        ("a b c", "a b c", [], []),
        ("", "a b", [], ["a b"]),
        ("It cost $5, he said.", "It cost €6, he said.", ["$5"], ["€6"]),
        ("He came, and he saw.", "He came and he saw!", [], []),
        ("1,200 men", "1,300 men", ["1,200"], ["1,300"]),
    ],
)
def test_words_that_differ(old: str, new: str, gone: list[str], come: list[str]) -> None:
    first, second = differing(old, new)
    assert ([s.of(old) for s in first], [s.of(new) for s in second]) == (gone, come)


def test_paragraphs_stand_beside_those_they_became() -> None:
    old = "Headline\n\nTwelve people were hurt on Monday.\nThe road is long.\nGone for good."
    new = "Headline\nSomething wholly new.\nFifteen people were hurt on Monday.\n\nThe road is long."
    rows = [(r.old and r.old.text, r.new and r.new.text) for r in aligned(old, new)]
    assert rows == [
        ("Headline", "Headline"),
        (None, "Something wholly new."),
        ("Twelve people were hurt on Monday.", "Fifteen people were hurt on Monday."),
        ("The road is long.", "The road is long."),
        ("Gone for good.", None),
    ]
    assert aligned(old, new)[2].old.marks == (Span(0, 6),)  # type: ignore[union-attr]
    assert [r.same for r in aligned(old, old)] == [True] * 4
