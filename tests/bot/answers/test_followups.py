"""Follow-ups as they are asked in full."""

from __future__ import annotations

import pytest

from bot.answers.followups import in_full, last_in_full, subject_of

# before                                   | then                             | asked in full
FOLLOW_UPS = [
    ("how many sailors died on the Anna?", "and who denied it?", "who denied sailors died Anna?"),
    ("is the Arnholt bridge open?", "who denied it?", "who denied Arnholt bridge open?"),
    ("is the Arnholt bridge open?", "and when?", "when Arnholt bridge open?"),
    ("is the Arnholt bridge open?", "why?", "why Arnholt bridge open?"),
    ("is the Arnholt bridge open?", "who confirmed that?", "who confirmed Arnholt bridge open?"),
    ("is the Arnholt bridge open?", "and the ferry?", "the ferry Arnholt bridge open?"),
    ("/facts arnholt bridge", "and who denied?", "who denied arnholt bridge?"),
    ("is the Arnholt bridge open?", "how many passengers died on the ferry?", "how many passengers died on the ferry?"),
    ("is the Arnholt bridge open?", "/facts kursk", "/facts kursk"),
    ("", "and who denied it?", "and who denied it?"),
    ("what happened?", "and who denied it?", "and who denied it?"),
    ("is the Arnholt bridge open?", "and", "and"),
]


@pytest.mark.parametrize(("before", "then", "full"), FOLLOW_UPS, ids=[f"{b} {t}" for b, t, _ in FOLLOW_UPS])
def test_a_follow_up_keeps_the_subject_of_what_was_asked_before(before: str, then: str, full: str) -> None:
    assert in_full(then, before) == full


def test_a_thread_keeps_its_subject_through_several_and_takes_up_a_new_one() -> None:
    asked = ["is the Arnholt bridge open?", "and when?", "and who denied it?"]
    assert last_in_full(asked) == "who denied Arnholt bridge open?"
    assert last_in_full([*asked, "did the ferry Anna sink?", "and who said so?"]) == "who said so ferry Anna sink?"
    assert last_in_full(["who denied it?"], first="kursk operation") == "who denied kursk operation?"
    assert last_in_full([]) == ""


def test_what_only_asks_and_says_is_no_subject() -> None:
    assert subject_of("who said that they are here?") == ""
    assert subject_of("/who condemned deployment") == "deployment"
