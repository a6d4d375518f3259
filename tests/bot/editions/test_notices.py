"""What a paper says of its own article: corrections tied to their claims, silent edits, kills; and what only looks so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.editions import compare, current, killed, notices
from tests.bot.editions.sentences import DAY, claims, older, revision

HURT = "Twelve people were hurt when the ferry hit the quay of Arnholt."
MORE = "The mayor of the town spoke of a black day. Rescue boats came within an hour."

NOTICES = [
    ("Correction: An earlier version of this story misstated the year.", ["correction"]),
    ("CORRECTION — The mayor’s name was misspelled.", ["correction"]),
    ("*This article has been amended to correct the mayor’s age.", ["correction"]),
    ("Clarification: This story was updated to clarify who paid.", ["clarification"]),
    ("This story has been updated.", ["update"]),
    ("An earlier version of this article gave a wrong name.", ["correction"]),
    (f"{HURT}Correction: A previous headline on this story was wrong.", ["correction"]),
    ("(Corrects spelling of mayor’s name in paragraph three)", ["correction"]),
    # News of corrections is none.
    ("Prices saw a sharp correction on Monday.", []),
    ("The Times issued a correction after the minister complained.", []),
    ("The correctional facility was closed.", []),
    ("An earlier version of the bill gave more money to towns.", []),
    ("Update: the road is closed.", []),
    ("The minister corrected himself: it was ten, not twelve.", []),
    ("He read the story of the flood again.", []),
]


@pytest.mark.parametrize(("line", "kinds"), NOTICES)
def test_a_notice_speaks_of_its_own_article(line: str, kinds: list[str]) -> None:
    text = f"{HURT}\n\n{line}\n\n{MORE}"
    found = notices(text)
    assert [n.kind for n in found] == kinds
    assert all(n.span.of(text) in line and n.span.of(text).strip() == n.span.of(text) for n in found)


def test_a_correction_is_tied_to_the_claim_it_corrects() -> None:
    before = older(f"{HURT} {MORE}", published=DAY)
    told = (
        "Correction: An earlier version of this story misstated how many people were hurt when the ferry hit the quay."
    )
    now = revision(f"{HURT.replace('Twelve', 'Fifteen')} {MORE.replace('an hour', 'two hours')}\n\n{told}", published=DAY)  # fmt: skip
    edited = compare(before, now, claims(now))
    assert edited is not None
    (notice,) = edited.notices
    assert (notice.corrects, notice.into) == (before.claims[0].id, claims(now)[0].id)
    assert not edited.silent


def test_a_correction_of_what_nobody_can_tell_is_tied_to_nothing() -> None:
    now = revision(f"{HURT} {MORE}\n\nCorrection: An earlier version of this story contained an error.")
    edited = compare(None, now, claims(now))
    assert edited is not None
    assert [(n.corrects, n.into) for n in edited.notices] == [("", "")]


@pytest.mark.parametrize(
    ("dates", "later", "note", "silent"),
    [
        ({"published": DAY}, {"published": DAY}, "", True),
        ({}, {}, "", True),
        ({"published": DAY}, {"published": DAY, "updated": DAY + timedelta(hours=1)}, "", False),
        ({"published": DAY}, {"published": DAY + timedelta(hours=1)}, "", False),
        ({"published": DAY}, {"published": DAY}, "\n\nThis story has been updated.", False),
    ],
)
def test_an_edit_is_silent_where_neither_a_notice_nor_a_date_tells_of_it(
    dates: dict, later: dict, note: str, silent: bool
) -> None:
    now = revision(HURT.replace("Twelve", "Fifteen") + note, **later)
    edited = compare(older(HURT, **dates), now, claims(now))
    assert edited is not None
    assert edited.silent == silent


def test_an_old_notice_tells_nothing_of_a_new_change() -> None:
    note = "\n\nCorrection: An earlier version of this story misspelled a name."
    now = revision(HURT.replace("Twelve", "Fifteen") + note)
    edited = compare(older(HURT + note), now, claims(now))
    assert edited is not None
    assert edited.silent


def test_nothing_changed_is_no_silent_edit() -> None:
    now = revision(f"{HURT}\n")
    edited = compare(older(HURT), now, claims(now))
    assert edited is not None
    assert (edited.changes, edited.notices, edited.silent) == ((), (), False)
    assert compare(None, now, claims(now)) is None


def test_what_a_notice_takes_back_is_no_claim_of_the_paper_any_more() -> None:
    now = revision(f"{HURT}\n\nCorrection: An earlier version of this story incorrectly said that nine people died.")
    assert [c.quote for c in current(now.text, claims(now))] == [HURT]
    other = revision("A rival paper incorrectly said that nine people died.")
    assert len(current(other.text, claims(other))) == 1


KILLED = [
    ("KILL", "EDITORS: Please kill the story slugged FERRY, moved at 0900. The mayor was never there."),
    ("ADVISORY: Ferry story", "Editors, please withhold the story headlined Ferry lost off Arnholt."),
    ("BULLETIN KILL", "The article Ferry lost off Arnholt has been withdrawn. It was based on a forged letter."),
    ("Withdrawn", "This article has been withdrawn by its publisher."),
    ("", "This story has been retracted because its source could not be confirmed."),
    ("RETRACTION", "Our story Ferry lost off Arnholt was retracted on Monday. Do not use the story."),
]
NEWS = [
    ("Rebels kill ten in raid", "Rebels killed ten people in a raid on Monday, the army said."),
    ("Troops withdrawn", "The army has withdrawn its troops from the town, the minister said."),
    ("Journal retracts paper", "The journal retracted the study. Its authors had made up their figures, it said."),
    ("Advisory: storm on its way", "The weather office issued an advisory. People should stay at home."),
    ("Book withdrawn", "The story of a boy was withdrawn from schools after parents complained."),
    ("A kill", "This article has been withdrawn. " + "But there is far more to tell of the ferry and the town. " * 30),
]


@pytest.mark.parametrize(("title", "text"), KILLED)
def test_a_kill_notice_is_known(title: str, text: str) -> None:
    assert killed(title, text) in f"{title}\n{text}"
    assert killed(title, text)


@pytest.mark.parametrize(("title", "text"), NEWS)
def test_news_is_no_kill_notice(title: str, text: str) -> None:
    assert killed(title, text) == ""
