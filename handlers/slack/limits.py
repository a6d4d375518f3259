"""How much Slack takes: every message passes through here before it is sent, and what is over is cut with a note.

Slack refuses a whole message for one block that is a character too long, so nothing is sent that has
not been through ``checked``. Lengths are counted in UTF-16 units, as Slack's own (JavaScript) clients
count: an emoji is two. Counting code points would let a page of emoji through that Slack refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.slack.unseen import displayable

Block = dict[str, Any]
Message = dict[str, Any]

MESSAGE_BLOCKS = 50
HOME_BLOCKS = 100  # Home and modals
WHOLE = 12_000  # all text of a message; Slack turns down somewhat more ("msg_blocks_too_long")
FALLBACK = 2_000  # ours: what a screen reader or a notification reads out
SECTION = 3_000
RICH_TEXT = 3_000  # ours: Slack documents none for rich text, so it is held to a section's
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE = 10_000  # all cells together
CONTEXT = 2_000
CONTEXT_ELEMENTS = 10
ACTIONS = 25
HEADER = 150
BUTTON = 75
PLACEHOLDER = 150
VALUE = 2_000
OPTIONS = 5  # of an overflow menu
SELECT = 100  # options of a select
OPTION_VALUE = 150
URL = 3_000
ALT_TEXT = 2_000  # of an image, as its title
LABEL = 2_000  # of an input
ID = 255
MODAL_TITLE = 24

_SHORTENED = "…"


def units(text: str) -> int:
    """How long Slack thinks a text is: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, room: int) -> str:
    """The text, or as much of its beginning as fits in ``room`` units, ending in an ellipsis."""
    if units(text) <= room:
        return text
    kept, left = [], room - 1
    for c in text[:room]:
        left -= 2 if ord(c) > 0xFFFF else 1
        if left < 0:
            break
        kept.append(c)
    return "".join(kept).rstrip() + _SHORTENED


def cut_markup(text: str, room: int) -> str:
    """``cut`` for mrkdwn: never ends inside an entity (``&am``) or a token (``<!date^17``)."""
    if units(text) <= room:
        return text
    short = cut(text, room).removesuffix(_SHORTENED)
    for opening, closing in (("&", ";"), ("<", ">")):
        at = short.rfind(opening)
        if at >= 0 and closing not in short[at:]:
            short = short[:at]
    return short.rstrip() + _SHORTENED


def weight(node: Any) -> int:
    """How much of a message's room this takes: all its strings, the names of types aside."""
    if isinstance(node, str):
        return units(node)
    if isinstance(node, dict):  # not Mapping: asked of every part of every message, and ten times as quick
        return sum([weight(v) for k, v in node.items() if k != "type"])
    if isinstance(node, list | tuple):
        return sum([weight(v) for v in node])
    return 0


def checked(text: str, blocks: Sequence[Block], *, tail: Sequence[Block] = ()) -> Message:
    """A message Slack will take: ``blocks`` as far as they go, a note if some did not, then ``tail`` (its
    buttons) whatever happens. ``text`` is the same in words, for screen readers and notifications.
    Ready for ``chat.postMessage`` and for a response_url; never unfurls a link."""
    spoken = cut_markup(text, FALLBACK) or _SHORTENED
    kept = _fitting(blocks, tail, most=MESSAGE_BLOCKS, room=WHOLE - units(spoken))
    return {"text": spoken, "blocks": kept, "unfurl_links": False, "unfurl_media": False}


def checked_home(blocks: Sequence[Block], *, tail: Sequence[Block] = ()) -> dict[str, Any]:
    """The Home tab's view, within what Slack takes."""
    return {"type": "home", "blocks": _fitting(blocks, tail, most=HOME_BLOCKS, room=4 * WHOLE)}


