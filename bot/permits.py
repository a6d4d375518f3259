"""Who may change what: for each kind of change the people and user groups that may; where none is named, everybody may."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

#: The kinds of change. What concerns nobody but who asks for it ("own") needs no leave.
Right = Literal["add", "withdraw", "settle", "arrange", "own"]
DOING: Mapping[Right, str] = {
    "add": "file articles",
    "withdraw": "take articles off file or back",
    "settle": "settle, assign or mute disputes",
    "arrange": "set digests, watches and feeds",
    "own": "do this",
}
_ENTRY = re.compile(r"(?P<id>[UWS][A-Z0-9]{2,20})(?:\s*=\s*(?P<name>[^=]+))?")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person (U..., W...) or user group (S...) of a workspace by its id, and what people call it."""

    id: str
    name: str = ""

    @property
    def is_group(self) -> bool:
        return self.id.startswith("S")

    def __str__(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Rules:
    """Who holds which right; empty: everybody."""

    add: tuple[Holder, ...] = ()
    withdraw: tuple[Holder, ...] = ()
    settle: tuple[Holder, ...] = ()
    arrange: tuple[Holder, ...] = ()

    def holders(self, right: Right) -> tuple[Holder, ...]:
        """Those who are named for it."""
        return () if right == "own" else getattr(self, right)


def may(rules: Rules, right: Right, person: str, groups: Collection[str] = ()) -> bool:
    """Whether a person, a member of these user groups, may make this kind of change."""
    holders = rules.holders(right)
    return not holders or any(h.id == person or (h.is_group and h.id in groups) for h in holders)


def groups_to_ask(rules: Rules, right: Right, person: str) -> tuple[str, ...]:
    """The user groups whose members must be known to decide; none where the person is named, or everybody may."""
    return () if may(rules, right, person) else tuple(h.id for h in rules.holders(right) if h.is_group)


def refusal(rules: Rules, right: Right) -> str:
    """What a person is told who may not, with whom to ask."""
    named = [str(h) for h in rules.holders(right)]
    shown = named[:5] + ([f"{len(named) - 5} more"] if len(named) > 5 else [])
    whom = " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
    return f"Not everybody may {DOING[right]} here. Please ask {whom}; you can read and ask all there is"


def parse(typed: str) -> tuple[Holder, ...]:
    """Holders as a setting names them: "S012ABC = the editors, U034DEF = Ann Baker". ``ValueError`` for what is none."""
    found = []
    for entry in filter(None, (part.strip() for part in typed.split(","))):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise ValueError(
                f"has {entry!r}; name people and user groups by id, such as S012ABC = the editors, U034DEF = Ann"
            )
        found.append(Holder(match["id"], (match["name"] or "").strip()))
    return tuple(found)
