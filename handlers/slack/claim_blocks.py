"""A claim opened in a window: its whole passage, what stands against it, its article's history, and a quotation to copy."""

from __future__ import annotations

from typing import Any

from bot import editions
from bot.nouns import ClaimSheet, Conflict, Dossier, Statement
from handlers.slack import wording
from handlers.slack.dispute_blocks import context, side
from handlers.slack.limits import Block, checked_modal
from handlers.slack.quoting import attribution, cue_in_sentence, day, line, quotation, rich, safe_link, section, words
from handlers.slack.quoting import speaker as named

#: Room for the passage, and how many that contradict it and how many editions are shown.
ROOM, RIVALS, EDITIONS = 2_700, 6, 8


def claim(sheet: ClaimSheet) -> dict[str, Any]:
    """The window."""
    statement = sheet.statement
    oddities = [f"Caution: {odd}" for odd in statement.claim.oddities]
    passage = rich(quotation(sheet.passage, (sheet.at,), room=ROOM), attribution(statement, *oddities))
    blocks = [passage, {"type": "divider"}, *_rivals(sheet), {"type": "divider"}, *_history(sheet.dossier)]
    return checked_modal("Claim", [*blocks, {"type": "divider"}, line("To copy", bold=True), _copy(statement)])


def to_copy(statement: Statement) -> str:
    """The quotation with its source, as plain text to paste elsewhere."""
    found, edition = statement.claim, statement.edition
    said = cue_in_sentence(found)
    who = f"{named(found)} ({said})" if said else named(found)
    link = safe_link(edition.url)
    where = ", ".join(x for x in (edition.title, edition.where, day(edition.published), link[0] if link else "") if x)
    return f"“{found.quote}”\n{who}. {where}"


def _copy(statement: Statement) -> Block:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [words(to_copy(statement))]}],
    }


def _rivals(sheet: ClaimSheet) -> list[Block]:
    """Each dispute it is part of, with what stands against it there."""
    if not sheet.disputes:
        return [line("Nothing on file contradicts it.")]
    blocks: list[Block] = []
    for dispute in sheet.disputes:
        state = wording.settlement(dispute) or "Open."
        blocks.append(rich(section(words(wording.title(dispute), bold=True), words(f"  {state} Dispute {dispute.id}"))))
        against = [b for c in dispute.conflicts for b in _against(c, sheet.statement.claim.id)]
        blocks += against[:RIVALS]
        if len(against) > RIVALS:
            blocks.append(context(f"{len(against) - RIVALS} more in this dispute: /disputes shows it."))
    return blocks


def _against(conflict: Conflict, claim_id: str) -> list[Block]:
    """The other side of a conflict that this claim is one side of, with the reason."""
    clash = conflict.clash if len(conflict.clash) == 2 else ((), ())
    for mine, rival, marks in ((conflict.old, conflict.new, clash[1]), (conflict.new, conflict.old, clash[0])):
        if mine.claim.id == claim_id:
            return [side(f"Against it: {conflict.reason}" if conflict.reason else "Against it", rival, marks)]
    return []


def _history(found: Dossier) -> list[Block]:
    """What became of its article: each edition, the latest first, its copies, whether it was withdrawn."""
    blocks = [line("Its article", bold=True)]
    if out := wording.withdrawal(found.withdrawal):
        blocks.append(line(out))
    for edition, _ in found.revisions[:EDITIONS]:
        told = editions.summary(found.edits.get(edition.revision_id)) or "as first filed"
        blocks.append(context(f"{wording.fetched(edition)}: {told}"))
    if found.copies:
        blocks.append(context("The same story, copied, in " + ", ".join(dict.fromkeys(e.where for e in found.copies))))
    return blocks
