"""Where sentences end, decided before the parse: a full stop inside quotation marks does, a semicolon does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

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


@Language.component(PIPE)
def mark_sentences(doc: Doc) -> Doc:
    """Sets where sentences begin; leaves to the parser only what the marks cannot tell."""
    for i in range(1, len(doc)):
        doc[i].is_sent_start = _starts(doc, i)
    return doc


def _starts(doc: Doc, i: int) -> bool | None:
    token = doc[i]
    if token.is_space or (token.text in _CLOSING and not _opens(doc, i)):
        return False
    last = i - 1
    while last > 0 and (doc[last].is_space or (doc[last].text in _CLOSING and not _opens(doc, last))):
        last -= 1
    stop = doc[last]
    first = _first_letter(doc, i)
    if first is None or first.text[:1].islower() or token.text in _STOPS:
        return False
    if stop.text in _STOPS:
        return _after_stop(doc, stop, last, i)
    if stop.text.endswith(".") and len(stop.text) > 1 and last == i - 1:
        return _after_abbreviation(stop, first)
    # An abbreviation and a closing mark: `... in the U.S.”`
    return stop.text[-1:] in ".?!" and last < i - 1


def _opens(doc: Doc, i: int) -> bool:
    """A straight mark after a space and before a word opens a quotation."""
    token = doc[i]
    if token.text not in _OPENING:
        return False
    if token.text not in _CLOSING:
        return True
    return bool(i == 0 or doc[i - 1].whitespace_ or doc[i - 1].is_space) and not token.whitespace_


def _first_letter(doc: Doc, i: int) -> Token | None:
    for token in doc[i : i + 4]:
        if token.text not in _OPENING and not token.is_space:
            return token
    return None


def _after_stop(doc: Doc, stop: Token, last: int, i: int) -> bool | None:
    closed = any(doc[k].text in _CLOSING - {")", "]"} for k in range(last + 1, i))
    if stop.text == ".":
        return True
    # “Why now?” Lee asked: only the parse can tell whether the speaker follows.
    return None if closed or stop.text in ("…", "...", "....") else True


def _after_abbreviation(stop: Token, first: Token) -> bool | None:
    if stop.lower_ in _BEFORE_A_NAME or (len(stop.text) == 2 and stop.text[0].isupper()) or first.text[:1].isdigit():
        return False
    return True if first.lower_ in _STARTERS and first.text[:1].isupper() else None
