"""An answer on Slack's screen: one line that answers, then the quotations, what is disputed first, by pages."""

from __future__ import annotations

from itertools import groupby

from bot.nouns import Answer, Section, Snippet
from handlers.slack import paging
from handlers.slack.dispute_blocks import SHOW, context
from handlers.slack.limits import Block, Message, checked, weight
from handlers.slack.paging import Piece
from handlers.slack.quoting import attribution, escaped, line, quotation, rich, section, spoken, words

OPEN = "claim_open"


def answer(
    found: Answer, *, asked: str = "", page: int = 0, private: bool = False, share: bool = True, by: str = ""
) -> Message:
    """A page of the answer as a message: headline, notes, its part of the sections, suggestions on the last.
    ``asked`` is what brings the answer again; ``private`` for one that only who asked sees; ``by`` is who shared it."""
    made = paging.pages(_pieces(found))
    n = paging.chosen(made, page)
    told = [f"Page {n + 1} of {len(made)}"] if len(made) > 1 else []
    told += [f"{asked}, shared by {by}"] if by else []
    blocks = [line(found.text, bold=True), *(context(note) for note in (*found.notes, *told)), *made[n]]
    if found.suggestions and n == len(made) - 1:
        blocks.append(_suggestions(found))
    tail = paging.buttons(asked, n, len(made), private=private, share=share)
    return checked(answer_text(found), blocks, tail=tail)


def answer_text(found: Answer) -> str:
    """The answer in words, escaped: headline, notes and the first quotations, for a screen reader."""
    parts = [escaped(found.text), *map(escaped, found.notes)]
    parts += [spoken(s.statement, s.quote) for s in found.snippets[:3]]
    if found.suggestions:
        parts.append(escaped("Nearest on file: " + ", ".join(found.suggestions)))
    return " ".join(p for p in parts if p)


def pages(found: Answer, *, things: int, blocks: int) -> list[list[Block]]:
    """The answer's parts as pages of so many quotations and blocks at most, for where it stands beside other things."""
    return paging.pages(_pieces(found), things=things, blocks=blocks)


def _pieces(found: Answer) -> list[Piece]:
    """What stays together: the two sides of a dispute; else each quotation."""
    made: list[Piece] = []
    for dispute_id, parts in groupby(found.sections, key=lambda s: s.dispute.id if s.dispute else ""):
        if dispute_id:
            made.append(_dispute(dispute_id, list(parts)))
        else:
            made += [Piece(tuple(_quoted(s)), tuple(_heading(part))) for part in parts for s in part.snippets]
    return made


def _dispute(dispute_id: str, parts: list[Section]) -> Piece:
    """Both sides on one page. What is too much for it can be had by Show both; no side loses its first word."""
    shown = [list(part.snippets) for part in parts]
    while _size(shown) > paging.ROOM and any(len(snippets) > 1 for snippets in shown):
        max(shown, key=_heaviest).pop()
    blocks: list[Block] = []
    for part, snippets in zip(parts, shown, strict=True):
        blocks += [*_heading(part), *(b for s in snippets for b in _quoted(s))]
        if left := len(part.snippets) - len(snippets):
            blocks.append(context(f"{left} more on this side: press Show both."))
    return Piece((*blocks, show_both(dispute_id)), things=sum(map(len, shown)))


def _size(shown: list[list[Snippet]]) -> int:
    return sum(weight(b) for snippets in shown for s in snippets for b in _quoted(s))


def _heaviest(snippets: list[Snippet]) -> int:
    """What a side would give up: nothing, when it has but one."""
    return sum(weight(b) for s in snippets for b in _quoted(s)) if len(snippets) > 1 else 0


def _heading(part: Section) -> list[Block]:
    heading = part.heading if part.side in part.heading else " · ".join(x for x in (part.heading, part.side) if x)
    return [rich(section(words(heading, bold=True)))] if heading else []


def _quoted(shown: Snippet) -> list[Block]:
    return [snippet(shown), _open(shown)]


def snippet(shown: Snippet) -> Block:
    """One quotation with its emphasis, who says it where, what else says it, and what is odd about it."""
    also = [f"also in {', '.join(shown.also_in)}"] if shown.also_in else []
    cautions = [f"Caution: {warning}" for warning in shown.warnings]
    return rich(quotation(shown.quote, shown.emphasis), attribution(shown.statement, *also, *cautions))


def _open(shown: Snippet) -> Block:
    claim = shown.statement.claim
    label = f"Open claim {claim.id}: its passage, rivals and history"
    return {"type": "actions", "block_id": f"claim:{claim.id}", "elements": [_button("Open", OPEN, claim.id, label)]}


def show_both(dispute_id: str) -> Block:
    """The button that shows all of a dispute."""
    button = _button("Show both", SHOW, dispute_id, f"Show both sides of dispute {dispute_id}")
    return {"type": "actions", "block_id": f"answer:{dispute_id}", "elements": [button]}


def _button(text: str, action: str, value: str, label: str) -> Block:
    plain = {"type": "plain_text", "text": text, "emoji": False}
    return {"type": "button", "text": plain, "action_id": action, "value": value, "accessibility_label": label[:75]}


def _suggestions(found: Answer) -> Block:
    return line("Nearest on file: " + ", ".join(found.suggestions))
