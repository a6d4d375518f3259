"""What the desk has judged, as labelled pairs: of each dispute that people settled, its pairs, and what they said they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.bygone import MYSELF
from bot.nouns import Conflict, Dispute, Label, Statement

#: What two passages are to each other when somebody said "not a conflict", and why.
LABELS: Mapping[str, Label] = {
    "update": "UPDATED",
    "scope": "NOT_COMPARABLE",
    "misread": "NOT_COMPARABLE",
    "same": "SAME",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair that somebody judged. ``weight``: the pairs of one dispute, judged at once, weigh one together."""

    dispute: Dispute
    conflict: Conflict
    label: Label
    weight: float

    @property
    def is_conflict(self) -> bool:
        """Whether the desk says that the two clash."""
        return self.dispute.state == "resolved"


def judged(disputes: Iterable[Dispute]) -> Iterator[Judged]:
    """The pairs of those that people have settled, in order. Not of those that settled themselves, when an article was
    corrected or withdrawn: nobody judged them."""
    for dispute in disputes:
        if dispute.state == "open" or dispute.settled_by == MYSELF:
            continue
        for conflict in dispute.conflicts:
            label = conflict.label if dispute.state == "resolved" else LABELS.get(dispute.settled_how, "NOT_COMPARABLE")
            yield Judged(dispute, conflict, label, 1 / len(dispute.conflicts))


def row(one: Judged) -> dict[str, Any]:
    """A judged pair as one line of JSON: a labelled pair, and who said so, when and why. ``clash`` are the words that
    clash, the older first."""
    conflict, dispute = one.conflict, one.dispute
    return {
        "id": conflict.id,
        "event": dispute.id,
        "old": _passage(conflict.old),
        "new": _passage(conflict.new),
        "label": one.label,
        "kind": conflict.kind if one.is_conflict else "",
        "clash": [_words(s, spans) for s, spans in zip((conflict.old, conflict.new), conflict.clash, strict=True)],
        "note": conflict.reason,
        "confidence": conflict.confidence,
        "who": dispute.settled_by,
        "when": dispute.settled_at.isoformat() if dispute.settled_at else None,
        "why": dispute.settled_how,
    }


def _passage(statement: Statement) -> dict[str, Any]:
    edition = statement.edition
    day = edition.published.date().isoformat() if edition.published else None
    return {"text": statement.claim.quote, "date": day, "outlet": edition.outlet, "article": edition.ref}


def _words(statement: Statement, spans: Iterable[Any]) -> str:
    """The words at these places that stand in the sentence itself."""
    sentence = statement.claim.sentence
    inside = [s for s in spans if sentence.covers(s)]
    return " … ".join(statement.claim.quote[s.start - sentence.start : s.end - sentence.start] for s in inside)
