"""An article in two dozen numbers: articles that share text share some of them, however long the archive.

Every run of three words is hashed and the smallest hashes are kept (a "bottom-k sketch"). What is cut
from a text, put before it or woven in between leaves most of its smallest hashes where they were.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

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
    #: The text's words and the hashes of all its runs, to lay it beside others; not kept on file.
    words: Sequence[str] = field(default=(), repr=False, compare=False)
    every: frozenset[int] = field(default=frozenset(), repr=False, compare=False)


def words_of(text: str) -> list[str]:
    """The words of a text; case and punctuation do not count."""
    return _WORD.findall(text.casefold())


def runs(words: Sequence[str]) -> frozenset[int]:
    """The hashes of all runs of words."""
    # Cut out of the whole: twice as quick as putting each run together.
    joined = " ".join(words)
    whole = joined.encode("utf-8", "surrogatepass")
    plain = len(whole) == len(joined)
    lengths = map(len, words) if plain else (len(word.encode("utf-8", "surrogatepass")) for word in words)
    ends = list(accumulate([length + 1 for length in lengths]))
    digest = xxhash.xxh3_64_intdigest
    # SQLite's integers are signed: one bit less does no harm.
    return frozenset(
        [digest(whole[start : end - 1]) >> 1 for start, end in zip([0, *ends], ends[RUN - 1 :], strict=False)]
    )


def sketch(text: str) -> Sketch:
    """The sketch of a text."""
    words = words_of(text)
    found = runs(words)
    smallest = tuple(heapq.nsmallest(KEPT, found)) if len(found) >= FEWEST else ()
    return Sketch(smallest, len(found), words, found)
