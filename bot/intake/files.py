"""Files, folders and archives as articles, one after another, going on past whatever is none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.intake.kinds import LINES, MANY, kind_of
from bot.intake.pieces import pieces, unopened
from bot.intake.problems import Problem
from bot.intake.understanding import understood
from bot.nouns import Article

#: What lies in a folder and is looked into; the rest is passed over.
OFFERED = "no .txt, .html, JSON, mail, document or archive, passed over"

EMPTY = "holds no articles; put .txt, .html or JSON files with a `text` in it"


def articles(paths: Iterable[str | os.PathLike[str]], *, deep: bool = False) -> Iterator[Article | Problem]:
    """Every article at these paths, in their order, folders in name order (with the folders in them, if
    ``deep``); what is none, as a ``Problem`` in its place. Never raises for what it finds; reads one item
    at a time."""
    for given in paths:
        held = False
        for found in _found(given, deep):
            held = held or not (isinstance(found, Problem) and found.note)
            yield found
        if not held and os.path.isdir(given):
            yield Problem(os.fspath(given), EMPTY)


def _found(given: str | os.PathLike[str], deep: bool) -> Iterator[Article | Problem]:
    for file in files([given], deep=deep):
        if isinstance(file, Problem):
            yield file
        else:
            for piece in pieces(file):
                yield from understood(piece)


def files(paths: Iterable[str | os.PathLike[str]], *, deep: bool = False) -> Iterator[str | Problem]:
    """The files at these paths, in their order; a folder stands for those in it, in name order."""
    for given in paths:
        path = os.fspath(given)
        if os.path.isdir(path):
            yield from _folder(path, deep)
        else:
            yield path


def expected(paths: Iterable[str]) -> int:
    """About how many articles there are at these paths: enough to know whether they are few or many."""
    return sum(sum(map(_held, _files(Path(path)))) for path in paths)


def _files(path: Path) -> list[Path]:
    try:
        return [f for f in path.iterdir() if _known(f.name)] if path.is_dir() else [path]
    except OSError:
        return []


def _held(path: Path) -> int:
    kind = kind_of(path.name)
    try:
        if kind.name == LINES and not kind.packing:
            with path.open("rb") as file:
                return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        # An article takes a few kilobytes, packed or with its page's furniture less or more.
        return max(1, path.stat().st_size // 4000) if kind.packing or kind.name in MANY else 1
    except OSError:
        return 1


def _known(name: str) -> bool:
    kind = kind_of(name)
    return bool(kind.name or kind.packing)


def is_url(path: str) -> bool:
    """Whether this is a URL rather than a path."""
    return path.lower().startswith(("http://", "https://"))


def _folder(path: str, deep: bool) -> Iterator[str | Problem]:
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))
    except OSError as error:
        yield Problem(path, unopened(error))
        return
    folders = [name for name in names if os.path.isdir(os.path.join(path, name))]
    for name in names:
        full = os.path.join(path, name)
        if name in folders:
            if deep:
                yield from _folder(full, deep)
        elif not _known(name) and not _in_maildir(path):
            yield Problem(full, OFFERED, note=True)
        else:
            yield full
    if folders and not deep:
        what = f"its folders are passed over ({', '.join(folders[:3])}...); name them to read them, or add --deep"
        yield Problem(path, what, note=True)


def _in_maildir(path: str) -> bool:
    """Whether this is where a mail program keeps mails, each a file without a suffix."""
    return os.path.basename(path.rstrip("/")) in ("cur", "new")
