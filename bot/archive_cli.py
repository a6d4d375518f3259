"""`wirecheck backup`, `restore`, `export`, `import`, `doctor`, `compact` and `browse`: the archive kept safe, as it is typed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import BadInput, StoreFailed

if TYPE_CHECKING:
    from store.safekeeping import Step

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of what a person likes to read.")]
To = Annotated[Path | None, typer.Argument(metavar="TO", help="A file, or a folder; left out, beside the archive.")]
From = Annotated[Path, typer.Argument(metavar="FROM", help="A file that `wirecheck backup` wrote.")]
Over = Annotated[bool, typer.Option("--force", help="Replace the file that is there.")]
Aside = Annotated[bool, typer.Option("--force", help="Put it in the archive's place; what is there is kept aside.")]
Into = Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")]
OutOf = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `wirecheck export` wrote.")]
What = Annotated[
    list[str] | None,
    typer.Option("--what", metavar="PART", help="articles, claims, disputes or records; may repeat. Left out: all."),
]
All = Annotated[bool, typer.Option("--all", help="The main archive and those of all workspaces, each into a file.")]
Mend = Annotated[bool, typer.Option("--repair", help="Build anew what is out of step with what is on file.")]
Port = Annotated[int, typer.Option("--port", help="Of the page, on this machine.")]
Metadata = Annotated[bool, typer.Option("--metadata", help="Print what Datasette is told, for one of your own.")]

#: What a shell expects of a command that a Ctrl-C ended.
STOPPED = 130
EXPORT = Path("wirecheck-export")


def backup(to: To = None, all_workspaces: All = False, force: Over = False, json: AsJson = False) -> None:
    """Copy the archive, also while the bot runs; the copy is restored and compared before it counts."""
    if all_workspaces and to is not None and not to.is_dir():
        raise BadInput(f"{to} is no folder; with --all name one, as each archive is a file of its own")
    for archive in _all_archives() if all_workspaces else [_archive()]:
        _backup(archive, to, force, json)


def _all_archives() -> list[Path]:
    """The main archive, and those of workspaces beside it."""
    from bot.settings import TEAM

    main = _archive()
    beside = sorted(main.parent.glob(f"{main.stem}-T*{main.suffix}"))
    ours = [path for path in beside if TEAM.fullmatch(path.stem.removeprefix(f"{main.stem}-"))]
    return [*([main] if main.exists() or not ours else []), *ours]


def _backup(archive: Path, to: Path | None, force: bool, json: bool) -> None:
    from store import safekeeping

    with _work() as step:
        kept = safekeeping.backup(archive, safekeeping.named(archive, to, _now()), force=force, step=step)
    _tell(
        json,
        {"backup": str(kept.path), "bytes": kept.size, "articles": kept.articles, "rows_compared": kept.rows},
        f"{kept.path}: {kept.articles:,} articles, {_size(kept.size)}; restored on trial and compared, "
        f"{kept.rows:,} rows alike",
    )


def restore(source: From, force: Aside = False, json: AsJson = False) -> None:
    """Put a backup in the archive's place; an archive that is there is kept under another name."""
    from store import safekeeping

    if source.is_dir():
        raise BadInput(f"{source} is a folder; an export comes back with `wirecheck import {source}`")
    archive = _archive()
    with _work() as step:
        kept = safekeeping.restore(source, archive, force=force, now=_now(), step=step)
    aside = f"; what was there is kept as {kept.kept}" if kept.kept else ""
    _tell(
        json,
        {"restored": str(archive), "articles": kept.articles, "kept": str(kept.kept) if kept.kept else None},
        f"{archive}: {kept.articles:,} articles, as in {source}{aside}",
    )


def export(folder: Into = EXPORT, what: What = None, json: AsJson = False) -> None:
    """Write the archive as JSON Lines, claims and disputes as CSV too; `wirecheck import` takes it in again."""
    from bot.cli import installed
    from store import exporting

    parts = tuple(dict.fromkeys(p.strip() for one in what or exporting.WHAT for p in one.split(",")))
    if strange := [p for p in parts if p not in exporting.WHAT]:
        raise BadInput(f"--what {strange[0]}: there is no such part; take {', '.join(exporting.WHAT)}")
    with _work() as step:
        done = exporting.export(_archive(), folder, what=parts, version=installed(), now=_now(), step=step)
    told = ", ".join(f"{count:,} in {name}" for name, count in done.lines.items())
    _tell(json, {"exported": str(folder), "lines": dict(done.lines)}, f"{folder}: {told}")


def take_in(folder: OutOf, json: AsJson = False) -> None:
    """Make the archive anew that was exported into a folder; for an archive that holds nothing yet."""
    from store import taking_in

    archive = _archive()
    with _work() as step:
        done = taking_in.take_in(folder, archive, now=_now(), step=step)
    told = ", ".join(f"{count:,} {name.removesuffix('.jsonl')}" for name, count in done.lines.items())
    _tell(json, {"imported": str(archive), "lines": dict(done.lines)}, f"{archive}: {told}; all of it checked")


