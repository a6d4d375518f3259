"""Where sentences end, decided before the parse: a full stop inside quotation marks does, a semicolon does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy
from spacy.attrs import SENT_START
from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc

PIPE = "wirecheck_sentences"

_STOPS = frozenset([".", "?", "!", "…", "...", "?!", "!?", "....", "。"])
_CLOSING = frozenset(['"', "”", "’", "'", "''", "»", ")", "]"])
_OPENING = frozenset(['"', "“", "‘", "'", "``", "''", "«", "(", "[", "„"])
_BEFORE_A_NAME = frozenset(
    (
        *(
            "mr.",
            "mrs.",
            "ms.",
            "dr.",
            "prof.",
            "gen.",
            "lt.",
            "col.",
            "maj.",
            "capt.",
            "sgt.",
            "adm.",
            "sen.",
            "rep.",
            "gov.",
        ),
        *(
            "reps.",
            "sens.",
            "st.",
            "rev.",
            "hon.",
            "no.",
            "nos.",
            "vs.",
            "fig.",
            "jan.",
            "feb.",
            "aug.",
            "sept.",
            "oct.",
            "nov.",
            "dec.",
        ),
    )
)
_STARTERS = frozenset(
    (
        *(
            "the",
            "a",
            "an",
            "he",
            "she",
            "it",
            "they",
            "we",
            "i",
            "but",
            "and",
            "in",
            "on",
            "at",
            "his",
            "her",
            "their",
            "its",
        ),
        *(
            "this",
            "that",
            "these",
            "those",
            "there",
            "if",
            "when",
            "while",
            "after",
            "as",
            "for",
            "by",
            "with",
            "however",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class _Words:
    """A Doc's tokens as plain lists: each look into a Doc makes a Token, and this asks of every one of them."""

    text: list[str]
    space: list[bool]  # is white space itself
    spaced: list[bool]  # is followed by white space

    @classmethod
    def of(cls, doc: Doc) -> _Words:
        return cls([t.text for t in doc], [t.is_space for t in doc], [bool(t.whitespace_) for t in doc])


@Language.component(PIPE)
def mark_sentences(doc: Doc) -> Doc:
    """Sets where sentences begin; leaves to the parser only what the marks cannot tell."""
    words = _Words.of(doc)
    starts = [_SET[_starts(words, i)] for i in range(1, len(doc))]
    if starts:
        # All at once: set one by one, each would have the whole Doc looked through for a parse.
        column = numpy.array([1, *starts], dtype="int64").astype("uint64")
        doc.from_array([SENT_START], column)  # type: ignore[arg-type]
    return doc


_SET = {True: 1, False: -1, None: 0}


def _starts(words: _Words, i: int) -> bool | None:
    text = words.text
    if words.space[i] or (text[i] in _CLOSING and not _opens(words, i)):
        return False
    last = i - 1
    while last > 0 and (words.space[last] or (text[last] in _CLOSING and not _opens(words, last))):
        last -= 1
    stop = text[last]
    first = _first_letter(words, i)
    if first is None or first[:1].islower() or text[i] in _STOPS:
        return False
    if stop in _STOPS:
        return _after_stop(words, last, i)
    if stop.endswith(".") and len(stop) > 1 and last == i - 1:
        return _after_abbreviation(stop, first)
    # An abbreviation and a closing mark: `... in the U.S.”`
    return stop[-1:] in ".?!" and last < i - 1


def _opens(words: _Words, i: int) -> bool:
    """A straight mark after a space and before a word opens a quotation."""
    text = words.text[i]
    if text not in _OPENING:
        return False
    if text not in _CLOSING:
        return True
    return (i == 0 or words.spaced[i - 1] or words.space[i - 1]) and not words.spaced[i]


def _first_letter(words: _Words, i: int) -> str | None:
    for k in range(i, min(i + 4, len(words.text))):
        if words.text[k] not in _OPENING and not words.space[k]:
            return words.text[k]
    return None


def _after_stop(words: _Words, last: int, i: int) -> bool | None:
    closed = any(words.text[k] in _CLOSING - {")", "]"} for k in range(last + 1, i))
    stop = words.text[last]
    if stop == ".":
        return True
    # “Why now?” Lee asked: only the parse can tell whether the speaker follows.
    return None if closed or stop in ("…", "...", "....") else True


def _after_abbreviation(stop: str, first: str) -> bool | None:
    if stop.lower() in _BEFORE_A_NAME or (len(stop) == 2 and stop[0].isupper()) or first[:1].isdigit():
        return False
    return True if first.lower() in _STARTERS and first[:1].isupper() else None
