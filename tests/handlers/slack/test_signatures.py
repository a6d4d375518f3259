"""Nobody gets in: only what Slack signed, a moment ago, is heard; whatever else comes is turned down quietly."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.signature import SignatureVerifier

from bot.requests import Notes
from handlers.slack import http
from handlers.slack.app import make_app
from handlers.slack.dispute_blocks import RESOLVE
from store.memory import MemoryStore
from store.requests import MemoryRequests
from tests.handlers.slack.newsroom_fake import NewsroomFake
from tests.handlers.slack.signed import FORM, SECRET, Sender, mention
from tests.handlers.slack.slack_double import SlackDouble

COMMAND = urlencode({"command": "/facts", "text": "bridge", "team_id": "T1", "user_id": "U1", "channel_id": "C1"})


@pytest.mark.parametrize(
    "how",
    [{"secret": "another"}, {"at": time.time() - 3600}, {"at": time.time() + 3600}, {"secret": "x", "at": 0}],
    ids=["forged", "stale", "from the future", "both"],
)
async def test_a_forged_or_stale_request_is_refused(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, how: dict
) -> None:
    status, body = await send.post(COMMAND, FORM, **how)
    assert status == 401
    assert "Traceback" not in body
    assert newsroom.asked == []
    assert slack.calls == []


async def test_an_unsigned_request_is_refused(send: Sender, newsroom: NewsroomFake) -> None:
    async with aiohttp.ClientSession() as session, session.post(send.url, data={"command": "/facts"}) as answer:
        assert answer.status == 401
    assert newsroom.asked == []


async def test_a_body_changed_on_its_way_is_refused(send: Sender, newsroom: NewsroomFake) -> None:
    stamp, other = str(int(time.time())), COMMAND.replace("bridge", "harbour")
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=other) or ""
    status, _ = await send.post(COMMAND, FORM, at=float(stamp), **{"X-Slack-Signature": signature})
    assert status == 401
    assert newsroom.asked == []


async def test_url_verification_is_answered(send: Sender) -> None:
    status, body = await send.post(json.dumps({"type": "url_verification", "challenge": "c123"}), "application/json")
    assert status == 200
    assert json.loads(body) == {"challenge": "c123"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{not json", "application/json"),
        ("[1, 2]", "application/json"),
        ('"text"', "application/json"),
        ("", "application/json"),
        ("null", "application/json"),
        ("payload=%7Bnot+json", FORM),
        ("payload=[]", FORM),
        ("payload=", FORM),
        (b"\xff\xfe\x00binary", "application/octet-stream"),
        (b"\xff\xfe", "application/json"),
        ("<xml/>", "text/xml"),
        ("just words", "text/plain"),
        ("a=1", FORM),
        ('{"type":"event_callback"}', "application/json"),
        ('{"type":"event_callback","event":{}}', "application/json"),
        ('{"type":"event_callback","event":{"type":"app_mention"}}', "application/json"),
        ('{"type":"event_callback","event":"x","event_id":"Ev"}', "application/json"),
        ('{"type":"event_callback","event":{"type":"message","channel_type":"im"}}', "application/json"),
        (urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}), FORM),
        (urlencode({"payload": json.dumps({"type": "view_submission", "view": {"type": "modal"}})}), FORM),
        (urlencode({"payload": json.dumps({"type": "shortcut", "callback_id": "x"})}), FORM),
        (urlencode({"payload": json.dumps({"type": "unheard_of"})}), FORM),
        (urlencode({"command": "/facts", "text": "bridge"}), FORM),
    ],
)
async def test_whatever_comes_there_is_never_a_traceback(send: Sender, body: str | bytes, content_type: str) -> None:
    status, said = await send.post(body, content_type)
    assert status in (200, 400, 401, 404, 500)
    assert "Traceback" not in said
    assert "Error" not in said


def command(name: str, text: str, trigger: str = "t9") -> str:
    more = {"team_id": "T1", "user_id": "U1", "channel_id": "C1", "response_url": "", "trigger_id": trigger}
    return urlencode({"command": name, "text": text, **more})


async def test_a_replayed_command_is_not_done_again(send: Sender, newsroom: NewsroomFake) -> None:
    """Word for word what Slack sent a moment ago, with Slack's own signature."""
    for _ in range(3):
        assert (await send.post(command("/facts", "bridge"), FORM))[0] == 200
    assert newsroom.asked == ["/facts bridge"]
    await send.post(command("/facts", "bridge", trigger="t10"), FORM)
    assert len(newsroom.asked) == 2


