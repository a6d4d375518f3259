"""What every archive promises of requests of Slack's: each is known again, and none is lost that was begun."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from bot.requests import HOLD, KEPT, LEASE, Notes, Request, Unfinished
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, everything, revision

FREE = LEASE + timedelta(microseconds=1)


def asked(*names: str, came: datetime | None = None, sealed: bytes = b"sealed") -> Notes:
    return Notes([Request(names, came or at(), sealed)])


async def test_a_request_is_new_once_for_a_week(store):
    requests = store.requests
    assert await requests.note(asked("Ev1", sealed=b""), now=at()) == [True]
    assert await requests.note(asked("Ev1", sealed=b""), now=at()) == [False]
    week = at() + timedelta(days=7)
    assert await requests.note(asked("Ev1", came=week, sealed=b""), now=week) == [False]
    later = at() + timedelta(days=9)
    assert await requests.note(asked("Ev1", came=later, sealed=b""), now=later) == [True]


async def test_of_many_that_come_at_once_one_is_first(store):
    found = await asyncio.gather(*(store.requests.note(asked("Ev3", "m3"), now=at()) for _ in range(5)))
    assert sorted(found) == [[False]] * 4 + [[True]]
    together = Notes([Request(("Ev4",), at()), Request(("Ev5",), at()), Request(("Ev4",), at())])
    assert await store.requests.note(together, now=at()) == [True, True, False]


async def test_the_twin_of_what_was_seen_is_no_request_and_leaves_no_name(store):
    assert await store.requests.note(asked("Ev1", "message 7"), now=at()) == [True]
    assert await store.requests.note(asked("Ev2", "message 7"), now=at()) == [False]
    assert await store.requests.note(asked("Ev2", sealed=b""), now=at()) == [True]
    assert [one.key for one in await store.requests.take(now=at() + FREE)] == ["Ev1"]


async def test_what_was_begun_is_taken_once_nobody_is_at_work_on_it(store):
    await store.requests.note(asked("t2", came=at(0.01)), now=at())
    await store.requests.note(asked("t1", "m1", sealed=b"\xff one"), now=at())
    await store.requests.note(asked("nobody waits", sealed=b""), now=at())
    assert await store.requests.take(now=at() + LEASE - HOLD) == [], "whoever began it may be at it still"
    assert await store.requests.take(now=at(0.01) + FREE) == [
        Unfinished("t1", at(), 1, 0, b"\xff one"),
        Unfinished("t2", at(0.01), 1, 0, b"sealed"),
    ]
    assert await store.requests.take(now=at(0.01) + FREE) == [], "by one at a time"
    assert [one.attempts for one in await store.requests.take(now=at(0.01) + 2 * FREE)] == [2, 2]


async def test_what_is_held_told_put_off_and_ended_is_noted_together(store):
    for key in ("held", "told", "later", "ended"):
        await store.requests.note(asked(key), now=at())
    now = at() + LEASE
    await store.requests.note(
        Notes(
            [Request(("new and done",), now, b"s")], {"told": 2}, {"ended", "new and done"}, {"held"}, {"later": now}
        ),
        now=now,
    )
    assert [(one.key, one.told) for one in await store.requests.take(now=now)] == [("later", 0), ("told", 2)]
    assert [one.key for one in await store.requests.take(now=now + LEASE)] == ["held", "later", "told"]
    assert await store.requests.note(asked("ended"), now=now) == [False], "it was seen all the same"


async def test_marks_on_what_is_not_there_change_nothing(store):
    await store.requests.note(Notes([], {"gone": 1}, {"gone"}, {"gone"}, {"gone": at()}), now=at())
    assert await store.requests.take(now=at(60)) == []


async def test_nothing_is_kept_longer_than_an_hour(store):
    await store.requests.note(asked("t1"), now=at())
    late = at() + KEPT + timedelta(seconds=1)
    await store.requests.note(asked("t2", came=late - LEASE), now=late)
    assert [one.key for one in await store.requests.take(now=late)] == ["t2"]


async def test_forgetting_an_article_forgets_what_may_hand_it_in(store):
    told = revision("harbour", "The harbour is shut.")
    await store.file(told, [claim(told, told.text)], everything(told, []), alert_channel="", now=at())
    await store.requests.note(asked("t1"), now=at())
    await store.forget(told.edition.article_id, by="ann", reason="", near_copies=False, now=at())
    assert await store.requests.take(now=at() + FREE) == []
    assert await store.requests.note(asked("t1"), now=at()) == [False]


@pytest.mark.parametrize("how", ["ended", "forgotten"])
async def test_nothing_of_it_stays_in_the_file(tmp_path, how):
    store = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    await store.requests.note(asked("t1", sealed=b"some words nobody else wrote"), now=at())
    if how == "ended":
        await store.requests.note(Notes(ended={"t1"}), now=at())
    else:
        told = revision("harbour", "The harbour is shut.")
        await store.file(told, [], everything(told, []), alert_channel="", now=at())
        await store.forget(told.edition.article_id, by="ann", reason="", near_copies=False, now=at())
    await store.close()
    Database(str(tmp_path / "archive.db")).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(b"nobody else wrote" not in path.read_bytes() for path in tmp_path.iterdir())
