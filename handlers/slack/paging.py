"""Long answers in pages: what belongs together stays on one page, and Next and Back turn them in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.slack.limits import Block, units, weight

BACK, NEXT, SHARE = "answer_back", "answer_next", "answer_share"

#: What one page holds at most: ours, well within Slack's, so that head and buttons have room, and so that a
#: page can be read without scrolling for long.
ROOM, BLOCKS, THINGS = 8_500, 36, 6
#: The longest question that fits into a button, which holds it so that the bot need not remember it.
ASKED = 1_900


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks that stay together. ``heading`` stands above the first of those that share it on each page;
    ``things`` is how many quotations it holds."""

    blocks: tuple[Block, ...]
    heading: tuple[Block, ...] = ()
    things: int = 1


def pages(pieces: Sequence[Piece], *, things: int = THINGS, blocks: int = BLOCKS) -> list[list[Block]]:
    """The pieces in their order as pages, one at least, each of so many things and blocks at most."""
    made: list[list[Block]] = [[]]
    held, weighs, heading = 0, 0, ()  # type: tuple[int, int, tuple[Block, ...]]
    for piece in pieces:
        fresh = piece.heading if piece.heading != heading else ()
        more = [*fresh, *piece.blocks]
        needs = sum([weight(b) for b in more])
        fits = held + piece.things <= things and len(made[-1]) + len(more) <= blocks and weighs + needs <= ROOM
        if made[-1] and not fits:
            made.append([])
            more = [*piece.heading, *piece.blocks]
            held, weighs, needs = 0, 0, sum([weight(b) for b in more])
        made[-1] += more
        held, weighs, heading = held + piece.things, weighs + needs, piece.heading
    return made


def chosen(made: Sequence[list[Block]], page: int) -> int:
    """The number of a page that there is: what is on file may have become less since the button was drawn."""
    return min(max(page, 0), len(made) - 1)


def buttons(asked: str, page: int, count: int, *, private: bool, share: bool = True) -> list[Block]:
    """Back, Next and Share under an answer that one person sees; under one that all see only Next, whose page
    then comes to who presses it. Where the question is too long for a button, a note that there is more."""
    if not asked or units(asked) > ASKED:
        return [_more(count - page - 1)] if page + 1 < count else []
    elements: list[dict[str, Any]] = []
    if private and page > 0:
        elements.append(_button("Back", BACK, page - 1, asked, f"Page {page} of {count}"))
    if page + 1 < count:
        elements.append(_button("Next", NEXT, page + 1, asked, f"Page {page + 2} of {count}"))
    if private and share:
        elements.append(_button("Share", SHARE, page, asked, "Post this page for all in the channel"))
    return [{"type": "actions", "block_id": "pages", "elements": elements}] if elements else []


def _more(left: int) -> Block:
    words = f"{left} more page{'' if left == 1 else 's'} not shown. Ask for less at once, or in fewer words."
    return {"type": "context", "elements": [{"type": "plain_text", "text": words, "emoji": False}]}


def _button(text: str, action: str, page: int, asked: str, label: str) -> dict[str, Any]:
    plain = {"type": "plain_text", "text": text, "emoji": False}
    value = f"{page} {asked}"
    return {"type": "button", "text": plain, "action_id": action, "value": value, "accessibility_label": label}


def pressed(value: str) -> tuple[int, str]:
    """(page, what was asked) of a button."""
    page, _, asked = value.partition(" ")
    return (int(page) if page.isdecimal() and len(page) < 5 else 0), asked
