"""Who is let in: this machine's own browser on the desk's own page; Slack and the operators, from anywhere."""

from __future__ import annotations

import time

import pytest
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from handlers.desk.server import make_desk
from store.memory import MemoryStore
from tests.handlers.desk import filed
from tests.handlers.desk.conftest import Served

PAGES = ("/", "/articles", "/disputes", "/changes", "/static/desk.css", "/nothing")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:3000", "127.0.0.1.evil.example", "169.254.169.254", "[::ffff]:1", "", "a@b", "[", "localhost.evil"]
)  # fmt: skip
async def test_a_foreign_name_for_this_machine_sees_nothing(served: Served, path: str, host: str):
    page = await served.page(path, 403, headers={"Host": host})
    assert "own machine only" in page
    assert "Halden" not in page


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:3000", "[::1]:3000"])
async def test_this_machine_s_own_names_are_let_in(served: Served, host: str):
    assert "Halden" in await served.page("/articles", headers={"Host": host})


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"])
async def test_the_pages_are_not_served_through_a_proxy(served: Served, header: str):
    assert "proxy" in await served.page("/", 403, headers={header: "203.0.113.9"})


@pytest.mark.parametrize("path", ["/say", "/press", "/window"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1"},  # another port of this machine is another page
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
async def test_another_page_cannot_type_for_the_person(served: Served, path: str, headers: dict[str, str]):
    async with served.client.post(path, data={"text": "/facts x"}, headers=headers) as reply:
        assert reply.status == 403
    assert not served.standin.workspace.messages


async def test_a_cross_site_mark_outweighs_a_fitting_origin(served: Served):
    headers = {**served.own, "Sec-Fetch-Site": "cross-site"}
    async with served.client.post("/say", data={"text": "/facts x"}, headers=headers) as reply:
        assert reply.status == 403


@pytest.mark.parametrize("path", [*PAGES[:3], "/static/desk.css", "/nothing"])
async def test_every_answer_forbids_what_a_page_could_be_made_to_do(served: Served, path: str):
    async with served.client.get(path) as reply:
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in reply.headers


async def test_refusals_bear_the_headers_too(served: Served):
    async with served.client.get("/", headers={"Host": "evil.example"}) as reply:
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
async def test_health_and_metrics_answer_under_any_name(served: Served, path: str):
    proxied = {"Host": "bot.example.org", "X-Forwarded-For": "203.0.113.9"}
    assert await served.page(path, headers=proxied)


async def test_slack_reaches_its_endpoint_through_a_proxy_and_only_signed():
    async def nobody(**_: object) -> None:
        return None

    store = MemoryStore()
    bolt = AsyncApp(signing_secret="s3cret", authorize=nobody)
    desk = make_desk(filed.newsroom(store), store, slack_app=bolt)
    proxied = {"Host": "bot.example.org", "X-Forwarded-For": "203.0.113.9", "Content-Type": "application/json"}
    body = '{"type": "url_verification", "challenge": "c4"}'
    async with TestClient(TestServer(desk)) as client:
        async with client.post("/slack/events", data=body, headers=proxied) as reply:
            assert reply.status == 401
        stamp = str(int(time.time()))
        sign = SignatureVerifier("s3cret").generate_signature(timestamp=stamp, body=body)
        signed = {**proxied, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign or ""}
        async with client.post("/slack/events", data=body, headers=signed) as reply:
            assert (reply.status, "c4" in await reply.text()) == (200, True)


async def test_without_the_real_slack_there_is_no_slack_endpoint(served: Served):
    async with served.client.post("/slack/events", data="{}") as reply:
        assert reply.status == 404
