"""Claims and disputes as rows of a spreadsheet: what a person wants to sort, filter and count."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.nouns import Dispute, Edition, Statement

CLAIMS = (
    "claim", "quote", "speaker", "verb", "kind", "polarity", "modality", "outlet", "title", "published", "url",
    "article", "from", "to", "current",
)  # fmt: skip
DISPUTES = (
    "dispute", "state", "label", "kind", "confidence", "reason", "opened", "settled", "settled by", "settled how",
    "old quote", "old speaker", "old outlet", "old title", "old published", "old url",
    "new quote", "new speaker", "new outlet", "new title", "new published", "new url",
)  # fmt: skip
Put = Callable[[Iterable[Sequence[object]]], None]


def claim(statement: Statement, *, current: bool) -> tuple[object, ...]:
    """One claim as a row; "from" and "to" are code points in the article's text."""
    said, e = statement.claim, statement.edition
    return (
        *(said.id, said.quote, said.source_name, said.cue_lemma, said.cue_class, said.polarity, said.modality),
        *(e.outlet, e.title, _day(e), e.url, e.ref, said.sentence.start, said.sentence.end, int(current)),
    )


def dispute(one: Dispute) -> Iterator[tuple[object, ...]]:
    """One dispute, a row for each pair that clashes."""
    settled = one.settled_at.isoformat() if one.settled_at else ""
    head = (one.id, one.state, one.label, one.kind, f"{one.confidence:.3f}")
    how = (one.opened.isoformat(), settled, one.settled_by, one.settled_how)
    for conflict in one.conflicts:
        yield (*head, conflict.reason, *how, *_side(conflict.old), *_side(conflict.new))


def _side(s: Statement) -> tuple[object, ...]:
    return s.claim.quote, s.claim.source_name, s.edition.outlet, s.edition.title, _day(s.edition), s.edition.url


def _day(e: Edition) -> str:
    return e.published.date().isoformat() if e.published else ""


@contextmanager
def written(path: Path, headings: Sequence[str]) -> Iterator[Put]:
    """A spreadsheet's file; gives what to hand rows to."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as out:
        sheet = csv.writer(out)
        sheet.writerow(headings)
        yield lambda rows: sheet.writerows([_plain(cell) for cell in row] for row in rows)


def _plain(cell: object) -> object:
    """A cell on one line, that no spreadsheet takes for a formula."""
    if not isinstance(cell, str):
        return cell
    words = " ".join(cell.replace("\x00", " ").split())
    return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words
