"""The `wirecheck` command: read, compare, replay, index, ask, status, serve, demo and doctor.

Results go to stdout (JSON Lines with ``--json``), messages and progress to stderr. It ends with 0, with 2
when something handed in was bad, with 1 when something else failed. What a command needs it imports
itself, so that `wirecheck demo` has its first answer on the screen in seconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import BadInput, WirecheckError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from bot.intake import Problem
    from bot.nouns import Article
    from bot.settings import Settings

app = typer.Typer(
    name="wirecheck",
    help="A newsroom's memory: who said what, word for word, and what contradicts it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of what a person likes to read.")]
Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files (.txt, .html, JSON, JSON Lines) or folders.")]


# --- reading and comparing, without a database


@app.command()
def read(paths: Paths, json: AsJson = False) -> None:
    """Read articles: who says what, with which verb."""
    run(_read(paths, json))


async def _read(paths: list[str], json: bool) -> None:
    from bot import intake, shapes
    from bot.ahead import DEPTH, few, in_order
    from bot.claims.worker import ReadingRoom
    from bot.intake.files import expected
    from bot.nouns import Claim, Revision
    from handlers import terminal

    complaints = Complaints()
    is_few, found = few(intake.articles(paths))
    processes = 0 if is_few else CORES

    async def work(item: Article | Problem) -> tuple[str, tuple[Claim, ...]]:
        if isinstance(item, intake.Problem):
            return "", ()
        revision = Revision.of(item, now())
        return revision.id, await room.read(revision)

    async with ReadingRoom(settings().pipeline, processes) as room:
        with progress("reading", expected(paths) if not is_few else None) as step:
            async for item, (revision_id, claims) in in_order(found, work, ahead=max(1, processes) * DEPTH):
                step()
                if isinstance(item, intake.Problem):
                    complaints.add(item)
                elif json:
                    say(shapes.reading(item, revision_id, claims))
                else:
                    show(terminal.article(item, claims))
    complaints.close()


@app.command()
def compare(
    pairs: Annotated[
        str, typer.Argument(metavar="PAIRS.jsonl", help='Lines of {"id", "old": {"text"...}, "new": {...}}.')
    ],
    json: AsJson = False,
    why: Annotated[bool, typer.Option("--why", help="Show what each step of the decision said.")] = False,
) -> None:
    """Compare pairs of passages: does the new one contradict the old one?"""
    run(_compare(pairs, json, why))


async def _compare(path: str, json: bool, why: bool) -> None:
    from bot import passages, shapes
    from bot.ahead import DEPTH, few, in_order
    from bot.claims.worker import ReadingRoom
    from bot.errors import BadPairs
    from bot.intake.files import expected
    from bot.intake.pairs import Pair
    from bot.intake.pairs import pairs as read_pairs
    from handlers import terminal

    complaints = Complaints()
    is_few, found = few(read_pairs(path))
    processes = 0 if is_few else CORES

    async def work(pair: Pair | BadPairs) -> Any:
        if isinstance(pair, BadPairs):
            return None
        return await passages.compare(pair, room.read, now=now())

    async with ReadingRoom(settings().pipeline, processes) as room:
        with progress("comparing", expected([path]) if not is_few else None) as step:
            async for pair, conflict in in_order(found, work, ahead=max(1, processes) * DEPTH):
                step()
                if isinstance(pair, BadPairs):
                    complaints.add(pair)
                elif json:
                    say(shapes.comparison(pair.id, conflict))
                else:
                    show(terminal.comparison(pair.id, pair.old.text, pair.new.text, conflict, why=why))
    complaints.close()


@app.command()
def replay(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A folder of articles, filed in name order.")],
    ask: Annotated[
        list[str] | None, typer.Option("--ask", metavar="TEXT", help="Ask this at the end; may repeat.")
    ] = None,
    json: AsJson = False,
) -> None:
    """File a folder's articles one by one, as the bot would, and show what it would have said."""
    run(_replay(folder, ask or [], json))


