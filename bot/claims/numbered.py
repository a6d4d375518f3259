"""Which noun a number belongs to: "40 police officers", "1.2 million people", "seven of the crew"."""

from __future__ import annotations

from spacy.tokens import Token

from bot.claims import counted, numerals
from bot.claims.numerals import Numeral


def noun_of(token: Token, numeral: Numeral) -> Token | None:
    """The noun a number counts, or None ("killing 40")."""
    noun = near(token)
    if noun is None or counted.is_toll(noun) or noun.lower_ in ("mln", "bln", "vs"):
        return None
    # "hits 43 Monitor": a headline runs into its byline. More than one takes a plural.
    many = numeral.low is None or numeral.low > 1
    return None if many and noun.tag_ in ("NN", "NNP") and noun.is_title and noun.i == token.i + 1 else noun


def near(token: Token) -> Token | None:
    """The noun nearest to a number that it may count, tolls and bylines too; None where there is none."""
    if token.i + 2 < len(token.doc) and token.nbor(1).text == "-" and token.nbor(2).pos_ == "NOUN":
        return token.nbor(2)  # "a 49-match run" counts matches
    head = token
    for _ in range(4):  # "1.2 million people": up through numbers to the noun
        if head.dep_ in ("nummod", "quantmod", "compound", "npadvmod", "amod") and head.head.i > head.i:
            head = head.head
            if head.pos_ in ("NOUN", "PROPN") and not head.like_num and head.lower_ not in numerals.PLURALS:
                return _whole_noun(head)
        else:
            break
    of = next((c for c in token.children if c.lower_ == "of" and c.dep_ == "prep"), None)
    if of is not None:
        return next((c for c in of.children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN", "ADJ")), None)
    return _next_noun(token)


def _whole_noun(noun: Token) -> Token:
    """The head of a compound: "40 police officers" when the parse hangs 40 on "police"."""
    while noun.dep_ == "compound" and noun.head.i > noun.i:
        noun = noun.head
    return noun


def _next_noun(token: Token) -> Token | None:
    """The noun right after a number the parse left alone, over adjectives only."""
    doc = token.doc
    for i in range(token.i + 1, min(token.i + 5, len(doc))):
        word = doc[i]
        if word.tag_ in ("NNS", "NN", "NNPS") and word.ent_type_ not in ("DATE", "TIME"):
            return _whole_noun(word) if token.dep_ not in ("pobj", "dobj", "attr") or i == token.i + 1 else None
        confirmed = (
            word.tag_ in ("VBN", "VBD") and i + 1 < len(doc) and doc[i + 1].tag_ == "NNS"
        )  # "149 confirmed orders"
        if (
            word.pos_ not in ("ADJ", "NUM", "PROPN")
            and not confirmed
            and word.lower_ not in ("-", "more", "other", "strong")
        ):
            return None
    return None
