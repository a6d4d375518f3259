"""Files that hold many items: JSON Lines, mailboxes, web archives, zip and tar, and these inside one another."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from bot.errors import BadArticle
from bot.intake.decoding import MAX_BYTES
from bot.intake.kinds import JSON, LINE, LINES, MAIL, MANY, MBOX, PAGE, PDF, TAR, TEXT, WARC, ZIP, kind_of
from bot.intake.packed import CHUNK, Budget, Counted, damaged, unpacked, whole

#: An archive in an archive is opened, one in that as well; deeper there are only traps.
DEEPEST = 2
#: A zip inside another file has to be held in memory to be read.
MAX_NESTED = 100_000_000
MAX_MAIL = 50_000_000
SIZES = {JSON: 50_000_000, MAIL: MAX_MAIL, PDF: 50_000_000}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a container: its kind and bytes, and where in it they lie.

    ``member`` is the path within an archive, as it is written there; ``line`` counts from 1 in JSON Lines;
    ``end`` is the offset in the file at which the next begins, where that is known. ``wrong`` says why it
    is not here, if it is not; ``passed`` that it was passed over on purpose.
    """

    kind: str
    data: bytes = b""
    member: str = ""
    line: int = 0
    end: int = 0
    url: str = ""  # of a web archive's record
    content_type: str = ""
    wrong: str = ""
    passed: bool = False


def opened(
    kind: str, stream: IO[bytes], member: str, budget: Budget, *, depth: int = 0, first: int = 0, offset: int = 0
) -> Iterator[Item]:
    """The items of a container, one after another. ``first`` and ``offset``: how many lines were read before,
    and where the stream stands. Raises ``BadArticle`` and what ``packed.damaged`` names."""
    if kind == LINES:
        return lines(stream, member, first=first, offset=offset)
    if kind == MBOX:
        return letters(stream, member, offset=offset)
    if kind == WARC:
        return records(stream, member, budget)
    if kind == ZIP:
        return _zip(stream, member, budget, depth)
    return _tar(stream, member, budget, depth)


# --- JSON Lines


def lines(stream: IO[bytes], member: str, *, first: int = 0, offset: int = 0) -> Iterator[Item]:
    """Each line that is not blank."""
    number, end = first, offset
    while line := stream.readline(MAX_BYTES + 2):
        number += 1
        end += len(line)
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            end += _rest_of_line(stream)
            what = f"is longer than {MAX_BYTES / 1e6:.0f} MB, and no article is; hand in its articles line by line"
            yield Item(LINE, member=member, line=number, end=end, wrong=what)
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield Item(LINE, line, member, line=number, end=end)


def _rest_of_line(stream: IO[bytes]) -> int:
    passed = 0
    while rest := stream.readline(1 << 20):
        passed += len(rest)
        if rest.endswith(b"\n"):
            break
    return passed


# --- a mailbox