def compact(json: AsJson = False) -> None:
    """Make the archive's file smaller: take out what nothing needs, move the rest together."""
    from store import chores
    from store.sqlite import SqliteStore

    path = str(_existing())
    with _work() as step:
        step("compacting", 0, 0)
        store = SqliteStore.open(_url())
        try:
            done = store.now(chores.compact, path=path)
        finally:
            store.shut()
    share = f" ({done.saved / done.before:.0%})" if done.before else ""
    _tell(
        json,
        {"compacted": path, "before": done.before, "after": done.after, "saved": done.saved},
        f"{path}: {_size(done.before)} before, {_size(done.after)} now, {_size(max(done.saved, 0))}{share} saved",
    )


def doctor(repair: Mend = False, json: AsJson = False) -> None:
    """Check that everything is here that the bot needs, and say what to do where it is not."""
    from bot.cli import run

    run(_doctor(repair, json))


def browse(port: Port = 8001, metadata: Metadata = False) -> None:
    """Look at the archive in Datasette, in views made for people; it can only read."""
    import json
    import tempfile

    from store.describing import metadata as told

    archive = _existing()
    described = json.dumps(told(archive.stem), indent=2)
    if metadata:
        print(described)
        return
    _up_to_date()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(described)
        file.flush()
        _datasette([str(archive), "--metadata", file.name, "--host", "127.0.0.1", "--port", str(port)])


def _datasette(arguments: list[str]) -> None:
    """Runs Datasette until Ctrl-C. It is no part of Wirecheck: whoever wants it installs it."""
    import importlib.util
    import shutil
    import subprocess

    program = shutil.which("datasette")
    if importlib.util.find_spec("datasette"):
        command = [sys.executable, "-m", "datasette"]
    elif program:
        command = [program]
    else:
        raise BadInput("Datasette is not installed; `pip install datasette`, then try again")
    try:
        ended = subprocess.run([*command, "serve", *arguments, "--setting", "sql_time_limit_ms", "5000"], check=False)
    except KeyboardInterrupt:
        return
    if ended.returncode not in (0, -2, STOPPED):
        raise StoreFailed(f"Datasette ended with {ended.returncode}; what it said stands above")


def _up_to_date() -> None:
    """Opens the archive once, which brings it and its views up to date."""
    from store.sqlite import SqliteStore

    SqliteStore.open(_url()).shut()


async def _doctor(repair: bool, json: bool) -> int:
    from bot import doctor as surgery
    from bot.app import archive_checks
    from bot.cli import settings
    from bot.console import note, say, show
    from handlers import terminal
    from store.doctor import CONTENT

    chosen = settings()
    for done in _mended() if repair else ():
        say({"repaired": done}) if json else note(done)
    checks = [*surgery.examine(chosen), *await archive_checks(chosen)]
    for what, well, advice in checks:
        if json:
            say({"check": what, "ok": well, "advice": "" if well else advice})
        else:
            show(terminal.check(what, well, advice))
    if any(not well and (what in CONTENT or what.endswith(" opens")) for what, well, _ in checks):
        raise typer.Exit(1)
    return 0


def _mended() -> list[str]:
    from store import doctor as surgery
    from store.sqlite import SqliteStore

    _existing()
    store = SqliteStore.open(_url())
    try:
        return store.now(surgery.mend) or ["nothing was out of step"]
    finally:
        store.shut()


# --- what they share


def _now() -> datetime:
    return datetime.now(UTC)


def _url() -> str:
    from bot.cli import settings

    return settings().database


def _archive() -> Path:
    """The archive's file, which need not be there. ``BadInput`` for an archive in memory."""
    from store.connections import MEMORY
    from store.sqlite import path_of

    path = path_of(_url())
    if path == MEMORY:
        raise BadInput("WIRECHECK_DATABASE is an archive in memory; name a file, such as sqlite:///wirecheck.db")
    archive = Path(path)
    return archive.resolve() if archive.is_symlink() else archive  # what it points at is what is replaced


def _existing() -> Path:
    archive = _archive()
    if not archive.is_file():
        raise BadInput(f"{archive}: no archive is here; name it in WIRECHECK_DATABASE")
    return archive


def _tell(json: bool, record: dict[str, Any], words: str) -> None:
    from bot.console import say

    if json:
        say(record)
    else:
        print(words, flush=True)


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"


@contextmanager
def _work() -> Iterator[Step]:
    """A bar on stderr, where that is a terminal; a Ctrl-C ends it with nothing half done."""
    from bot.console import note

    try:
        with _bar() as step:
            yield step
    except KeyboardInterrupt:
        note("stopped; nothing was changed")
        raise typer.Exit(STOPPED) from None


@contextmanager
def _bar() -> Iterator[Step]:
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
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
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        yield _mover(bar)


def _mover(bar: Any) -> Callable[[str, int, int], None]:
    tasks: dict[str, Any] = {}

    def move(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total or None)
        bar.update(tasks[what], completed=done, total=total or None)

    return move
