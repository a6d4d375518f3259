"""What Slack would refuse: the sizes and shapes of Block Kit, so that the desk refuses the same.

A message that the desk shows must be one that Slack would have taken. Figures are those of Slack's
Block Kit reference. ``complaint`` says what is wrong in Slack's own manner, or "".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.slack.limits import units

Block = Mapping[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
TEXT = 40_000  # of a message; Slack cuts from 4,000 on its screen but takes this much
TABLE_ROWS, TABLE_COLUMNS, TABLE_TEXT = 100, 20, 10_000
BUTTON_TEXT, BUTTON_VALUE, ACTION_ID, BLOCK_ID, URL = 75, 2_000, 255, 255, 3_000

KNOWN = {
    "section", "header", "context", "divider", "actions", "rich_text", "image", "input", "markdown", "video",
    "file", "table",
}  # fmt: skip
INTERACTIVE = {
    "button", "overflow", "static_select", "multi_static_select", "users_select", "channels_select",
    "conversations_select", "external_select", "datepicker", "timepicker", "datetimepicker", "radio_buttons",
    "checkboxes", "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input",
    "image", "workflow_button", "feedback_buttons", "icon_button",
}  # fmt: skip


def complaint(blocks: Sequence[Block], *, limit: int = MESSAGE_BLOCKS) -> str:
    """The first thing Slack would refuse about these blocks, or "" when it would take them."""
    if len(blocks) > limit:
        return f"no more than {limit} items allowed [json-pointer:/blocks]"
    for number, block in enumerate(blocks):
        for wrong in _wrong(block):
            return f"{wrong} [json-pointer:/blocks/{number}]"
    if sum(b.get("type") == "table" for b in blocks) > (1 if limit == MESSAGE_BLOCKS else 0):
        return "only_one_table_allowed [json-pointer:/blocks]"
    ids = [b["block_id"] for b in blocks if b.get("block_id")]
    if len(ids) != len(set(ids)):
        return "block_id must be unique [json-pointer:/blocks]"
    return ""


def _wrong(block: Block) -> Iterator[str]:
    kind = block.get("type")
    if kind not in KNOWN:
        yield f"unsupported type: {kind}"
        return
    if len(str(block.get("block_id", ""))) > BLOCK_ID:
        yield f"block_id must be no more than {BLOCK_ID} characters"
    yield from CHECKS.get(str(kind), lambda _: iter(()))(block)


def _section(block: Block) -> Iterator[str]:
    fields = block.get("fields") or ()
    if not block.get("text") and not fields:
        yield "section needs text or fields"
    if block.get("text"):
        yield from _text(block["text"], 3_000)
    if len(fields) > 10:
        yield "no more than 10 fields allowed"
    for one in fields:
        yield from _text(one, 2_000)
    if block.get("accessory"):
        yield from _element(block["accessory"])


def _header(block: Block) -> Iterator[str]:
    yield from _text(block.get("text"), 150, kinds=("plain_text",))


def _context(block: Block) -> Iterator[str]:
    elements = block.get("elements") or ()
    if not 1 <= len(elements) <= 10:
        yield "context takes 1 to 10 elements"
    for one in elements:
        if one.get("type") == "image":
            yield from _image(one)
        else:
            yield from _text(one, 3_000)


def _actions(block: Block) -> Iterator[str]:
    elements = block.get("elements") or ()
    if not 1 <= len(elements) <= 25:
        yield "actions takes 1 to 25 elements"
    ids = [e.get("action_id") for e in elements if e.get("action_id")]
    if len(ids) != len(set(ids)):
        yield "action_id must be unique within its block"
    for one in elements:
        yield from _element(one)


def _image(block: Block) -> Iterator[str]:
    if not (block.get("image_url") or block.get("slack_file")) or "alt_text" not in block:
        yield "image needs image_url and alt_text"


def _input(block: Block) -> Iterator[str]:
    yield from _text(block.get("label"), 2_000, kinds=("plain_text",))
    yield from _element(block.get("element") or {})


def _rich_text(block: Block) -> Iterator[str]:
    for one in block.get("elements") or ():
        if one.get("type") not in {
            "rich_text_section",
            "rich_text_list",
            "rich_text_quote",
            "rich_text_preformatted",
        }:
            yield f"unsupported rich_text element: {one.get('type')}"
        for part in _leaves(one):
            if part.get("type") == "text" and not part.get("text"):
                yield "text must be more than 0 characters"


def _table(block: Block) -> Iterator[str]:
    rows, settings = block.get("rows") or (), block.get("column_settings") or ()
    if not 1 <= len(rows) <= TABLE_ROWS:
        yield f"table takes 1 to {TABLE_ROWS} rows"
    if not all(1 <= len(row) <= TABLE_COLUMNS for row in rows) or len(settings) > TABLE_COLUMNS:
        yield f"table takes 1 to {TABLE_COLUMNS} columns"
    if len({len(row) for row in rows}) > 1:
        yield "all rows must have the same number of cells"
    cells = [cell for row in rows for cell in row if cell is not None]
    if sum(_said(cell) for cell in cells) > TABLE_TEXT:
        yield f"cells must hold no more than {TABLE_TEXT} characters together"
    for cell in cells:
        yield from _cell(cell)


def _cell(cell: Block) -> Iterator[str]:
    if cell.get("type") == "rich_text":
        yield from _rich_text(cell)
    elif cell.get("type") != "raw_text":
        yield f"unsupported cell: {cell.get('type')}"
    elif not cell.get("text"):
        yield "must be more than 0 characters"


def _said(cell: Block) -> int:
    """How long the words of a cell are."""
    if cell.get("type") != "rich_text":
        return units(str(cell.get("text", "")))
    return sum(units(str(p.get("text") or p.get("fallback") or p.get("url") or "")) for p in _leaves(cell))


def _leaves(element: Block) -> Iterator[Block]:
    for part in element.get("elements") or ():
        if "elements" in part:
            yield from _leaves(part)
        else:
            yield part


def _element(element: Block) -> Iterator[str]:
    kind = element.get("type")
    if kind not in INTERACTIVE:
        yield f"unsupported element: {kind}"
        return
    if len(str(element.get("action_id", ""))) > ACTION_ID:
        yield f"action_id must be no more than {ACTION_ID} characters"
    if kind == "button":
        yield from _text(element.get("text"), BUTTON_TEXT, kinds=("plain_text",))
        if len(str(element.get("value", ""))) > BUTTON_VALUE:
            yield f"value must be no more than {BUTTON_VALUE} characters"
        if len(str(element.get("url", ""))) > URL:
            yield f"url must be no more than {URL} characters"
        if element.get("style") not in (None, "primary", "danger"):
            yield "style must be primary or danger"
    if kind == "overflow" and not 1 <= len(element.get("options") or ()) <= 5:
        yield "overflow takes 1 to 5 options"
    if kind == "static_select" and not 1 <= len(element.get("options") or ()) <= 100:
        yield "static_select takes 1 to 100 options"
    for option in element.get("options") or ():
        yield from _text(option.get("text"), 75)


def _text(text: Any, limit: int, *, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") not in kinds:
        yield f"must be a {' or '.join(kinds)} object"
    elif not text.get("text"):
        yield "must be more than 0 characters"
    elif units(str(text["text"])) > limit:  # as Slack counts: in UTF-16
        yield f"must be no more than {limit} characters"


CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "table": _table,
}
