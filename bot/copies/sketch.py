"""An article in two dozen numbers: articles that share text share some of them, however long the archive.

Every run of three words is hashed and the smallest hashes are kept (a "bottom-k sketch"). What is cut
from a text, put before it or woven in between leaves most of its smallest hashes where they were.
"""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass

import xxhash

#: Words in one run. Two words are shared by articles on one event; of four too few survive rewording.
RUN = 3
#: Hashes kept: of a text of which a third came from another one, eight are that one's on average.
KEPT = 24
#: A text of fewer runs is a headline or a caption: many of them are alike without being copies.
FEWEST = 20

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """``hashes`` are the smallest, ascending, each below 2**63; empty for a text too short to tell."""

    hashes: tuple[int, ...]
    runs: int  # how many different runs of words the text has


def runs(text: str) -> frozenset[int]:
    """The hashes of all runs of words; case and punctuation do not count."""
    words = _WORD.findall(text.casefold())
    digest = xxhash.xxh3_64_intdigest
    return frozenset(
        # SQLite's integers are signed: one bit less does no harm.
        digest(f"{a} {b} {c}".encode("utf-8", "surrogatepass")) >> 1
        for a, b, c in zip(words, words[1:], words[2:], strict=False)
    )


def sketch(text: str) -> Sketch:
    """The sketch of a text."""
    found = runs(text)
    if len(found) < FEWEST:
        return Sketch((), len(found))
    return Sketch(tuple(heapq.nsmallest(KEPT, found)), len(found))
