"""Packed answers: unpacked whatever way a server packs, never beyond the bound, and found out when they lie."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator

import pytest

from bot.intake.unpacking import STEP, Broken, TooLarge, unpacked

TEXT = b"The bridge is closed, the mayor said. " * 5_000


async def pieces(data: bytes, size: int = 1_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packing", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare(TEXT)),
        ("gzip", gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:])),
        ("gzip", gzip.compress(TEXT) + b"\x00" * 100),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
async def test_what_was_packed_comes_out_whole(packing: str, data: bytes, size: int) -> None:
    if size == 1 and len(data) > 50_000:
        pytest.skip("byte by byte only what is small")
    assert await unpacked(pieces(data, size), packing, most=len(TEXT)) == TEXT


async def test_nothing_at_all_is_nothing() -> None:
    assert await unpacked(pieces(b""), "gzip", most=10) == b""


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
@pytest.mark.parametrize("most", [100, STEP, 300_000])
async def test_a_bomb_is_stopped_at_the_bound_without_unpacking_more(packing: str, most: int) -> None:
    zeros = bytes(80_000_000)
    bomb = gzip.compress(zeros) if packing == "gzip" else zlib.compress(zeros)
    taken = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal taken
        async for piece in pieces(bomb, 4_000):
            taken += len(piece)
            yield piece

    with pytest.raises(TooLarge):
        await unpacked(counted(), packing, most=most)
    assert taken <= 4_000, "the rest of it is not even asked for"


@pytest.mark.parametrize("packing", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "aes128gcm"])
async def test_what_was_not_asked_for_is_not_opened(packing: str) -> None:
    with pytest.raises(Broken, match="not asked for"):
        await unpacked(pieces(gzip.compress(TEXT)), packing, most=len(TEXT))


@pytest.mark.parametrize("cut", [5, 50, 200])
async def test_what_breaks_off_is_found_out(cut: int) -> None:
    with pytest.raises(Broken, match="broke off"):
        await unpacked(pieces(gzip.compress(TEXT)[:-cut]), "gzip", most=len(TEXT))


@pytest.mark.parametrize("data", [b"plain words, not packed", gzip.compress(TEXT)[:100] + b"\xff" * 500])
async def test_what_is_not_packed_as_it_says_is_found_out(data: bytes) -> None:
    with pytest.raises(Broken):
        await unpacked(pieces(data), "gzip", most=len(TEXT))
