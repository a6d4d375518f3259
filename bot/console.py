"""How a command speaks: results on stdout, messages and progress on stderr, one line for what was bad."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import BadInput
from bot.intake.problems import Problem, one_line
from bot.shapes import line

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def say(data: dict[str, Any]) -> None:
    """One line of JSON on stdout, at once, for whoever reads along."""
    sys.stdout.write(line(data) + "\n")
    sys.stdout.flush()


def show(what: RenderableType) -> None:
    """Something for a person, on stdout."""
    _console(sys.stdout).print(what)
    sys.stdout.flush()


def note(text: str) -> None:
    """A message for a person, on stderr, on one line."""
    print(one_line(text, 600), file=sys.stderr, flush=True)


def complain(what: object) -> None:
    """What was bad, on stderr, on one line."""
    note(f"wirecheck: {what}")


def _console(stream: Any) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, emoji=False)


class Numbered:
    """Pages written to a file; the second one to ``page-2.html``, and so on. "-" is stdout."""

    def __init__(self, path: str) -> None:
        self._path, self._written = Path(path), 0

    def write(self, page: str) -> None:
        """Raises ``BadInput`` when it cannot be written there."""
        self._written += 1
        if str(self._path) == "-":
            sys.stdout.write(page)
            return
        number = f"-{self._written}" if self._written > 1 else ""
        path = self._path.with_stem(self._path.stem + number)
        try:
            path.write_text(page, encoding="utf-8", errors="replace")
        except OSError as wrong:
            raise BadInput(f"{path} cannot be written: {wrong.strerror or wrong}") from wrong
        note(f"wrote {path}")


class Complaints:
    """Says at once what was wrong with something handed in, and counts; notes do not count."""

    def __init__(self) -> None:
        self.bad = 0

    def add(self, problem: Problem | Exception) -> None:
        complain(problem)
        self.bad += not (isinstance(problem, Problem) and problem.note)


Step = Callable[[], None]


@contextmanager
def progress(what: str, paths: Sequence[str], *, prints: bool = False) -> Iterator[Step]:
    """A bar on stderr with the rate and the time left, where that is a terminal; gives what to call after
    each article. ``prints``: each article is printed when its turn comes; on one terminal a bar would
    only stand in its way."""
    if not sys.stderr.isatty() or (prints and sys.stdout.isatty()):
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

    from bot.intake.files import expected

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_console(sys.stderr), transient=True) as bar:
        task = bar.add_task(what, total=expected(paths), rate=0.0)
        started = time.monotonic()

        def step() -> None:
            done = bar.tasks[0].completed + 1
            bar.update(task, advance=1, rate=done / max(time.monotonic() - started, 0.001))

        yield step
