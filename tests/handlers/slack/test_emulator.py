"""The bot against an independent Slack: real slack_sdk calls, the manifest's scopes enforced, nothing of ours faked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import PostRefused
from handlers.slack import http
from handlers.slack.app import make_app
from handlers.slack.client import make_client
from handlers.slack.noticeboard import SlackNoticeboard
from tests.handlers.slack import emulator
from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, NewsroomFake, conflict, dispute, statement
from tests.handlers.slack.signed import SECRET, Sender, mention
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said

pytestmark = pytest.mark.npm
CHANNEL = "C000000001"
KEY = "alert:d1234567890abcde"


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    emulator.require()
    with emulator.running(tmp_path_factory.mktemp("emulate")) as url:
        yield url


@pytest.fixture
async def client(emulated: str) -> AsyncIterator[AsyncWebClient]:
    async with ClientSession() as session:
        yield make_client(emulator.BOT_TOKEN, api_url=f"{emulated}/api", session=session)


@pytest.fixture
def board(client: AsyncWebClient, newsroom: NewsroomFake) -> SlackNoticeboard:
    return SlackNoticeboard(client, newsroom)  # type: ignore[arg-type]


async def history(client: AsyncWebClient) -> list[dict]:
    return (await client.api_call("conversations.history", data={"channel": CHANNEL}))["messages"]


async def test_the_bot_knows_itself(client: AsyncWebClient) -> None:
    assert (await client.auth_test())["user_id"] == "U000000009"


async def test_an_alert_is_posted_found_joined_and_settled(
    board: SlackNoticeboard, client: AsyncWebClient, newsroom: NewsroomFake
) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    assert await board.find(KEY, channel=CHANNEL, since=since) is None
    alert = await board.alert(dispute(), channel=CHANNEL, key=KEY)
    assert await board.find(KEY, channel=CHANNEL, since=since) == alert

    other = statement("Two fishermen said the bridge is closed.", who="Two fishermen", cue="said", article="a3")
    newsroom.keep(other)
    newsroom.on_file[dispute().id] = dispute(conflict(OPEN, CLOSED), conflict(OPEN, other), opened=since)
    key = "joined:d1234567890abcde:rev-a3"
    third = newsroom.on_file[dispute().id]
    receipt = await board.joined(third, "rev-a3", alert=alert, channel=CHANNEL, key=key)
    assert await board.find(key, channel=CHANNEL, since=since) == receipt

    await newsroom.settle(dispute().id, state="resolved", how="", by="@ann")
    await board.settled(newsroom.on_file[dispute().id], alert=alert, channel=CHANNEL, key="settled:x")
    shown = next(m for m in await history(client) if m["ts"] == alert.ts)
    assert "Resolved, said @ann." in said(shown)
    assert "3 reports" in said(shown)
    [table] = [b for b in shown["blocks"] if b["type"] == "table"]
    assert [len(row) for row in table["rows"]] == [2, 2, 2]
    assert shown["metadata"]["event_payload"]["key"] == KEY
    assert OPEN.claim.quote in shown["text"]


async def test_a_mention_is_answered_in_its_thread(
    client: AsyncWebClient, newsroom: NewsroomFake, slack: SlackDouble
) -> None:
    app = make_app(newsroom, client=client, signing_secret=SECRET)  # type: ignore[arg-type]
    site = web.Application()
    http.mount(site, app)
    async with TestServer(site) as server:
        asked = await client.chat_postMessage(channel=CHANNEL, text="is the bridge open?")
        event = mention("<@U000000009> is the bridge open?", ts=asked["ts"], channel=CHANNEL, user="U000000001")
        sender = Sender(str(server.make_url(http.PATH)), app, slack)
        assert (await sender.event(event))[0] == 200
    thread = (await client.api_call("conversations.replies", data={"channel": CHANNEL, "ts": asked["ts"]}))["messages"]
    assert OPEN.claim.quote in thread[-1]["text"]
    assert thread[-1]["unfurl_links"] is False


async def test_home_and_modal_are_accepted(client: AsyncWebClient, newsroom: NewsroomFake, slack: SlackDouble) -> None:
    app = make_app(newsroom, client=client, signing_secret=SECRET)  # type: ignore[arg-type]
    site = web.Application()
    http.mount(site, app)
    async with TestServer(site) as server:
        sender = Sender(str(server.make_url(http.PATH)), app, slack)
        opened = {"type": "app_home_opened", "user": "U000000001", "tab": "home", "channel": "D1"}
        assert (await sender.event(opened))[0] == 200
        trigger = (await client.api_call("views.generateTriggerId", json={"user_id": "U000000001"}))["trigger_id"]
        action = {"action_id": "dispute_show", "value": dispute().id}
        assert (await sender.press(action, in_home=True, trigger_id=trigger))[0] == 200
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):  # so the modal was opened with it
        await client.views_open(
            trigger_id=trigger, view={"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
        )


async def test_a_channel_that_is_not_there_is_refused(board: SlackNoticeboard) -> None:
    with pytest.raises(PostRefused, match="channel_not_found"):
        await board.alert(dispute(), channel="C404", key=KEY)


async def test_a_token_nobody_knows_is_refused(emulated: str, newsroom: NewsroomFake) -> None:
    board = SlackNoticeboard(make_client("xoxb-stale", api_url=f"{emulated}/api"), newsroom)  # type: ignore[arg-type]
    with pytest.raises(PostRefused, match="install the app again"):
        await board.alert(dispute(), channel=CHANNEL, key=KEY)
