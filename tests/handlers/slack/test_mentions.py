"""Questions by mention and by direct message: answered once, in the thread, never to a bot."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError

from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, NewsroomFake, conflict, dispute
from tests.handlers.slack.signed import Sender, direct, mention
from tests.handlers.slack.slack_double import BOT_USER, Fault, SlackDouble
from tests.handlers.slack.test_commands import said


async def test_a_mention_is_answered_in_its_thread(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    assert await send.event(mention(f"<@{BOT_USER}> is the bridge open?")) == (200, "")
    [posted] = slack.called("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("C1", "1700000001.000100")
    assert newsroom.asked == ["is the bridge open?"]
    assert OPEN.claim.quote in posted["text"]
    assert posted["unfurl_links"] is False


async def test_a_mention_inside_a_thread_is_answered_there(send: Sender, slack: SlackDouble) -> None:
    await send.event(mention("<@UBOT> bridge?", thread_ts="1699999999.000100"))
    assert slack.called("chat.postMessage")[0]["thread_ts"] == "1699999999.000100"


def in_thread(slack: SlackDouble, *asked: str, **parent: object) -> None:
    """A thread in C1 that begins with ``parent`` and has these questions by people in it."""
    slack.messages["C1"].append({"ts": "1699999990.000100", "user": "Uann", "text": "Look at this", **parent})
    for n, text in enumerate(asked):
        ts = f"1699999991.00010{n}"
        slack.messages["C1"].append({"ts": ts, "thread_ts": "1699999990.000100", "user": "Uann", "text": text})


async def test_a_follow_up_keeps_the_subject_of_the_thread(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    in_thread(slack, f"<@{BOT_USER}> is the bridge open?", "not said to the bot: what about the ferry?")
    await send.event(mention(f"<@{BOT_USER}> and who denied it?", thread_ts="1699999990.000100"))
    assert newsroom.asked == ["who denied bridge open?"]
    assert "Asked as: who denied bridge open?" in slack.called("chat.postMessage")[0]["text"]


async def test_under_an_alert_its_dispute_is_the_subject(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    about = [replace(s, claim=replace(s.claim, topics=("bridge",))) for s in (OPEN, CLOSED)]
    newsroom.on_file["d1"] = dispute(conflict(*about), id="d1")
    key = {"event_type": "wirecheck_notice", "event_payload": {"key": "alert:d1"}}
    in_thread(slack, metadata=key, bot_id="BBOT")
    await send.event(mention(f"<@{BOT_USER}> who denied it?", thread_ts="1699999990.000100"))
    assert newsroom.asked == ["who denied bridge?"]


async def test_a_question_of_its_own_in_a_thread_is_asked_as_it_stands(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    in_thread(slack, f"<@{BOT_USER}> is the bridge open?")
    await send.event(mention(f"<@{BOT_USER}> how many ferries sank?", thread_ts="1699999990.000100"))
    assert newsroom.asked == ["how many ferries sank?"]
    assert "Asked as" not in slack.called("chat.postMessage")[0]["text"]


@pytest.mark.parametrize("error", ["missing_scope", "internal_error", "channel_not_found"])
async def test_where_the_thread_cannot_be_read_the_question_is_asked_as_it_stands(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, error: str
) -> None:
    slack.fail("conversations.replies", Fault(error=error))
    await send.event(mention(f"<@{BOT_USER}> and the bridge?", thread_ts="1699999990.000100"))
    assert newsroom.asked == ["and the bridge?"]


async def test_a_direct_message_is_answered_in_its_thread(send: Sender, slack: SlackDouble) -> None:
    await send.event(direct("is the bridge open?"))
    [posted] = slack.called("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("D1", "1700000002.000100")


@pytest.mark.parametrize("first", ["app_mention", "message"])
async def test_the_message_twin_of_a_mention_is_not_answered(send: Sender, slack: SlackDouble, first: str) -> None:
    asked = mention("<@UBOT> is the bridge open?")
    twin = {**asked, "type": "message", "channel_type": "channel"}
    for event in (asked, twin) if first == "app_mention" else (twin, asked):
        assert (await send.event(event))[0] == 200
    assert len(slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "event",
    [
        direct("bridge", bot_id="BOTHER"),
        direct("bridge", subtype="bot_message"),
        direct("bridge", subtype="message_changed"),
        direct("bridge", subtype="message_deleted"),
        direct("bridge", subtype="channel_join"),
        mention("<@UBOT> bridge", bot_id="BOTHER"),
        mention("<@UBOT> bridge", user=BOT_USER),
        direct("bridge", user=BOT_USER),
        {**direct("bridge"), "channel_type": "channel"},
    ],
    ids=lambda e: f"{e['type']}-{e.get('subtype') or e.get('bot_id') or e.get('channel_type') or e['user']}",
)
async def test_bots_itself_and_changes_are_passed_over(send: Sender, slack: SlackDouble, event: dict) -> None:
    assert (await send.event(event))[0] == 200
    assert slack.called("chat.postMessage") == []


async def test_the_same_event_delivered_twice_is_answered_once(send: Sender, slack: SlackDouble) -> None:
    for _ in range(2):
        assert (await send.event(mention("<@UBOT> bridge?"), event_id="Ev7"))[0] == 200
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_retry_that_is_the_first_to_arrive_is_answered(send: Sender, slack: SlackDouble) -> None:
    headers = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    await send.event(mention("<@UBOT> bridge?"), **headers)
    assert len(slack.called("chat.postMessage")) == 1


async def test_two_questions_are_two_answers(send: Sender, slack: SlackDouble) -> None:
    await asyncio.gather(*(send.event(mention("<@UBOT> bridge?", ts=f"17000000{n}.000100")) for n in range(10, 15)))
    assert len(slack.called("chat.postMessage")) == 5


async def test_a_bare_mention_is_answered_with_help(send: Sender, slack: SlackDouble) -> None:
    await send.event(mention("<@UBOT>"))
    assert "/facts kursk" in said(slack.called("chat.postMessage")[0])


async def test_a_wrong_question_is_met_in_the_thread(send: Sender, slack: SlackDouble) -> None:
    await send.event(mention("<@UBOT> /digest bridge"))
    [posted] = slack.called("chat.postMessage")
    assert posted["thread_ts"] == "1700000001.000100"
    assert "try /facts bridge" in said(posted)


async def test_an_answer_waits_as_long_as_slack_asks(send: Sender, slack: SlackDouble) -> None:
    slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": "1"}), Fault(status=503, body="busy"))
    await send.event(mention("<@UBOT> bridge?"))
    assert len(slack.messages["C1"]) == 1


async def test_an_event_nobody_listens_for_is_acknowledged(send: Sender, slack: SlackDouble) -> None:
    assert await send.event({"type": "reaction_added", "user": "U1", "reaction": "eyes"}) == (200, "")
    assert slack.called("chat.postMessage") == []


async def test_the_ack_does_not_wait_for_a_slack_that_is_away(send: Sender, slack: SlackDouble) -> None:
    slack.fail("auth.test", Fault(hang=2.5))
    started = asyncio.get_running_loop().time()
    answered = asyncio.create_task(send.event(mention("<@UBOT> bridge?")))
    assert (await answered)[0] == 200
    assert asyncio.get_running_loop().time() - started < 2.5
    assert len(slack.called("chat.postMessage")) == 1


async def test_where_slack_asked_to_wait_a_mention_waits_too(send: Sender, slack: SlackDouble, client) -> None:
    """The line that asked and the line that answers are one."""
    slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": "1"}))
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C1", text="an alert")
    await send.event(mention("<@UBOT> bridge?"))
    assert len(slack.messages["C1"]) == 1
    assert len(slack.called("chat.postMessage")) == 2, "none was made in vain"
