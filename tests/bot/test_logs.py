"""The log holds facts: no tokens, no article's text, whoever wrote the record."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.errors import StoreFailed

SENTENCE = "Pyongyang confirmed the deployment"


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


@pytest.mark.parametrize("logger", ["structlog", "logging"])
def test_an_error_that_quotes_an_article_is_told_without_its_words(stream: io.StringIO, logger: str) -> None:
    try:
        try:
            raise ValueError(f"no number in: {SENTENCE}")
        except ValueError as cause:
            raise KeyError(SENTENCE) from cause
    except KeyError as error:
        if logger == "structlog":
            structlog.get_logger("bot.app").warning("put off", reason=str(error), exc_info=True)
        else:
            logging.getLogger("bot.outbox").warning("put off", extra={"reason": str(error)}, exc_info=error)
    [told] = lines(stream)
    assert "Pyongyang" not in stream.getvalue()
    assert "ValueError: (not shown" in told["exception"]
    assert "KeyError: (not shown" in told["exception"]
    assert "test_logs.py" in told["exception"], "where it happened is told"
    assert told["reason"].startswith("(not shown")


@pytest.mark.parametrize(
    "error", [StoreFailed("the disk is full"), TypeError("'int' object is not iterable"), OSError(28, "No space left")]
)
def test_an_error_that_quotes_nothing_keeps_its_words(stream: io.StringIO, error: Exception) -> None:
    structlog.get_logger("bot.app").error("stopped", reason=str(error), exc_info=error)
    [told] = lines(stream)
    assert told["reason"] == str(error)
    assert str(error) in told["exception"]


def test_errors_in_a_circle_are_told_once(stream: io.StringIO) -> None:
    one, two = ValueError("quoted"), ValueError("quoted too")
    one.__cause__, two.__cause__ = two, one
    structlog.get_logger("bot.app").error("stopped", exc_info=one)
    assert "quoted" not in stream.getvalue()


def test_an_articles_text_does_not_fit(stream: io.StringIO) -> None:
    structlog.get_logger("bot.app").warning("odd", text="word " * 1000)
    assert len(stream.getvalue()) < 1000


def test_other_libraries_are_heard_only_when_something_is_wrong(stream: io.StringIO) -> None:
    logging.getLogger("slack_bolt.app").info("Bolt app is running!")
    logging.getLogger("slack_bolt.app").warning("something")
    assert [line["event"] for line in lines(stream)] == ["something"]
