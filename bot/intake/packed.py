"""Unpacking as one goes along, never more than a file of that size could honestly hold.

A few kilobytes can be made to unpack to terabytes, so every byte that comes out of a packing, and out of a
packing inside it, is counted against the size of the file it all came from.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from typing import IO, Any

from bot.errors import BadArticle

#: News packs to a quarter or a tenth, at the very best (the same text again and again) to a hundredth.
RATIO, ROOM = 250, 64_000_000
#: Memory that a packed file may ask for to be unpacked, in bytes.
MEMORY = 128 * 2**20
CHUNK = 256 * 1024


class Budget:
    """How much one file on disk may unpack to in all."""

    def __init__(self, size: int) -> None:
        self.most = ROOM + RATIO * size
        self.spent = 0

    def spend(self, count: int) -> None:
        """Raises ``BadArticle`` when more has come out than the file may hold."""
        self.spent += count
        if self.spent > self.most:
            raise BadArticle(
                f"unpacks to more than {self.most / 1e6:,.0f} MB, as only a trap does; if you trust it, unpack it yourself"
            )


class Counted(io.RawIOBase):
    """A stream of unpacked bytes, each counted."""

    def __init__(self, inner: Any, budget: Budget) -> None:
        # Not ``read``, which would fill the buffer first and lose all of it where a file is cut off.
        self._read = getattr(inner, "read1", inner.read)
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def unpacked(stream: IO[bytes], packing: str, budget: Budget) -> IO[bytes]:
    """The stream, unpacked; raises as it is read: ``BadArticle`` for too much, and see ``damaged``."""
    if not packing:
        return stream
    inner: Any
    if packing == "gz":
        inner = gzip.GzipFile(fileobj=stream, mode="rb")
    elif packing == "bz2":
        inner = bz2.BZ2File(stream)
    elif packing == "xz":
        inner = Xz(stream)
    else:
        import zstandard

        inner = zstandard.ZstdDecompressor(max_window_size=MEMORY).stream_reader(stream, read_across_frames=True)
    return io.BufferedReader(Counted(inner, budget), CHUNK)


def whole(stream: IO[bytes], most: int) -> bytes:
    """All that is in the stream; of more than ``most`` bytes one more than that."""
    out = io.BytesIO()
    # By and by: a buffer of ``most`` bytes would be made for the smallest file.
    while out.tell() <= most and (data := stream.read(min(CHUNK, most + 1 - out.tell()))):
        out.write(data)
    return out.getvalue()


class Xz:
    """An .xz file, with the memory bounded that it may ask for (``lzma.LZMAFile`` takes no bound)."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._open = self._fresh()
        self._rest = b""
        self._ended = False

    @staticmethod
    def _fresh() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(format=lzma.FORMAT_AUTO, memlimit=MEMORY)

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes; none at the end."""
        while not self._ended:
            if self._open.eof:  # an .xz file may be several, one after another, with zeros between
                self._rest = (self._open.unused_data or self._stream.read(CHUNK)).lstrip(b"\x00")
                if not self._rest:
                    self._ended = True
                    break
                self._open = self._fresh()
            if self._open.needs_input and not self._rest:
                self._rest = self._stream.read(CHUNK)
                if not self._rest:
                    raise EOFError("ends in the middle")
            out, self._rest = self._open.decompress(self._rest, most), b""
            if out:
                return out
        return b""


def damaged() -> tuple[type[BaseException], ...]:
    """What reading a damaged or cut off packed file raises."""
    import tarfile
    import zipfile

    import zstandard

    return (
        *(EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, gzip.BadGzipFile),
        *(zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError),
    )
