"""How much a dispute matters to a desk: high, normal or low, and why, in words that a person can check.

Decided from what stands on file and nothing else: how sure the bot is, what the dispute is about, how many tell of
it, whether those who contradict each other are named, and whether somebody watches for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.nouns import Conflict

Level = Literal["high", "normal", "low"]
#: From the one that can wait to the one that cannot.
LEVELS: tuple[Level, ...] = ("low", "normal", "high")

#: From this confidence on it is very likely a conflict.
SURE = 0.8
#: So many reports are more than one paper against another.
SEVERAL = 3
#: What a paper has to correct if it has it wrong: how many, who, whether it was said, whether it was lawful.
GRAVE: Mapping[str, str] = {
    "number": "about how many",
    "identity": "about who it was",
    "attribution": "about whether it was said",
    "legality": "about whether it was lawful",
}
#: So many of the reasons make it high; without any it is low.
HIGH = 3


@dataclass(frozen=True, slots=True)
class Severity:
    """How much a dispute matters, and the reasons that speak for it."""

    level: Level
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.level} ({', '.join(self.reasons)})" if self.reasons else self.level


def severity(conflicts: Sequence[Conflict], watched: Collection[str] = ()) -> Severity:
    """How much a dispute of these conflicts matters; ``watched`` are the topics that somebody watches and that it is
    about ("any" is none)."""
    reasons = [r for r in (_sure(conflicts), _grave(conflicts), _several(conflicts), _named(conflicts)) if r]
    if watched:
        reasons.append(f"watched: {', '.join(sorted(watched)[:3])}")
    level: Level = "high" if len(reasons) >= HIGH else "normal" if reasons else "low"
    return Severity(level, tuple(reasons))


def rises(before: Severity, after: Severity) -> bool:
    """Whether it matters more than before."""
    return LEVELS.index(after.level) > LEVELS.index(before.level)


def _sure(conflicts: Sequence[Conflict]) -> str:
    return "very likely a conflict" if max((c.confidence for c in conflicts), default=0.0) >= SURE else ""


def _grave(conflicts: Sequence[Conflict]) -> str:
    return next((GRAVE[c.kind] for c in conflicts if c.kind in GRAVE), "")


def _several(conflicts: Sequence[Conflict]) -> str:
    """Copies of one wire story, and editions of one article, are one report."""
    count = len({s.edition.voice for c in conflicts for s in (c.old, c.new)})
    return f"{count} reports" if count >= SEVERAL else ""


def _named(conflicts: Sequence[Conflict]) -> str:
    def by_name(conflict: Conflict) -> bool:
        sides = (conflict.old.claim, conflict.new.claim)
        return all(claim.source_name and not claim.anonymous for claim in sides)

    return "both sides by name" if any(map(by_name, conflicts)) else ""
