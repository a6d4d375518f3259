"""Words that say the same, the opposite, or the same act as noun and verb: deployment, deploy."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

_POS = {"VERB": "v", "NOUN": "n", "ADJ": "a", "ADV": "r", "AUX": "v", "PROPN": "n"}


@dataclass(frozen=True, slots=True)
class _Lexicon:
    verbs: dict[str, str]  # noun of doing -> verb
    families: dict[str, str]  # any word -> the word its family goes by
    antonyms: dict[str, dict[str, str]]  # pos -> lemma -> lemmas, with bars between: split when asked for
    only_verbs: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = _unpacked("lexicon.json.gz")
    return _Lexicon(data["verbs"], data["families"], data["antonyms"], frozenset(data["only_verbs"].split("|")))


@cache
def _synonyms() -> dict[str, dict[str, str]]:
    # Apart, because reading does without them and they take most of the time to open.
    found: dict[str, dict[str, str]] = _unpacked("synonyms.json.gz")
    return found


def _unpacked(name: str) -> Any:
    return orjson.loads(gzip.decompress(files("bot.claims.data").joinpath(name).read_bytes()))


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
    return _look_up(_synonyms(), lemma, pos)


def antonyms(lemma: str, pos: str = "") -> frozenset[str]:
    """Lemmas that say the opposite in one of this lemma's first senses; ``pos`` as for ``synonyms``."""
    return _look_up(_lexicon().antonyms, lemma, pos)


def _look_up(tables: dict[str, dict[str, str]], lemma: str, pos: str) -> frozenset[str]:
    chosen = [_POS.get(pos, pos)] if pos else list(tables)
    lines = (tables.get(p, {}).get(lemma) for p in chosen)
    return frozenset(word for line in lines if line for word in line.split("|"))
