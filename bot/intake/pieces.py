"""What lies in a file or an archive, item by item: its bytes and where it was found, not yet understood.

Everything is read as it is needed, so that an archive of a million articles takes no more memory than one
of ten; nothing is ever written to disk, least of all under a name out of an archive.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from bot.errors import BadInput
from bot.intake import containers
from bot.intake.containers import Item
from bot.intake.decoding import MAX_BYTES
from bot.intake.kinds import JSON, LINES, MAIL, MANY, MBOX, PDF, Kind, kind_of, looks_like, packing_of
from bot.intake.packed import Budget, damaged, unpacked, whole
from bot.intake.problems import Problem

#: The most bytes of one item, by kind: a list of many articles, a mail with attachments may be larger.
MOST = {JSON: 200_000_000, MAIL: 50_000_000, PDF: 50_000_000}


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a file, or what was wrong with it.

    ``number`` counts the items of the file from 1 (in JSON Lines the lines); after this one the file has
    been read up to byte ``at``, and where ``resume`` is not 0, the next begins there.
    """

    path: str
    item: Item
    number: int
    at: int = 0
    resume: int = 0
    alone: bool = False  # the file holds no other
    problem: Problem | None = None

    @property
    def where(self) -> str:
        """The file, and what of it: "archive.zip!2019/may.html"."""
        return f"{self.path}!{self.item.member}" if self.item.member else self.path


def pieces(path: str, *, done: int = 0, offset: int = 0) -> Iterator[Piece]:
    """The items of a file after the first ``done``, of which the next begins at ``offset`` (0: unknown).
    Never raises for what it finds: an item that is bad comes as its problem, and so does the end of a
    file that cannot be read further."""
    number, file = done, None
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below, after what is yielded
        for piece in _pieces(path, file, done, offset):
            number = piece.number
            yield piece
    except BadInput as error:
        yield _bad(path, number + 1, str(error).removeprefix(f"{path}: "))
    except damaged() as error:
        yield _bad(path, number + 1, f"is damaged or cut off ({error or type(error).__name__}); get it anew")
    except OSError as error:
        yield _bad(path, number + 1, unopened(error))
    finally:
        if file is not None:
            file.close()


def _bad(path: str, number: int, what: str) -> Piece:
    return Piece(path, Item(""), number, problem=Problem(path, what))


def unopened(error: OSError) -> str:
    """Why a file could not be opened, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder; check the name"
    return f"cannot be read ({error.strerror or error}); check its rights"


def _pieces(path: str, file: IO[bytes], done: int, offset: int) -> Iterator[Piece]:
    size = os.fstat(file.fileno()).st_size
    budget = Budget(size)
    kind = _kind(path, file)
    if not kind.packing and kind.name in (LINES, MBOX) and offset:
        file.seek(offset)
        found = containers.opened(kind.name, file, "", budget, first=done, offset=offset)
        skip = 0
    else:
        stream = unpacked(file, kind.packing, budget)
        name = kind.name or _sniffed(stream)
        if name not in MANY:
            yield from _whole(path, stream, name, size)
            return
        found, skip = containers.opened(name, stream, "", budget), done
    for number, item in enumerate(found, 1 if not offset else done + 1):
        # In JSON Lines the line is the number: blank ones count there and come to nothing.
        count = item.line if item.line and not item.member else number
        if count > skip:
            yield Piece(path, item, count, at=_position(file, size), resume=0 if kind.packing else item.end)


def _position(file: IO[bytes], size: int) -> int:
    return min(file.tell(), size)


def _kind(path: str, file: IO[bytes]) -> Kind:
    named = kind_of(path)
    if named.name or named.packing:
        return named
    start = file.read(8192)
    file.seek(0)
    return Kind("" if (packing := packing_of(start)) else looks_like(start), packing)


def _sniffed(stream: IO[bytes]) -> str:
    """What is in a packed file whose name does not say."""
    peek = getattr(stream, "peek", None)
    return looks_like(peek(4096)[:4096]) if peek else looks_like(b"")


def _whole(path: str, stream: IO[bytes], name: str, size: int) -> Iterator[Piece]:
    most = MOST.get(name, MAX_BYTES)
    data = whole(stream, most)
    piece = Piece(path, Item(name, data), 1, at=size, alone=True)
    if len(data) > most:
        shown = max(size, len(data))
        what = f"is {shown / 1e6:.0f} MB, and {most / 1e6:.0f} MB is the most; split it"
        piece = replace(piece, item=Item(name), problem=Problem(path, what))
    yield piece
