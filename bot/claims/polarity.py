"""Whether a claim says that something is so or that it is not: denials, negation and its reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims.cues import Cue
from bot.nouns import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT = frozenset(["not", "n't", "n’t", "never", "no", "nor", "neither", "hardly", "nt"])
_NOBODY = frozenset(["nobody", "nothing", "none", "neither", "nowhere"])
_FAILING = frozenset(["fail", "refuse", "decline", "cease", "refrain", "neglect"])


def of(head: Token | None, cue: Cue | None) -> Polarity:
    """The polarity of what ``head`` (the content's main predicate) says, reported with this cue: "denied
    that it fell" is negative; "denied that it did not fall" is positive again. Silence affirms nothing: negative."""
    if cue is not None and cue.cue_class == "withhold":
        return "-"
    against = head is not None and negated(head)
    denied = cue is not None and cue.negative
    return "-" if against != denied else "+"


def negated(head: Token) -> bool:
    """Does this predicate deny: "did not", "nobody was", "no shots were", "failed to"? "Did not fail to" affirms."""
    if any(c.dep_ == "neg" or (c.lower_ in _NOT and c.dep_ in ("advmod", "preconj", "cc")) for c in head.children):
        return not _only(head) and not _fails(head)
    if any(c.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and is_none(c) for c in head.children):
        return True
    if head.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl", "acl", "xcomp") or head.pos_ in ("NOUN", "PROPN"):
        return any(c.dep_ in ("det", "neg") and c.lower_ == "no" for c in head.children)
    return _fails(head)


def _fails(head: Token) -> bool:
    """ "failed to close", "refrained from closing": the deed was not done; "failed on Monday" is a deed itself."""
    return head.lemma_.lower() in _FAILING and any(
        c.dep_ == "xcomp" or (c.dep_ == "prep" and any(g.dep_ == "pcomp" for g in c.children)) for c in head.children
    )


def is_none(noun: Token) -> bool:
    """ "nobody", "no troops", "neither ship", "none of them"."""
    return noun.lower_ in _NOBODY or any(
        c.dep_ in ("det", "neg") and c.lower_ in ("no", "neither") for c in noun.children
    )


def _only(head: Token) -> bool:
    """ "not only did it fall" affirms."""
    return any(
        c.lower_ in _NOT and c.i + 1 < len(head.doc) and c.nbor().lower_ in ("only", "just", "merely")
        for c in head.children
    )
