"""The words that bend a predicate - begin, fail to, plan to, may, all - as the data file lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from bot.nouns import Modality

K = TypeVar("K", bound=str)
_MODALITIES: tuple[Modality, ...] = ("hedged", "possible", "planned")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """data/predicates.toml, turned so that a word tells what it does."""

    state_of: dict[str, str]  # "begin" -> "starting"
    state_of_noun: dict[str, str]  # "halt" -> "over", after a preposition
    completive: frozenset[str]
    still: frozenset[str]
    control: dict[str, str]  # "plan" -> "planned", "fail" -> "failed", "begin" -> "transparent"
    silent: frozenset[str]
    negative: frozenset[str]
    adverb_modality: dict[str, Modality]
    adverb_scope: dict[str, str]
    modal: dict[str, Modality]
    quantifier: dict[str, str]
    light: frozenset[str]
    undergoing: frozenset[str]
    turns: dict[tuple[str, str], str]  # (verb, noun or adjective) -> predicate


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    data = tomllib.loads(files("bot.claims.data").joinpath("predicates.toml").read_text("utf-8"))
    aspect, adverbs = data["aspect"], data["adverbs"]
    return Vocabulary(
        state_of=_by_word({s: aspect[s] for s in ("starting", "going on", "over")}),
        state_of_noun=_by_word(data["aspect_nouns"]),
        completive=frozenset(aspect["completive"]),
        still=frozenset(aspect["still"]),
        control=_by_word({k: v for k, v in data["control"].items() if k != "silent"}),
        silent=frozenset(data["control"]["silent"]),
        negative=frozenset(adverbs["negative"]),
        adverb_modality=_by_word({m: adverbs[m] for m in _MODALITIES}),
        adverb_scope=_by_word({s: adverbs[s] for s in ("all", "some")}),
        modal=_by_word({m: data["modals"].get(m, []) for m in _MODALITIES}),
        quantifier=_by_word(data["quantifiers"]),
        light=frozenset(data["light"]["verbs"]),
        undergoing=frozenset(data["light"]["undergoing"]),
        turns={(v, w): turn["predicate"] for turn in data["turns"] for v in turn["verbs"] for w in turn["words"]},
    )


def _by_word(table: dict[K, list[str]]) -> dict[str, K]:
    # The first heading that lists a word keeps it.
    turned: dict[str, K] = {}
    for name, words in table.items():
        for word in words:
            turned.setdefault(word, name)
    return turned
