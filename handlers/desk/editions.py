"""An article's editions beside each other, and what changed noted at each claim. Pure: texts and nouns in, what a
template draws out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.editions.aligned import Cell, Row, aligned
from bot.nouns import Change, Claim, Dossier, Edited, Edition, Notice, Span

#: Of paragraphs that are the same on both sides so many are shown beside a change; the rest is folded away.
AROUND = 1

#: A paragraph in runs of words, each with whether it differs.
Runs = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Two paragraphs beside each other; None where one side has nothing. ``folded``: so many are left out here."""

    old: Runs | None = None
    new: Runs | None = None
    changed: bool = False
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """An edition beside the one that it took the place of."""

    older: Edition
    newer: Edition
    edited: Edited | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in the article: its words, and the claims that it corrects, as they were and as they are."""

    notice: Notice
    words: str
    was: Claim | None
    now: Claim | None


@dataclass(frozen=True, slots=True)
class Remark:
    """What became of a claim: changed from, or into, another edition's; or corrected by a notice."""

    change: Change | None = None
    later: bool = False  # the change came with a later edition than the one that is shown
    notice: str = ""


def lines(old: str, new: str) -> tuple[Line, ...]:
    """The lines of two texts; what is the same at length is folded."""
    rows = aligned(old, new)
    near = {n + by for n, row in enumerate(rows) if not row.same for by in range(-AROUND, AROUND + 1)}
    found: list[Line] = []
    for n, row in enumerate(rows):
        if n in near:
            found.append(_line(row))
        elif found and found[-1].folded:
            found[-1] = Line(folded=found[-1].folded + 1)
        else:
            found.append(Line(folded=1))
    return tuple(found)


def _line(row: Row) -> Line:
    return Line(_runs(row.old), _runs(row.new), not row.same)


def _runs(cell: Cell | None) -> Runs | None:
    if cell is None:
        return None
    runs: list[tuple[str, bool]] = []
    at = 0
    for mark in sorted(cell.marks):
        runs += [(cell.text[at : mark.start], False), (mark.of(cell.text), True)]
        at = mark.end
    runs.append((cell.text[at:], False))
    return tuple((words, differs) for words, differs in runs if words)


def shown_and_older(found: Dossier, revision_id: str) -> tuple[int, int | None]:
    """Which of the revisions is meant ("" is the current one), and which one it took the place of. ``IndexError``
    when there is no such revision."""
    numbers = [n for n, (e, _) in enumerate(found.revisions) if revision_id in ("", e.revision_id)]
    at = numbers[0]
    return at, at + 1 if at + 1 < len(found.revisions) else None


def told(text: str, edited: Edited | None, claims: Iterable[Claim]) -> tuple[Told, ...]:
    """The notices in an edition, in its order, with the claims they speak of."""
    if edited is None:
        return ()
    by_id = {c.id: c for c in claims}
    by_id.update((c.old.id, c.old) for c in edited.changes if c.old)
    return tuple(
        Told(n, n.span.of(text), by_id.get(n.corrects), by_id.get(n.into))
        for n in edited.notices
        if n.span.end <= len(text)
    )


def remarks(claims: Sequence[Claim], edited: Edited | None, later: Edited | None, notes: Sequence[Told]) -> dict[str, list[Remark]]:  # fmt: skip
    """What is to be noted at which claim, by id. ``edited`` is what this edition changed, ``later`` what the next
    one did. A change is of a sentence: it stands at the first claim of it."""
    first: dict[Span, str] = {}
    for claim in claims:
        first.setdefault(claim.sentence, claim.id)
    found: dict[str, list[Remark]] = {}
    for change in edited.changes if edited else ():
        if change.new is not None and change.new.sentence in first:
            found.setdefault(first[change.new.sentence], []).append(Remark(change))
    for change in later.changes if later else ():
        if change.old is not None and change.old.sentence in first:
            found.setdefault(first[change.old.sentence], []).append(Remark(change, later=True))
    for note in notes:
        if note.now is not None and note.now.sentence in first:
            found.setdefault(first[note.now.sentence], []).append(Remark(notice=note.words))
    return found
