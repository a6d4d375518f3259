"""None at all as a figure: "nobody was hurt", "no one died", "no casualties" count nought of somebody."""

from __future__ import annotations

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from bot.claims import counted
from bot.nouns import Quantity, Span

_NOBODY = frozenset(["nobody", "no-one", "none"])


def find(span: Tokens, base: int) -> list[Quantity]:
    """ "nobody was hurt", "no one died", "no casualties": nought of what is counted, where that is safe:
    only where something happens to people or things, for "no decision" counts nothing."""
    found = []
    for token in span:
        lower = token.lower_
        if lower == "no" and token.dep_ == "det" and token.head.lower_ != "one":
            noun, last = token.head, token.head
        elif lower in _NOBODY or (lower == "one" and token.i and token.nbor(-1).lower_ == "no"):
            noun, last = token, token
        else:
            continue
        of = counted.counted(noun, noun if lower == "no" else _of_which(noun))
        known = of.split(" ")[-1] in _OUTCOMES or of == "casualty"
        if known:
            start = token.idx if lower != "one" else token.nbor(-1).idx
            found.append(Quantity(Span(base + start, base + last.idx + len(last)), 0.0, 0.0, "", of))
    return found


def _of_which(token: Token) -> Token | None:
    """ "none of the aircraft": the aircraft."""
    for child in token.children:
        if child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None)
    return None


_OUTCOMES = frozenset("killed wounded missing displaced detained abducted infected destroyed damaged evacuated".split())
