"""What was read out of one text, packed together: its claims compressed with the text they quote as their dictionary.

A claim as JSON is longer than the sentence it stands in; 30 of them made an archive 23 times as large as its
texts. Packed by the text, a quotation costs a few bytes. What was packed with one text cannot be unpacked with
another: zlib keeps its checksum.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

import orjson

from bot.errors import StoreFailed
from bot.nouns import Claim
from store.codec import packed_codec

#: zlib looks back so far, in bytes.
WINDOW = 32_768
LEVEL = 6
#: Stand in columns of their own.
APART = ("id", "article_id", "revision_id")


def line(claim: Claim) -> bytes:
    """One claim as a line of JSON, without what stands in columns of its own."""
    tree = packed_codec(Claim).encode(claim)
    for name in APART:
        tree.pop(name, None)
    try:
        return orjson.dumps(tree)
    except TypeError:  # a lone surrogate: orjson refuses it
        return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


def packed(lines: Iterable[bytes], text: str) -> bytes:
    """Lines, in the order of their places, as one column."""
    press = zlib.compressobj(LEVEL, zdict=_dictionary(text))
    return press.compress(b"\n".join(lines)) + press.flush()


@lru_cache(maxsize=400)  # some 20 MB; filing in a busy subject meets the same articles again and again
def unpacked(body: bytes, text: str) -> Sequence[bytes]:
    """The lines ``packed`` with this text. ``StoreFailed`` when they were packed with another."""
    return checked(body, text)


def checked(body: bytes, text: str) -> Sequence[bytes]:
    """The same, not remembered: for going through the whole archive."""
    unpress = zlib.decompressobj(zdict=_dictionary(text))
    try:
        whole = unpress.decompress(body) + unpress.flush()
    except zlib.error as error:
        raise StoreFailed(
            "a text on file is not the one that was read; keep a copy, restore the last backup, "
            "then run `wirecheck doctor`"
        ) from error
    return whole.split(b"\n") if whole else ()


@lru_cache(maxsize=8_000)  # some 50 MB
def claim(found: bytes, claim_id: str, article_id: str, revision_id: str) -> Claim:
    """The claim in a line."""
    try:
        tree = orjson.loads(found)
    except orjson.JSONDecodeError:
        tree = json.loads(found.decode("utf-8", "surrogatepass"))
    tree |= {"id": claim_id, "article_id": article_id, "revision_id": revision_id}
    decoded: Claim = packed_codec(Claim).decode(tree)
    return decoded


def _dictionary(text: str) -> bytes:
    # Never empty: zlib takes no empty dictionary.
    return text.encode("utf-8", "surrogatepass")[:WINDOW] or b"\n"
