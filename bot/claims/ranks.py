"""A place among others - "ranked 14th", "came third", "in second place" - as a quantity of the unit "rank"."""

from __future__ import annotations

import re

from spacy.tokens import Span as Tokens

from bot.nouns import Quantity, Span

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINAL = r"(?P<{}>\d+(?:st|nd|rd|th)|" + "|".join(_ORDINALS) + ")"
_RANK = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|finish(?:es|ed|ing)?|placed|came|comes|coming|lies|sits|stands)(?: in| joint| equal| a distant| only| at)*"
    rf" {_ORDINAL.format('told')}\b(?! (?:time|day|night|week|month|year|quarter|half|round|wave|floor|person|man|woman|to |of all\b))"
    rf"|\b{_ORDINAL.format('held')}[ -](?:place\b|position\b|spot\b)",
    re.IGNORECASE,
)


def find(span: Tokens, base: int) -> list[Quantity]:
    """The ranks told in the span. "Came first to the port" and "the third floor" are none."""
    text, found = span.text, []
    for match in _RANK.finditer(text):
        group = "told" if match["told"] else "held"
        words = match[group].lower()
        rank = float(re.sub(r"\D", "", words)) if words[0].isdigit() else float(_ORDINALS.index(words) + 1)
        at = base + span.start_char
        found.append(Quantity(Span(at + match.start(group), at + match.end(group)), rank, rank, "rank"))
    return found
