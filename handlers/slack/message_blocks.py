"""What a message or an article came to, on Slack's screen: what on file contradicts it, and what says the same."""

from __future__ import annotations

from collections.abc import Sequence

from bot.checking import Findings
from bot.nouns import Dispute
from handlers.slack import paging, wording
from handlers.slack.dispute_blocks import brief, context, in_quote, side
from handlers.slack.limits import Block, Message, checked
from handlers.slack.quoting import escaped, line, quotation, rich, section, spoken, words


def checked_message(found: Findings) -> Message:
    """What on file contradicts a message, with the words of the message it is against; and what agrees with it."""
    said = _told(found)
    blocks: list[Block] = [line(said, bold=True)]
    for conflict in found.against:
        clash = conflict.clash if len(conflict.clash) == 2 else ((), ())
        mine = quotation(conflict.new.claim.quote, in_quote(conflict.new, clash[1]), room=600)
        blocks += [
            {"type": "divider"},
            side("On file, against it", conflict.old, clash[0]),
            rich(section(words("The message says", bold=True)), mine),
            *([line(f"Why: {conflict.reason}")] if conflict.reason else []),
        ]
    if found.alike:
        blocks += [{"type": "divider"}, *(side("On file, the same", s, ()) for s in found.alike)]
    heard = [spoken(c.old) for c in found.against[:2]] or [spoken(s) for s in found.alike[:2]]
    return checked(" ".join([escaped(said), *heard]), blocks)


def _told(found: Findings) -> str:
    if not found.claims:
        return "Nothing in this message is a statement that could be checked."
    if not found.against and not found.alike:
        return "Nothing on file contradicts this message or says the same."
    against = f"{wording.many(len(found.against), 'statement')} on file against it" if found.against else ""
    alike = f"{wording.many(len(found.alike), 'statement')} on file that say the same" if found.alike else ""
    return f"{'; '.join(x for x in (against, alike) if x)}."


def filed_with(filed: Message, disputes: Sequence[Dispute]) -> Message:
    """What became of what was filed, and under it each dispute it is part of."""
    if not disputes:
        return filed
    pieces = [paging.Piece(tuple(brief(d)), things=2) for d in disputes]
    shown = paging.pages(pieces)
    left = len(shown) > 1
    note = [context("There are more: /disputes lists them.")] if left else []
    said = escaped(f"It is part of {wording.many(len(disputes), 'dispute')}.")
    return checked(f"{filed['text']} {said}", [*filed["blocks"], *shown[0], *note])
