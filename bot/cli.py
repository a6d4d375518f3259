"""The `wirecheck` command: read, compare, replay, index, ask, status, serve, demo and doctor.

It ends with 0, with 2 when something handed in was bad (the rest is done all the same), with 1 when
something else failed. What a command needs it imports itself, so that `wirecheck demo` has its first
answer on the screen in seconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import archive_cli, audit_cli, bulk_cli, fates_cli, feedback_cli, feeds_cli
from bot.errors import BadInput, WirecheckError

if TYPE_CHECKING:
    from bot.ahead import ReadAhead
    from bot.answers.timeline import Timeline
    from bot.intake import Problem
    from bot.intake.pairs import Pair
    from bot.newsroom import Newsroom
    from bot.nouns import Article, Claim, Conflict
    from bot.replay import Happening
    from bot.settings import Settings

app = typer.Typer(
    name="wirecheck",
    help="A newsroom's memory: who said what, word for word, and what contradicts it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.add_typer(feeds_cli.app)
app.add_typer(feedback_cli.app)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of what a person likes to read.")]
Html = Annotated[
    str,
    typer.Option("--html", metavar="FILE", help="Write a page to keep, as the desk shows it; - is stdout."),
]
Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files (.txt, .html, JSON, JSON Lines), folders or URLs.")
]
PairsFile = Annotated[
    str, typer.Argument(metavar="PAIRS.jsonl", help='Lines of {"id", "old": {"text", "date", "outlet"}, "new": {...}}.')
]
Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="A folder of articles, filed in name order.")]
Asks = Annotated[list[str] | None, typer.Option("--ask", metavar="TEXT", help="Ask this at the end; may repeat.")]
Why = Annotated[bool, typer.Option("--why", help="Show what each step of the decision said.")]

#: What the demo asks, as a newcomer might.
DEMO_ASKS = ("/who condemned", "how many troops were sent?")


def now() -> datetime:
    """The time, in UTC; everything else is handed it."""
    return datetime.now(UTC)


def settings() -> Settings:
    """The settings of the environment and .env; raises ``BadSetting``."""
    from bot.settings import load

    chosen = load()
    if not _workspace:
        return chosen
    from bot.several import archive_of

    return chosen.model_copy(update={"database": archive_of(chosen.database, _workspace)})


def workers(paths: list[str]) -> int:
    """How many processes to read these in: 0 (a thread of this one) for a few articles, else two or more."""
    from bot.ahead import FEW
    from bot.intake.files import expected

    if expected(paths) <= FEW:
        return 0
    return max(settings().readers, min(os.cpu_count() or 1, 2))


# --- reading and comparing, without a database


@app.command()
def read(paths: Paths, json: AsJson = False, html: Html = "") -> None:
    """Read articles: who says what, with which verb."""
    if json and html:
        raise BadInput("--json or --html, not both")
    run(_read(paths, json, html))


async def _read(paths: list[str], json: bool, html: str) -> int:
    from bot import intake, shapes
    from bot.ahead import DEPTH, in_order
    from bot.claims.worker import ReadingRoom
    from bot.console import Complaints, Numbered, progress, say, show
    from bot.intake.incoming import coming
    from bot.nouns import Revision
    from handlers import terminal

    complaints, processes, page = Complaints(), workers(paths), Numbered(html)

    async def work(item: Article | Problem) -> tuple[str, tuple[Claim, ...]]:
        if isinstance(item, intake.Problem):
            return "", ()
        revision = Revision.of(item, now())
        return revision.id, await room.read(revision)

    async with ReadingRoom(settings().pipeline, processes) as room, coming(paths) as found:
        with progress("reading", paths, prints=not html) as step:
            async for item, (revision_id, claims) in in_order(found, work, ahead=1 + processes * DEPTH):
                step()
                if isinstance(item, intake.Problem):
                    complaints.add(item)
                elif json:
                    say(shapes.reading(item, revision_id, claims))
                elif html:
                    from handlers.desk import proof  # the desk's templates, which nothing else here needs

                    page.write(proof.page(Revision.of(item, now()), claims))
                else:
                    show(terminal.article(item, claims))
    return complaints.bad


@app.command()
def compare(pairs: PairsFile, json: AsJson = False, why: Why = False) -> None:
    """Compare pairs of passages: does the new one contradict the old one?"""
    run(_compare(pairs, json, why))


async def _compare(path: str, json: bool, why: bool) -> int:
    from bot import passages, shapes
    from bot.ahead import DEPTH, in_order
    from bot.claims.worker import ReadingRoom
    from bot.conflicts.judge import appointed
    from bot.console import Complaints, progress, say, show
    from bot.errors import BadPairs
    from bot.intake.incoming import drawn
    from bot.intake.pairs import pairs
    from handlers import terminal

    complaints, processes = Complaints(), workers([path])
    judge = appointed(settings().judge)

    async def work(pair: Pair | BadPairs) -> Conflict | None:
        return None if isinstance(pair, BadPairs) else await passages.compare(pair, room.read, now=now(), judge=judge)

    async with ReadingRoom(settings().pipeline, processes) as room:
        with progress("comparing", [path], prints=True) as step:
            async for pair, conflict in in_order(drawn(pairs(path)), work, ahead=1 + processes * DEPTH):
                step()
                if isinstance(pair, BadPairs):
                    complaints.add(pair)
                elif conflict is None:
                    continue
                elif json:
                    say(shapes.comparison(pair.id, conflict))
                else:
                    show(terminal.comparison(pair.id, pair.old.text, pair.new.text, conflict, why=why))
    return complaints.bad


@app.command()
def replay(folder: Folder, ask: Asks = None, json: AsJson = False) -> None:
    """File a folder's articles one by one, as the bot would, and show what it would have said."""
    run(_replay(folder, ask or [], json))