def letters(stream: IO[bytes], member: str, *, offset: int = 0) -> Iterator[Item]:
    """Each mail of an mbox file: what follows a "From " line that comes first or after a blank line."""
    kept, size, end, blank, begun = io.BytesIO(), 0, offset, True, False

    def letter() -> Item:
        if size > MAX_MAIL:
            what = f"is {size / 1e6:.0f} MB, and {MAX_MAIL / 1e6:.0f} MB is the most for one mail; take its attachments out"
            return Item(MAIL, member=member, end=end, wrong=what)
        return Item(MAIL, kept.getvalue(), member, end=end)

    while line := stream.readline(1 << 20):
        if line.startswith(b"From ") and blank:
            if begun:
                yield letter()
            kept, size, begun = io.BytesIO(), 0, True
        elif begun and (size := size + len(line)) <= MAX_MAIL:
            kept.write(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
        blank = not line.strip()
        end += len(line)
    if begun:
        yield letter()
    elif end:
        raise BadArticle("is no mailbox: it does not begin with a line like `From ann@example.org`; save it as .eml")


# --- a web archive


def records(stream: IO[bytes], member: str, budget: Budget) -> Iterator[Item]:
    """Each page that answered well; requests, pictures and redirects are none."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(stream):
            found = _record(record, member, budget)
            if found is not None:
                yield found
    except ArchiveLoadFailed as error:
        raise BadArticle(f"is damaged or no web archive ({str(error).strip()[:80]}); get it anew") from error


def _record(record: Any, member: str, budget: Budget) -> Item | None:
    if record.rec_type not in ("response", "resource"):
        return None
    http = record.http_headers
    kind = (http or record.rec_headers).get_header("Content-Type") or ""
    if http is not None and http.get_statuscode() != "200":
        return None
    page = kind.split(";")[0].strip().lower()
    name = {"text/html": PAGE, "application/xhtml+xml": PAGE, "text/plain": TEXT, "application/pdf": PDF}.get(page)
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    # robots.txt and the like are plain text too, and no news.
    if name is None or (name == TEXT and url.rsplit("/", 1)[-1].lower() in ("robots.txt", "ads.txt", "humans.txt")):
        return None
    data = whole(record.content_stream(), SIZES.get(name, MAX_BYTES))
    budget.spend(len(data))
    where = f"{member}!{url}" if member else url
    if len(data) > SIZES.get(name, MAX_BYTES):
        return Item(name, member=where, url=url, wrong=too_large(name))
    return Item(name, data, where, url=url, content_type=kind)


def too_large(name: str) -> str:
    return f"is larger than {SIZES.get(name, MAX_BYTES) / 1e6:.0f} MB, and that is the most; split it"


# --- archives of files


def _zip(stream: IO[bytes], member: str, budget: Budget, depth: int) -> Iterator[Item]:
    if not stream.seekable():
        held = whole(stream, MAX_NESTED)
        if len(held) > MAX_NESTED:
            raise BadArticle(f"holds a zip of more than {MAX_NESTED / 1e6:.0f} MB; unpack that one yourself")
        stream = io.BytesIO(held)
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = _joined(member, info.filename)
            if info.flag_bits & 1:
                yield Item("", member=name, wrong="is locked with a password; unpack it yourself")
                continue
            try:
                with archive.open(info) as file:
                    yield from _member(name, unpacked_member(file, budget), budget, depth)
            except damaged() as error:
                yield Item("", member=name, wrong=f"is damaged ({error or type(error).__name__}); pack it anew")


def unpacked_member(file: IO[bytes], budget: Budget) -> IO[bytes]:
    """A zip's member as it is unpacked, counted."""
    return io.BufferedReader(Counted(file, budget), CHUNK)


def _tar(stream: IO[bytes], member: str, budget: Budget, depth: int) -> Iterator[Item]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            file = archive.extractfile(info) if info.isreg() else None
            name = _joined(member, info.name)
            if file is not None:
                # In a stream a member can be read once, from its beginning to its end.
                yield from _member(name, io.BufferedReader(file), budget, depth)  # type: ignore[type-var]
            elif not info.isdir():
                yield Item("", member=name, wrong="is a link or a device, passed over", passed=True)


def _joined(member: str, name: str) -> str:
    return f"{member}!{name}" if member else name


def _member(name: str, stream: IO[bytes], budget: Budget, depth: int) -> Iterator[Item]:
    """The items of one file in an archive."""
    base = name.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
    kind = kind_of(base)
    if base.startswith(".") or "__MACOSX" in name:
        return
    if not kind.name:
        yield Item("", member=name, wrong="no article by its name, passed over", passed=True)
        return
    if kind.name in (ZIP, TAR, WARC) and depth + 1 >= DEEPEST:
        yield Item("", member=name, wrong="lies too deep, an archive in an archive in an archive; unpack it yourself")
        return
    inner = unpacked(stream, kind.packing, budget)
    if kind.name in MANY:
        for item in opened(kind.name, inner, name, budget, depth=depth + 1):
            yield _without_end(item)
        return
    most = SIZES.get(kind.name, MAX_BYTES)
    data = whole(inner, most)
    yield Item(kind.name, data, name) if len(data) <= most else Item(kind.name, member=name, wrong=too_large(kind.name))


def _without_end(item: Item) -> Item:
    """Inside an archive an offset leads nowhere."""
    return replace(item, end=0)
