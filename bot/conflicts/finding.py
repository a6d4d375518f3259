"""What one typed comparison found between two sides: the kind of clash, where, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.nouns import Kind, Span

#: What a comparison can come to. "clash" is the only one that is alerted; a "doubt" may be a clash as well
#: as not: it is called one between two passages that somebody laid side by side, where it is likelier than not.
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
    loose: str = ""  # why it is not firm enough for a message (see firmness), "" when it is

    firm: bool = (
        False  # a doubt that is a message all the same: not the sentences but their articles say that it is one matter
    )

    @property
    def no_message(self) -> str:
        """Why this is not worth a message among all that is on file, "" when it is."""
        doubted = self.outcome == "doubt" and not self.firm
        return self.loose or ("it may be a clash as well as not" if doubted else "")

    @property
    def weighed(self) -> Mapping[str, float]:
        """The features that its confidence is made of, the doubt among them."""
        return {**self.features, "doubt": 1.0} if self.outcome == "doubt" else self.features
