"""A message pointed at is checked or filed; an article in a mention is filed and answered with what it contradicts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import Refused
from handlers.slack import messages, typed
from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, NewsroomFake, dispute
from tests.handlers.slack.signed import Sender, direct, mention
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said

STORY = "The ferry to Arnholt stopped on Monday. Its owner said that the engine had failed. Nobody was hurt. " * 4


async def test_a_message_is_checked_for_who_pointed_at_it_alone(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    assert (await send.point_at(messages.CHECK, "The bridge remains &lt;closed&gt;."))[0] == 200
    assert newsroom.checked == [("The bridge remains <closed>.", datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC))]
    [answer] = slack.answers
    assert "response_type" not in answer
    assert "1 statement on file against it." in said(answer)
    assert OPEN.claim.quote in said(answer)
    assert "The message says" in said(answer)
    assert "rev-a1" in newsroom.seen["C1"]
    assert newsroom.pasted == [], "nothing was filed"


async def test_what_does_not_stand_in_its_article_is_not_held_against_a_message(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    newsroom.texts["rev-a1"] = newsroom.texts["rev-a1"].replace("open", "shut")
    await send.point_at(messages.CHECK, "The bridge remains closed.")
    assert OPEN.claim.quote not in said(slack.answers[0])
    assert "Nothing on file contradicts this message" in said(slack.answers[0])


async def test_a_message_that_states_nothing_is_told_so(send: Sender, slack: SlackDouble) -> None:
    await send.point_at(messages.CHECK, "Hello!")
    assert "Nothing in this message is a statement" in said(slack.answers[0])


async def test_a_message_is_filed_and_what_it_contradicts_is_told(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    newsroom.clashing["a3"] = [dispute()]
    await send.point_at(messages.FILE, "Look: <https://example.org/a?b=1&amp;c=2|this>!")
    assert newsroom.pasted == [("https://example.org/a?b=1&c=2", "@ann")]
    assert "Filed: Ferry stops" in said(slack.answers[0])
    assert "It is part of 1 dispute." in slack.answers[0]["text"]
    assert CLOSED.claim.quote in said(slack.answers[0])


async def test_a_link_in_a_mention_is_filed_and_answered_in_the_thread(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    newsroom.clashing["a3"] = [dispute()]
    await send.event(mention("<@UBOT> <https://example.org/story>"))
    assert newsroom.pasted == [("https://example.org/story", "@Uann")]
    assert newsroom.asked == []
    [posted] = slack.called("chat.postMessage")
    assert posted["thread_ts"] == "1700000001.000100"
    assert "Filed: Ferry stops" in posted["text"]
    assert "It is part of 1 dispute." in posted["text"]


async def test_a_pasted_text_is_filed(send: Sender, newsroom: NewsroomFake) -> None:
    await send.event(direct(STORY))
    assert newsroom.pasted == [(STORY.strip(), "@Uann")]


async def test_an_address_that_is_refused_is_said_in_the_thread(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    async def refuse(url: str, *, by: str = "") -> None:
        raise Refused("http://10.0.0.1/ is inside a private network; paste the text instead")

    newsroom.add = refuse  # type: ignore[assignment]
    await send.event(mention("<@UBOT> <http://10.0.0.1/>"))
    assert "paste the text instead" in slack.called("chat.postMessage")[0]["text"]


@pytest.mark.parametrize(
    ("text", "handed"),
    [
        ("how many troops were sent?", False),
        ("who said that the bridge is open, and what did the harbour office answer, and when was that? " * 4, True),
        ("why? " * 40, False),
        ("x" * 5_000, False),
        (STORY, True),
        ("https://example.org/a", True),
        ("ftp://example.org/a", False),
    ],
)
def test_what_is_handed_in_and_what_is_asked(text: str, handed: bool) -> None:
    assert typed.hands_in(text) == handed


def test_an_address_ends_before_what_ends_the_sentence() -> None:
    assert typed.link("See (https://example.org/a_(b)).") == "https://example.org/a_(b"
    assert typed.link("See https://example.org/a?b=c&d.") == "https://example.org/a?b=c&d"
    assert typed.link("no address here") == ""
