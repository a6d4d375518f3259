"""The second opinion joined to the typed comparisons: what it makes surer or less sure, and when it may speak up by itself.

A network that has read many pairs of passages sees clashes no type is made for, and calls much a clash that is an update, another
scope or another day. So the types go first. What they found it can make surer or veto; where they found nothing, and only between two
passages somebody laid side by side, it is heard if the two look like a quarrel to both: to the words they share, and to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from bot.conflicts import dates, gates
from bot.conflicts.accounts import DENIAL
from bot.conflicts.comparing import CALLED
from bot.conflicts.confidence import confidence
from bot.conflicts.gates import Verdict
from bot.conflicts.side import Side, in_order
from bot.conflicts.suspicion import MOST, turned
from bot.nouns import CONFLICTING, Conflict, Kind, Opinion, Span
from bot.ports import Judge

#: Log odds beyond which an opinion is not believed to be any surer.
_SUREST = 4.0
#: What a pair is suspected of at least, by its words alone, before the second opinion may call it a conflict.
_SUSPECTED = 0.36
#: What it has a say in. Counts and days it does not reckon with ("ten killed", "fifteen killed": 4 % a contradiction, it says), and
#: who stands against whom it does not know.
_ITS_BUSINESS = frozenset({"negation", "antonym", "state", "other"})


def of_sentences(judge: Judge | None, conflict: Conflict) -> Conflict:
    """A conflict as the types found it, after the judge has read the two sentences: surer, less sure, or none. It is
    never asked about what is no conflict, and without a judge nothing changes."""
    if judge is None or conflict.label not in CONFLICTING or conflict.kind not in _ITS_BUSINESS:
        return conflict
    first, second = in_order(Side(conflict.old), Side(conflict.new))
    opinion = judge.opinion(first.claim.quote, second.claim.quote, gates.days_apart(first, second))
    return joined(conflict, opinion, may_raise=False)


def joined(conflict: Conflict, opinion: Opinion, *, may_raise: bool) -> Conflict:
    """What types and judge together make of a pair. ``may_raise``: whether the judge may call a conflict what the types did not."""
    said = _told(opinion)
    if conflict.label in CONFLICTING and conflict.kind not in _ITS_BUSINESS:
        return replace(conflict, gates=(*conflict.gates, str(said)))
    if conflict.label in CONFLICTING:
        sure = _sure("second", conflict.confidence, opinion)
        if sure < CALLED:
            return _vetoed(conflict, sure, said)
        return replace(conflict, confidence=sure, gates=(*conflict.gates, str(said)))
    if not may_raise or conflict.label != "NOT_COMPARABLE" or conflict.confidence <= 0.0:
        return replace(conflict, gates=(*conflict.gates, str(said)))
    sure = _sure("raised", conflict.confidence, opinion)
    if sure < CALLED or conflict.confidence < _SUSPECTED or not _may_clash(conflict):
        suspected = min(_sure("unraised", conflict.confidence, opinion), MOST)
        return replace(conflict, confidence=suspected, gates=(*conflict.gates, str(said)))
    return _raised(conflict, sure, opinion, said)


def _sure(kind: str, before: float, opinion: Opinion) -> float:
    """How sure the two are together: the log odds of each, weighed ([second], [raised], [unraised] in weights.toml)."""
    return confidence(kind, {"types": _odds(before), "judged": _odds(opinion.contradicts)})


def _odds(chance: float) -> float:
    return max(-_SUREST, min(_SUREST, math.log((chance + 1e-4) / (1.0 - chance + 1e-4))))


def _told(opinion: Opinion) -> Verdict:
    shares = f"contradicts {opinion.contradicts:.0%}, neither {opinion.neither:.0%}, follows {opinion.entails:.0%}"
    return Verdict("second opinion", opinion.contradicts >= max(opinion.neither, opinion.entails), shares)


def _vetoed(conflict: Conflict, sure: float, said: Verdict) -> Conflict:
    reason = f"{conflict.reason}; but read side by side the two do not clash"
    return replace(
        conflict, label="NOT_COMPARABLE", kind="", confidence=sure, reason=reason, gates=(*conflict.gates, str(said))
    )


def _may_clash(conflict: Conflict) -> bool:
    """Whether both plainly state something, of one thing and not expressly of two days: the gates hold for a judge as well."""
    a, b = in_order(Side(conflict.old), Side(conflict.new))
    stated = all(gate(side).open for gate in (gates.asserted, gates.unhedged) for side in (a, b))
    return stated and gates.different_words(a, b).open and gates.one_instance(a, b).open and not dates.apart(a, b)


def _raised(conflict: Conflict, sure: float, opinion: Opinion, said: Verdict) -> Conflict:
    old, new = Side(conflict.old), Side(conflict.new)
    opposed = bool(old.voice and new.voice and not old.voice & new.voice)
    return replace(
        conflict,
        label="DISPUTED" if opposed else "CONTRADICTS",
        kind=_kind(old, new),
        confidence=sure,
        reason=f"read side by side, one rules the other out (second opinion, {opinion.contradicts:.0%})",
        clash=(_apart(old, new), _apart(new, old)),
        gates=(*conflict.gates, str(said)),
    )


def _kind(a: Side, b: Side) -> Kind:
    """What the two look like they clash in."""
    if a.denies or b.denies or DENIAL.search(a.lower) or DENIAL.search(b.lower):
        return "attribution"
    if {q.unit for q in a.claim.quantities} & {q.unit for q in b.claim.quantities}:
        return "number"
    return "negation" if turned(a) != turned(b) else "other"


def _apart(side: Side, other: Side) -> tuple[Span, ...]:
    """The longest runs of words that the other side does not have, three at most, in the order of the text."""
    runs = sorted(_runs(side, other), key=lambda span: (span.start - span.end, span.start))[:3]
    return tuple(sorted(runs, key=lambda span: span.start)) or side.claim.content[:1]


def _runs(side: Side, other: Side) -> Iterator[Span]:
    start: int | None = None
    for i, word in enumerate((*side.content, None)):
        apart = word is not None and (word.digits or (word.content and word.stem not in other.stems))
        if apart and start is None:
            start = i
        elif not apart and start is not None:
            yield from side.span(side.content[start:i])
            start = None
