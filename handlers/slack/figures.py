"""What the Slack side counts, for `/metrics`: acks, answers, calls of Slack's methods, where it asked to slow down."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from aiohttp import TraceConfig, TraceRequestEndParams, TraceRequestExceptionParams, TraceRequestStartParams
from prometheus_client import Counter, Gauge, Histogram

#: Slack shows the person a failure when it has no ack within 3 s.
ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
ANSWER_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

ACKS = Counter("wirecheck_slack_acks", "Requests of Slack's acknowledged", ["kind", "status"])
ACK_SECONDS = Histogram(
    "wirecheck_slack_ack_seconds", "Seconds from a request to its ack", ["kind"], buckets=ACK_BUCKETS
)
ANSWERS = Counter("wirecheck_slack_answers", "Requests answered, or apologised for")
ANSWER_SECONDS = Histogram("wirecheck_slack_answer_seconds", "Seconds a listener was at work", buckets=ANSWER_BUCKETS)
AT_WORK = Gauge("wirecheck_slack_listeners_at_work", "Listeners at work now")
ERRORS = Counter("wirecheck_slack_errors", "Errors people met, by what went wrong", ["error"])
CALLS = Counter(
    "wirecheck_slack_calls", "Calls of Slack's methods, by HTTP status (0: no answer)", ["method", "status"]
)
CALL_SECONDS = Histogram("wirecheck_slack_call_seconds", "Seconds Slack took to answer a call", ["method"])
RATE_LIMITED = Counter("wirecheck_slack_rate_limited", "Calls to which Slack said 429", ["method"])

_KINDS = {"block_actions": "action", "view_submission": "view", "view_closed": "view", "message_action": "shortcut"}


def kind(body: Mapping[str, Any]) -> str:
    """What kind of request this is; one of a handful, whatever is in it."""
    if body.get("command"):
        return "command"
    if body.get("type") == "event_callback":
        return "event"
    return _KINDS.get(str(body.get("type")), "other")


def method(path: str) -> str:
    """The method a call was of, by its address; those without a name of their own are one."""
    name = path.rsplit("/", 1)[-1]
    return name if "/api/" in path and "." in name and len(name) < 60 else "other"


def acked(body: Mapping[str, Any], status: int, began: float) -> None:
    """A request was acknowledged; ``began`` by ``time.perf_counter``."""
    what = kind(body)
    ACKS.labels(what, str(status)).inc()
    ACK_SECONDS.labels(what).observe(time.perf_counter() - began)


def trace() -> TraceConfig:
    """Counts what goes over the session it is given to."""
    config = TraceConfig()

    async def start(session: Any, context: SimpleNamespace, params: TraceRequestStartParams) -> None:
        context.began = time.perf_counter()

    async def end(session: Any, context: SimpleNamespace, params: TraceRequestEndParams) -> None:
        name, status = method(params.url.path), params.response.status
        CALLS.labels(name, str(status)).inc()
        CALL_SECONDS.labels(name).observe(time.perf_counter() - context.began)
        if status == 429:
            RATE_LIMITED.labels(name).inc()

    async def failed(session: Any, context: SimpleNamespace, params: TraceRequestExceptionParams) -> None:
        CALLS.labels(method(params.url.path), "0").inc()

    config.on_request_start.append(start)
    config.on_request_end.append(end)
    config.on_request_exception.append(failed)
    return config
