"""Ages told in numbers - "53-year-old", "children under 16", "Ann Lee, 40," - and whose they are."""

from __future__ import annotations

import re

from spacy.tokens import Token

from bot.claims import numbered
from bot.claims.numerals import Numeral

_AGE_AFTER = re.compile(r"[- ]years?[- ](?:old|olds)\b|[- ]months?[- ]old\b", re.I)
_AGE_LIMIT = re.compile(
    r"\b(child(?=ren)|girl|boy|(?:wo)?m[ae]n|people|person|anyone|everyone|adult|minor|player|youth)(?:s|ren)?"
    r" (?:under|over|below|above) \d{1,2}$",
    re.I,
)


def of(numeral: Numeral, token: Token, text: str) -> str | None:
    """Whose age the number is ("" if the noun is not there), or None when it is no age."""
    if _AGE_AFTER.match(text, numeral.end):
        year = token.head if token.dep_ == "nummod" else token
        return _old_noun(year)
    limit = _AGE_LIMIT.search(text[: numeral.end])  # "children under 16"
    if limit and numeral.bare and numbered.near(token) is None:
        return limit[1].lower()
    value = numeral.low
    if value is None or not numeral.bare or not 0 < value < 120:
        return None
    after = text[numeral.end : numeral.end + 1]
    named = token.dep_ == "appos" and token.head.pos_ == "PROPN" and not _dates(token.head, text, numeral.end)
    if named and text[max(0, numeral.start - 2) : numeral.start] == ", " and after in (",", ".", ")", ";", ""):
        return token.head.lemma_.lower()
    if re.search(r"\b(?:aged?|(?:at|from) the age of|retirement age of) $", text[: numeral.start]):
        whose = (
            token.head.head
            if token.head.lower_ in ("aged", "age") and token.head.dep_ in ("acl", "amod")
            else token.head
        )
        return whose.lemma_.lower() if whose.pos_ in ("NOUN", "PROPN") and whose.lower_ != "age" else ""
    return None


def _dates(name: Token, text: str, end: int) -> bool:
    """ "Monday, Aug, 22, 2022": a day, not Aug's age."""
    return name.ent_type_ == "DATE" or re.match(r",? (?:19|20)\d\d\b", text[end : end + 7]) is not None


def _old_noun(token: Token) -> str:
    while token.dep_ in ("nummod", "npadvmod", "amod", "nmod", "compound", "advmod") and token.head.i > token.i:
        if any(
            t.pos_ in ("VERB", "AUX", "DET", "ADP", "PUNCT") and t.text != "-"
            for t in token.doc[token.i + 1 : token.head.i]
        ):
            break  # "the 61-year-old condemned the president"
        token = token.head
    plain = token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() not in ("year", "month", "old")
    return token.lemma_.lower() if plain else ""
