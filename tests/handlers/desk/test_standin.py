"""The stand-in for Slack, spoken to by the real slack_sdk: it answers, keeps and refuses as Slack does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.desk import person, webapi
from handlers.desk.standin import Standin
from handlers.desk.workspace import BOT_USER, CHANNEL, EDITOR
from handlers.slack.client import WEB_API

METADATA = {"event_type": "notice", "event_payload": {"key": "alert:1"}}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Standin]:
    standin = await Standin.open(clock)
    yield standin
    await standin.close()


def section(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def refusal(call) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response["error"]


def test_it_knows_every_method_the_bot_calls():
    assert set(WEB_API) <= set(webapi.METHODS)


async def test_the_bot_learns_who_it_is(slack: Standin):
    assert (await slack.client.auth_test())["user_id"] == BOT_USER
    assert (await slack.client.users_info(user=EDITOR))["user"]["name"] == "you"


async def test_nobody_without_the_token_is_answered(slack: Standin):
    stranger = AsyncWebClient(token="xoxb-guessed", base_url=f"{slack.base}/api/")
    assert await refusal(stranger.chat_postMessage(channel=CHANNEL, text="hello")) == "invalid_auth"
    assert not slack.workspace.messages
    async with aiohttp.ClientSession() as nobody, nobody.post(f"{slack.base}/api/chat.postMessage") as reply:
        assert (await reply.json())["error"] == "invalid_auth"


async def test_a_message_is_kept_and_found_again_by_its_metadata(slack: Standin):
    posted = await slack.client.chat_postMessage(
        channel="#desk", text="one", blocks=[section("*one*")], metadata=METADATA
    )
    await slack.client.chat_postMessage(channel=CHANNEL, text="two")
    history = await slack.client.conversations_history(channel=CHANNEL, include_all_metadata=True)
    assert [m["text"] for m in history["messages"]] == ["two", "one"]
    assert history["messages"][1]["metadata"] == METADATA
    assert history["messages"][1]["ts"] == posted["ts"]
    plain = await slack.client.conversations_history(channel=CHANNEL)
    assert "metadata" not in plain["messages"][1]


async def test_history_comes_in_pages_and_from_a_moment_on(slack: Standin, clock: Clock):
    stamps = []
    for number in range(5):
        clock.now += timedelta(seconds=1)
        stamps.append((await slack.client.chat_postMessage(channel=CHANNEL, text=str(number)))["ts"])
    first = await slack.client.conversations_history(channel=CHANNEL, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.client.conversations_history(channel=CHANNEL, limit=3, cursor=cursor)
    assert [m["text"] for m in first["messages"] + second["messages"]] == ["4", "3", "2", "1", "0"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    after = await slack.client.conversations_history(channel=CHANNEL, oldest=stamps[3])
    assert [m["text"] for m in after["messages"]] == ["4"]
    with_it = await slack.client.conversations_history(channel=CHANNEL, oldest=stamps[3], inclusive=True)
    assert [m["text"] for m in with_it["messages"]] == ["4", "3"]


async def test_timestamps_never_repeat_even_when_the_clock_stands_still(slack: Standin):
    posted = await asyncio.gather(*(slack.client.chat_postMessage(channel=CHANNEL, text="x") for _ in range(20)))
    assert len({p["ts"] for p in posted}) == 20


async def test_replies_stand_in_their_thread_and_not_in_the_channel(slack: Standin):
    alert = (await slack.client.chat_postMessage(channel=CHANNEL, text="alert"))["ts"]
    await slack.client.chat_postMessage(channel=CHANNEL, text="one more report", thread_ts=alert)
    history = await slack.client.conversations_history(channel=CHANNEL)
    assert [(m["text"], m.get("reply_count")) for m in history["messages"]] == [("alert", 1)]
    thread = await slack.client.conversations_replies(channel=CHANNEL, ts=alert)
    assert [m["text"] for m in thread["messages"]] == ["alert", "one more report"]


async def test_an_update_keeps_the_place_and_the_key(slack: Standin):
    alert = await slack.client.chat_postMessage(channel=CHANNEL, text="open", metadata=METADATA)
    await slack.client.chat_update(channel=CHANNEL, ts=alert["ts"], text="settled", blocks=[section("settled")])
    (message,) = (await slack.client.conversations_history(channel=CHANNEL, include_all_metadata=True))["messages"]
    assert (message["text"], message["ts"], message["metadata"]) == ("settled", alert["ts"], METADATA)
    assert message["edited"]


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_it_refuses_what_slack_refuses(slack: Standin):
    post, update = slack.client.chat_postMessage, slack.client.chat_update
    assert await refusal(post(channel="C0ELSEWHERE", text="x")) == "channel_not_found"
    assert await refusal(post(channel=CHANNEL, text="")) == "no_text"
    assert await refusal(post(channel=CHANNEL, text="x" * 40_001)) == "msg_too_long"
    assert await refusal(post(channel=CHANNEL, text="x", blocks=[{"type": "divider"}] * 51)) == "invalid_blocks"
    assert await refusal(post(channel=CHANNEL, text="x", blocks=[section("y" * 3_001)])) == "invalid_blocks"
    assert await refusal(update(channel=CHANNEL, ts="1.000001", text="x")) == "message_not_found"
    typed = slack.workspace.post("mine", user=EDITOR)
    assert await refusal(update(channel=CHANNEL, ts=typed.ts, text="x")) == "cant_update_message"
    assert await refusal(slack.client.api_call("chat.shout")) == "unknown_method"
    assert await refusal(slack.client.users_info(user="U0STRANGER")) == "user_not_found"


async def test_an_ephemeral_message_is_for_one_person_and_not_in_the_history(slack: Standin):
    await slack.client.chat_postEphemeral(channel=CHANNEL, user=EDITOR, text="psst")
    assert [(m.text, m.ephemeral) for m in slack.workspace.messages.values()] == [("psst", True)]
    assert not (await slack.client.conversations_history(channel=CHANNEL))["messages"]


async def test_a_response_url_works_five_times_and_for_half_an_hour(slack: Standin, clock: Clock):
    url = slack.response_url()
    answers = [await AsyncWebhookClient(url).send(text=f"answer {n}") for n in range(6)]
    assert [a.status_code for a in answers] == [200] * 5 + [404]
    late = AsyncWebhookClient(slack.response_url())
    clock.now += timedelta(minutes=31)
    assert (await late.send(text="late")).status_code == 404
    assert (await AsyncWebhookClient(f"{slack.base}/response/guessed").send(text="x")).status_code == 404


async def test_an_answer_is_only_for_the_one_who_asked_unless_it_says_otherwise(slack: Standin):
    webhook = AsyncWebhookClient(slack.response_url())
    await webhook.send(text="only you")
    await webhook.send(text="all", response_type="in_channel")
    assert [(m.text, m.ephemeral) for m in slack.workspace.messages.values()] == [("only you", True), ("all", False)]


async def test_an_answer_may_replace_or_delete_what_was_clicked(slack: Standin):
    alert = slack.workspace.post("alert")
    webhook = AsyncWebhookClient(slack.response_url(ts=alert.ts))
    await webhook.send(text="settled", replace_original=True)
    assert slack.workspace.messages[alert.ts].text == "settled"
    await webhook.send(delete_original=True)
    assert not slack.workspace.messages


async def test_a_window_opens_once_for_a_trigger_and_is_checked(slack: Standin):
    trigger = slack.workspace.trigger()
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Both sides"}, "blocks": [section("x")]}
    opened = await slack.client.views_open(trigger_id=trigger, view=view)
    assert slack.workspace.view is not None
    assert slack.workspace.view["id"] == opened["view"]["id"]
    assert await refusal(slack.client.views_open(trigger_id=trigger, view=view)) == "expired_trigger_id"
    long = {**view, "title": {"type": "plain_text", "text": "x" * 25}}
    assert (
        await refusal(slack.client.views_open(trigger_id=slack.workspace.trigger(), view=long)) == "invalid_arguments"
    )
    await slack.client.views_publish(user_id=EDITOR, view={"type": "home", "blocks": [section("home")]})
    assert slack.workspace.home is not None


async def test_what_a_person_types_reaches_bolt_signed(slack: Standin):
    heard = []
    bolt = AsyncApp(client=slack.client, signing_secret=slack.signing_secret)

    @bolt.command("/facts")
    async def facts(ack, command):
        await ack()
        heard.append((command["command"], command["text"], command["channel_id"]))

    @bolt.event("app_mention")
    async def mention(event):
        heard.append(("mention", event["text"], event["ts"]))

    slack.answer_with(bolt)
    sent = person.command("/Facts a < b", response_url=slack.response_url(), trigger_id="t")
    assert (await slack.send_form(sent)).ok
    asked = slack.workspace.post(person.mention_text("is it over? https://a.example/b."), user=EDITOR)
    assert (await slack.send_event(person.mention(asked))).ok
    async with asyncio.timeout(5):
        while len(heard) < 2:  # noqa: ASYNC110 - Bolt runs event listeners after its ack
            await asyncio.sleep(0.01)
    assert heard == [
        ("/facts", "a &lt; b", CHANNEL),
        ("mention", f"<@{BOT_USER}> is it over? <https://a.example/b>.", asked.ts),
    ]


async def test_an_unsigned_request_does_not_reach_bolt(slack: Standin):
    slack.answer_with(AsyncApp(client=slack.client, signing_secret=slack.signing_secret))
    form = person.command("/facts x", response_url="", trigger_id="t")
    async with aiohttp.ClientSession() as nobody, nobody.post(f"{slack.base}/slack/events", data=form) as reply:
        assert reply.status == 401


async def test_silence_is_told_from_an_answer(slack: Standin):
    assert (await slack.send_form({"payload": "{}"})).status == 503  # nobody listens yet
    await slack._runner.cleanup()
    assert (await slack.send_form({"payload": "{}"})).status == 0
