"""Event beside event: the same kind of happening, and the same participants in the same places?

"Rebels shelled the market" and "the army shelled the market" share the predicate and the patient and
part over the agent; whether that is a clash is for the typed comparisons to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.conflicts import nations
from bot.conflicts.side import Side, name_stems
from bot.conflicts.words import load, stem
from bot.nouns import Event, Role

#: Heads that stand for something named elsewhere: they neither match nor differ.
_VAGUE = frozenset(
    """it he she they this that these those who which what one some other others many several
    all person people thing number group part side country region area state place time year day
    nothing nobody none anything anybody anyone""".split()
)


@cache
def _families() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for heading, word in load("acts.txt"):
        table.setdefault(stem(word), set()).add(heading)
    return {word: frozenset(headings) for word, headings in table.items()}


@cache
def _opposed() -> Mapping[str, frozenset[tuple[int, int]]]:
    table: dict[str, set[tuple[int, int]]] = {}
    lines = files("bot.conflicts").joinpath("opposites.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(part for part in lines if "|" in part):
        for side, words in enumerate(line.lstrip("!~ ").split("|")):
            for word in words.split(","):
                table.setdefault(stem(word.strip()), set()).add((number, side))
    return {word: frozenset(places) for word, places in table.items()}


def families(predicate: str) -> frozenset[str]:
    """The kinds of act a stem may name; empty for most words."""
    return _families().get(predicate, frozenset())


def lines(predicate: str) -> frozenset[str]:
    """The lines of opposites a stem stands on, whichever side of them."""
    return frozenset(str(number) for number, _ in _opposed().get(predicate, frozenset()))


def same_act(a: str, b: str) -> bool:
    """Whether two predicate lemmas may name one act."""
    first, second = stem(a), stem(b)
    return first == second or bool(families(first) & families(second))


def opposites(a: str, b: str) -> bool:
    """Whether two lemmas cannot both hold of one thing at one time."""
    first, second = _opposed().get(stem(a), frozenset()), _opposed().get(stem(b), frozenset())
    return any(number == other and side != which for number, side in first for other, which in second)


@cache
def _in_turn() -> frozenset[int]:
    lines = files("bot.conflicts").joinpath("opposites.txt").read_text("utf-8").splitlines()
    return frozenset(n for n, line in enumerate(p for p in lines if "|" in p) if line.startswith("~"))


def in_turn(a: str, b: str) -> bool:
    """Whether two opposed lemmas usually follow each other in time: detained, released."""
    first, second = _opposed().get(stem(a), frozenset()), _opposed().get(stem(b), frozenset())
    met = {number for number, side in first for other, which in second if number == other and side != which}
    return bool(met) and met <= _in_turn()


def key(role: Role) -> frozenset[str]:
    """What a participant is known by: its name if it has one, else its head noun; empty if vague."""
    if role.name:
        return name_stems(role.name)
    if role.head in _VAGUE or not role.head:
        return frozenset()
    country = nations.country(role.head.title())
    return frozenset({"@" + country}) if country else frozenset({stem(role.head)})


def full(role: Role) -> frozenset[str]:
    """The name and every word of the phrase."""
    return (
        key(role)
        | frozenset(stem(w) for w in role.words)
        | frozenset("@" + c for w in role.words if (c := nations.country(w.title())))
    )


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two events laid side by side: which roles agree, which differ."""

    first: Event
    second: Event
    agree: tuple[str, ...]
    differ: tuple[str, ...]

    @property
    def surely(self) -> bool:
        """Whether two participants agree, or one does by name or by more than its head noun: "the city" may
        be any city."""
        if {"patient", "agent"} <= set(self.agree):
            return True
        return any(
            len(full(x) & full(y)) >= 2 or (x.name and y.name and key(x) & key(y))
            for name in self.agree
            for x in self.first.role(name)
            for y in self.second.role(name)
        )

    @property
    def one_thing(self) -> bool:
        return "patient" in self.agree or ("agent" in self.agree and "patient" not in self.differ)


def meet(first: Event, second: Event, whichever: frozenset[Role] = frozenset()) -> Meeting:
    """Compares participants role by role. ``whichever`` are those that may be any of their kind: they differ from nobody."""
    agree: list[str] = []
    differ: list[str] = []
    themes = _lone_theme(first), _lone_theme(second)
    for name in ("agent", "patient", "place", "recipient", "attribute"):
        mine, yours = first.role(name), second.role(name)
        if name == "patient" and all(themes) and not (mine and yours):
            mine, yours = themes
        if mine and yours:
            verdict = _same(mine, yours, whichever)
            if verdict is not None:
                (agree if verdict else differ).append(name)
    return Meeting(first, second, tuple(agree), tuple(differ))


def _lone_theme(event: Event) -> tuple[Role, ...]:
    """The only one that an event is told of, whether the sentence makes it the doer or the thing done to: "the
    post is open", "the post was closed"."""
    doers, done_to = event.role("agent"), event.role("patient")
    return done_to or doers if not (doers and done_to) else ()


def _same(mine: tuple[Role, ...], yours: tuple[Role, ...], whichever: frozenset[Role]) -> bool | None:
    """Whether any of these is any of those; None when one side is vague."""
    known_a, known_b = [r for r in mine if key(r)], [r for r in yours if key(r)]
    if not known_a or not known_b:
        return None
    if any(_one_and_the_same(x, y) for x in known_a for y in known_b):
        return True
    return None if any(r in whichever for r in (*mine, *yours)) else False


def _one_and_the_same(x: Role, y: Role) -> bool:
    """ "The mill" is "the Lindow mill"; "reactor 1" is not "reactor 2", nor the sugar ban the rice ban."""
    if x.name and y.name and x.kind == y.kind == "person":
        return bool(key(x) & key(y))
    if not (key(x) & full(y) or key(y) & full(x)):
        return False
    rest_x, rest_y = _besides(x, y), _besides(y, x)
    return not (rest_x and rest_y and not rest_x & rest_y)


def _besides(x: Role, y: Role) -> frozenset[str]:
    """What marks one off from others of its kind: the words of the phrase without the head both have."""
    return frozenset(s for s in full(x) if s not in key(x) & key(y)) - _COLOURLESS


_COLOURLESS = frozenset(
    stem(w)
    for w in """people person other several many least more about around nearly some all dozen hundred mr mrs new old
    local own whole entire same said late early least total""".split()
)


def pairs(a: Side, b: Side) -> Sequence[Meeting]:
    """Every event of one side beside every event of the other that may be of one act or opposed."""
    return a.beside(b, _pairs)


def _pairs(a: Side, b: Side) -> list[Meeting]:
    whichever = a.once(_of_any) | b.once(_of_any)
    return [
        meet(first, second, whichever)
        for first in a.claim.events
        for second in b.claim.events
        if same_act(first.predicate, second.predicate) or opposites(first.predicate, second.predicate)
    ]


def _of_any(side: Side) -> frozenset[Role]:
    """The participants that a side denies altogether: "any authority", "no officer", "a single shot"."""
    return frozenset(r for e in side.claim.events if turned(side, e) for r in e.roles if _any_at_all(side, r))


def _any_at_all(side: Side, role: Role) -> bool:
    first, past = side.between(role.span)
    return any(w.text in _ANY for w in side.words[max(0, first - 1) : past])


_ANY = frozenset(["any", "single", "whatsoever"])


def turned(side: Side, event: Event) -> bool:
    """Whether the event is said not to be so, by its own "not" or by a denial over it (but not by both)."""
    return (event.polarity == "-") != side.denies
