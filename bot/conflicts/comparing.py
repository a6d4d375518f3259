"""Claim against claim: does the new one contradict the old one, and if so how surely?

The gates come first and are cheap; then each typed comparison looks for its own kind of clash; the
surest finding gives kind, reason and places. What each step said is kept for ``--why``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.conflicts import (
    antonyms,
    attribution,
    causes,
    dates,
    gates,
    identity,
    legality,
    negation,
    numbers,
    places,
    rejected,
    retraction,
    states,
    suspicion,
)
from bot.conflicts.confidence import confidence
from bot.conflicts.finding import Finding
from bot.conflicts.gates import Verdict
from bot.conflicts.likeness import Likeness, likeness
from bot.conflicts.retraction import TAKES_BACK
from bot.conflicts.side import Side, in_order
from bot.conflicts.wording import NOTHING
from bot.nouns import CONFLICTING, Conflict, Label, Statement

Comparison = Callable[[Side, Side], Iterator[Finding]]

#: The typed comparisons, each with how much two sentences must share before it is tried.
COMPARISONS: Mapping[str, tuple[Comparison, float]] = {
    "number": (numbers.compare, 0.0),
    "rejected": (rejected.compare, 0.0),
    "retraction": (retraction.compare, 5.0),
    "negation": (negation.compare, 3.0),
    "antonym": (antonyms.compare, 3.0),
    "state": (states.compare, 2.0),
    "attribution": (attribution.compare, 0.0),
    "cause": (causes.compare, 1.0),
    "legality": (legality.compare, 4.0),
    "identity": (identity.compare, 4.0),
    "date": (dates.compare, 4.0),
    "place": (places.compare, 4.0),
}
#: Which comparisons a guess may take part in: the accused deny suspicions too.
_MAY_BE_HEDGED = frozenset({"attribution", "legality"})
#: Which compare even what is expressly told of different days.
_WHATEVER_THE_DAY = frozenset({"date", "legality", "rejected", "retraction"})
#: The outcomes that may be called a conflict; a doubt only when two passages are laid side by side.
_MAY_CLASH = frozenset({"clash", "doubt"})
#: How likely a finding must be to be called a conflict at all (what is alerted is the caller's choice).
CALLED = 0.5


def compare(new: Statement, old: Statement) -> Conflict:
    """What the two come to: always a Conflict, with the label SAME, UPDATED, REFINES or NOT_COMPARABLE
    when it is none. Swapping the two swaps the roles and nothing else."""
    return compare_sides(Side(new), Side(old))


def compare_sides(new: Side, old: Side, *, one_article: bool = False, filing: bool = False) -> Conflict:
    """The same for statements made ready. ``one_article`` compares two of one article as well, which is
    never a conflict to alert but tells which side of a dispute a statement stands on. ``filing`` passes over
    clashes too loose for a message, and does not work out how sure what is no conflict would be (0)."""
    first, second = in_order(new, old)
    said: list[Verdict] = []
    label, finding, sure = _judge(first, second, said, one_article=one_article, filing=filing)
    where = finding.places if finding else ((), ())
    if first is new:
        where = (where[1], where[0])
    return Conflict(
        old=old.statement,
        new=new.statement,
        label=label,
        kind=finding.kind if finding and label in CONFLICTING else "",
        confidence=sure,
        reason=finding.reason if finding else said[-1].why,
        clash=where,
        gates=tuple(map(str, said)),
    )


def _judge(
    a: Side, b: Side, said: list[Verdict], *, one_article: bool, filing: bool
) -> tuple[Label, Finding | None, float]:
    first_gates = (gates.different_articles, gates.different_words, gates.one_instance)
    for gate in first_gates[1:] if one_article else first_gates:
        said.append(gate(a, b))
        if not said[-1].open:
            return ("SAME" if gate is gates.different_words else "NOT_COMPARABLE"), None, 0.0
    corrected = list(rejected.corrected(a, b))
    if corrected:  # promised or done, it is the word of before that is called wrong
        return _verdict(a, b, likeness(a, b), corrected, said, hedged=False, filing=filing)
    wished = False
    for side in (a, b):
        said.append(gates.asserted(side))
        if not said[-1].open:
            wished = True
            if not gates.may_accuse(side):
                return "NOT_COMPARABLE", None, 0.0 if filing else _suspected(a, b, likeness(a, b))
    like = likeness(a, b)
    said.append(gates.about_one_thing(like, at_least=1.0))
    hedged = [v for v in (gates.unhedged(a), gates.unhedged(b)) if not v.open]
    said.extend(hedged)
    found = _findings(a, b, like, hedged=bool(hedged), wished=wished)
    findings = [f for f in found if not (filing and f.no_message)]
    return _verdict(a, b, like, findings, said, hedged=bool(hedged) or wished, filing=filing)


def _findings(a: Side, b: Side, like: Likeness, *, hedged: bool, wished: bool = False) -> Iterator[Finding]:
    other_days = dates.apart(a, b)
    for kind, (comparison, at_least) in COMPARISONS.items():
        if wished and kind != "attribution":
            continue
        if other_days and kind not in _WHATEVER_THE_DAY:
            continue
        if like.shared + 3 * like.titles >= at_least and (not hedged or kind in _MAY_BE_HEDGED):
            yield from comparison(a, b)


def _verdict(
    a: Side, b: Side, like: Likeness, findings: Sequence[Finding], said: list[Verdict], *, hedged: bool, filing: bool
) -> tuple[Label, Finding | None, float]:
    common = _common(a, b, like, hedged=hedged)
    said.extend(_told(f) for f in findings)
    weighed = [(confidence(f.kind, {**common, **f.weighed}), f) for f in findings if f.outcome in _MAY_CLASH]
    sure, best = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
    if best and sure >= CALLED:
        return _label(a, b, best), best, sure
    if best and best.outcome == "clash":
        return "NOT_COMPARABLE", best, sure
    doubt = sure
    suspected = 0.0 if filing else _suspected(a, b, like)
    for outcome, label in (("update", "UPDATED"), ("doubt", "REFINES"), ("refines", "REFINES"), ("same", "SAME")):
        found = next((f for f in findings if f.outcome == outcome), None)
        if found:
            return label, found, max(doubt, suspected / 2)  # type: ignore[return-value]
    suspected = max(doubt, suspected)
    said.append(Verdict("typed comparisons", False, NOTHING))
    if like.part >= 0.75 and like.shared >= 8 and not hedged and gates.same_details(a, b):
        return "SAME", None, suspected
    return "NOT_COMPARABLE", None, suspected


def _told(finding: Finding) -> Verdict:
    """What a finding says for ``--why``, and why it would not be a message if so."""
    missing = finding.no_message if finding.outcome in _MAY_CLASH else ""
    why = f"{finding.reason}; no message: {missing}" if missing else finding.reason
    return Verdict(finding.kind, finding.outcome == "clash", why)


def _suspected(a: Side, b: Side, like: Likeness) -> float:
    """What confidence a pair gets that no comparison found anything in: little, but in order."""
    return suspicion.at_most(confidence("suspicion", suspicion.features(a, b, like)))


def _common(a: Side, b: Side, like: Likeness, *, hedged: bool) -> dict[str, float]:
    """The features every kind has."""
    days = gates.days_apart(a, b)
    return {
        "shared": min(like.shared, 25.0) / 25,
        "part": like.part,
        "names": min(like.names, 3) / 3,
        "titles": like.titles,
        "days": min(days or 0, 30) / 30,
        "undated": float(days is None),
        "hedged": float(hedged),
        "same_voice": float(bool(a.voice and a.voice & b.voice)),
    }


def _corrected(a: Side, b: Side, finding: Finding) -> bool:
    """Whether the later side, the same voice or the same outlet, takes back what it said earlier: in so many words,
    or by giving a figure for wrong."""
    if not (a.published and b.published and a.published <= b.published):
        return False
    outlets = {s.statement.edition.outlet for s in (a, b)}
    one_voice = bool(a.voice & b.voice) or (not a.voice and not b.voice and len(outlets) == 1 and "" not in outlets)
    return one_voice and bool(finding.features.get("rejected") or TAKES_BACK.search(b.lower))


def _label(a: Side, b: Side, finding: Finding) -> Label:
    if _corrected(a, b, finding):
        return "CORRECTED"
    if finding.opposed:
        return "DISPUTED"
    if a.voice and b.voice and not a.voice & b.voice and finding.kind not in ("number", "date", "place"):
        return "DISPUTED"
    return "CONTRADICTS"


def between(old: Sequence[Statement], new: Sequence[Statement]) -> Conflict:
    """Two passages: their surest conflict, or failing one the most telling of their likenesses.
    Raises ``ValueError`` when either passage has no statement at all."""
    if not old or not new:
        raise ValueError("each passage needs a statement to compare")
    olds, news = [Side(s) for s in old], [Side(s) for s in new]
    each = [compare_sides(n, o) for o in olds for n in news]
    return replace(max(each, key=_telling), confidence=max(c.confidence for c in each))


_TELLING = {"UPDATED": 3, "REFINES": 2, "SAME": 1, "NOT_COMPARABLE": 0}


def _telling(conflict: Conflict) -> tuple[float, float]:
    if conflict.label in CONFLICTING:
        return 10.0, conflict.confidence
    return _TELLING[conflict.label], conflict.confidence


__all__ = ["CALLED", "between", "compare", "compare_sides"]
