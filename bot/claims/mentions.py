"""Whoever an article speaks of, each time it does: what a pronoun or "the ministry" may go back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims import cues
from bot.claims.people import Named

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: How much a mention weighs by its place in the sentence: a subject is what the next sentence goes on about.
_WEIGHTS = {
    "nsubj": 1.0,
    "nsubjpass": 0.9,
    "ROOT": 0.8,
    "dobj": 0.55,
    "dative": 0.5,
    "pobj": 0.5,
    "appos": 0.5,
    "conj": 0.5,
    "poss": 0.45,
}
_OTHERWISE = 0.3
_BREAKS = frozenset([",", "”", '"', "’", "'", "''", "–", "—"])
_OPENING, _CLOSING, _EITHER = frozenset(["“", "«", "„"]), frozenset(["”", "»"]), frozenset(['"', "''", "``"])


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: who, how prominently, whether speaking, in which sentence of the article, whether within quotation marks."""

    at: int
    named: Named
    lemma: str
    weight: float
    noun: str = ""  # the word itself, in small letters
    speaks: bool = False
    sentence: int = 0
    quoted: bool = False
    plural: bool = False
    pronoun: str = ""
    clause: int = -1  # the verb it hangs on, to tell two who take part in one act apart


def weight(token: Token) -> float:
    """How prominent the mention is by its part in the sentence, 0..1."""
    return 1.0 if speaks(token) else _WEIGHTS.get(token.dep_, _OTHERWISE)


def speaks(token: Token) -> bool:
    """Is this the subject of a verb that reports, or named right by one?"""
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return (
            token.dep_ == "pobj"
            and token.head.lower_ == "to"
            and bool(token.head.i)
            and token.head.nbor(-1).lower_ == "according"
        )
    passive = token.dep_ == "nsubjpass" and token.pos_ == "NOUN"  # "before the inquiry is concluded"
    return token.head.lemma_.lower() in cues.verbs() and not passive


def trails(token: Token) -> bool:
    """Does this subject of a verb that reports stand behind what is reported: "..., he said", "...,” said he"?"""
    if token.dep_ != "nsubj" or not speaks(token):
        return False
    first = min(token, token.head, key=lambda t: t.i)
    return first.i > first.sent.start and first.nbor(-1).text in _BREAKS


def is_plural(token: Token) -> bool:
    """More than one: by its ending, or joined with others."""
    return token.tag_ in ("NNS", "NNPS") or any(
        c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN") for c in token.children
    )


def quoted(doc: Doc) -> frozenset[int]:
    """The places of the tokens within quotation marks."""
    inside, found = False, []
    for token in doc:
        if token.text in _OPENING:
            inside = True
        elif token.text in _CLOSING:
            inside = False
        elif token.text in _EITHER:
            inside = not inside
        elif inside:
            found.append(token.i)
    return frozenset(found)


def clause_of(token: Token) -> int:
    """The place of the verb this hangs on most nearly; -1 if on none."""
    for above in token.ancestors:
        if above.pos_ in ("VERB", "AUX"):
            return int(above.i)
    return -1


def joined(head: Token) -> Iterator[Token]:
    """The noun and those joined to it: "Norway and Sweden"."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("PROPN", "NOUN"):
            yield from joined(child)
