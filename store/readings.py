"""What was read out of one text, packed together: its claims compressed with the text they quote as their dictionary.

A claim as JSON is longer than the sentence it stands in; 30 of them made an archive 23 times as large as its
texts. Written briefly (``store.brief``) and packed by the text, a claim costs some 30 bytes. What was packed with
one text cannot be unpacked with another: zlib keeps its checksum.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from bot.errors import StoreFailed
from bot.nouns import Claim
from store import brief
from store.codec import packed_codec

#: zlib looks back so far, in bytes.
WINDOW = 32_768
LEVEL = 9
#: Stand in columns of their own.
APART = ("id", "article_id", "revision_id")
#: What claims have in common beside their words, the commonest last. Part of what is on file: never to be changed.
COMMON = (
    b'[[["","with","under","into","after","before","over","against","to","at","by","as","from","on","for","in","of",'
    b'"recipient","attribute","place","patient","agent",{"tense":"future"},{"polarity":"-","tense":"past"},{"modality":'
    b'"planned","tense":"future"},{"modality":"possible","tense":"present"},{"modality":"hedged"},{"state":"going on",'
    b'"scope":"all"},{"tense":"past","state":"over"},{"tense":"present"},{"tense":"past"},["North Korea","country"],'
    b'["","place"],["","org"],["","person"],{"quantities":[{"span":[,"low":1000.0,"high":null,"unit":"percent","unit":'
    b'"USD","of":"people","approximate":true,"cumulative":true,"per":"day"}],"times":[{"span":[,"start":"2026-01-01",'
    b'"end":"2026-01-31","anchor":"absolute","anchor":"text","anchor":"published"}],"oddities":["heading":true,"quoted":'
    b'true,"anonymous":true,"negated":true,"polarity":"-","modality":"possible","modality":"planned","modality":"hedged",'
    b'"source":[[,"source_name":","chain":["],"cue":[[,"cue_lemma":"tell","cue_class":"deny","cue_lemma":"announce",'
    b'"cue_class":"confirm","cue_lemma":"say","cue_class":"say"}]]],"1'
)


class Line(NamedTuple):
    """One claim as JSON, without what stands in columns of its own, and the text it quotes."""

    data: bytes
    text: str


def line(claim: Claim, text: str) -> Line:
    """The line of a claim of this text."""
    tree = packed_codec(Claim).encode(claim)
    for name in APART:
        tree.pop(name, None)
    return Line(_dumped(brief.brief(tree, text)), text)


def _dumped(tree: Any) -> bytes:
    try:
        return orjson.dumps(tree)
    except TypeError:  # a lone surrogate: orjson refuses it
        return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _loaded(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data.decode("utf-8", "surrogatepass"))


def packed(lines: Iterable[Line], text: str) -> bytes:
    """Lines, in the order of their places, as one column."""
    press = zlib.compressobj(LEVEL, zdict=_dictionary(text))
    return press.compress(b"\n".join(line.data for line in lines)) + press.flush()


def repacked(body: bytes, text: str) -> bytes:
    """What an earlier version packed, packed as this one does; the same when that is no shorter."""
    lines = (Line(_dumped(brief.brief(brief.full(_loaded(one.data), text), text)), text) for one in checked(body, text))
    return min(packed(lines, text), body, key=len)


@lru_cache(maxsize=400)  # some 20 MB; filing in a busy subject meets the same articles again and again
def unpacked(body: bytes, text: str) -> Sequence[Line]:
    """The lines ``packed`` with this text. ``StoreFailed`` when they were packed with another."""
    return checked(body, text)


def checked(body: bytes, text: str) -> Sequence[Line]:
    """The same, not remembered: for going through the whole archive."""
    try:
        whole = _inflated(body, _dictionary(text))
    except zlib.error:  # by the first versions, or damaged
        whole = _first_inflated(body, text)
    return [Line(data, text) for data in whole.split(b"\n")] if whole else ()


def _inflated(body: bytes, dictionary: bytes) -> bytes:
    unpress = zlib.decompressobj(zdict=dictionary)
    return unpress.decompress(body) + unpress.flush()


def _first_inflated(body: bytes, text: str) -> bytes:
    try:
        return _inflated(body, text.encode("utf-8", "surrogatepass")[:WINDOW] or b"\n")
    except zlib.error as error:
        raise StoreFailed(
            "a text on file is not the one that was read; keep a copy, restore the last backup, "
            "then run `wirecheck doctor`"
        ) from error


@lru_cache(maxsize=8_000)  # some 50 MB
def claim(found: Line, claim_id: str, article_id: str, revision_id: str) -> Claim:
    """The claim in a line."""
    tree = brief.full(_loaded(found.data), found.text)
    tree |= {"id": claim_id, "article_id": article_id, "revision_id": revision_id}
    decoded: Claim = packed_codec(Claim).decode(tree)
    return decoded


def _dictionary(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")[: WINDOW - len(COMMON)] + COMMON
