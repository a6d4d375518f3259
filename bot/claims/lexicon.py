"""Words that say the same, the opposite, or the same act as noun and verb: deployment, deploy."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

_POS = {"VERB": "v", "NOUN": "n", "ADJ": "a", "ADV": "r", "AUX": "v", "PROPN": "n"}


@dataclass(frozen=True, slots=True)
class _Lexicon:
    verbs: dict[str, str]  # noun of doing -> verb
    families: dict[str, str]  # any word -> the word its family goes by
    synonyms: dict[str, dict[str, str]]  # pos -> lemma -> lemmas, with bars between: split when asked for
    antonyms: dict[str, dict[str, str]]
    only_verbs: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    packed = files("bot.claims.data").joinpath("lexicon.json.gz").read_bytes()
    data = orjson.loads(gzip.decompress(packed))
    return _Lexicon(
        data["verbs"], data["families"], data["synonyms"], data["antonyms"], frozenset(data["only_verbs"].split("|"))
    )


def verb_of(noun: str) -> str:
    """The verb a noun of doing comes from ("deployment": "deploy", "attack": "attack"); "" for other nouns."""
    return _lexicon().verbs.get(noun, "")


def only_verb(lemma: str) -> bool:
    """Can this lemma be nothing but a verb ("align"), so that a tagger's noun must be a slip?"""
    return lemma in _lexicon().only_verbs


def family(lemma: str) -> str:
    """The word that stands for a lemma and those derived from it: "deployment" and "deploy" give
    "deploy", "legality" and "legal" give "legal". A word without kin gives itself."""
    return _lexicon().families.get(lemma, lemma)


def synonyms(lemma: str, pos: str = "") -> frozenset[str]:
    """Lemmas that share one of this lemma's first senses; ``pos`` as in spaCy ("VERB") or WordNet ("v"),
    any if empty. The lemma itself is not among them."""
    return _look_up(_lexicon().synonyms, lemma, pos)


def antonyms(lemma: str, pos: str = "") -> frozenset[str]:
    """Lemmas that say the opposite in one of this lemma's first senses; ``pos`` as for ``synonyms``."""
    return _look_up(_lexicon().antonyms, lemma, pos)


def _look_up(tables: dict[str, dict[str, str]], lemma: str, pos: str) -> frozenset[str]:
    chosen = [_POS.get(pos, pos)] if pos else list(tables)
    lines = (tables.get(p, {}).get(lemma) for p in chosen)
    return frozenset(word for line in lines if line for word in line.split("|"))