async def _replay(folder: str, asks: list[str], json: bool) -> int:
    from bot.ahead import ReadAhead
    from bot.claims.worker import ReadingRoom
    from bot.conflicts.judge import appointed
    from bot.newsroom import Newsroom
    from store.memory import MemoryStore

    processes = workers([folder])
    async with ReadingRoom(settings().pipeline, processes) as room:
        ahead = ReadAhead(room.read)
        newsroom = Newsroom(
            MemoryStore(),
            ahead.read,
            clock=now,
            threshold=settings().alert_threshold,
            judge=appointed(settings().judge),
        )
        return await file_and_ask(newsroom, ahead, [folder], asks, json=json, processes=processes)


async def file_and_ask(
    newsroom: Newsroom, ahead: ReadAhead, paths: list[str], asks: Iterable[str], *, json: bool, processes: int
) -> int:
    """Files what is at these paths, reading ahead, prints what happens and then the answers; how many were bad."""
    from bot import intake
    from bot.ahead import DEPTH, begun
    from bot.console import Complaints, progress
    from bot.intake.incoming import coming
    from bot.replay import Filed, replay

    complaints = Complaints()
    async with coming(paths, allow_private=settings().fetch_private) as found:
        articles = begun(found, ahead, depth=1 + processes * DEPTH, now=now(), standing=newsroom.store.standing)
        with progress("filing", paths, prints=True) as step:
            async for happening in replay(newsroom, articles, asks, whole=json):
                if isinstance(happening, intake.Problem):
                    complaints.add(happening)
                else:
                    await tell(newsroom, happening, json)
                if isinstance(happening, intake.Problem | Filed):
                    step()
    return complaints.bad


async def tell(newsroom: Newsroom, happening: Happening, json: bool) -> None:
    """Prints one thing that happened."""
    from bot import shapes
    from bot.console import say, show
    from bot.replay import Alerted, Answered, Filed, Joined, Unsure, quoted
    from handlers import terminal

    match happening:
        case Filed(filing):
            say(shapes.filed(filing)) if json else show(terminal.filed(filing))
        case Alerted(dispute, pairs):
            quotes = await quoted(newsroom, pairs)
            say(shapes.alert(dispute, quotes)) if json else show(terminal.dispute(dispute))
        case Unsure(dispute, pairs):
            quotes = await quoted(newsroom, pairs)
            say(shapes.unsure(dispute, quotes)) if json else show(terminal.unsure(dispute))
        case Joined(dispute, pairs):
            quotes = await quoted(newsroom, pairs)
            say(shapes.joined(dispute, quotes)) if json else show(terminal.joined(dispute, pairs))
        case Answered(ask, answer):
            say(shapes.answer(answer, ask=ask)) if json else show(terminal.answer(answer, ask=ask))


# --- against the database


app.command()(bulk_cli.index)
app.command()(bulk_cli.mail)

# --- keeping the archive safe

for _command in (archive_cli.backup, archive_cli.restore, archive_cli.export, archive_cli.compact):
    app.command()(_command)
app.command()(archive_cli.browse)
app.command()(archive_cli.doctor)
app.command()(audit_cli.audit)
app.command("import")(archive_cli.take_in)

# --- taking out of it

app.command()(fates_cli.withdraw)
app.command()(fates_cli.readmit)
app.command()(fates_cli.forget)

# --- learning from the desk

app.command()(feedback_cli.calibrate)

# --- asking it


Picture = Annotated[
    str, typer.Option("--picture", metavar="FILE", help="Write the picture of a /timeline there, as PNG.")
]


