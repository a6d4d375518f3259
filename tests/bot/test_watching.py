"""The watched folder: each file is filed once, when it is whole; what is bad is left where it is."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.watching import STILL, Watcher, whole
from tests.bot.desk_of_one import Desk, on_disk
from tests.bot.intake import made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "watched"
    inside.mkdir()
    return inside


def put(path: Path, data: bytes, desk: Desk) -> None:
    """Writes a file now, by the desk's clock."""
    path.write_bytes(data)
    os.utime(path, (desk.clock.now.timestamp(),) * 2)


async def looks(watcher: Watcher, desk: Desk, times: int = 4) -> int:
    dealt_with = 0
    for _ in range(times):
        dealt_with += await watcher.look()
        desk.clock.now += timedelta(seconds=STILL / 2)
    return dealt_with


async def test_a_file_is_filed_once_and_again_when_it_changed(folder: Path) -> None:
    desk = Desk()
    watcher = Watcher(desk.newsroom, desk.ahead, str(folder), clock=desk.clock)
    put(folder / "a.json", json.dumps(made.record(1)).encode(), desk)
    assert await looks(watcher, desk, 8) == 1
    assert await desk.refs() == ["001"]
    put(folder / "a.json", json.dumps(made.record(1, text="It is open.")).encode(), desk)
    assert await looks(watcher, desk) == 1
    assert len(await desk.newsroom.show("001")) == 2


async def test_a_file_that_is_being_written_is_waited_for(folder: Path) -> None:
    desk = Desk()
    watcher = Watcher(desk.newsroom, desk.ahead, str(folder), clock=desk.clock)
    whole_file = made.lines(1, 2)
    for end in (0, 20, 60, 90):
        put(folder / "a.jsonl", whole_file[:end], desk)
        assert await looks(watcher, desk, 2) == 0
    put(folder / "a.jsonl", whole_file, desk)
    put(folder / "b.jsonl.part", whole_file, desk)
    assert await looks(watcher, desk) == 1
    assert await desk.refs() == ["001", "002"]


async def test_what_is_bad_is_left_and_not_tried_again(folder: Path) -> None:
    desk = Desk()
    watcher = Watcher(desk.newsroom, desk.ahead, str(folder), clock=desk.clock)
    put(folder / "bad.json", b"{", desk)
    assert await looks(watcher, desk, 8) == 1
    assert (folder / "bad.json").exists()
    assert next(f.reason for f in await desk.store.journal.faults([str(folder)])).startswith("is not JSON")


async def test_after_a_restart_nothing_is_filed_anew(tmp_path: Path, folder: Path) -> None:
    opened = on_disk(tmp_path)
    first = opened()
    put(folder / "a.txt", b"It rained.", first)
    await looks(Watcher(first.newsroom, first.ahead, str(folder), clock=first.clock), first)
    assert len(first.reader.texts) == 1
    await first.store.close()
    second = opened()
    second.clock.now = first.clock.now
    put(folder / "b.txt", b"It snowed.", second)
    await looks(Watcher(second.newsroom, second.ahead, str(folder), clock=second.clock), second)
    assert second.reader.texts == ["It snowed."]
    await second.store.close()


async def test_a_folder_that_is_gone_is_waited_for(folder: Path) -> None:
    desk = Desk()
    watcher = Watcher(desk.newsroom, desk.ahead, str(folder / "later"), clock=desk.clock)
    assert await looks(watcher, desk) == 0
    (folder / "later" / "deep").mkdir(parents=True)
    put(folder / "later" / "deep" / "a.txt", b"It rained.", desk)
    assert await looks(watcher, desk) == 1


@pytest.mark.parametrize(
    ("stamp", "before", "now", "is_whole"),
    [
        ((5, 0), (5, 0), 100.0, True),
        ((5, 0), None, 100.0, False),
        ((5, 0), (4, 0), 100.0, False),
        ((0, 0), (0, 0), 100.0, False),
        ((5, 99_000_000_000), (5, 99_000_000_000), 100.0, False),
    ],
)
def test_when_a_file_is_whole(stamp, before, now: float, is_whole: bool) -> None:
    assert whole(stamp, before, now) is is_whole
