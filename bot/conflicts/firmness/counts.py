"""Two counts of the harmed must be of one attack."""

from __future__ import annotations

from itertools import pairwise

from bot.conflicts.firmness.context import SUPPOSED
from bot.conflicts.firmness.matters import (
    OF_LONG_AGO,
    OF_WAR,
    TITLES,
    TWO_MATTERS,
    all_long_ago,
    of_one_event,
    rare,
    two_reports,
)
from bot.conflicts.likeness import likeness
from bot.conflicts.side import Side
from bot.conflicts.slots import full
from bot.conflicts.words import stem

#: Weight of rare words that two counts of the harmed must share.
_RARE_ATTACK = 5.0

#: Days after which nobody hurt, and somebody, are of two attacks.
_ONE_COUNT = 1


def of_nobody(a: Side, b: Side, harm: str) -> str:
    """That nobody was hurt clashes with a count of the hurt only where one attack is spoken of."""
    if harm == "damaged":
        return "damage is counted in many things"
    if _little_of_one_attack(a, b):
        return "too little says that it is one attack"
    if two_places(a, b):
        return "each names another place"
    apart = abs((a.published - b.published).days) if a.published and b.published else 0
    return "days apart" if apart > _ONE_COUNT else ""


def of_counts(a: Side, b: Side) -> str:
    """Two counts of the harmed must not each be put in a place of its own: strikes come in twos and threes. Days later
    the same town has been struck again."""
    if two_places(a, b):
        return "each names another place"
    if two_reports(a, b):
        return TWO_MATTERS
    if SUPPOSED.search(a.lower) or SUPPOSED.search(b.lower):
        return "one of them only supposes it"
    if all_long_ago(a) or all_long_ago(b):
        return OF_LONG_AGO
    if max(len(a.words), len(b.words)) > _GLUED:
        return "too long a sentence to tell what it counts"
    later = a.published and b.published and abs((a.published - b.published).days) > _ONE_COUNT
    return (
        "too little says that it is one attack"
        if _little_of_one_attack(a, b, 3 if later else 1)
        else of_one_event(a, b)
    )


#: Words of a sentence that is several, glued.
_GLUED = 70


def _little_of_one_attack(a: Side, b: Side, times: int = 1) -> bool:
    """Whether little is shared but the war and the harm, which every report of every attack has."""
    about = (a.stems & b.stems) - OF_WAR - _OF_HARM
    return rare(about) + TITLES * likeness(a, b).titles < times * _RARE_ATTACK


def two_places(a: Side, b: Side) -> bool:
    """Whether each puts it in a place of its own."""
    mine, yours = a.once(_places), b.once(_places)
    return bool(mine and yours) and not mine & yours


def _places(side: Side) -> frozenset[str]:
    """Stems of the towns and regions that it puts something in, countries left out."""
    words = [w for w in side.words if w.text != "the"]
    led = ((x, y) for x, y in pairwise(words) if x.text in _LEADS_TO_A_PLACE and y.capital and y.content)
    named = {y.stem for _, y in led}
    roles = (r for e in side.claim.events for r in e.roles if r.name and r.kind == "place")
    return frozenset(named | {s for r in roles for s in full(r)}) & frozenset(s for s in side.stems if s[:1] != "@")


_LEADS_TO_A_PLACE = frozenset("in near at outside around of".split())


#: What became of people, in every report of every attack.
_OF_HARM = frozenset(
    stem(w)
    for w in "kill kills killed wound wounded injure injured injury injuries hurt dead die people person victims".split()
)
