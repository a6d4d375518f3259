"""Looking through files so that it can be stopped anywhere and gone on with: what is done is not looked at again."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from bot.errors import WirecheckError
from bot.intake.files import files, is_url
from bot.intake.incoming import FetchAll
from bot.intake.journal import Fault, Journal, Reached
from bot.intake.pieces import Piece, pieces, unopened
from bot.intake.problems import Problem
from bot.nouns import Article, content_id

T = TypeVar("T")
#: So much of a file's beginning tells it from another that took its place.
HEAD = 64 * 1024
#: Items drawn from a file at a time: each change of threads costs as much as a line's reading.
DRAW, DRAWN_BYTES = 32, 2_000_000

Understand = Callable[[Piece], Awaitable[Sequence[Article | Problem]]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is being looked through, and how far it was on coming here."""

    reached: Reached

    @property
    def path(self) -> str:
        return self.reached.path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was looked through before and has not changed since."""

    reached: Reached


@dataclass(frozen=True, slots=True)
class Handed:
    """One thing out of a file. With ``ends`` it is the last of its piece: then all up to ``number`` is done.
    ``over``: the file is at its end, and this is no article."""

    what: Article | Problem | Skipped | None
    source: Source | None = None
    number: int = 0
    at: int = 0
    resume: int = 0
    ends: bool = True
    over: bool = False
    item: str = ""  # where in the file, for the report


# --- which files, and from where


async def sifted(
    paths: Sequence[str],
    *,
    journal: Journal,
    understand: Understand,
    clock: Callable[[], datetime],
    ahead: int,
    deep: bool = False,
    again: bool = False,
    fetch_all: FetchAll | None = None,
) -> AsyncIterator[Handed]:
    """All that is at these paths and URLs and was not dealt with before, in order; up to ``ahead`` pieces are
    being understood. ``again``: what was dealt with before as well."""
    from bot.ahead import in_order

    found = _pieces(paths, journal, clock, deep, again, fetch_all)

    async def work(step: Step) -> Sequence[Article | Problem]:
        return await understand(step.piece) if step.piece is not None else ()

    async for step, things in in_order(found, work, ahead=max(ahead, 1)):
        for handed in _handed(step, things):
            yield handed


@dataclass(frozen=True, slots=True)
class Step:
    """One step through the files: a piece, the end of a file, or something that needs no understanding."""

    source: Source | None = None
    piece: Piece | None = None
    other: Article | Problem | Skipped | None = None


def _handed(step: Step, things: Sequence[Article | Problem]) -> Iterator[Handed]:
    piece, source = step.piece, step.source
    if piece is None:
        yield Handed(step.other, source, over=source is not None and step.other is None)
        return
    place = _place(piece)
    if not things:
        yield Handed(None, source, piece.number, piece.at, piece.resume, item=place)
    for n, thing in enumerate(things, 1):
        ends = n == len(things)
        yield Handed(thing, source, piece.number, piece.at, piece.resume, ends=ends, item=place)


def _place(piece: Piece) -> str:
    line = f"line {piece.item.line}" if piece.item.line else ""
    return ", ".join(part for part in (piece.item.member, line) if part)


async def _pieces(
    paths: Sequence[str],
    journal: Journal,
    clock: Callable[[], datetime],
    deep: bool,
    again: bool,
    fetch_all: FetchAll | None,
) -> AsyncIterator[Step]:
    for path in paths:
        if is_url(path):
            for found in await _fetched(path, fetch_all):
                yield Step(other=found)
            continue
        async for file in drawn_together(files([path], deep=deep)):
            if isinstance(file, Problem):
                yield Step(other=file)
                continue
            async for step in _file(file, journal, clock, again):
                yield step


async def _fetched(url: str, fetch_all: FetchAll | None) -> Sequence[Article | Problem]:
    if fetch_all is None:
        return [Problem(url, "is an address, and only files are read here")]
    try:
        return await fetch_all(url)
    except WirecheckError as error:
        return [Problem(url, str(error).removeprefix(f"{url}: "))]


async def _file(path: str, journal: Journal, clock: Callable[[], datetime], again: bool) -> AsyncIterator[Step]:
    full = _full(path)
    before = await journal.find(full)
    try:
        reached = await asyncio.to_thread(how_far, full, None if again else before, clock())
    except OSError as error:
        yield Step(other=Problem(path, unopened(error)))
        return
    if reached.finished:
        yield Step(other=Skipped(reached))
        return
    source = Source(reached)
    async for piece in drawn_together(pieces(path, done=reached.done, offset=reached.offset)):
        yield Step(source, piece)
    yield Step(source)


def _full(path: str) -> str:
    return os.path.abspath(path)


def how_far(path: str, before: Reached | None, now: datetime) -> Reached:
    """How far this file, as it is now, has been looked through. Raises ``OSError`` when it cannot be read.

    A file to which something was appended is the same file; one that changed in any other way is another,
    and is begun again."""
    stat = os.stat(path)
    fresh = Reached(path, stat.st_size, stat.st_mtime_ns, "", started=now, at=now)
    if before is None:
        return replace(fresh, head=_digest(path, min(HEAD, stat.st_size)))
    if (before.size, before.modified) == (stat.st_size, stat.st_mtime_ns) and before.finished:
        return before
    same = stat.st_size >= before.size and before.head == _digest(path, min(HEAD, before.size))
    grown = stat.st_size > before.size
    untouched = before.modified == stat.st_mtime_ns and not grown
    if same and (untouched or (grown and before.offset)):
        # The head stays that of the file as it was: it is what is compared again.
        head = _digest(path, min(HEAD, stat.st_size))
        return replace(before, size=stat.st_size, modified=stat.st_mtime_ns, head=head, finished=False)
    return replace(fresh, head=_digest(path, min(HEAD, stat.st_size)))


def _digest(path: str, count: int) -> str:
    with open(path, "rb") as file:
        return hashlib.blake2b(file.read(count), digest_size=16).hexdigest()


async def drawn_together(items: Iterable[T]) -> AsyncIterator[T]:
    """The items, drawn in a thread, several at a time."""
    source = iter(items)
    while batch := await asyncio.to_thread(_batch, source):
        for item in batch:
            yield item


def _batch(source: Iterator[T]) -> list[T]:
    batch: list[T] = []
    size = 0
    for item in islice(source, DRAW):
        batch.append(item)
        size += len(item.item.data) if isinstance(item, Piece) else 0
        if size > DRAWN_BYTES:
            break
    return batch


# --- what is done


class Ledger:
    """Keeps how far each file has come and what was bad, and notes it in the journal now and then: after a
    kill what was filed since is looked at once more, found on file, and not read again."""

    def __init__(self, journal: Journal, clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._clock = clock
        self._reached: dict[str, Reached] = {}
        self._faults: list[Fault] = []

    def enter(self, handed: Handed, *, filed: bool = False, fault: Problem | None = None) -> None:
        """Enters what became of one thing."""
        source = handed.source
        if source is None:
            return
        now = self._clock()
        before = self._reached.get(source.path, source.reached)
        after = replace(before, at=now, filed=before.filed + filed, bad=before.bad + (fault is not None))
        if handed.ends and handed.number:
            after = replace(after, done=handed.number, offset=handed.resume)
        if isinstance(handed.what, Article) and handed.number == 1:
            after = replace(after, ref=f"{content_id(handed.what.key)} {handed.what.ref}")
        if handed.over:
            after = replace(after, finished=True)
        self._reached[source.path] = after
        if fault is not None:
            self._faults.append(as_fault(fault, source.path, handed.item))

    async def note(self) -> None:
        """Notes in the journal what has been entered since."""
        reached, faults = list(self._reached.values()), self._faults
        if not reached:
            return
        # Files that are not at their end are held, since their counts go on.
        self._reached = {r.path: r for r in reached if not r.finished}
        self._faults = []
        await self._journal.note(reached, faults)


def as_fault(problem: Problem, path: str, item: str = "") -> Fault:
    """A line for the report: what is wrong apart from what to do about it."""
    reason, _, advice = problem.what.partition("; ")
    return Fault(path, item or (f"line {problem.line}" if problem.line else ""), reason, advice)
