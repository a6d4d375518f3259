"""The pieces joined: Slack by HTTP and by socket, each channel's own noticeboard, and an end that drains."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot import app, settings
from bot.errors import BadSetting, PostFailed
from bot.newsroom import Newsroom
from bot.nouns import Article, Receipt
from handlers.desk.workspace import CHANNEL

SECRET = "shh"
OLD = "Ten people were killed in the fire at the Marlow mill on Sunday, police said."
NEW = "Fifteen people were killed in the fire at the Marlow mill on Sunday, the Marlow hospital said."


class FakeSlack:
    """As much of Slack as the bot calls: the Web API, a response_url, and the socket of Socket Mode."""

    def __init__(self) -> None:
        self.base = ""
        self.posted: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        self.acked: list[dict[str, Any]] = []
        self.socket: web.WebSocketResponse | None = None
        self.refuses = ""
        self.calls: list[str] = []
        self.lines: set[Any] = set()

    async def api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls.append(method)
        self.lines.add(request.transport)
        if self.refuses:
            return web.json_response({"ok": False, "error": self.refuses})
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": self.base.replace("http", "ws") + "/link"})
        if method == "chat.postMessage":
            sent = await request.json() if "json" in request.content_type else dict(await request.post())
            self.posted.append(sent)
            ts = f"17000000{len(self.posted):02}.000100"
            return web.json_response({"ok": True, "channel": sent["channel"], "ts": ts, "message": {"ts": ts}})
        return web.json_response({"ok": True, "user_id": "U1", "bot_id": "B1", "team_id": "T1", "messages": []})

    async def response(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        return web.Response(text="ok")

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        await self.socket.send_json({"type": "hello", "num_connections": 1})
        async for message in self.socket:
            if message.type == aiohttp.WSMsgType.TEXT and message.data.startswith("{"):
                self.acked.append(json.loads(message.data))
        return self.socket

    def command(self, name: str, text: str) -> dict[str, str]:
        return {
            "command": name,
            "text": text,
            "team_id": "T1",
            "channel_id": "C1",
            "channel_name": "news",
            "user_id": "U2",
            "user_name": "ann",
            "trigger_id": "1.2.x",
            "response_url": f"{self.base}/response",
        }


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    site = web.Application()
    site.router.add_route("*", "/api/{method}", fake.api)
    site.router.add_post("/response", fake.response)
    site.router.add_get("/link", fake.link)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield fake
    await runner.cleanup()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for row in settings.table():
        monkeypatch.delenv(row.name, raising=False)
    monkeypatch.chdir(tmp_path)


def chosen(**more: Any) -> settings.Settings:
    return settings.load(database="sqlite:///test.db", listen="127.0.0.1:0", **more)


def to_slack(slack: FakeSlack, **more: Any) -> settings.Settings:
    return chosen(slack_bot_token="xoxb-1", slack_api_url=f"{slack.base}/api/", alert_channel="C0123", **more)


@asynccontextmanager
async def at_work(set_: settings.Settings) -> AsyncIterator[tuple[Newsroom, app.Serving]]:
    async with app.newsroom(set_, processes=0) as (desk, _), app.serving(desk, set_) as served:
        yield desk, served


async def until(true: Callable[[], Any], patience: float = 30.0) -> None:
    async with asyncio.timeout(patience):
        while not true():  # noqa: ASYNC110 - looked at from outside, as a person would
            await asyncio.sleep(0.02)


async def file_both(desk: Newsroom) -> None:
    for n, text in enumerate((OLD, NEW)):
        await desk.file(Article(key=str(n), ref=f"0{n}", text=text, outlet=f"Paper {n}"))


async def test_without_tokens_alerts_are_posted_on_the_desk() -> None:
    async with at_work(chosen()) as (desk, served):
        assert served.slack == ""
        await file_both(desk)
        (dispute,) = await desk.disputes()
        await until_posted(desk, f"alert:{dispute.id}", CHANNEL)
        async with aiohttp.ClientSession() as browser, browser.get(f"{served.url}/") as page:
            shown = await page.text()
    assert "Marlow hospital" in shown


async def until_posted(desk: Newsroom, key: str, channel: str) -> Receipt:
    async with asyncio.timeout(30):
        while (receipt := await desk.store.receipt(key)) is None:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)
    assert receipt.channel == channel
    return receipt


async def test_over_http_a_signed_command_is_answered_and_alerts_go_to_the_channel(slack: FakeSlack) -> None:
    async with at_work(to_slack(slack, slack_signing_secret=SECRET)) as (desk, served):
        assert served.slack == "http"
        await file_both(desk)
        await until(lambda: slack.posted)
        assert slack.posted[0]["channel"] == "C0123"

        body, stamp = urlencode(slack.command("/facts", "fire")), str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
        assert signature is not None
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        }
        async with aiohttp.ClientSession() as client:
            async with client.post(f"{served.url}/slack/events", data=body, headers=headers) as answer:
                assert answer.status == 200
            forged = headers | {"X-Slack-Signature": "v0=" + "0" * 64}
            async with client.post(f"{served.url}/slack/events", data=body, headers=forged) as answer:
                assert answer.status == 401
        await until(lambda: slack.responses)
        assert "Marlow hospital" in json.dumps(slack.responses[0], ensure_ascii=False)
    assert {"auth.test", "chat.postMessage"} <= set(slack.calls)
    assert len(slack.lines) < len(slack.calls), "calls share a connection"
    await until(lambda: all(line.is_closing() for line in slack.lines), patience=5)


async def test_by_socket_a_command_is_acknowledged_and_answered(slack: FakeSlack) -> None:
    async with at_work(to_slack(slack, slack_app_token="xapp-1")) as (desk, served):
        assert served.slack == "socket"
        await file_both(desk)
        await until(lambda: slack.socket is not None)
        async with aiohttp.ClientSession() as client:
            await until_ready(client, f"{served.url}/healthz")
            assert slack.socket is not None
            payload = slack.command("/facts", "fire")
            await slack.socket.send_json({"type": "slash_commands", "envelope_id": "e1", "payload": payload, "accepts_response_payload": True})  # fmt: skip
            await until(lambda: slack.acked and slack.responses)
            assert slack.acked[0]["envelope_id"] == "e1"
            assert "Marlow hospital" in json.dumps(slack.responses[0], ensure_ascii=False)
            # Nothing comes over HTTP then, and nobody may try.
            async with client.post(f"{served.url}/slack/events", data="x") as answer:
                assert answer.status in (404, 405)


async def until_ready(client: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(30):
        while True:
            async with client.get(url) as answer:
                if json.loads(await answer.text())["parts"].get("slack"):
                    return
            await asyncio.sleep(0.05)


async def test_while_slack_refuses_the_desk_goes_on_and_says_so(slack: FakeSlack) -> None:
    slack.refuses = "invalid_auth"
    refused = to_slack(slack, slack_app_token="xapp-1")
    async with at_work(refused) as (_, served), aiohttp.ClientSession() as client:
        async with client.get(f"{served.url}/healthz") as answer:
            assert (await answer.json())["parts"] == {"archive": True, "slack": False}
        async with client.get(f"{served.url}/") as page:
            assert page.status == 200


async def test_what_is_due_in_slack_waits_while_slack_is_not_connected() -> None:
    boards = app.Noticeboards(desk=_Board("desk"), slack=None, desk_channel=CHANNEL)
    assert (await boards.find("k", channel=CHANNEL, since=app.now())) == Receipt("desk", "1")
    with pytest.raises(PostFailed) as failed:
        await boards.find("k", channel="C0123", since=app.now())
    assert failed.value.retry_after == 60.0


async def test_each_channel_has_its_own_noticeboard() -> None:
    boards = app.Noticeboards(desk=_Board("desk"), slack=_Board("slack"), desk_channel=CHANNEL)
    dispute: Any = None
    assert (await boards.alert(dispute, channel=CHANNEL, key="k")).channel == "desk"
    assert (await boards.alert(dispute, channel="C0123", key="k")).channel == "slack"
    # What follows an alert goes where the alert is, whatever channel is set by now.
    there = Receipt(CHANNEL, "1")
    assert (await boards.joined(dispute, "r", alert=there, channel="C0123", key="k")).channel == "desk"
    assert (await boards.settled(dispute, alert=there, channel="C0123", key="k")).channel == "desk"
    assert (await boards.settled(dispute, alert=None, channel="C0123", key="k")).channel == "slack"


class _Board:
    """A noticeboard that tells by its receipts which one it is."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def alert(self, *args: Any, **kwargs: Any) -> Receipt:
        return Receipt(self.name, "1")

    joined = settled = digest = notice = find = alert


