"""The words by which news says that somebody said something, as the data file lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast, get_args

from bot.nouns import CueClass


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue word: its class, and the frames in which it reports something.

    Frames: ``clause`` (said that ...), ``to`` (promised to ...), ``object`` (condemned ...),
    ``prep:for`` (called for ...), ``quote`` (beside a quotation), ``noun`` (the claim that ...).
    """

    lemma: str
    cue_class: CueClass
    frames: frozenset[str]
    flags: frozenset[str] = frozenset()

    def takes(self, frame: str) -> bool:
        return frame in self.frames

    @property
    def factive(self) -> bool:
        """What is reported with this word is taken for true, not merely believed ("knew that", "remembers waiting")."""
        return "factive" in self.flags

    @property
    def negative(self) -> bool:
        """What is reported with this word is said not to be so ("denied that")."""
        return "negative" in self.flags

    @property
    def firm(self) -> bool:
        """A judgement its holder is sure of ("considers the blockade legal"), where other beliefs are hedged."""
        return "firm" in self.flags

    @property
    def ahead(self) -> bool:
        """What is reported with this word is still to come ("expects the service to begin")."""
        return "ahead" in self.flags

    @property
    def place(self) -> bool:
        """Of a place this word is no word ("defended the town")."""
        return "place" in self.flags

    @property
    def person(self) -> bool:
        """This word is one only of people and bodies ("cleared the nurse of theft")."""
        return "person" in self.flags

    @property
    def needs_that(self) -> bool:
        """This word reports only with "that" ("holds that the strait is closed", not "holds 3 percent")."""
        return "that" in self.flags

    @property
    def figure(self) -> bool:
        """This word reports only figures ("put the toll at 12")."""
        return "figure" in self.flags

    @property
    def always(self) -> bool:
        """This word is read also where the tagger sees no act of saying (a word a newsroom adds)."""
        return "always" in self.flags

    @property
    def blow(self) -> bool:
        """This word is also used of blows that nobody speaks ("rockets blasted the gate")."""
        return "blow" in self.flags


@cache
def verbs() -> Mapping[str, Cue]:
    """The cue verbs by lemma; a particle stands after a space ("point out")."""
    return _table("cues.tsv")


@cache
def nouns() -> Mapping[str, Cue]:
    """The cue nouns by lemma ("admission", "claim")."""
    return _table("cue_nouns.tsv")


@cache
def adjectives() -> Mapping[str, Cue]:
    """The cue adjectives as they are printed after "is" ("confident", "against")."""
    return _table("cue_adjectives.tsv")


def _table(name: str) -> Mapping[str, Cue]:
    known = get_args(CueClass)
    rows: dict[str, Cue] = {}
    text = resources.files("bot.claims").joinpath("data", name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [*line.split("\t"), "", ""]
        if cells[1] not in known:
            raise ValueError(
                f"{name}, line {number}: {cells[1]!r} is no class of cue; use one of {', '.join(known[1:])}"
            )
        rows[cells[0]] = Cue(
            cells[0], cast(CueClass, cells[1]), frozenset(cells[2].split()), frozenset(cells[3].split())
        )
    return rows
