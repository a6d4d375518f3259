"""The record of changes: who changed what, when, from what to what; kept with the archive, never with an article's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

Via = Literal["slack", "desk", "terminal"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at work: ``name`` as people write it, ``id`` as Slack knows them ("" elsewhere), and where they are:
    the workspace and the channel by Slack's ids."""

    name: str
    id: str = ""
    workspace: str = ""
    channel: str = ""
    via: Via = "terminal"


class Done(NamedTuple):
    """What one change came to: the id of what was changed (an article, a dispute, a channel, a feed), what it was,
    what it is."""

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record. ``done`` is False while the change is being made, and for good where the bot was
    killed in the middle: then it may or may not have happened."""

    at: datetime
    person: Person
    what: str
    subject: str = ""
    before: str = ""
    after: str = ""
    done: bool = True


class AuditShelf(Protocol):
    """Where the record is kept; ``StoreFailed`` when it cannot be."""

    async def begin(self, line: Line) -> int:
        """Notes, before it is made, that a change is being made; its number."""
        ...

    async def end(self, number: int, outcome: Sequence[Done]) -> None:
        """Notes what came of it: a line for each thing changed, none where nothing was."""
        ...

    async def lines(self, *, since: datetime | None = None, limit: int = 1000) -> Sequence[Line]:
        """The last ``limit`` lines from ``since`` on, in the order made."""
        ...


_acting: ContextVar[Person] = ContextVar("acting")
NOBODY = Person("somebody")


def acting() -> Person:
    """Who is at work here; ``NOBODY`` where that was not said."""
    return _acting.get(NOBODY)


def act_as(person: Person) -> None:
    """Says who is at work from here on, in this task and those it starts."""
    _acting.set(person)


@contextmanager
def as_person(person: Person) -> Iterator[None]:
    """The same for a stretch of code."""
    token = _acting.set(person)
    try:
        yield
    finally:
        _acting.reset(token)
