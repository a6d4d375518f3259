"""What one typed comparison found between two sides: the kind of clash, where, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.nouns import Kind, Span

#: What a comparison can come to. "clash" is the only one that is alerted; a "doubt" may be a clash as well
#: as not, and only lends its confidence.
Outcome = Literal["clash", "doubt", "update", "refines", "same"]

#: Where the two sides say it, as absolute spans: (first, second).
Places = tuple[tuple[Span, ...], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """``places`` are where each side says it, (first, second) in the order compared. ``features`` are
    named and go into the confidence. ``reason`` is a sentence for an editor."""

    kind: Kind
    outcome: Outcome
    reason: str
    places: Places = ((), ())
    features: Mapping[str, float] = field(default_factory=dict)
    opposed: bool = False  # the sides speak for opposed parties: DISPUTED rather than CONTRADICTS
    loose: str = ""  # why it is not firm enough for a message (see firmness.py), "" when it is
