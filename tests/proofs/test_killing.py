"""A small run of the proof by killing, and proof that it would see what it looks for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.proofs.filing_run import Job, job, run
from tests.proofs.killing import Broken, Seen, finished, look, prove


def test_ten_kills_lose_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    seen = prove(10, tmp_path, seed=3, size=60)
    assert seen.kills == 10
    assert seen.looked_for > 0


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("DELETE FROM revisions WHERE n = (SELECT max(n) FROM revisions)", "not so"),
        ("DELETE FROM claims WHERE n = (SELECT max(n) FROM claims)", "not so"),
        ("DELETE FROM sketches", "half there: its sketch"),
        ("UPDATE revisions SET id = 'another' WHERE n = 3", "is lost|half there"),
        ("DELETE FROM outbox", "alerts"),
    ],
)
def test_what_is_lost_or_half_there_is_seen(tmp_path: Path, harm: str, told: str) -> None:
    work, promised = job(tmp_path, 1, size=16), set[int]()
    run(work, promised.add)
    looked_over(work, promised)
    with closing(sqlite3.connect(work.database)) as conn, conn:
        conn.execute(harm)
    with pytest.raises(Broken, match=told):
        looked_over(work, promised)


def looked_over(work: Job, promised: set[int]) -> None:
    look(work, promised, Seen())
    finished(work)
