"""A parsed paragraph that knows where in the text it stands and which quotations touch it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims.quotations import Quotation
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

    def span(self, stretch: Stretch) -> Span:
        """Those tokens as offsets into the revision's text."""
        first, last = self.doc[stretch[0]], self.doc[stretch[1] - 1]
        return Span(self.base + first.idx, self.base + last.idx + len(last.text))

    def stretch(self, span: Span) -> Stretch | None:
        """The tokens that lie in these offsets, or None if there are none."""
        inside = [t.i for t in self.doc if span.start <= self.base + t.idx < span.end]
        return (inside[0], inside[-1] + 1) if inside else None

    def quotation_at(self, i: int) -> Quotation | None:
        """The quotation token ``i`` stands in, marks included."""
        at = self.base + self.doc[i].idx
        return next((q for q in self.quotations if q.span.start <= at < q.span.end), None)