@app.command()
def ask(
    text: Annotated[list[str], typer.Argument(metavar="TEXT")], json: AsJson = False, picture: Picture = ""
) -> None:
    """Ask what is on file: a question, `/facts kursk`, `/who condemned`, or `/timeline kursk`; with filters such as since:2025-04-01."""
    run(_ask(" ".join(map(requoted, text)), json, picture))


def requoted(word: str) -> str:
    """A filter that the shell has freed of its quotation marks, with them again: by:"Foreign Ministry"."""
    key, colon, value = word.partition(":")
    return f'{key}:"{value}"' if colon and key.isalpha() and " " in value and '"' not in value else word


async def _ask(text: str, json: bool, picture: str) -> int:
    from bot.app import newsroom
    from bot.console import show
    from bot.replay import Answered
    from handlers import terminal_timeline

    command, _, about = text.strip().partition(" ")
    over_time = command.lower() == "/timeline"
    if picture and not over_time:
        raise BadInput("--picture draws a timeline; ask for one: wirecheck ask --picture kursk.png /timeline kursk")
    async with newsroom(settings(), processes=0) as (desk, _reader):
        if not over_time:
            await tell(desk, Answered(text, await desk.answer(text)), json)
            return 0
        found = await desk.timeline(about.strip())
    if json:
        await tell(desk, Answered(text, found.answer), json)
    else:
        show(terminal_timeline.timeline(found))
    if picture:
        write_picture(found, picture)
    return 0


def write_picture(found: Timeline, path: str) -> None:
    """Draws a timeline into a file. ``BadInput`` when there is nothing to draw, or it cannot be written there."""
    from bot.console import note
    from handlers import timeline_picture

    if not found.matters:
        raise BadInput(f"nothing on file about “{found.about}”, so there is no picture")
    try:
        Path(path).write_bytes(timeline_picture.png(found))
    except OSError as wrong:
        raise BadInput(f"{path} cannot be written: {wrong.strerror or wrong}") from wrong
    note(f"wrote {path}")


@app.command()
def status(json: AsJson = False) -> None:
    """How much is on file."""
    run(_status(json))


async def _status(json: bool) -> int:
    from bot import shapes
    from bot.console import say, show
    from handlers import terminal
    from store.sqlite import SqliteStore

    where = settings().database
    store = SqliteStore.open(where)
    try:
        counts = await store.counts()
    finally:
        await store.close()
    if json:
        say(shapes.counts(counts, version=installed()))
    else:
        show(terminal.status(counts, version=installed(), database=where))
    return 0


# --- the bot itself


@app.command()
def serve(
    watch: Annotated[str, typer.Option("--watch", metavar="FOLDER", help="File what is put into this folder.")] = "",
) -> None:
    """Run the bot: Slack when its tokens are set, and always the desk page."""
    from bot import duty

    run(duty.serve(settings().model_copy(update={"watch": watch} if watch else {})))


@app.command()
def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Print and stop; serve no page.")] = False,
) -> None:
    """See what it does: two articles filed, what contradicts, an answer or two, and the desk page."""
    from bot import duty

    run(duty.demo(settings(), _shown, serve=not no_serve))


async def _shown(newsroom: Newsroom, ahead: ReadAhead, paths: list[str]) -> None:
    await file_and_ask(newsroom, ahead, paths, DEMO_ASKS, json=False, processes=0)


# --- starting and ending


def run(work: Coroutine[Any, Any, int]) -> None:
    """Runs a command; it ends with 2 when its work counts something bad."""
    from bot import logs

    logs.configure()
    if asyncio.run(work):
        raise typer.Exit(2)


def installed() -> str:
    """The version of Wirecheck that is installed."""
    from importlib.metadata import version

    return version("wirecheck")


def version(asked: bool) -> None:
    if asked:
        typer.echo(f"wirecheck {installed()}")
        raise typer.Exit


#: The workspace whose archive is meant, when it is not the main one.
_workspace = ""


def of_workspace(team: str) -> str:
    """Notes that what is asked for is meant of this workspace's archive. ``BadInput`` for what is no id."""
    global _workspace
    from bot.settings import TEAM

    if team and TEAM.fullmatch(team) is None:
        raise BadInput(f"--workspace {team}: a workspace's id begins with T, such as T012ABC")
    _workspace = team
    return team


@app.callback()
def common(
    workspace: Annotated[
        str,
        typer.Option("--workspace", metavar="TEAM", callback=of_workspace, help="That workspace's archive, by its id."),
    ] = "",
    _: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """A newsroom's memory: who said what, word for word, and what contradicts it."""


def main(arguments: Iterable[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    from bot.console import complain

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="wirecheck")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except BadInput as error:
        complain(error)
        return 2
    except WirecheckError as error:
        complain(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
