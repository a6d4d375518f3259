"""`/metrics` by Prometheus' own rules, and a dashboard that asks for nothing that is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from prometheus_client import REGISTRY
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric

from bot import timed
from bot.nouns import Article, Revision
from handlers.desk.health import Figures
from handlers.slack import figures
from store.memory import MemoryStore
from tests.store.factories import at

DASHBOARD = json.loads((Path(__file__).parents[3] / "docs" / "grafana.json").read_text("utf-8"))


def families() -> Iterator[Metric]:
    for registry in (Figures().registry, REGISTRY):
        yield from (m for m in registry.collect() if m.name.startswith("wirecheck_"))


def test_names_are_as_prometheus_wants_them() -> None:
    seen = set()
    for metric in families():
        assert re.fullmatch(r"wirecheck(_[a-z]+)+", metric.name), metric.name
        assert metric.documentation
        assert metric.name not in seen
        seen.add(metric.name)
        if metric.type == "gauge":
            assert not metric.name.endswith(("_total", "_count", "_sum", "_bucket"))
        if metric.type == "histogram":
            assert metric.name.endswith("_seconds"), "in base units, said at the end"
        assert not re.search(r"_(ms|millis|minutes|kb|mb)\b", metric.name)
    assert {"wirecheck_slack_acks", "wirecheck_slack_rate_limited", "wirecheck_reading_seconds"} <= seen


def series() -> set[str]:
    """Every name that can be asked for; those of counters and histograms too where nothing was counted yet."""
    found = set()
    for metric in families():
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(metric.type, ("",))
        found |= {f"{metric.name}{end}" for end in ends}
    return found


def test_the_dashboard_asks_for_nothing_that_is_not_there_and_leaves_nothing_out() -> None:
    asked = " ".join(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])
    names = set(re.findall(r"wirecheck_\w+", asked))
    assert names <= series()
    left = {m.name for m in families() if not any(name.startswith(m.name) for name in names)}
    assert left == set()


def test_the_dashboard_can_be_imported() -> None:
    assert DASHBOARD["uid"] == "wirecheck"
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken, f"{panel['title']} lies on another"
        taken |= cells
        assert all(t["datasource"]["uid"] == "${datasource}" for t in panel["targets"])
    assert DASHBOARD["templating"]["list"][0]["query"] == "prometheus"


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_calls_of_slacks_methods_and_429s_are_counted() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=429 if "slow" in request.query else 200)

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    names = {"method": "chat.postMessage"}
    before = (
        value("wirecheck_slack_rate_limited_total", **names),
        value("wirecheck_slack_calls_total", status="200", **names),
    )
    async with TestServer(app) as server, aiohttp.ClientSession(trace_configs=[figures.trace()]) as session:
        for query in ("", "?slow"):
            await session.post(server.make_url(f"/api/chat.postMessage{query}"))
    after = (
        value("wirecheck_slack_rate_limited_total", **names),
        value("wirecheck_slack_calls_total", status="200", **names),
    )
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/chat.postMessage", "chat.postMessage"),
        ("/respond/T1/secret", "other"),
        ("/api/" + "x." * 60, "other"),
        ("/api/xoxb", "other"),
    ],
)
def test_no_address_becomes_a_series_of_its_own(path: str, name: str) -> None:
    assert figures.method(path) == name


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": "/facts"}, "command"),
        ({"type": "event_callback"}, "event"),
        ({"type": "block_actions"}, "action"),
        ({"type": "view_submission"}, "view"),
        ({"type": "message_action"}, "shortcut"),
        ({"type": "anything else", "x": 1}, "other"),
        ({}, "other"),
    ],
)
def test_requests_are_of_a_handful_of_kinds(body: dict[str, Any], kind: str) -> None:
    assert figures.kind(body) == kind


async def test_reading_is_timed_and_its_failures_counted() -> None:
    async def read(revision: Revision) -> tuple:
        if "bad" in revision.text:
            raise ValueError("no")
        return ()

    before = value("wirecheck_reading_seconds_count"), value("wirecheck_reading_failures_total")
    reader = timed.timed(read)
    await reader(Revision.of(Article("k", "r", "Text."), at()))
    with pytest.raises(ValueError, match="no"):
        await reader(Revision.of(Article("k", "r", "bad"), at()))
    after = value("wirecheck_reading_seconds_count"), value("wirecheck_reading_failures_total")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


async def test_queues_are_counted_for_each_workspace() -> None:
    main, other, figured = MemoryStore(), MemoryStore(), Figures()
    await other.owe_digest("C1", due=at(0))
    await other.owe_digest("C2", due=at(1))
    await other.give_up((await other.waiting())[1].key, reason="gone")
    await main.inbox.receive([Article("k", "r", "Text.")], key="", digest="d", answer=b"{}", now=at())
    await figured.count_queues({"main": main, "T1": other}, now=at(2))
    text = generate_latest(figured.registry).decode()
    assert 'wirecheck_outbox_waiting{kind="digest",state="due",workspace="T1"} 1.0' in text
    assert 'wirecheck_outbox_waiting{kind="digest",state="given_up",workspace="T1"} 1.0' in text
    assert 'wirecheck_outbox_oldest_seconds{workspace="T1"} 120.0' in text
    assert 'wirecheck_inbox_waiting{workspace="main"} 1.0' in text
    await figured.count_queues({"main": main}, now=at(2))
    assert 'workspace="T1"' not in generate_latest(figured.registry).decode()
