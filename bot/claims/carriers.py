"""Whose words are passed on, and through whom: "told Radio Norte", "reported, citing the ministry"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims import gazetteer
from bot.claims.noun_cues import owner_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def carrier_of(verb: Token) -> Token | None:
    """Who was told, when it is a named body that passes it on: "told Tass", "told Radio Norte"."""
    if verb.lemma_ not in ("tell", "inform"):
        return None
    told = next((c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubj") and c.i > verb.i), None)
    if told is None or told.pos_ != "PROPN":
        return None
    media = any(t.lower_ in _MEDIA for t in told.subtree)
    return told if media or told.ent_type_ in ("ORG", "", "PRODUCT") else None


_MEDIA = frozenset(
    "radio tv television news times post agency journal tribune daily herald magazine press network".split()
)


def origin_of(verb: Token) -> Token | None:
    """Whose words are passed on: "reported, citing the ministry", "referencing a statement from the commission"."""
    for token in verb.subtree:
        if not cites(token) or token.i <= verb.i:
            continue
        if token.nbor(-1).text not in {",", "”", '"', "’", "''"} or any(c.dep_ == "nsubj" for c in token.children):
            continue
        thing = next((c for c in token.children if c.dep_ == "dobj"), None)
        if thing is not None:
            return _whose(thing)
    return None


def cites(token: Token) -> bool:
    """ "citing", "quoting", "referencing": names whose words are passed on."""
    return token.tag_ == "VBG" and token.lemma_ in ("cite", "reference", "quote")


def _whose(thing: Token) -> Token | None:
    voices = gazetteer.words("group") | gazetteer.words("role") | gazetteer.words("anonymous")
    if thing.pos_ == "PROPN" or thing.lemma_.lower() in voices:
        return thing
    return owner_of(thing)
