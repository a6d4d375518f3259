"""/watch and /unwatch: for a channel, for one person, in which hours not; what is wrong is met with what works."""

from __future__ import annotations

import pytest

from tests.handlers.slack.newsroom_fake import NewsroomFake
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said


async def test_a_channel_watches_a_topic_once_and_ends_it(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.command("/watch", "Kim Jong-un")
    assert "Alerts of “Kim Jong-un” come here from now on. /unwatch Kim Jong-un ends it." in said(slack.answers[0])
    [watch] = await newsroom.shelf.watches("C1")
    assert (watch.words, watch.by, watch.muted) == ("Kim Jong-un", "@ann", False)
    await send.command("/watch", "“kim jong-un”", user="ben")
    assert "was watched already" in said(slack.answers[1])
    await send.command("/watch", "list")
    assert "Watched: Kim Jong-un, by @ann" in said(slack.answers[2])
    await send.command("/unwatch", "KIM JONG-UN")
    assert "is no longer watched here" in said(slack.answers[3])
    assert await newsroom.shelf.watches() == []


async def test_a_person_watches_in_their_direct_messages(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.command("/watch", "me any")
    assert [asked["users"] for asked in slack.called("conversations.open")] == ["Uann"]
    assert [w.channel for w in await newsroom.shelf.watches()] == ["Dann"]
    assert "Alerts of everything come to you, as a direct message, from now on. /unwatch me any ends it." in said(
        slack.answers[0]
    )
    await send.command("/unwatch", "me all")
    assert await newsroom.shelf.watches() == []


async def test_quiet_hours_are_set_told_and_ended(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    await send.command("/watch", "quiet 22:00 – 7am europe/london")
    assert "Quiet here from 22:00 to 07:00 (Europe/London)" in said(slack.answers[0])
    await send.command("/watch", "list")
    assert "Quiet here" in said(slack.answers[1])
    await send.command("/watch", "quiet off")
    assert await newsroom.shelf.quiet_hours() == []


@pytest.mark.parametrize(
    ("command", "typed", "hint"),
    [
        ("/watch", "the", "e.g. /watch kursk"),
        ("/watch", "x" * 200, "e.g. /watch kursk"),
        ("/watch", "quiet", "/watch quiet 22:00-07:00 Europe/London"),
        ("/watch", "quiet 25:00-07:00", "/watch quiet 22:00-07:00 Europe/London"),
        ("/watch", "quiet 22:00-22:00", "/watch quiet 22:00-07:00 Europe/London"),
        ("/watch", "quiet 22:00-07:00 Atlantis", "/watch quiet 22:00-07:00 Europe/London"),
        ("/unwatch", "kursk", "try /watch kursk"),
        ("/unwatch", "all", "try /watch kursk"),
    ],
)
async def test_what_is_wrong_is_met_with_what_works(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, command: str, typed: str, hint: str
) -> None:
    await send.command(command, typed)
    assert hint in said(slack.answers[0])
    assert "reference" not in said(slack.answers[0])
    assert await newsroom.shelf.watches() == []


async def test_unwatching_what_is_not_watched_names_what_is(send: Sender, slack: SlackDouble) -> None:
    await send.command("/watch", "moscow")
    await send.command("/unwatch", "kursk")
    assert "these are: /unwatch moscow" in said(slack.answers[1])
