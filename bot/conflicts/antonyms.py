"""Opposed predicates of one thing: alive and killed, captured and repelled, above and below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from bot.conflicts import firmness, gates, slots
from bot.conflicts.finding import Finding, Outcome
from bot.conflicts.likeness import total
from bot.conflicts.side import Side
from bot.conflicts.words import Word, stem
from bot.nouns import Event, Role


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Opposed predicates of one participant, and plainly opposed words about one thing."""
    yield from _of_events(a, b)
    yield from _taking_sides(a, b)
    yield from _of_words(a, b)


def _of_events(a: Side, b: Side) -> Iterator[Finding]:
    """Events whose predicates cannot both hold, of a participant both name, both told plainly."""
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if not slots.opposites(first.predicate, second.predicate):
            continue
        if slots.turned(a, first) or slots.turned(b, second) or not (gates.real(first, a) and gates.real(second, b)):
            continue
        if not meeting.agree or not gates.scopes_meet(first, second).open:
            continue
        reason = f"“{first.predicate}” against “{second.predicate}” of one thing"
        features = {"agree": float(len(meeting.agree)), "differ": float(len(meeting.differ))}
        outcome: Outcome = (
            "clash" if meeting.surely and not slots.in_turn(first.predicate, second.predicate) else "doubt"
        )
        loose = firmness.of_opposites(a, b, meeting)
        yield Finding("antonym", outcome, reason, ((first.span,), (second.span,)), features, loose=loose)


#: What one does for a cause or against it.
_FOR_OR_AGAINST = frozenset(stem(w) for w in "vote campaign argue testify speak rule lobby decide come-out".split())


def _taking_sides(a: Side, b: Side) -> Iterator[Finding]:
    """ "Voted for the closure" against "voted against the closure", of one who did."""
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if stem(first.predicate) != stem(second.predicate) or stem(first.predicate) not in _FOR_OR_AGAINST:
            continue
        if slots.turned(a, first) or slots.turned(b, second) or not (gates.real(first, a) and gates.real(second, b)):
            continue
        mine, yours = _cause(first), _cause(second)
        opposed = (mine["for"] & yours["against"]) | (mine["against"] & yours["for"])
        if "agent" in meeting.agree and opposed:
            reason = f"“{first.predicate}” for it, says one, against it the other"
            features = {"agree": float(len(meeting.agree)), "sides": 1.0}
            loose = firmness.of_events(a, b, meeting)
            yield Finding("antonym", "clash", reason, ((first.span,), (second.span,)), features, loose=loose)


def _cause(event: Event) -> Mapping[str, frozenset[str]]:
    """What it is done for and what against; "in favour of" is for."""
    favour = [r for r in event.role("in") if r.head in ("favour", "favor")]
    return {
        "for": _full(event.role("for")) | (_full(favour) - {stem("favour"), stem("favor")}),
        "against": _full(event.role("against")),
    }


def _full(roles: Iterable[Role]) -> frozenset[str]:
    return frozenset(s for r in roles for s in slots.full(r))


@cache
def _plainly() -> Mapping[str, tuple[int, int]]:
    """Stems of the words opposed wherever they stand: to the number of their line and the side of the bar."""
    lines = files("bot.conflicts").joinpath("opposites.txt").read_text("utf-8").splitlines()
    table = {}
    for number, line in enumerate(part for part in lines if part.startswith("!")):
        for side, words in enumerate(line.lstrip("! ").split("|")):
            for word in words.split(","):
                table[stem(word.strip())] = (number, side)
    return table


#: What is only supposed, asked or not seen: "if the story is true", "no indication that it is false".
_SUPPOSING = re.compile(r"\b(?:if|whether|indication|would|could|may|might|suppose\w*|initially|at first)\b")
_NEGATORS = frozenset(["not", "no", "never", "nobody", "none", "without", "neither", "nor", "hardly"])


def _poles(side: Side) -> dict[int, tuple[int, Word]]:
    """By line of the lexicon, which pole this side takes, "not destroyed" counting as the other."""
    if _SUPPOSING.search(side.lower):
        return {}
    table = _plainly()
    out: dict[int, tuple[int, Word]] = {}
    for i, word in enumerate(side.content):
        place = table.get(word.stem)
        if place is None:
            continue
        before = side.content[max(0, i - 4) : i]
        negated = any(w.text in _NEGATORS or w.text.endswith("n't") for w in before) != side.denies
        number, pole = place
        if number in out and out[number][0] != (pole ^ negated):
            out.pop(number)  # says both: "not alive but dead", "first thought killed"
        else:
            out[number] = (pole ^ negated, word)
    return out


def _of_words(a: Side, b: Side) -> Iterator[Finding]:
    mine, yours = a.once(_poles), b.once(_poles)
    for number in mine.keys() & yours.keys():
        (pole, word), (other, against) = mine[number], yours[number]
        if pole == other:
            continue
        shared = (a.stems & b.stems) - {word.stem, against.stem}
        about = total(shared)
        reason = f"“{word.text}” against “{against.text}”"
        features = {"words": 1.0, "same_word": float(word.stem == against.stem), "about": min(about, 20.0) / 20}
        outcome: Outcome = "clash" if about >= 8.0 else "doubt"
        met = [(x, y) for x in _at(a, word) for y in _at(b, against)]
        loose = firmness.of_words(a, b, shared, met, same_word=word.stem == against.stem)
        yield Finding("antonym", outcome, reason, (a.span([word]), b.span([against])), features, loose=loose)


def _at(side: Side, word: Word) -> list[Event]:
    """The events whose predicate this word is part of."""
    (span,) = side.span([word])
    return [e for e in side.claim.events if e.span.overlaps(span)]
