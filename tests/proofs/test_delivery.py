"""A small run of the proof of delivery, and proof that it would see what it looks for."""

from __future__ import annotations

import asyncio
import copy
import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.nouns import Article
from tests.proofs.delivery import ALERTS, PLACES, TELLS, Run, Seen, empty_archive, look, prove
from tests.proofs.storm import CALM, HEARD, REFUSAL, Storm, Weather


def test_faulty_runs_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    seen = asyncio.run(prove(4, tmp_path, seed=4, at_once=4))
    assert seen.broken == []
    assert (seen.runs, seen.lost, seen.doubled, seen.early) == (4, 0, 0, 0)
    assert seen.killed > 0
    assert seen.alerts > 0


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run in calm weather, with two disputes of three reports each."""

    async def made() -> Run:
        folder = tmp_path_factory.mktemp("run")
        calm = Run(1, folder, await empty_archive(folder / "blank.db", watched=False), Seen())
        calm.storm.weather = CALM
        calm.articles = [
            Article(key=f"{p}:{n}", ref=f"{p}-{n}", title=p, text=tell.format(p), outlet=f"P{n}")
            for p in PLACES[:2]
            for n, tell in enumerate(TELLS)
        ]
        await calm.run()
        return calm

    done = asyncio.run(made())
    assert done.seen.broken == []
    return done


Messages = list[dict[str, Any]]


def marked(messages: Messages) -> None:
    again = copy.deepcopy(messages[0])
    again["blocks"].append({"type": "rich_text", "elements": [{"text": "Perhaps told before: no look."}]})
    messages.insert(1, again)


HARM: list[tuple[Callable[[Messages], Any], str]] = [
    (lambda ms: ms.pop(0), "was lost"),
    (lambda ms: ms.insert(1, ms[0]), "came 2 times"),
    (lambda ms: ms.reverse(), "out of order"),
    (lambda ms: [m["blocks"].append({"text": "Resolved, said @ann."}) for m in ms], "does not show"),
]


@pytest.mark.parametrize(("harm", "told"), HARM)
def test_what_is_lost_doubled_out_of_order_or_wrongly_drawn_is_seen(
    run: Run, harm: Callable[[Messages], Any], told: str
) -> None:
    run.seen, whole = Seen(), run.slack.messages
    run.slack.messages = defaultdict(list, copy.deepcopy(whole))
    harm(run.slack.messages[ALERTS])
    look(run)
    run.slack.messages = whole
    assert told in " ".join(run.seen.broken)


def test_a_message_that_says_it_may_be_a_repetition_is_not_counted_as_doubled(run: Run) -> None:
    run.seen, whole = Seen(), run.slack.messages
    run.slack.messages = defaultdict(list, copy.deepcopy(whole))
    marked(run.slack.messages[ALERTS])
    look(run)
    run.slack.messages = whole
    assert (run.seen.doubled, run.seen.marked) == (0, 1)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE outbox SET state = 'given up' WHERE kind = 'alert'", "is given up"),
        ("DELETE FROM revisions WHERE n = (SELECT max(n) FROM revisions)", "articles on file"),
    ],
)
def test_what_is_given_up_or_not_on_file_is_seen(run: Run, harm: str, told: str, tmp_path: Path) -> None:
    run.seen, whole = Seen(), run.database
    run.database = tmp_path / "harmed.db"
    with closing(Database(str(whole)).conn) as db, closing(Database(str(run.database)).conn) as harmed:
        db.backup(harmed)
        harmed.execute(harm)
        harmed.commit()
    look(run)
    run.database = whole
    assert told in " ".join(run.seen.broken)


@pytest.mark.parametrize(("heard", "early", "unaware"), [("7 1", 1, 0), ("7", 0, 1), ("", 0, 1)])
def test_who_heard_that_it_was_to_wait_and_calls_is_seen(heard: str, early: int, unaware: int) -> None:
    storm = Storm(random.Random(1), Weather(limits=100.0), clock=lambda: 0.0, answers=0.5, kill=None)
    refused = storm("chat.postMessage", {"channel": ALERTS}, {})
    assert refused
    assert refused.headers[REFUSAL] == "1"
    storm("chat.postMessage", {"channel": ALERTS}, {HEARD: heard})
    assert (storm.early, storm.unaware) == (early, unaware)
