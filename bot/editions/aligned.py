"""Two editions beside each other: paragraph by paragraph, with the words marked that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.editions.changes import differing, flat
from bot.nouns import Span

#: Two paragraphs this alike stand beside each other; others are shown as one taken out and one put in.
BESIDE = 45.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A paragraph of one edition. ``marks`` are offsets into ``text``, its own words."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside each other; None where the other edition has nothing there."""

    old: Cell | None
    new: Cell | None

    @property
    def same(self) -> bool:
        return self.old is not None and self.new is not None and not self.old.marks and not self.new.marks


def aligned(old: str, new: str) -> list[Row]:
    """The rows of two texts, in order; blank lines are left out."""
    first, second = _paragraphs(old), _paragraphs(new)
    keys = [flat(p) for p in first], [flat(p) for p in second]
    rows: list[Row] = []
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(*keys):
        if step.tag == "equal":
            rows += _between(gone, come)
            gone, come = [], []
            rows += [Row(Cell(a), Cell(b)) for a, b in zip(
                first[step.src_start : step.src_end], second[step.dest_start : step.dest_end], strict=True
            )]  # fmt: skip
        else:
            gone += first[step.src_start : step.src_end]
            come += second[step.dest_start : step.dest_end]
    return rows + list(_between(gone, come))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _between(gone: Sequence[str], come: Sequence[str]) -> Iterator[Row]:
    """Changed paragraphs: each old one beside the next new one that is like it, order kept."""
    at = 0
    for paragraph in gone:
        best = max(range(at, len(come)), key=lambda j: fuzz.ratio(paragraph, come[j]), default=-1)
        if best < 0 or fuzz.ratio(paragraph, come[best]) < BESIDE:
            yield Row(_whole(paragraph), None)
            continue
        for added in come[at:best]:
            yield Row(None, _whole(added))
        marks = differing(paragraph, come[best])
        yield Row(Cell(paragraph, marks[0]), Cell(come[best], marks[1]))
        at = best + 1
    for added in come[at:]:
        yield Row(None, _whole(added))


def _whole(paragraph: str) -> Cell:
    return Cell(paragraph, (Span(0, len(paragraph)),))
