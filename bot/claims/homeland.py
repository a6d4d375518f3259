"""Whose government "the government" is: that of the one country the article is about, where there is only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.claims import gazetteer, naming
from bot.claims.people import NOBODY, Named

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Bodies of which a country has one.
_STATES = frozenset(["government", "army", "navy", "military", "parliament", "ministry", "cabinet"])
#: Words that make it another's: a state's, a town's.
_LOWER = frozenset(
    "federal state city local provincial regional town county own new former previous rebel shadow transitional".split()
)
#: Named so much more often than any other, a country is the one the article is about.
_SHARE, _LEAST = 0.75, 3


def homeland(docs: Iterable[Doc]) -> str:
    """The country the article is about: the only one it names, or named three times as often as all others; else ""."""
    named = Counter(c for doc in docs for c in _countries(doc))
    if not named:
        return ""
    country, often = named.most_common(1)[0]
    alone = len(named) == 1
    return country if often >= _LEAST and (alone or often >= _SHARE * named.total()) else ""


def _countries(doc: Doc) -> Iterable[str]:
    for token in doc:
        if not token.text[:1].isupper():
            continue
        two = f"{token.text} {token.nbor().text}" if token.i + 1 < len(doc) else ""
        country = gazetteer.country_of(token.text) or gazetteer.country_of(two)
        if country:
            yield country


def national(head: Token, country: str) -> Named:
    """ "the government", "the finance ministry" in an article about this country; NOBODY for other words and with no country."""
    lemma = head.lemma_.lower()
    if not country or lemma not in _STATES or head.tag_ not in ("NN", "NNP"):
        return NOBODY
    before = [c for c in head.children if c.i < head.i and not c.is_punct]
    if not any(c.lower_ == "the" for c in before) or any(c.dep_ in ("poss", "nummod") for c in before):
        return NOBODY
    told = [t for c in before if c.dep_ != "det" for t in c.subtree]
    if any(t.lower_ in _LOWER or gazetteer.country_of(t.text) for t in told) or any(
        c.dep_ == "prep" and c.lower_ in ("of", "in") for c in head.children
    ):
        return NOBODY
    if lemma == "government" or lemma == "cabinet":
        return Named(country, "country") if not told else NOBODY
    if told and lemma != "ministry":
        return NOBODY
    adjective = gazetteer.adjective_of(country)
    return Named(f"{adjective} {naming.phrase(head)}", "org") if adjective and (told or lemma != "ministry") else NOBODY
