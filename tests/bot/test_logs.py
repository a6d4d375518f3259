"""The log holds facts: no tokens, no article's text, whoever wrote the record."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    written = io.StringIO()
    logs.configure(written)
    yield written
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_both_kinds_of_logger_write_event_first_then_facts(stream: io.StringIO) -> None:
    structlog.get_logger("bot.app").info("filed", article="a1", claims=12)
    logging.getLogger("bot.outbox").info("posted", extra={"key": "alert:d1"})
    one, two = lines(stream)
    assert next(iter(one)) == next(iter(two)) == "event"
    assert (one["event"], one["article"], one["claims"]) == ("filed", "a1", 12)
    assert (two["event"], two["key"], two["level"]) == ("posted", "alert:d1", "info")


def test_tokens_are_taken_out_wherever_they_stand(stream: io.StringIO) -> None:
    log = structlog.get_logger("bot.app")
    log.error("refused", reason="token=abc123&x=1", header="Bearer xoxb-12-SECRET and xapp-1-A-SECRET")
    try:
        raise ValueError("https://slack.test/?token=abc123 xoxp-SECRET")
    except ValueError:
        log.exception("broken")
    assert "SECRET" not in stream.getvalue()
    assert "abc123" not in stream.getvalue()
    assert "ValueError" in stream.getvalue()


def test_an_articles_text_does_not_fit(stream: io.StringIO) -> None:
    structlog.get_logger("bot.app").warning("odd", text="word " * 1000)
    assert len(stream.getvalue()) < 1000


def test_other_libraries_are_heard_only_when_something_is_wrong(stream: io.StringIO) -> None:
    logging.getLogger("slack_bolt.app").info("Bolt app is running!")
    logging.getLogger("slack_bolt.app").warning("something")
    assert [line["event"] for line in lines(stream)] == ["something"]
