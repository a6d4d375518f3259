"""`POST /articles`: accepted is safe, refused says why, the same key gets the same answer, and nobody else gets in."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.clerk import Clerk
from bot.nouns import content_id
from handlers.desk.push import Bucket, Push
from handlers.desk.server import make_desk
from store.sqlite import SqliteStore
from tests.bot.desk_of_one import Desk
from tests.bot.intake import made

TOKEN = "a-token-for-the-tests"
ONE = {"id": "7", "outlet": "The Valley Post", "title": "Bridge closed", "text": "The mayor said that it was."}


class Sender:
    """Sends to a desk that is running."""

    def __init__(self, url: str, session: ClientSession, desk: Desk) -> None:
        self.url, self.session, self.desk = url, session, desk

    async def send(
        self, body: object, kind: str = "application/json", token: str = TOKEN, **headers: str
    ) -> tuple[int, dict]:  # type: ignore[type-arg]
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": kind, "Authorization": f"Bearer {token}"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        async with self.session.post(
            f"{self.url}/articles", data=data, headers={k: v for k, v in sent.items() if v}
        ) as answer:
            return answer.status, json.loads(await answer.read())

    async def waiting(self) -> list[str]:
        return [w.article.ref for w in await self.desk.store.inbox.take(now=self.desk.clock(), limit=100)]


@asynccontextmanager
async def served(desk: Desk, *, token: str = TOKEN, bucket: Bucket | None = None) -> AsyncIterator[Sender]:
    push = Push(desk.newsroom, token, lambda: None, bucket)
    runner = web.AppRunner(make_desk(desk.newsroom, desk.store, push=push), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with ClientSession() as session:
            yield Sender(f"http://127.0.0.1:{runner.addresses[0][1]}", session, desk)
    finally:
        await runner.cleanup()


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    async with served(Desk()) as running:
        yield running


async def test_what_is_pushed_is_accepted_with_its_ids_and_filed(sender: Sender) -> None:
    status, answer = await sender.send(ONE)
    assert status == 202
    (accepted,) = answer["accepted"]
    assert (accepted["item"], accepted["ref"]) == (0, "7")
    clerk = Clerk(sender.desk.newsroom, sender.desk.ahead, clock=sender.desk.clock)
    await clerk.work()
    ((edition, _),) = await sender.desk.newsroom.show("7")
    assert (edition.article_id, edition.revision_id) == (accepted["article"], accepted["revision"])
    assert (edition.title, edition.outlet, edition.origin) == ("Bridge closed", "The Valley Post", "pushed")


@pytest.mark.parametrize(
    ("body", "kind", "refs"),
    [
        ([ONE, ONE | {"id": "8"}], "application/json", ["7", "8"]),
        ({"articles": [ONE]}, "application/json; charset=utf-8", ["7"]),
        (made.ninjs(), "application/json", ["urn:valley:7"]),
        ({"items": [made.ninjs()]}, "application/ninjs+json", ["urn:valley:7"]),
        (made.lines(1, 2), "application/x-ndjson", ["001", "002"]),
        (made.newsml("<p>One.</p>", "<p>Two.</p>"), "application/xml", ["urn:valley:1-1", "urn:valley:1-2"]),
        (made.newsml("<p>One.</p>"), "application/vnd.iptc.g2.newsmessage+xml", ["urn:valley:1-1"]),
    ],
)
async def test_the_formats_that_are_taken(sender: Sender, body: object, kind: str, refs: list[str]) -> None:
    status, answer = await sender.send(body, kind)
    assert (status, [a["ref"] for a in answer["accepted"]]) == (202, refs)
    assert await sender.waiting() == refs


@pytest.mark.parametrize(
    ("body", "kind", "item", "field"),
    [
        ([ONE, {"id": "8"}], "application/json", 1, "text"),
        ([ONE, ONE | {"text": " "}], "application/json", 1, "text"),
        (ONE | {"published": "yesterday"}, "application/json", 0, "published"),
        (ONE | {"outlet": 7}, "application/json", 0, "outlet"),
        ([3], "application/json", 0, None),
        ([], "application/json", None, None),
        (b"{", "application/json", None, None),
        (b"\xff\xfe{", "application/json", None, None),
        (b"[" * 100_000, "application/json", None, None),
        (made.ninjs(bodies=[{"value": 3}]), "application/json", 0, "bodies[0].value"),
        (made.newsml("<p>One.</p>", "").replace(b"<p></p>", b""), "application/xml", 1, "contentSet"),
        (b"<x/>", "application/xml", None, None),
        ([ONE] * 501, "application/json", None, None),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(sender: Sender, body: object, kind: str, item: int | None, field: str | None) -> None:  # fmt: skip
    status, answer = await sender.send(body, kind)
    assert status == 422
    (error,) = answer["errors"]
    assert (error["item"], error["field"]) == (item, field)
    assert error["problem"]
    assert await sender.waiting() == []


async def test_the_same_key_gets_the_same_answer_and_nothing_twice(sender: Sender) -> None:
    first = await sender.send(ONE, Idempotency_Key="k1")
    assert await sender.send(ONE, Idempotency_Key="k1") == first
    status, answer = await sender.send(ONE | {"text": "Other."}, Idempotency_Key="k1")
    assert (status, "with another body" in answer["error"]) == (422, True)
    assert await sender.waiting() == ["7"]


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1], "ä"])
async def test_without_the_token_nothing_is_taken(sender: Sender, token: str) -> None:
    status, _ = await sender.send(ONE, token=token)
    assert status == 401
    assert await sender.waiting() == []


async def test_where_no_token_is_set_nobody_may_push() -> None:
    async with served(Desk(), token="") as sender:
        assert (await sender.send(ONE, token=""))[0] == 403
        assert (await sender.send(ONE, token="x"))[0] == 403


async def test_other_types_too_much_and_odd_keys_are_refused(sender: Sender) -> None:
    assert (await sender.send(ONE, "text/plain"))[0] == 415
    assert (await sender.send(ONE, "multipart/form-data"))[0] == 415
    assert (await sender.send(b" " * 20_000_001))[0] == 413
    assert (await sender.send(gzip.compress(b" " * 40_000_000), Content_Encoding="gzip"))[0] == 413
    assert (await sender.send(ONE, Idempotency_Key="k" * 256))[0] == 400
    assert await sender.waiting() == []


async def test_a_packed_body_is_unpacked(sender: Sender) -> None:
    assert (await sender.send(gzip.compress(json.dumps(ONE).encode()), Content_Encoding="gzip"))[0] == 202
    assert await sender.waiting() == ["7"]


async def test_too_many_requests_are_told_to_wait() -> None:
    now = [0.0]
    async with served(Desk(), bucket=Bucket(1.0, 2.0, lambda: now[0])) as sender:
        assert [(await sender.send(ONE))[0] for _ in range(3)] == [202, 202, 429]
        now[0] = 1.0
        assert (await sender.send(ONE))[0] == 202


async def test_a_proxy_may_pass_on_a_push_but_not_the_pages(sender: Sender) -> None:
    assert (await sender.send(ONE, X_Forwarded_For="203.0.113.5"))[0] == 202
    async with sender.session.get(f"{sender.url}/articles", headers={"X-Forwarded-For": "203.0.113.5"}) as answer:
        assert answer.status == 403


async def test_what_was_accepted_is_there_after_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    first = Desk(SqliteStore.open(url))
    async with served(first) as sender:
        answer = await sender.send(ONE, Idempotency_Key="k1")
    await first.store.close()
    second = Desk(SqliteStore.open(url))
    async with served(second) as sender:
        assert await sender.waiting() == ["7"]
        assert await sender.send(ONE, Idempotency_Key="k1") == answer
        assert len(await sender.waiting()) == 1
    await second.store.close()


def test_an_id_does_not_hang_on_where_the_bot_was_started() -> None:
    from bot.intake.push import parsed

    ((article,), wrong) = parsed(json.dumps({"id": "9", "text": "Rain."}).encode(), "application/json")
    assert (content_id(article.key), wrong) == (content_id("push:9"), [])