async def test_a_press_that_is_replayed_settles_nothing_twice(send: Sender, slack: SlackDouble) -> None:
    for _ in range(2):
        await send.press({"action_id": RESOLVE, "value": "d1234567890abcde"}, trigger_id="t11")
    assert [a["text"] for a in slack.answers] == ["Done. Resolved, said @ann."]


async def test_a_command_replayed_after_a_restart_is_not_done_again(slack: SlackDouble, client) -> None:
    store, newsroom = MemoryStore(), NewsroomFake()
    for _ in range(2):  # two lives over one archive
        app = make_app(newsroom, client=client, signing_secret=SECRET, requests=store.requests)  # type: ignore[arg-type]
        site = web.Application()
        http.mount(site, app)
        async with TestServer(site) as server:
            sender = Sender(str(server.make_url(http.PATH)), app, slack)
            assert (await sender.post(command("/facts", "bridge"), FORM))[0] == 200
    assert newsroom.asked == ["/facts bridge"]


async def test_the_ack_of_a_command_does_not_wait_for_a_busy_archive(slack: SlackDouble, client) -> None:
    newsroom, free = NewsroomFake(), asyncio.Event()

    class Busy(MemoryRequests):
        async def note(self, notes: Notes, *, now: datetime) -> Sequence[bool]:
            await free.wait()  # an import is being written
            return await super().note(notes, now=now)

    app = make_app(newsroom, client=client, signing_secret=SECRET, requests=Busy())  # type: ignore[arg-type]
    site = web.Application()
    http.mount(site, app)
    async with TestServer(site) as server:
        sender = Sender(str(server.make_url(http.PATH)), app, slack)
        for _ in range(2):  # and replayed meanwhile
            assert (await sender.post(command("/facts", "bridge"), FORM))[0] == 200
        free.set()
    assert newsroom.asked == ["/facts bridge"]


@pytest.mark.parametrize("name", ["/facts", "/article", "/watch"])
async def test_a_command_of_half_a_million_characters_is_answered_in_a_few_words(
    send: Sender, slack: SlackDouble, name: str
) -> None:
    status, body = await send.command(name, "show " + "bridge <!channel> " * 30_000)
    assert (status, "Traceback" in body) == (200, False)
    assert len(slack.answers) == 1
    assert "<!channel>" not in slack.answers[0]["text"]


@pytest.mark.parametrize("action_id", ["nobody_listens", "", "x" * 5_000, "dispute_resolve"])
@pytest.mark.parametrize("value", ["", "unknown", "<!channel>", "x" * 100_000])
async def test_a_button_with_anything_in_it_is_answered(
    send: Sender, slack: SlackDouble, action_id: str, value: str
) -> None:
    status, _ = await send.press({"action_id": action_id, "value": value})
    assert status == 200
    assert len(slack.answers) == 1
    assert "<!channel>" not in slack.answers[0]["text"]
    assert len(slack.answers[0]["text"]) < 3_000


async def test_too_large_a_body_is_refused(send: Sender) -> None:
    assert (await send.post("x" * (2 << 20), "text/plain"))[0] == 413


async def test_without_a_signing_secret_nobody_can_sign(slack: SlackDouble, client, monkeypatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "")
    app = make_app(NewsroomFake(), client=client, signing_secret="")  # type: ignore[arg-type]
    site = web.Application()
    http.mount(site, app)
    async with TestServer(site) as server:
        sender = Sender(str(server.make_url(http.PATH)), app, slack)
        assert (await sender.post(COMMAND, FORM, secret=""))[0] == 401


async def test_bolts_own_oauth_does_not_take_over(slack: SlackDouble, client, monkeypatch, newsroom) -> None:
    """With these set, Bolt would look for installations in files and turn every request away."""
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "3")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-other")
    app = make_app(newsroom, client=client, signing_secret="s")
    site = web.Application()
    http.mount(site, app)
    async with TestServer(site) as server:
        sender = Sender(str(server.make_url(http.PATH)), app, slack)
        body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "E", "event": mention("bridge?")})
        assert (await sender.post(body, "application/json", secret="s"))[0] == 200
    assert len(slack.messages["C1"]) == 1
