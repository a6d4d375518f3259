"""A parsed paragraph that knows where in the text it stands and which quotations touch it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.claims.quotations import Quotation
from bot.claims.turns import Turn
from bot.nouns import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

Stretch = tuple[int, int]  # tokens of one Doc, half open


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A parsed block, where it begins in the text, and the quotations that touch it."""

    doc: Doc
    base: int
    quotations: tuple[Quotation, ...] = ()
    heading: bool = False
    turn: Turn = ""  # in a transcript: begins with who speaks, or goes on with what they say
    starts: tuple[int, ...] = field(init=False, repr=False)  # where each token begins in the text

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", tuple(self.base + t.idx for t in self.doc))

    @property
    def end(self) -> int:
        """Where the paragraph ends in the text. (Not by ``doc.text``: that is put together anew each time.)"""
        return self.starts[-1] + len(self.doc[-1].text) if self.starts else self.base

    def span(self, stretch: Stretch) -> Span:
        """Those tokens as offsets into the revision's text."""
        last = stretch[1] - 1
        return Span(self.starts[stretch[0]], self.starts[last] + len(self.doc[last].text))

    def stretch(self, span: Span) -> Stretch | None:
        """The tokens that begin in these offsets, or None if there are none."""
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return (first, last) if first < last else None

    def quotation_at(self, i: int) -> Quotation | None:
        """The quotation token ``i`` stands in, marks included."""
        at = self.starts[i]
        k = bisect_right(self.quotations, at, key=lambda q: q.span.start) - 1
        return self.quotations[k] if k >= 0 and at < self.quotations[k].span.end else None

    def quotations_in(self, span: Span) -> Sequence[Quotation]:
        """The quotations that overlap these offsets, in order."""
        first = max(0, bisect_right(self.quotations, span.start, key=lambda q: q.span.start) - 1)
        last = bisect_left(self.quotations, span.end, key=lambda q: q.span.start)
        return [q for q in self.quotations[first:last] if q.span.overlaps(span)]
