"""Adjectives that report - "is confident that", "was critical of", "are against" - with what their holder holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims.cues import Cue
from bot.claims.phrases import Stretch, with_helpers

if TYPE_CHECKING:
    from spacy.tokens import Token

#: What ties an adjective to whom it is said of. "Made angry" and "kept unaware" say what others did.
_TIES = frozenset(["be", "become", "get", "grow", "remain", "stay", "seem", "appear", "look", "sound", "feel"])
_ASKED = frozenset(["whether", "if", "how", "what", "why", "who", "when", "where", "which"])


def tie_of(word: Token) -> Token | None:
    """The "is", "became" or "feels" that says it of somebody: the verb whose subject holds it, or None."""
    if word.dep_ in ("acomp", "prep", "oprd", "attr") and word.head.lemma_ in _TIES and word.i > word.head.i:
        return word.head
    if word.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in word.children):
        return word  # "were incensed that": the parser takes it for a passive
    return None


def held(word: Token, cue: Cue) -> tuple[str, Stretch | None]:
    """The frame an adjective stands in and what its holder holds: "afraid that ...", "critical of ...", "against ..."."""
    for child in word.children:
        if child.i < word.i:
            continue
        whole = int(child.left_edge.i), int(child.right_edge.i) + 1
        inner = [c for c in child.children if c.i > child.i]
        if cue.takes("clause") and child.dep_ in ("ccomp", "advcl", "xcomp") and _tells(child):
            return "clause", whole
        if cue.takes("to") and child.dep_ == "xcomp" and _is_infinitive(child):
            return "to", whole
        if cue.takes("object") and child.dep_ in ("pobj", "pcomp"):
            return "object", whole
        if child.dep_ in ("prep", "agent") and cue.takes(f"prep:{child.lower_}") and inner:
            return f"prep:{child.lower_}", (int(inner[0].left_edge.i), int(inner[-1].right_edge.i) + 1)
    return "", None


def _tells(clause: Token) -> bool:
    """A clause with its own subject, opened by "that", by a word of asking, or by nothing: "sure (that) it will"."""
    first = clause.left_edge
    subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in clause.children)
    if first.lower_ == "that" or first.lower_ in _ASKED:
        return True
    return subject and clause.dep_ == "ccomp" and not any(c.dep_ == "mark" for c in clause.children)


def _is_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def cue_words(word: Token, tie: Token, frame: str) -> Stretch:
    """ "has long been critical of": from the helpers of the tie to the adjective, and the preposition after it."""
    end = word.i + 1
    if frame.startswith("prep:") and end < len(word.doc) and word.doc[end].lower_ == frame[5:]:
        end += 1
    return with_helpers(tie), end
