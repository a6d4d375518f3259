"""Files and folders as articles, one after another, going on past whatever is none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.errors import BadInput
from bot.intake import feeds, pages, records, texts
from bot.intake.decoding import MAX_BYTES, decode
from bot.intake.problems import Problem
from bot.nouns import Article

TEXT = {".txt", ".text"}
PAGE = {".html", ".htm", ".xhtml"}
JSON = {".json"}
LINES = {".jsonl", ".ndjson"}
FEED = {".xml", ".rss", ".atom"}
KNOWN = TEXT | PAGE | JSON | LINES | FEED
#: A file of many articles may be larger than an article.
MAX_JSON_BYTES = 200_000_000


def articles(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Article | Problem]:
    """Every article at these paths, in their order, folders in name order; what is none, as a ``Problem``
    in its place. Never raises for what it finds; reads one file at a time."""
    for given in paths:
        path = os.fspath(given)
        if os.path.isdir(path):
            yield from _folder(path)
        else:
            yield from _file(path)


def expected(paths: Iterable[str]) -> int:
    """About how many articles there are at these paths, for the time left on a progress bar."""
    return sum(sum(map(_lines, _files(Path(path)))) for path in paths)


def _files(path: Path) -> list[Path]:
    try:
        return [f for f in path.iterdir() if f.suffix.lower() in KNOWN] if path.is_dir() else [path]
    except OSError:
        return []


def _lines(path: Path) -> int:
    if path.suffix.lower() not in LINES:
        return 1
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 1


def is_url(path: str) -> bool:
    """Whether this is a URL rather than a path."""
    return path.lower().startswith(("http://", "https://"))


def _folder(path: str) -> Iterator[Article | Problem]:
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))
    except OSError as error:
        yield Problem(path, f"cannot be opened ({error.strerror})")
        return
    folders = [name for name in names if os.path.isdir(os.path.join(path, name))]
    files = [name for name in names if name not in set(folders)]
    held = False
    for name in files:
        full = os.path.join(path, name)
        if Path(name).suffix.lower() not in KNOWN:
            yield Problem(full, "no .txt, .html or JSON, passed over", note=True)
            continue
        for found in _file(full):
            held = held or not (isinstance(found, Problem) and found.note)
            yield found
    if folders:
        yield Problem(
            path, f"its folders are passed over ({', '.join(folders[:3])}...); name them to read them", note=True
        )
    if not held:
        yield Problem(path, "holds no articles; put .txt, .html or JSON files with a `text` in it")


def _file(path: str) -> Iterator[Article | Problem]:
    try:
        yield from _read(path)
    except BadInput as error:
        yield Problem(path, str(error).removeprefix(f"{path}: "))
    except OSError as error:
        yield Problem(path, _unopened(error))


def _unopened(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder; check the name"
    return f"cannot be read ({error.strerror or error})"


def _read(path: str) -> Iterator[Article | Problem]:
    kind = Path(path).suffix.lower()
    if kind in LINES:
        with open(path, "rb") as lines:
            yield from records.from_lines(_decoded(lines, path), path=path)
        return
    data = _bytes(path, MAX_JSON_BYTES if kind in JSON else MAX_BYTES)
    if kind not in KNOWN:
        kind = _sniff(data)
    if kind in JSON:
        yield from records.from_json(decode(data, where=path), path=path)
    elif kind in PAGE:
        yield pages.from_file(data, path=path)
    elif kind in FEED:
        yield from feeds.from_file(data, path=path)
    else:
        yield texts.from_text(data, path=path)


def _bytes(path: str, most: int) -> bytes:
    size = os.path.getsize(path)
    if size > most:
        raise BadInput(f"is {size / 1e6:.0f} MB, and {most / 1e6:.0f} MB is the most; split it")
    return Path(path).read_bytes()


def _decoded(lines: Iterable[bytes], path: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        start = line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
        # A line that is no UTF-8 is found out as no JSON, by its number, and the others are read.
        yield start.decode("utf-8", "replace") if _is_utf8(start) else "{not UTF-8}"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sniff(data: bytes) -> str:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"{", b"[")):
        return ".json"
    if feeds.is_feed(data):
        return ".xml"
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ".txt"
