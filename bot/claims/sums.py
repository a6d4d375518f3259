"""What a sum of money, a share or a measure is of: "a $5 bn package", "40 percent of voters", "tonnes of grain"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from bot.claims import counted
from bot.claims.numerals import Numeral

_SIGNS = frozenset(["%", "percent", "cent", "pct", "point", "points"])
_NOT_BOUGHT = frozenset(
    "dollar dlr dlrs euro pound sterling rouble ruble yen yuan m bn mln bln k tn million billion".split()
)
_UNIT_AFTER = re.compile(r"[- ]?(sq(?:uare|\.)? [a-z]+|cubic [a-z]+|nautical [a-z]+|km/h|[a-z]+)", re.I)


@cache
def _units() -> dict[str, str]:
    table = tomllib.loads(files("bot.claims.data").joinpath("units.toml").read_text("utf-8"))
    return {word: unit for unit, words in table.items() for word in words}


def unit(noun: Token | None, token: Token, numeral: Numeral, text: str) -> str:
    """The unit of a measure ("km", "hour"), from right behind the figure or from its noun; "" for a count."""
    units = _units()
    follows = _UNIT_AFTER.match(text, numeral.end)
    if follows:
        word = follows[1].lower().replace(".", "")
        singular = word[:-1] if word.endswith("s") and word not in units else word
        if word in units or (singular in units and len(singular) > 1):
            return units.get(word) or units[singular]
    if noun is not None and noun.lemma_.lower() in units and noun.i - token.i <= 5:
        return units[noun.lemma_.lower()]
    return ""


def measured(noun: Token | None) -> str:
    """What a measure is of: "40 tonnes of grain" is of grain; a distance or a length of time of nothing."""
    if noun is None:
        return ""
    if noun.lemma_.lower() not in _units():
        return counted.phrase(noun)
    for child in noun.children:
        if child.lower_ == "of":
            return next((c.lemma_.lower() for c in child.children if c.dep_ == "pobj"), "")
    return noun.head.lemma_.lower() if noun.dep_ in ("compound", "npadvmod") and noun.head.pos_ == "NOUN" else ""


def money_of(token: Token) -> str:
    """What a sum is for or of: "a $5 bn package", "$5 m in aid", "losses of $3 m"."""
    if token.dep_ in ("nummod", "compound", "nmod", "amod") and token.head.pos_ == "NOUN" and token.head.i > token.i:
        if token.head.lemma_.lower() not in _NOT_BOUGHT:
            return counted.phrase(token.head)
        token = token.head
    for child in token.children:
        if child.lower_ in ("in", "of", "worth"):
            return next((counted.phrase(c) for c in child.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), "")
    if token.dep_ == "pobj" and token.head.head.pos_ == "NOUN":
        return counted.phrase(token.head.head)
    return _verb_subject(token)


def share_of(token: Token) -> str:
    """What a percentage is of: "40 percent of voters" voters; "turnout was 40 percent" turnout; "a 5% rise" rise."""
    sign = next((t for t in token.doc[token.i + 1 : token.i + 3] if t.lower_ in _SIGNS), token)
    if sign is token and token.dep_ == "nummod" and token.head.i > token.i:  # "one in five households"
        return counted.phrase(token.head)
    for child in (*sign.children, *token.children):
        if child.lower_ == "of" and child.dep_ == "prep":
            return next((counted.phrase(c) for c in child.children if c.dep_ == "pobj"), "")
    if sign is not token and sign.head.pos_ == "ADJ":
        return ""  # "56 pct good"
    if sign.dep_ in ("amod", "nmod", "compound", "nummod") and sign.head.pos_ == "NOUN" and sign.head.i > sign.i:
        return counted.phrase(sign.head)
    return _verb_subject(sign)


_STANDS = frozenset(
    "be cost total reach rise fall exceed stand increase decrease amount grow drop climb hit jump decline hover remain"
    " slip gain lose add surge plunge average come".split()
)


def _verb_subject(token: Token) -> str:
    """The subject a figure is told of by a verb of standing or changing: "turnout was 40 percent"."""
    for _ in range(3):
        if token.head is token:
            return ""
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            if token.lemma_.lower() not in _STANDS:
                return ""
            subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            return counted.subject_counted(subject) if subject is not None and subject.pos_ == "NOUN" else ""
    return ""
