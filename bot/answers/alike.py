"""Words that do in each other's place when one asks and the other answers: "deaths" and "killed"."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.answers.stems import stem
from bot.claims.gazetteer import entries
from bot.claims.lexicon import family, verb_of


@cache
def _groups() -> dict[str, frozenset[str]]:
    """alike.txt, by stem: a word may stand in several groups, and then has all their words."""
    like: dict[str, set[str]] = {}
    for line in files("bot.answers").joinpath("alike.txt").read_text("utf-8").splitlines():
        head, _, tail = line.split("#")[0].partition(">")
        for word in head.split():
            like.setdefault(stem(word), set()).update(head.split(), tail.split())
    return {key: frozenset(group) for key, group in like.items()}


@cache
def alike(word: str) -> frozenset[str]:
    """The words that do in place of this one, itself among them: those of its group and its own kin."""
    return kin(word) | _groups().get(stem(word), frozenset())


@cache
def kin(word: str) -> frozenset[str]:
    """The word and the verb or noun it comes from: "closures", "closure", "close"."""
    plain = word.lower()
    singular = plain.removesuffix("s")
    return frozenset({plain}) | {near for form in (plain, singular) for near in (family(form), verb_of(form)) if near}


@cache
def names_of(key: str) -> frozenset[str]:
    """Every name of the country with this key ("@Russia"), in lower case."""
    return frozenset(name for name, entry in entries().items() if f"@{entry.name}" == key)
