"""Is "slammed", "charged" or "defended" a word here or a deed: who did it, and to whom or what?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims import gazetteer
from bot.claims.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token


def strikes(verb: Token, cue: Cue, speaker: Token | None) -> bool:
    """Is "rockets blasted the gate" a blow and no reproach: by one who fights or cannot speak, or on what is struck?"""
    things = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if cue.place:
        return any(
            c.ent_type_ in ("GPE", "LOC", "FAC") or c.lemma_.lower() in gazetteer.words("struck") for c in things
        )
    if any(c.lemma_.lower() in gazetteer.words("struck") for c in things):
        return True
    return speaker is None or speaker.lower_ in gazetteer.words("fighter") or not _can_speak(speaker)


def has_person(verb: Token) -> bool:
    """Is whom the verb is about somebody, and no thing?"""
    return any(c.dep_ in ("dobj", "nsubjpass") and _can_speak(c) for c in verb.children)


def _can_speak(token: Token) -> bool:
    if token.pos_ == "PROPN" or token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
        return True
    if token.lower_ in ("that", "which"):
        described = next((a.head for a in token.ancestors if a.dep_ == "relcl"), None)
        return described is not None and _can_speak(described)
    if token.pos_ == "PRON":
        return token.lower_ not in ("it", "this")
    voices = gazetteer.words("role") | gazetteer.words("group") | gazetteer.words("anonymous")
    if token.lemma_.lower() in voices or token.lemma_.lower() in gazetteer.words("document"):
        return True
    return token.lemma_.lower().endswith(("or", "ist", "ian", "ant", "ee")) or token.lemma_.lower() in _SPEAKERS


_SPEAKERS = frozenset(
    "protester demonstrator voter reader viewer fan parent family neighbour worker union member".split()
)
