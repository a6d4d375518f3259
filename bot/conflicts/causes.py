"""What caused it: an accident, says one; an attack, says the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conflicts import firmness
from bot.conflicts.accounts import absolute
from bot.conflicts.finding import Finding, Outcome
from bot.conflicts.likeness import total
from bot.conflicts.side import Side
from bot.nouns import Span

_ACCIDENT = re.compile(
    r"\b(?:accident(?:al|ally)?|malfunction\w*|technical (?:failure|fault|problem)|mechanical failure|human error|pilot error|negligence"
    r"|fire safety|(?:caused|set off|triggered) by (?:the )?(?:detonat\w+|explosion of|a short circuit|an electrical|faulty|a gas leak|a cigarette|the weather|lightning)"
    r"|detonation of (?:\w+ )?(?:ammunition|munitions)|detonated (?:\w+ )?(?:ammunition|munitions)|natural causes|gas leak|short circuit|self-inflicted)\b"
)
_ATTACK = re.compile(
    r"\b(?:attack(?:s|ed|ing)?|sabotage\w*|shot (?:it |him |her |them )?down|shooting (?:it |him |her |them )?down|missile|bomb(?:s|ed|ing)?|arson"
    r"|murder\w*|assassinat\w*|strike|struck|hit by|terroris\w+|deliberate(?:ly)?|poison\w*|drone)\b"
)
_NOT = re.compile(r"\b(?:not|n't|no|never|denied|denies|rather than|ruled out|ruling out|than an?)\s+(?:\w+\s+){0,3}$")


def cause(side: Side) -> tuple[str, Span] | None:
    """ "accident" or "attack", and where it says so; None when it says neither, both, or only denies one."""
    found = {}
    for name, pattern in (("accident", _ACCIDENT), ("attack", _ATTACK)):
        match = pattern.search(side.lower)
        if match and not _NOT.search(side.lower[: match.start()]):
            found[name] = absolute(side, match)
    if "accident" in found:
        return "accident", found["accident"]
    return ("attack", found["attack"]) if found else None


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """An accident against an attack, about one thing both name."""
    mine, yours = a.once(cause), b.once(cause)
    if not mine or not yours or mine[0] == yours[0]:
        return
    shared = total(a.stems & b.stems)
    features = {"cause": 1.0, "about": min(shared, 15.0) / 15}
    reason = f"one calls it an {mine[0]}, the other an {yours[0]}"
    outcome: Outcome = "clash" if shared >= 7.5 else "doubt"
    side, (_, where) = (a, mine) if mine[0] == "accident" else (b, yours)
    loose = firmness.of_causes(a.stems & b.stems, side, where)
    yield Finding("attribution", outcome, reason, ((mine[1],), (yours[1],)), features, True, loose)
