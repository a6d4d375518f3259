"""What a watch concerns, and which channels are told of a dispute."""

from __future__ import annotations

import pytest

from bot.watches import Watch, about, routes
from tests.bot.invented import claim, clash, statements

[OLD] = statements(
    "post", [claim("The troops of North Korea are in Kursk.", "Ministry of Defence", "say", "say")], title="War"
)
[NEW] = statements("times", [claim("No soldier of Pyongyang is in Kursk.", "Kim Dong-ha", "say", "say")], title="Peace")
CONFLICT = clash(OLD, NEW)

# watched                | concerned
TOPICS = [
    ("any", True),
    ("kursk", True),
    ("Kursk troops", True),
    ("Kim Dong-ha", True),
    ("defence ministry", True),
    ("DPRK", True),
    ("peace", True),
    ("Moscow", False),
    ("kursk boats", False),
    ("Kim Il-su", False),
]


@pytest.mark.parametrize(("words", "concerned"), TOPICS)
def test_a_watch_concerns_what_is_said_who_says_it_and_where(words: str, concerned: bool) -> None:
    assert Watch("C2", words).wants(about([CONFLICT])) == concerned


# watches                                                        | told
ROUTES = [
    ([], ("C1",)),
    ([Watch("C2", "kursk")], ("C1", "C2")),
    ([Watch("C2", "kursk"), Watch("C2", "any"), Watch("C3", "moscow")], ("C1", "C2")),
    ([Watch("C2", "any"), Watch("C2", "kursk", muted=True)], ("C1",)),
    ([Watch("C1", "kursk", muted=True), Watch("C2", "any")], ("C2",)),
    ([Watch("C1", "moscow", muted=True)], ("C1",)),
]


@pytest.mark.parametrize(("watches", "told"), ROUTES)
def test_the_channels_that_are_told(watches: list[Watch], told: tuple[str, ...]) -> None:
    assert routes([CONFLICT], watches, otherwise="C1") == told
