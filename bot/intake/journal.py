"""What has been looked through already: how far into each file, so that an import goes on where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one file has been looked through.

    ``size``, ``modified`` (nanoseconds) and ``head`` (a digest of its beginning) say which file it was;
    ``done`` items of it have been dealt with, and the next begins at byte ``offset`` where it can be gone
    to directly (else 0). ``ref`` is what its article is called, of a file that holds one.
    """

    path: str
    size: int
    modified: int
    head: str
    started: datetime
    at: datetime
    done: int = 0
    offset: int = 0
    filed: int = 0
    bad: int = 0
    finished: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that could not be filed: where, why, and what to do about it."""

    path: str
    item: str  # within the file: "line 7", "2019/may.html, line 3", or ""
    reason: str
    advice: str = ""


class Journal(Protocol):
    """The journal of imports, in the archive."""

    async def find(self, path: str) -> Reached | None:
        """How far this file has been looked through, if it ever was."""
        ...

    async def note(self, reached: Sequence[Reached], faults: Sequence[Fault] = ()) -> None:
        """Notes how far these have come and what was bad, in one transaction. The faults of a file that is
        begun again (``done`` is 0) are forgotten first; a fault at the same place replaces the older."""
        ...

    async def faults(self, roots: Sequence[str], *, limit: int = 1000, offset: int = 0) -> Sequence[Fault]:
        """What was bad in these files and in the folders under these paths, by path, in the order met."""
        ...

    async def recent(self, *, limit: int = 40) -> Sequence[Reached]:
        """The files last looked through, the latest first."""
        ...
