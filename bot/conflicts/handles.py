"""What a claim can be got hold of by: what it is about, and what could be set against it.

Two claims that clash need not share a word: "ordered a strike on the prison" and "denied the allegations". So a claim
is found by more than its words: the countries and participants in it, its predicates and the kind of act they name, the
line of opposites they stand on ("open", "closed"), what its figures count, the day it tells of, that it judges an act by
law, and that it says who did something or denies it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from bot.claims import lexicon
from bot.conflicts import slots, tolls
from bot.conflicts.accounts import DENIAL
from bot.conflicts.likeness import weight
from bot.conflicts.side import Side
from bot.conflicts.words import load, stem
from bot.nouns import Claim, Edition, Statement

Handle = tuple[str, str]  # (what kind, which)

#: What sharing a handle of each kind is worth. Set by hand after weights fitted on our own written stories, where what
#: clashes shares its words; that blame and denial look for each other is what the development stories taught.
WORTH: Mapping[str, float] = {
    "word": 1.0,  # times how rare it is
    "country": 0.6,
    "predicate": 0.6,  # times how rare it is
    "participant": 0.3,
    "act": 0.4,
    "opposite": 0.4,
    "count": 0.8,
    "figure": 0.4,
    "day": 0.3,
    "law": 0.4,
    "blame": 1.6,
}
#: What it is worth that one says in a synonym what the other says.
SYNONYM = 0.4
#: What it counts against a claim on file that it asserts nothing, or tells of nothing that happens.
SILENT, WITHOUT_EVENT = -0.6, -0.4

#: Acts somebody is blamed for.
_BLAMED = frozenset({"strike", "kill", "abuse", "sabotage", "break"})
_WHO_DID_IT = re.compile(
    rf"{DENIAL.pattern}|\b(?:blam\w+|accus\w+|responsib\w+|involve\w*|behind|guilt\w*|complicity|wrongdoing|nothing to do with"
    r"|at the hands of|work of|carried out|perpetrated|(?:committed|launched|fired|operated|conducted|staged|caused) by)\b"
)
_RAREST = 5.0


def of(claim: Claim) -> frozenset[Handle]:
    """All that this claim can be got hold of by."""
    side = Side(Statement(claim, _NOWHERE))
    return frozenset({*_words(side), *_acts(side), *_events(side), *_figures(side)})


def asked(claim: Claim, own: Iterable[Handle]) -> dict[Handle, float]:
    """What a claim looks for its rivals by: all that is its ``own``, and the synonyms of its words; what sharing each is worth."""
    return {**_synonyms(claim), **{handle: worth(handle) for handle in own}}


def standing(claim: Claim) -> float:
    """What a claim on file is worth as a rival whatever is shared: less where it asserts nothing."""
    silent = claim.cue_class in ("withhold", "demand", "promise") or claim.modality == "planned"
    return SILENT * silent + WITHOUT_EVENT * (not claim.events)


@lru_cache(maxsize=50_000)
def worth(handle: Handle) -> float:
    """What sharing a handle is worth."""
    kind, which = handle
    if kind == "word":
        return WORTH[kind] * weight(which) / _RAREST
    if kind == "predicate":
        return WORTH[kind] * min(1.0, weight(which) / 3)
    return WORTH[kind]


_NOWHERE = Edition("", "", "")


def _words(side: Side) -> Iterator[Handle]:
    for one in side.stems:
        if one.startswith("@"):
            yield "country", one
        elif weight(one) > 0:
            yield "word", one


def _acts(side: Side) -> Iterator[Handle]:
    stems = {w.stem for w in side.words if w.content} | {stem(e.predicate) for e in side.claim.events}
    acts = {act for one in stems for act in slots.families(one)}
    yield from (("act", act) for act in acts)
    yield from (("opposite", line) for one in stems for line in slots.lines(one))
    if acts & _BLAMED or side.claim.cue_class == "blame" or side.denies or _WHO_DID_IT.search(side.lower):
        yield "blame", ""
    if _law().search(side.lower):
        yield "law", ""


def _events(side: Side) -> Iterator[Handle]:
    for event in side.claim.events:
        yield "predicate", stem(event.predicate)
        for role in event.role("agent", "patient"):
            yield from (("participant", one) for one in slots.key(role))
    for time in side.claim.times:
        if time.start and time.start == time.end:
            yield "day", time.start.isoformat()


def _figures(side: Side) -> Iterator[Handle]:
    for quantity in side.claim.quantities:
        yield "figure", ""
        yield from (("count", one) for one in tolls.counted(side, quantity.span, quantity.of).of)


@cache
def _law() -> re.Pattern[str]:
    phrases = sorted({phrase for _, phrase in load("judgements.txt")}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")


def _synonyms(claim: Claim) -> dict[Handle, float]:
    words = {w for w in Side(Statement(claim, _NOWHERE)).words if w.content and not w.capital}
    return {("word", one): SYNONYM * weight(one) / _RAREST for w in words for one in _synonyms_of(w.text, w.stem)}


@lru_cache(maxsize=20_000)
def _synonyms_of(word: str, its_stem: str) -> frozenset[str]:
    """Stems of the single words that mean the same as this one."""
    found = lexicon.synonyms(word) | lexicon.synonyms(its_stem)
    return frozenset(stem(one) for one in found if one.isalpha()) - {its_stem}
