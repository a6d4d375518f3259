"""An import: all of it filed, what is bad told of, and however it was stopped, gone on with where it stopped."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import bulk
from bot.importing import imported, understand
from bot.intake.sifting import how_far, sifted
from bot.replay import Filed, Happening
from store.sqlite import SqliteStore
from tests.bot.desk_of_one import Desk, Reader, on_disk
from tests.bot.intake import made

ROOT = Path(__file__).resolve().parents[2]


class Heard:
    """What an import told of."""

    def __init__(self) -> None:
        self.outcomes: list[tuple[str, str]] = []

    async def __call__(self, newsroom: object, happening: Happening) -> None:
        if isinstance(happening, Filed):
            self.outcomes.append((happening.filing.edition.ref, happening.filing.outcome))


async def run(desk: Desk, *paths: Path, report: Path | None = None, **wanted: object) -> tuple[bulk.Tally, Heard]:
    heard = Heard()
    told = bulk.Wanted([str(p) for p in paths], report=str(report or paths[0].parent / "report.csv"), **wanted)  # type: ignore[arg-type]
    return await bulk.run(desk.newsroom, desk.ahead, told, heard, None), heard


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    inside.mkdir()
    return inside


async def test_all_kinds_of_files_are_filed_and_a_second_run_reads_nothing(folder: Path) -> None:
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(made.lines(1, 2, 3)))
    (folder / "b.html").write_text(made.PAGE, encoding="utf-8")
    (folder / "c.zip").write_bytes(made.zipped(x_txt=b"It rained.", y_jsonl=made.lines(4)))
    (folder / "d.eml").write_bytes(made.mail("The mayor spoke."))
    desk = Desk()
    tally, _ = await run(desk, folder)
    assert (tally.articles, tally.filed, tally.bad) == (7, 7, 0)
    assert len(desk.reader.texts) == 7
    again, heard = await run(desk, folder)
    assert (again.filed, again.skipped, len(desk.reader.texts)) == (0, 7, 7)
    assert ("b", "unchanged") in heard.outcomes


async def test_a_changed_file_is_looked_through_anew_and_only_what_changed_is_read(folder: Path) -> None:
    path = folder / "a.json"
    path.write_text(json.dumps([made.record(1), made.record(2)]), encoding="utf-8")
    desk = Desk()
    await run(desk, path)
    path.write_text(json.dumps([made.record(1), made.record(2, text="It is open again.")]), encoding="utf-8")
    tally, heard = await run(desk, path)
    assert tally.filed == 1
    assert heard.outcomes == [("001", "unchanged"), ("002", "revised")]
    assert len(desk.reader.texts) == 3


async def test_lines_appended_to_a_file_are_all_that_is_looked_at(folder: Path) -> None:
    path = folder / "a.jsonl"
    path.write_bytes(made.lines(1, 2))
    desk = Desk()
    await run(desk, path)
    with path.open("ab") as file:
        file.write(made.lines(3))
    tally, heard = await run(desk, path)
    assert (tally.articles, heard.outcomes) == (1, [("003", "new")])


async def test_a_file_of_another_beginning_is_another_file(folder: Path) -> None:
    path = folder / "a.jsonl"
    path.write_bytes(made.lines(1, 2))
    desk = Desk()
    await run(desk, path)
    reached = await desk.store.journal.find(str(path))
    path.write_bytes(made.lines(7, 1, 2, 3))
    assert how_far(str(path), reached, desk.clock()).done == 0
    tally, _ = await run(desk, path)
    assert (tally.articles, tally.filed) == (4, 2)


async def test_with_again_everything_is_looked_at_and_nothing_is_doubled(folder: Path) -> None:
    path = folder / "a.jsonl"
    path.write_bytes(made.lines(1, 2))
    desk = Desk()
    await run(desk, path)
    tally, heard = await run(desk, path, again=True)
    assert (tally.filed, heard.outcomes) == (0, [("001", "unchanged"), ("002", "unchanged")])


async def test_what_is_bad_stands_in_the_report_with_what_to_do(folder: Path, tmp_path: Path) -> None:
    (folder / "a.jsonl").write_bytes(made.lines(1) + b'{"text": 3}\nno json\n' + made.lines(2))
    (folder / "b.html").write_bytes(b"<html><body></body></html>")
    (folder / "c.zip").write_bytes(made.zipped(x_jsonl=b"=1+1\n"))
    report = tmp_path / "report.csv"
    desk = Desk()
    tally, _ = await run(desk, folder, folder / "nowhere.txt", report=report)
    assert (tally.filed, tally.bad) == (2, 5)
    rows = list(csv.DictReader(report.open(encoding="utf-8")))
    assert [(Path(r["path"]).name, r["item"]) for r in rows] == [
        ("nowhere.txt", ""),
        ("a.jsonl", "line 2"),
        ("a.jsonl", "line 3"),
        ("b.html", ""),
        ("c.zip", "x.jsonl, line 1"),
    ]
    assert rows[2]["reason"].startswith("is not JSON")
    assert rows[2]["what to do"] == "mend or remove the line"


async def test_a_report_names_what_was_bad_before_the_stop_as_well(folder: Path, tmp_path: Path) -> None:
    path = folder / "a.jsonl"
    path.write_bytes(b"no json\n" + made.lines(1, 2))
    desk = Desk()
    await stopped_after(desk, path, 2)
    report = tmp_path / "report.csv"
    await run(desk, path, report=report)
    assert [r["item"] for r in csv.DictReader(report.open(encoding="utf-8"))] == ["line 1"]


async def stopped_after(desk: Desk, path: Path, count: int) -> None:
    """An import that is stopped in the middle, as by a Ctrl-C."""
    handed = sifted(
        [str(path)],
        journal=desk.store.journal,
        understand=lambda piece: understand(piece, desk.ahead),
        clock=desk.clock,
        ahead=2,
    )
    things = imported(desk.newsroom, desk.ahead, handed, depth=2)
    async for _ in things:
        count -= 1
        if not count:
            break
    await things.aclose()


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.zip"])
async def test_stopped_it_goes_on_after_what_was_filed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = made.lines(*range(1, 8))
    path.write_bytes({"a.jsonl": data, "a.jsonl.gz": gzip.compress(data), "a.zip": made.zipped(x_jsonl=data)}[name])
    opened = on_disk(tmp_path)
    first = opened()
    await stopped_after(first, path, 3)
    assert await first.refs() == ["001", "002", "003"]
    await first.store.close()
    second = opened()
    _, heard = await run(second, path)
    assert heard.outcomes == [(f"{n:03}", "new") for n in range(4, 8)]
    assert not set(second.reader.texts) & set(first.reader.texts[:3])
    await second.store.close()


async def test_an_article_that_kills_its_reader_is_told_of_and_the_rest_is_filed(folder: Path) -> None:
    path = folder / "a.jsonl"
    path.write_bytes(
        made.lines(1) + json.dumps(made.record(2, text=f"It {Reader.POISON}.")).encode() + b"\n" + made.lines(3)
    )
    desk = Desk()
    tally, _ = await run(desk, path)
    assert (tally.filed, tally.bad) == (2, 1)
    assert await desk.refs() == ["001", "003"]


async def test_folders_in_a_folder_are_looked_into_when_asked(folder: Path) -> None:
    (folder / "2019").mkdir()
    (folder / "2019" / "a.txt").write_text("It rained.", encoding="utf-8")
    desk = Desk()
    assert (await run(desk, folder))[0].filed == 0
    assert (await run(desk, folder, deep=True))[0].filed == 1


def test_a_cell_is_no_formula() -> None:
    assert bulk.plainly("=1+1") == "'=1+1"
    assert bulk.plainly("a\nb\x00") == "a b "


def on_file(database: Path) -> int:
    try:
        store = SqliteStore.open(f"sqlite:///{database}")
    except Exception:
        return 0
    try:
        return int(store._connections.now(lambda db: db.execute("SELECT count(*) FROM revisions").fetchone()[0]))
    finally:
        store._connections.shut()


def test_killed_in_the_middle_it_goes_on_without_a_duplicate(tmp_path: Path) -> None:
    """The real command, ended with SIGKILL."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(made.lines(*range(12)))
    database = tmp_path / "t.db"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("WIRECHECK_", "SLACK_"))}
    env |= {"WIRECHECK_DATABASE": f"sqlite:///{database}", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "index", str(path)]
    running = subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 240
    while on_file(database) < 4 and running.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = on_file(database)
    assert before >= 4
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{12 - before} new articles, 0 revisions" in done.stderr
    assert on_file(database) == 12
