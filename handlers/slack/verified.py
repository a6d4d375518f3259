"""Quotations are compared with their article once more before they are shown; one that differs stays out."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.timeline import Timeline
from bot.checking import Findings
from bot.errors import Misquoted, NotOnFile
from bot.nouns import Answer, ClaimSheet, Conflict, Digest, Dispute, Dossier, Edited, Section, Snippet, Statement

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

logger = logging.getLogger(__name__)


async def stands(newsroom: Newsroom, statement: Statement, quote: str | None = None) -> bool:
    """Whether the quotation (the claim's, or the part of it that is shown) is what the archive has; logged if not."""
    try:
        on_file = await newsroom.verify(statement)
    except (Misquoted, NotOnFile) as wrong:
        logger.error("left out", extra={"claim": statement.claim.id, "reason": type(wrong).__name__})
        return False
    if quote is not None and (not quote or quote not in on_file):
        logger.error("left out", extra={"claim": statement.claim.id, "reason": "shown quote differs"})
        return False
    return True


async def answer(newsroom: Newsroom, found: Answer) -> Answer:
    """The answer without quotations that are not what the archive has."""
    standing = await newsroom.stand(s.statement for s in found.snippets)
    checked = [(s, _section(s, standing)) for s in found.sections]
    sections = tuple(now for was, now in checked if now.snippets or not was.snippets)
    lost = sum(len(s.snippets) for s in found.sections) - sum(len(s.snippets) for s in sections)
    return replace(found, sections=sections, notes=(*found.notes, *_apology(lost)))


async def timeline(newsroom: Newsroom, found: Timeline) -> Timeline:
    """The timeline without quotations that are not what the archive has."""
    wrong = [p.snippet.statement.claim.id for p in found.points if not await stands(newsroom, p.snippet.statement)]
    return replace(found.without(wrong), notes=(*found.notes, *_apology(len(wrong))))


def _section(part: Section, standing: Collection[str]) -> Section:
    return replace(part, snippets=tuple(s for s in part.snippets if _shown_right(s, standing)))


def _shown_right(snippet: Snippet, standing: Collection[str]) -> bool:
    claim = snippet.statement.claim
    wrong = "not what is on file" if claim.id not in standing else ""
    if not wrong and not (snippet.quote and snippet.quote in claim.quote):
        wrong = "shown quote differs"
    if wrong:
        logger.error("left out", extra={"claim": claim.id, "reason": wrong})
    return not wrong


def _apology(lost: int) -> tuple[str, ...]:
    if not lost:
        return ()
    several = "A quotation was" if lost == 1 else f"{lost} quotations were"
    return (f"{several} left out: not word for word what is on file. Run wirecheck doctor.",)


async def dispute(newsroom: Newsroom, found: Dispute) -> Dispute:
    """The dispute without pairs that do not stand. ``Misquoted`` when none does: then it is not shown at all."""
    kept: list[Conflict] = [
        c for c in found.conflicts if await stands(newsroom, c.old) and await stands(newsroom, c.new)
    ]
    if not kept:
        raise Misquoted(f"dispute {found.id}: its quotations are not what is on file, so it is not shown")
    return replace(found, conflicts=tuple(kept))


async def disputes(newsroom: Newsroom, found: Sequence[Dispute]) -> tuple[Dispute, ...]:
    """Those of them that can be shown."""
    kept: list[Dispute] = []
    for one in found:
        try:
            kept.append(await dispute(newsroom, one))
        except Misquoted:
            continue  # logged claim by claim already
    return tuple(kept)


async def digest(newsroom: Newsroom, news: Digest) -> Digest:
    """The digest with the disputes that can be shown."""
    return replace(
        news,
        opened=await disputes(newsroom, news.opened),
        settled=await disputes(newsroom, news.settled),
        held=await disputes(newsroom, news.held),
        quiet=await disputes(newsroom, news.quiet),
        open=await disputes(newsroom, news.open),
    )


async def sheet(newsroom: Newsroom, found: ClaimSheet) -> ClaimSheet:
    """A claim with what stands against it. ``Misquoted`` when it is not what the archive has."""
    if not await stands(newsroom, found.statement, found.at.of(found.passage)):
        raise Misquoted(f"claim {found.statement.claim.id} is not what its article says, so it is not shown")
    return replace(
        found,
        disputes=await disputes(newsroom, found.disputes),
        dossier=await dossier(newsroom, found.dossier),
    )


async def checked(newsroom: Newsroom, found: Findings) -> Findings:
    """What was found on file about a message, without what does not stand there."""
    against = tuple([c for c in found.against if await stands(newsroom, c.old)])
    return replace(found, against=against, alike=tuple([s for s in found.alike if await stands(newsroom, s)]))


async def dossier(newsroom: Newsroom, found: Dossier) -> Dossier:
    """An article's editions with the claims and changes that stand in their texts."""
    revisions = []
    for edition, claims in found.revisions:
        revisions.append((edition, tuple([c for c in claims if await stands(newsroom, Statement(c, edition))])))
    standing = {c.id for _, claims in revisions for c in claims}
    edits = {i: _edited(edited, standing) for i, edited in found.edits.items()}
    return replace(found, revisions=tuple(revisions), edits=edits)


def _edited(edited: Edited, standing: set[str]) -> Edited:
    kept = tuple(c for c in edited.changes if all(side is None or side.id in standing for side in (c.old, c.new)))
    return replace(edited, changes=kept)