async def test_a_taken_port_is_told_or_another_one_found() -> None:
    async with at_work(chosen()) as (desk, served):
        taken = settings.load(database="sqlite:///test.db", listen=served.url.removeprefix("http://"))
        with pytest.raises(BadSetting, match="is taken by another program"):
            async with app.serving(desk, taken):
                pass
        async with app.serving(desk, taken, any_port=True) as other:
            assert other.url != served.url


async def test_the_seeds_are_filed_once_into_an_empty_archive() -> None:
    async with app.newsroom(chosen(), processes=0) as (desk, _):
        assert await app.file_seeds(desk) == 2
        assert await app.file_seeds(desk) == 0
    async with app.newsroom(chosen(), processes=0) as (desk, _):
        assert await app.file_seeds(desk) == 0
        assert (await desk.counts()).articles == 2


async def test_what_runs_beside_is_heard_of_when_it_fails_and_the_rest_goes_on() -> None:
    async def fails() -> None:
        raise ValueError("broken")

    async with at_work(chosen()) as (_, served):
        with capture_logs() as logged:
            served.start(fails(), "a part")
            await asyncio.sleep(0.05)
        assert [(e["event"], e["part"], e["reason"]) for e in logged] == [("stopped working", "a part", "broken")]
        async with aiohttp.ClientSession() as client, client.get(f"{served.url}/healthz/live") as answer:
            assert answer.status == 200


@pytest.mark.parametrize("listen", ["203.0.113.7:3000", "nowhere.invalid:3000"])
async def test_an_address_that_is_not_ours_is_a_bad_setting(listen: str) -> None:
    async with app.newsroom(chosen(), processes=0) as (desk, _):
        elsewhere = settings.load(database="sqlite:///test.db", listen=listen)
        with pytest.raises(BadSetting, match="WIRECHECK_LISTEN"):
            async with app.serving(desk, elsewhere):
                pass
