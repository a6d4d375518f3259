"""`wirecheck index` and `wirecheck mail`: many articles at once, with a bar, a report of what was bad, and a
way to go on after a stop."""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ahead import DEPTH, ReadAhead
from bot.importing import Imported, imported, understand
from bot.intake.incoming import FetchAll
from bot.intake.journal import Fault
from bot.intake.problems import Problem
from bot.intake.sifting import Handed, as_fault, sifted
from bot.newsroom import Newsroom
from bot.nouns import Article, Edition, Filing
from bot.replay import Happening, told

if TYPE_CHECKING:
    from rich.progress import Progress

#: So many bad items are told of as they come; the rest stand in the report.
SPOKEN = 20
REPORT = "wirecheck-report.csv"
HEADINGS = ("path", "item", "reason", "what to do")
BATCH = 1000

Tell = Callable[[Newsroom, Happening], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person typed, and how to go about it."""

    paths: Sequence[str]
    processes: int = 0
    deep: bool = False
    again: bool = False
    report: str = REPORT
    quiet: bool = False  # tell only of alerts, not of each article


@dataclass(slots=True)
class Tally:
    """What has come of it so far."""

    articles: int = 0
    filed: int = 0
    bad: int = 0
    skipped: int = 0
    read: int = 0  # bytes
    at: dict[str, int] = field(default_factory=dict)  # how far each file under way has been read


async def run(newsroom: Newsroom, ahead: ReadAhead, wanted: Wanted, tell: Tell, fetch_all: FetchAll | None) -> Tally:
    """Files all that is wanted and prints what happens; what was bad stands in the report at the end."""
    from bot.console import complain

    total = sum(map(size_of, wanted.paths))
    tally, loose = Tally(), list[Problem]()
    handed = sifted(
        wanted.paths,
        journal=newsroom.store.journal,
        understand=lambda piece: understand(piece, ahead),
        clock=newsroom.clock,
        ahead=1 + wanted.processes * DEPTH,
        deep=wanted.deep,
        again=wanted.again,
        fetch_all=fetch_all,
    )
    with progress(total) as bar:
        async for one in imported(newsroom, ahead, handed, depth=1 + wanted.processes * DEPTH):
            count(tally, one)
            if one.problem is not None:
                with bar.aside():
                    _complain(one.problem, tally, wanted.report)
                if one.handed.source is None and not one.problem.note:
                    loose.append(one.problem)
            async for happening in _happenings(newsroom, one, wanted.quiet):
                with bar.aside():
                    if isinstance(happening, Problem):
                        complain(happening)
                    else:
                        await tell(newsroom, happening)
            bar.move(tally)
    await report(newsroom, wanted, loose)
    return tally


def count(tally: Tally, one: Imported) -> None:
    """Adds one thing to the tally."""
    handed, skipped = one.handed, one.skipped
    tally.articles += isinstance(handed.what, Article)
    tally.filed += one.filing is not None and one.filing.taken_in
    tally.bad += one.problem is not None and not one.problem.note
    if skipped is not None:
        tally.skipped += skipped.reached.done
        tally.read += skipped.reached.size
    tally.read += _progressed(tally.at, handed)


def _progressed(at: dict[str, int], handed: Handed) -> int:
    """How many bytes of its file were read since the last thing out of it."""
    source = handed.source
    if source is None:
        return 0
    if handed.over:
        return source.reached.size - at.pop(source.path, 0)
    before = at.get(source.path, 0)
    at[source.path] = max(handed.at, before)
    return max(handed.at - before, 0)


async def _happenings(newsroom: Newsroom, one: Imported, quiet: bool) -> AsyncIterator[Happening]:
    from bot.replay import Filed

    if one.skipped is not None:
        for happening in _done_before(one.skipped.reached.ref, one.skipped.reached.done, one.skipped.reached.path):
            if not quiet or isinstance(happening, Problem):
                yield happening
    elif one.filing is not None:
        async for happening in told(newsroom, one.filing):
            if not (quiet and isinstance(happening, Filed)):
                yield happening


def _done_before(ref: str, done: int, path: str) -> Iterator[Happening]:
    """A file that was looked through before: one that holds an article as that article, on file unchanged."""
    from bot.replay import Filed

    if done == 1 and ref:
        article_id, _, name = ref.partition(" ")
        yield Filed(Filing(Edition(article_id, "", name), "unchanged"))
    elif done:
        yield Problem(path, f"was looked through before ({done:,} items); --again does it anew", note=True)


def _complain(problem: Problem, tally: Tally, report: str) -> None:
    from bot.console import complain, note

    if tally.bad <= SPOKEN or (problem.note and tally.bad == 0):
        complain(problem)
    elif tally.bad == SPOKEN + 1 and not problem.note:
        note(f"wirecheck: more is bad; all of it will stand in {report}")


# --- the report


async def report(newsroom: Newsroom, wanted: Wanted, loose: Sequence[Problem]) -> None:
    """Writes what was bad, of this run and of those before it on the same files, for a spreadsheet."""
    from bot.console import note

    roots = _roots(wanted.paths)
    rows = [_cells(as_fault(problem, problem.where)) for problem in loose]
    count = len(rows)
    try:
        _write(wanted.report, [HEADINGS, *rows], "w")
        while batch := await newsroom.store.journal.faults(roots, limit=BATCH, offset=count - len(loose)):
            _write(wanted.report, map(_cells, batch), "a")
            count += len(batch)
        if not count:
            _remove(wanted.report)
    except OSError as error:
        note(f"wirecheck: {wanted.report} cannot be written ({error.strerror}); name another with --report")
        return
    if count:
        note(f"{count} could not be filed in all runs over these; {wanted.report} says which, why and what to do")


def _roots(paths: Sequence[str]) -> list[str]:
    return [str(Path(path).absolute()) for path in paths]


def _remove(path: str) -> None:
    Path(path).unlink()


def _write(path: str, rows: Iterable[Sequence[str]], mode: str) -> None:
    with open(path, mode, newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([plainly(cell) for cell in row] for row in rows)


def _cells(fault: Fault) -> tuple[str, ...]:
    return fault.path, fault.item, fault.reason, fault.advice


def plainly(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    cell = "".join(c if c.isprintable() else " " for c in cell)
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


# --- for those who look on


def size_of(path: str) -> int:
    """How many bytes lie at this path, in all folders under it; 0 for an address or nothing."""
    if not os.path.isdir(path):
        return os.path.getsize(path) if os.path.isfile(path) else 0
    return sum(
        os.path.getsize(full)
        for folder, _, names in os.walk(path)
        for name in names
        if os.path.isfile(full := os.path.join(folder, name))
    )


class NoBar:
    """Where nobody looks on: no bar."""

    def move(self, tally: Tally) -> None:
        """Shows how far it has come."""

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Something may be printed in here, on lines of its own."""
        yield


class Bar(NoBar):
    """A bar: how much is read, how many articles a second, how long yet."""

    def __init__(self, bar: Progress, total: int) -> None:
        self._bar, self._began = bar, time.monotonic()
        self._task = bar.add_task("", total=total or None, articles=0, rate=0.0)

    def move(self, tally: Tally) -> None:
        rate = tally.articles / max(time.monotonic() - self._began, 0.001)
        self._bar.update(self._task, completed=tally.read, articles=tally.articles + tally.skipped, rate=rate)

    @contextmanager
    def aside(self) -> Iterator[None]:
        # Lines go to stdout, which is often the same terminal: printed beside the bar they would run into it.
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()


@contextmanager
def progress(total: int) -> Iterator[NoBar]:
    """A bar on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield NoBar()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("filing"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[articles]:,} articles, {task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, speed_estimate_period=60) as bar:
        yield Bar(bar, total)
