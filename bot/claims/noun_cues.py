"""Nouns that report - "the claim that ...", "expressed concern about", "Ankara's pledge to ..." - and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims.cues import Cue
from bot.claims.phrases import Stretch, is_passive, with_helpers

if TYPE_CHECKING:
    from spacy.tokens import Token


def noun_content(noun: Token, cue: Cue) -> tuple[str, Stretch | None]:
    """The frame a cue noun stands in and what it reports: "the claim that ...", "the admission of ...", "a pledge to ..."."""
    told = _is_that(noun)
    if told is not None and cue.takes("clause"):
        return "clause", told
    told = _of_whose(noun)
    if told is not None and cue.takes("clause"):
        return "clause", told
    light = light_verb(noun)
    beside = (
        [c for c in light.children if c.i == noun.i + 1 and c.dep_ in ("prep", "dative")] if light is not None else []
    )
    for child in (*noun.children, *beside):
        if child.i <= noun.i:
            continue
        inner = [c for c in child.children if c.i > child.i]
        whole = int(child.left_edge.i), int(child.right_edge.i) + 1
        if cue.takes("clause") and child.dep_ in ("acl", "ccomp") and _has(child, "that", "mark"):
            return "clause", whole
        if cue.takes("to") and child.dep_ == "acl" and _has(child, "to", "aux"):
            return "to", whole
        if child.dep_ in ("prep", "dative") and cue.takes(f"prep:{child.lower_}") and inner:
            return f"prep:{child.lower_}", (int(inner[0].left_edge.i), int(inner[-1].right_edge.i) + 1)
    return "", None


def _is_that(noun: Token) -> Stretch | None:
    """ "The view among diplomats is that ...": what the noun is said to be."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be":
        return None
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and _has(c, "that", "mark")), None)
    return (int(clause.left_edge.i), int(clause.right_edge.i) + 1) if clause is not None else None


def _of_whose(noun: Token) -> Stretch | None:
    """ "the claim by the minister that ...": the parser hangs the clause on the minister."""
    for child in noun.children:
        if child.dep_ != "prep" or child.lower_ not in _BY or child.i < noun.i:
            continue
        for owner in (c for c in child.children if c.dep_ == "pobj"):
            clause = next(
                (c for c in owner.children if c.dep_ in ("acl", "relcl", "ccomp") and _has(c, "that", "mark")), None
            )
            if clause is not None:
                return int(clause.left_edge.i), int(clause.right_edge.i) + 1
    return None


_BY = frozenset(["by", "from", "among", "of"])


def _has(token: Token, word: str, dep: str) -> bool:
    return any(c.lower_ == word and c.dep_ == dep for c in token.children)


def noun_cue_words(noun: Token, frame: str, light: Token | None) -> Stretch:
    """ "sharp criticism of", "expressed concern about": the noun with its adjectives, what carries it, its preposition."""
    start, end = noun.i, noun.i + 1
    while (
        start > 0
        and noun.doc[start - 1].head == noun
        and noun.doc[start - 1].dep_ in ("amod", "compound", "advmod", "det")
    ):
        start -= 1
    if light is not None and light.i < noun.i and noun.i - light.i <= 5:
        start = with_helpers(light)
    if frame.startswith("prep:") and end < len(noun.doc) and noun.doc[end].lower_ == frame[5:]:
        end += 1
    return start, end


def light_verb(noun: Token) -> Token | None:
    """The verb that merely carries the noun: "express concern", "issue a warning", "make the claim"."""
    verb = noun.head
    return verb if noun.dep_ == "dobj" and verb.lemma_ in _LIGHT and not is_passive(verb) else None


_LIGHT = frozenset(
    "express voice issue make give have raise repeat offer level hold launch share reiterate pay take renew sound".split()
)


def owner_of(noun: Token) -> Token | None:
    """Whose claim, report or admission it is: "Ankara's claim", "a claim by Ankara"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "among"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