def checked_modal(title: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """A modal to read and close, within what Slack takes."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": cut(title, MODAL_TITLE)},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": _fitting(blocks, (), most=HOME_BLOCKS, room=4 * WHOLE),
    }


def _fitting(blocks: Sequence[Block], tail: Sequence[Block], *, most: int, room: int) -> list[Block]:
    last = _held(tail)[:most]
    blocks = _tabled(_held(blocks), 1 if most == MESSAGE_BLOCKS else 0)
    note = _not_shown(len(blocks))
    room -= sum(weight(b) for b in last)
    most -= len(last)
    kept: list[Block] = []
    for n, block in enumerate(blocks):
        is_last = n == len(blocks) - 1
        if block["type"] == "table":  # it gives way, cell by cell, rather than fall out of the message whole
            block = _table(block, min(TABLE, room - weight(note)))
        needs = weight(block) + (0 if is_last else weight(note))
        if len(kept) + (1 if is_last else 2) > most or needs > room:
            kept.append(_not_shown(len(blocks) - n))
            break
        kept.append(block)
        room -= weight(block)
    return _once_named(kept + last)


def _held(blocks: Sequence[Block]) -> list[Block]:
    """Each within its limits; those with nothing left to show, which Slack refuses, are gone."""
    return [b for b in map(within, blocks) if b.get("elements", True) and b.get("rows", True)]


def _tabled(blocks: Sequence[Block], most: int) -> list[Block]:
    """With no more tables than Slack takes: one in a message, none in Home and modals."""
    tables = [n for n, b in enumerate(blocks) if b["type"] == "table"][most:]
    return [_not_shown(1) if n in tables else b for n, b in enumerate(blocks)]


def _not_shown(parts: int) -> Block:
    words = f"{parts} more part{'' if parts == 1 else 's'} not shown: too long for one message. Ask for less at once."
    return {"type": "context", "elements": [{"type": "plain_text", "text": words, "emoji": False}]}


def _once_named(blocks: list[Block]) -> list[Block]:
    """Block ids may stand once in a message; a second one loses its name, not its place."""
    seen: set[str] = set()
    for n, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            blocks[n] = {k: v for k, v in block.items() if k != "block_id"}
        elif name:
            seen.add(name)
    return blocks


# --- one block -----------------------------------------------------------------------------------


def within(block: Block) -> Block:
    """The block with everything in it held to Slack's limits; texts too long end in an ellipsis."""
    held = _HOLD.get(block.get("type", ""), dict)(dict(block))
    if "block_id" in held:
        held["block_id"] = held["block_id"][:ID]
    return held


def _text(node: Mapping[str, Any], room: int) -> dict[str, Any]:
    shorten = cut_markup if node.get("type") == "mrkdwn" else cut
    return {**node, "text": shorten(displayable(node["text"]), room) or " "}


def _section(block: Block) -> Block:
    if "text" in block:
        block["text"] = _text(block["text"], SECTION)
    if "accessory" in block:
        block["accessory"] = _element(block["accessory"])
    return block


def _header(block: Block) -> Block:
    return {**block, "text": _text(block["text"], HEADER)}


def _image(block: Block) -> Block:
    block["alt_text"] = cut(displayable(block["alt_text"]), ALT_TEXT)
    if "title" in block:
        block["title"] = _text(block["title"], ALT_TEXT)
    return block


def _input(block: Block) -> Block:
    return {**block, "label": _text(block["label"], LABEL), "element": _element(block["element"])}


def _context(block: Block) -> Block:
    return {**block, "elements": [_text(e, CONTEXT) for e in block["elements"][:CONTEXT_ELEMENTS]]}


def _actions(block: Block) -> Block:
    return {**block, "elements": [_element(e) for e in block["elements"][:ACTIONS]]}


def _element(element: Mapping[str, Any]) -> dict[str, Any]:
    held = dict(element)
    if "text" in held:
        held["text"] = _text(held["text"], BUTTON)
    if "value" in held:
        held["value"] = cut(displayable(held["value"]), VALUE)
    if "accessibility_label" in held:
        held["accessibility_label"] = cut(displayable(held["accessibility_label"]), BUTTON)
    if "initial_value" in held:
        held["initial_value"] = displayable(held["initial_value"])
    if "action_id" in held:
        held["action_id"] = held["action_id"][:ID]
    if "options" in held:
        held["options"] = [
            {**o, "text": _text(o["text"], BUTTON), "value": cut(displayable(o["value"]), OPTION_VALUE)}
            for o in held["options"][: OPTIONS if held.get("type") == "overflow" else SELECT]
        ]
    if "placeholder" in held:
        held["placeholder"] = _text(held["placeholder"], PLACEHOLDER)
    return held


def _table(block: Block, room: int = TABLE) -> Block:
    """The table within ``room`` units: small cells stay whole, the largest are cut to what is left."""
    rows = [list(row[:TABLE_COLUMNS]) for row in block["rows"][:TABLE_ROWS] if row]
    beside = weight({k: v for k, v in block.items() if k != "rows"})
    most = _fair([weight(cell) for row in rows for cell in row], room - beside)
    return {**block, "rows": [[_cell(cell, most) for cell in row] for row in rows]}


def _fair(weights: Sequence[int], room: int) -> int:
    """The most that each may have so that all fit into ``room``."""
    left = room
    for n, needs in enumerate(sorted(weights)):
        share = left // (len(weights) - n)
        if needs > share:
            return max(share, 1)
        left -= needs
    return max(room, 1)


def _cell(cell: Block, most: int) -> Block:
    """A cell within its limits; Slack refuses an empty one, so that one holds a space."""
    if cell["type"] == "raw_text":
        return _text(cell, most)
    held = _rich_text(cell, min(most, RICH_TEXT))
    blank = {"type": "rich_text_section", "elements": [{"type": "text", "text": " "}]}
    return held if held["elements"] else {**held, "elements": [blank]}


def _rich_text(block: Block, left: int = RICH_TEXT) -> Block:
    groups: list[dict[str, Any]] = []
    for group in block["elements"]:
        kept: list[dict[str, Any]] = []
        for leaf in group["elements"]:
            if leaf["type"] == "text" and units(leaf["text"]) > left:
                leaf = {**leaf, "text": cut(leaf["text"], left)} if left > 1 else {}
            if leaf and leaf.get("text") != "" and weight(leaf) <= left:
                kept.append(leaf)
                left -= weight(leaf)
        if kept:
            groups.append({**group, "elements": kept})
    return {**block, "elements": groups}


_HOLD: Mapping[str, Callable[[Block], Block]] = {
    "section": _section,
    "header": _header,
    "image": _image,
    "input": _input,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
    "table": _table,
}
