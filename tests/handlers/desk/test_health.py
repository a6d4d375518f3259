"""Whoever watches the bot is told whether it is well, and what it has done."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import StoreFailed
from handlers.desk.server import make_desk
from store.memory import MemoryStore
from tests.handlers.desk import filed
from tests.handlers.desk.conftest import Served


class Unwell(MemoryStore):
    """An archive whose disk is gone."""

    async def counts(self):
        raise StoreFailed("disk gone")


def samples(text: str) -> dict[tuple[str, str], float]:
    return {
        (s.name, ",".join(s.labels.values())): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
    }


async def test_it_is_ready_when_the_archive_answers(served: Served):
    told = json.loads(await served.page("/healthz"))
    assert told == {"live": True, "ready": True, "parts": {"archive": True}}


async def test_it_lives_but_is_not_ready_when_the_archive_does_not():
    store = Unwell()
    async with TestClient(TestServer(make_desk(filed.newsroom(store), store))) as client:
        async with client.get("/healthz") as reply:
            assert (reply.status, (await reply.json())["ready"]) == (503, False)
        async with client.get("/healthz/live") as reply:
            assert (reply.status, await reply.json()) == (200, {"live": True})
        async with client.get("/metrics") as reply:
            assert reply.status == 200
            assert samples(await reply.text())["wirecheck_ready", "archive"] == 0


async def test_other_parts_count_towards_readiness():
    async def checks() -> Mapping[str, bool]:
        return {"slack": False}

    store = MemoryStore()
    async with TestClient(TestServer(make_desk(filed.newsroom(store), store, checks=checks))) as client:
        reply = await client.get("/healthz/ready")
        assert (reply.status, (await reply.json())["parts"]) == (503, {"archive": True, "slack": False})


async def test_the_metrics_tell_what_is_on_file_and_what_was_asked(served: Served):
    await served.page("/articles/open")
    await served.page("/articles/shut")
    await served.page("/articles/nothing", 404)
    told = samples(await served.page("/metrics"))
    assert told["wirecheck_on_file", "articles"] == 2
    assert told["wirecheck_on_file", "claims"] == 3
    assert told["wirecheck_on_file", "disputes"] == 1
    assert told["wirecheck_alerts", "due"] == 1
    assert told["wirecheck_http_requests_total", "/articles/{ref},200"] == 2
    assert told["wirecheck_http_requests_total", "/articles/{ref},404"] == 1
    assert told["wirecheck_http_seconds_count", "/articles/{ref}"] == 3
