"""An answer on Slack's screen: one line that answers, then the quotations, what is disputed first."""

from __future__ import annotations

from bot.nouns import Answer, Section, Snippet
from handlers.slack.dispute_blocks import SHOW, context
from handlers.slack.limits import Block, Message, checked
from handlers.slack.quoting import attribution, escaped, line, quotation, rich, section, spoken, words


def answer(found: Answer) -> Message:
    """The answer as a message: headline, notes, the sections in their order, suggestions."""
    blocks: list[Block] = [line(found.text, bold=True), *(context(note) for note in found.notes)]
    for n, part in enumerate(found.sections):
        blocks += _section(part)
        following = [s.dispute.id for s in found.sections[n + 1 :] if s.dispute]
        if part.dispute is not None and part.dispute.id not in following:  # under the last of its sides
            blocks.append(_show_both(part.dispute.id))
    if found.suggestions:
        blocks.append(_suggestions(found))
    return checked(answer_text(found), blocks)


def answer_text(found: Answer) -> str:
    """The answer in words, escaped: headline, notes and the first quotations, for a screen reader."""
    parts = [escaped(found.text), *map(escaped, found.notes)]
    parts += [spoken(s.statement, s.quote) for s in found.snippets[:3]]
    if found.suggestions:
        parts.append(escaped("Nearest on file: " + ", ".join(found.suggestions)))
    return " ".join(p for p in parts if p)


def _section(part: Section) -> list[Block]:
    heading = part.heading if part.side in part.heading else " · ".join(x for x in (part.heading, part.side) if x)
    blocks: list[Block] = [rich(section(words(heading, bold=True)))] if heading else []
    blocks += [snippet(s) for s in part.snippets]
    return [b for b in blocks if b.get("elements")]


def snippet(shown: Snippet) -> Block:
    """One quotation with its emphasis, who says it where, what else says it, and what is odd about it."""
    also = [f"also in {', '.join(shown.also_in)}"] if shown.also_in else []
    cautions = [f"Caution: {warning}" for warning in shown.warnings]
    return rich(quotation(shown.quote, shown.emphasis), attribution(shown.statement, *also, *cautions))


def _show_both(dispute_id: str) -> Block:
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Show both", "emoji": False},
        "action_id": SHOW,
        "value": dispute_id,
        "accessibility_label": f"Show both sides of dispute {dispute_id}",
    }
    return {"type": "actions", "block_id": f"answer:{dispute_id}", "elements": [button]}


def _suggestions(found: Answer) -> Block:
    return line("Nearest on file: " + ", ".join(found.suggestions))
