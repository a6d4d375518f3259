"""Taking a packed answer apart piece by piece, never further than what an article may be.

A few kilobytes can unpack to gigabytes, so the packing is undone here, by hand and with a bound, and only
the two packings that were asked for; anything else a server sends is turned down unopened.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

#: What is asked for, and so all that may come.
ACCEPTED = "gzip, deflate"
#: Bytes unpacked at a time.
STEP = 64 * 1024
GZIP = b"\x1f\x8b"


class TooLarge(Exception):
    """It unpacks to more than it may."""


class Broken(Exception):
    """It is not packed as it says, or ends in the middle. ``str()`` is what is wrong, in words."""


async def unpacked(pieces: AsyncIterator[bytes], packing: str, *, most: int) -> bytes:
    """The bytes that came, unpacked. ``TooLarge`` beyond ``most`` bytes, after at most one ``STEP`` more;
    ``Broken``."""
    opener = _opener(packing)
    body = bytearray()
    async for piece in pieces:
        for part in opener.fed(piece):
            body += part
            if len(body) > most:
                raise TooLarge
    opener.ended()
    return bytes(body)


def _opener(packing: str) -> Plain | Packed:
    names = [name for part in packing.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if not names:
        return Plain()
    # One packing inside another squares what a bomb gains; no server of news does that.
    if len(names) > 1 or names[0] not in ("gzip", "x-gzip", "deflate"):
        raise Broken(f"is packed as {', '.join(names)[:40]}, which was not asked for")
    return Packed()


class Plain:
    """Not packed at all."""

    def fed(self, piece: bytes) -> Iterator[bytes]:
        yield piece

    def ended(self) -> None:
        pass


class Packed:
    """Gzip (in one part or several), or deflate with or without its head."""

    def __init__(self) -> None:
        self._open: Any = None
        self._held = b""  # of the two bytes that tell how it is packed, the first

    def fed(self, piece: bytes) -> Iterator[bytes]:
        """What this piece unpacks to, one ``STEP`` at a time; lazily, so that the reader may stop."""
        rest, self._held = self._held + piece, b""
        while rest:
            if self._open is None or self._open.eof:
                if len(rest) < 2:
                    self._held = rest
                    return
                if self._open is not None and not rest.startswith(GZIP):
                    return  # padding after the end, as some servers send
                self._open = zlib.decompressobj(_window(rest))
            try:
                part = self._open.decompress(rest, STEP)
            except zlib.error as error:
                raise Broken(f"is not packed as it says ({error})") from error
            rest = self._open.unconsumed_tail or self._open.unused_data
            if part:
                yield part

    def ended(self) -> None:
        if self._open is not None and not self._open.eof:
            raise Broken("broke off in the middle")


def _window(start: bytes) -> int:
    """How zlib is told what it gets: gzip, deflate with its head (RFC 1950), or, as some servers send, without."""
    if start.startswith(GZIP):
        return zlib.MAX_WBITS | 16
    headed = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if headed else -zlib.MAX_WBITS