async def _replay(folder: str, asks: list[str], json: bool) -> None:
    from store.sqlite import SqliteStore

    from bot import intake
    from bot.ahead import DEPTH, ReadAhead, begun, few
    from bot.claims.worker import ReadingRoom
    from bot.newsroom import Newsroom
    from bot.replay import replay as replayed

    complaints = Complaints()
    is_few, found = few(intake.articles([folder]))
    processes = 0 if is_few else CORES
    async with ReadingRoom(settings().pipeline, processes) as room:
        ahead = ReadAhead(room.read)
        newsroom = Newsroom(SqliteStore.open("sqlite:///:memory:"), ahead.read, clock=now, threshold=settings().alert_threshold)
        coming = begun(found, ahead, depth=1 + processes * DEPTH, now=now())
        async for happening in replayed(newsroom, coming, asks):
            if isinstance(happening, intake.Problem):
                complaints.add(happening)
            else:
                await tell(newsroom, happening, json)
    complaints.close()


async def tell(newsroom: Any, happening: Any, json: bool) -> None:
    """Prints one thing that happened."""
    from bot import shapes
    from bot.replay import Alerted, Answered, Filed, Joined, quoted
    from handlers import terminal

    match happening:
        case Filed(filing):
            event = {
                "event": "filed",
                "article": filing.edition.ref,
                "outcome": filing.outcome,
                "claims": filing.claims,
            }
            say(event) if json else show(terminal.filed(filing))
        case Alerted(dispute, pairs):
            quotes = await quoted(newsroom, pairs)
            say(shapes.alert(dispute, quotes)) if json else show(terminal.dispute(dispute))
        case Joined(dispute, pairs):
            quotes = await quoted(newsroom, pairs)
            say(shapes.joined(dispute, quotes)) if json else show(terminal.joined(dispute, pairs))
        case Answered(ask, answer):
            say(shapes.answer(answer, ask=ask)) if json else show(terminal.answer(answer))


# --- what every command shares

CORES = max(1, min(os.cpu_count() or 1, 2))


def now() -> datetime:
    """The time, in UTC; everything else is handed it."""
    return datetime.now(UTC)


def settings() -> Settings:
    """The settings of the environment and .env; raises ``BadSetting``."""
    from bot.settings import load

    return load()


def say(data: dict[str, Any]) -> None:
    """One line of JSON on stdout, at once, for whoever reads along."""
    from bot.shapes import line

    sys.stdout.write(line(data) + "\n")
    sys.stdout.flush()


def console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, emoji=False, soft_wrap=False)


def show(what: RenderableType) -> None:
    """Something for a person, on stdout."""
    console().print(what)


def note(text: str) -> None:
    """A message for a person, on stderr, on one line."""
    from handlers.terminal import safe

    print(safe(text), file=sys.stderr, flush=True)


class Complaints:
    """Says at once what was wrong with something handed in, and at the end whether anything was."""

    def __init__(self) -> None:
        self.bad = 0

    def add(self, problem: Problem | BadInput) -> None:
        note(f"wirecheck: {problem}")
        self.bad += not getattr(problem, "note", False)

    def close(self) -> None:
        """Ends the command with 2 if anything was bad; the rest has been done."""
        if self.bad:
            raise typer.Exit(2)


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Any]:
    """A bar on stderr with the rate and the time left, where that is a terminal and there is much to do;
    gives the function to call after each thing done."""
    if total is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, rate="")
        started = datetime.now(UTC)

        def step() -> None:
            done = bar.tasks[0].completed + 1
            seconds = (datetime.now(UTC) - started).total_seconds()
            bar.update(task, advance=1, rate=f"{done / max(seconds, 0.001):.1f}/s")

        yield step


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def main(arguments: Iterable[str] | None = None) -> int:
    """Runs the command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=None if arguments is None else list(arguments))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except BadInput as error:
        note(f"wirecheck: {error}")
        return 2
    except WirecheckError as error:
        note(f"wirecheck: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
