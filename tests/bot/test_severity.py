"""How much a dispute matters: from what is on file alone, each reason in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.nouns import Conflict
from bot.severity import Severity, rises, severity
from bot.watches import Watch, risen, routes
from tests.bot.invented import claim, clash, statements

MINISTRY = statements("post", [claim("Twelve people died in Arnholt.", "Ministry", "say", "say")])[0]
UNION = statements("times", [claim("Nine people died in Arnholt.", "Rail Union", "say", "say")])[0]
RADIO = statements("radio", [claim("Eight people died in Arnholt.", "Port Office", "say", "say")])[0]
PAPER = statements("coast", [claim("Seven people died in Arnholt.")])[0]
SOMEBODY = replace(UNION, claim=replace(UNION.claim, anonymous=True))


def about(old=MINISTRY, new=UNION, *, kind: str = "state", confidence: float = 0.7) -> Conflict:
    return clash(old, new, kind=kind, confidence=confidence)


@pytest.mark.parametrize(
    ("conflicts", "watched", "told"),
    [
        ([about(PAPER, SOMEBODY)], (), "low"),
        ([about(PAPER, MINISTRY)], (), "low"),
        ([about()], (), "normal (both sides by name)"),
        ([about(PAPER, SOMEBODY, confidence=0.8)], (), "normal (very likely a conflict)"),
        ([about(kind="number")], (), "normal (about how many, both sides by name)"),
        (
            [about(kind="number", confidence=0.85)],
            (),
            "high (very likely a conflict, about how many, both sides by name)",
        ),
        ([about(), about(new=RADIO)], (), "normal (3 reports, both sides by name)"),
        ([about(kind="identity"), about(new=RADIO)], (), "high (about who it was, 3 reports, both sides by name)"),
        ([about(PAPER, SOMEBODY)], ("arnholt",), "normal (watched: arnholt)"),
        ([about(kind="number")], ("arnholt",), "high (about how many, both sides by name, watched: arnholt)"),
    ],
)
def test_each_reason_counts_and_is_told(conflicts: list[Conflict], watched: tuple[str, ...], told: str) -> None:
    assert str(severity(conflicts, watched)) == told


def test_copies_of_one_wire_story_are_one_report() -> None:
    copy = replace(RADIO, edition=replace(RADIO.edition, story=UNION.edition.article_id))
    assert "reports" not in str(severity([about(), about(new=copy)]))


def test_it_rises_and_does_not_fall() -> None:
    low, high = Severity("low"), Severity("high")
    assert rises(low, high)
    assert not rises(high, high)
    assert not rises(high, low)


BY = {"high": ("C9", "C8"), "low": ("C3",)}


def test_severity_says_which_channels_are_told_and_the_usual_one_otherwise() -> None:
    high = [about(kind="number", confidence=0.85)]
    assert routes(high, [], otherwise="C1", by_severity=BY) == ("C9", "C8")
    assert routes([about()], [], otherwise="C1", by_severity=BY) == ("C1",)
    assert routes([about(PAPER, SOMEBODY)], [], otherwise="C1", by_severity=BY) == ("C3",)
    assert routes(high, [], otherwise="C1") == ("C1",)


def test_watchers_are_told_besides_and_what_they_watch_counts() -> None:
    watches = [Watch("C5", "arnholt"), Watch("D7", "any"), Watch("C8", "arnholt", muted=True)]
    assert routes([about(PAPER, SOMEBODY)], watches, otherwise="C1", by_severity=BY) == ("C1", "C5", "D7")
    assert routes([about(kind="number")], watches, otherwise="C1", by_severity=BY) == ("C9", "C5", "D7"), "C8 muted it"
    anything = [Watch("C5", "any")]
    assert routes([about(PAPER, SOMEBODY)], anything, otherwise="C1", by_severity=BY) == ("C3", "C5")


def test_what_comes_to_matter_more_is_told_where_that_goes() -> None:
    before = [about(kind="number")]
    after = [*before, about(new=RADIO, kind="number")]
    assert risen(before, after, [], by_severity=BY) == ("C9", "C8")
    assert risen(after, after, [], by_severity=BY) == ()
    assert risen(before, after, [Watch("C9", "arnholt", muted=True)], by_severity=BY) == ("C8",)
    assert risen(before, after, [], by_severity={"low": ("C3",)}) == ()
