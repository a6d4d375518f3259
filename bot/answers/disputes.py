"""A dispute in an answer: its two sides, each with who stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.answers.folding import folded
from bot.answers.snippets import emphasis, one_per_sentence, speaker
from bot.nouns import Dispute, Section, Snippet, Span, Statement

#: How many statements of each side are shown; the dispute itself has them all.
EACH = 5

#: What people type for the states of a dispute; any other word is what it is about.
_STATES: dict[str, tuple[str, ...]] = {
    "open": ("open",),
    "unsettled": ("open",),
    "settled": ("resolved", "dismissed"),
    "closed": ("resolved", "dismissed"),
    "resolved": ("resolved",),
    "dismissed": ("dismissed",),
    "all": ("",),
    "any": ("",),
}


def wanted(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The states asked for ("" is any) and the words: "open kursk" -> (("open",), ("kursk",))."""
    states: list[str] = []
    words: list[str] = []
    for word in typed.split():
        if word.lower() in _STATES:
            states.extend(_STATES[word.lower()])
        else:
            words.append(word)
    if "" in states or not states:
        return ("",), tuple(words)
    return tuple(dict.fromkeys(states)), tuple(words)


def sides(dispute: Dispute) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements on each side, in the order found: what clashes with a statement stands on the other
    side from it; the first conflict's older statement opens the first side."""
    side: dict[str, int] = {}
    for conflict in dispute.conflicts:
        old, new = conflict.old.claim.id, conflict.new.claim.id
        if old in side:
            side.setdefault(new, 1 - side[old])
        elif new in side:
            side[old] = 1 - side[new]
        else:
            side[old], side[new] = 0, 1
    statements = {s.claim.id: s for c in dispute.conflicts for s in (c.old, c.new)}
    first = tuple(s for key, s in statements.items() if side[key] == 0)
    return first, tuple(s for key, s in statements.items() if side[key] == 1)


def sections(dispute: Dispute, ranks: Mapping[str, float] | None = None) -> tuple[Section, ...]:
    """The two sides as two parts of an answer, what clashes emphasised. Of each side the few statements
    are shown that fit best by ``ranks`` (claim id to score; those not in it fit worst)."""
    clash: dict[str, set[Span]] = {}
    for conflict in dispute.conflicts:
        for statement, spans in zip((conflict.old, conflict.new), conflict.clash, strict=True):
            clash.setdefault(statement.claim.id, set()).update(spans)
    best = ranks or {}
    ordered = (sorted(side, key=lambda s: -best.get(s.claim.id, 0.0)) for side in sides(dispute))
    return tuple(_side(dispute, side, clash) for side in ordered)


def _side(dispute: Dispute, statements: Sequence[Statement], clash: dict[str, set[Span]]) -> Section:
    snippets = tuple(_marked(s, clash) for s in folded(one_per_sentence(statements))[:EACH])
    names = voices(s.statement for s in snippets)
    return Section("disputed", f"Disputed: {names}", snippets, dispute=dispute, side=names)


def _marked(snippet: Snippet, clash: dict[str, set[Span]]) -> Snippet:
    claim = snippet.statement.claim
    marks = emphasis(claim.sentence, clash.get(claim.id, ()))
    return Snippet(snippet.statement, snippet.quote, marks, snippet.also_in, snippet.warnings)


def voices(statements: Iterable[Statement]) -> str:
    """Who speaks, each once: "Central Military Commission; Valery Gerasimov"."""
    return "; ".join(dict.fromkeys(speaker(s) for s in statements))
