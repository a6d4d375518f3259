"""Slack's documented limits for blocks, written down a second time, so that our own are checked by another hand."""

from __future__ import annotations

from typing import Any

PLAIN_ONLY = {"header", "button"}
RICH_GROUPS = {"rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted"}
RICH_LEAVES = {"text", "link", "date", "user", "channel", "broadcast", "emoji", "usergroup", "color"}


def length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def complaints(blocks: list[dict[str, Any]], *, most: int = 50) -> list[str]:
    """What Slack would turn down, in words; [] if nothing."""
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    tables = sum(b.get("type") == "table" for b in blocks)
    if tables > (1 if most == 50 else 0):  # one in a message, none in a view
        found.append("only_one_table_allowed")
    names = [b["block_id"] for b in blocks if "block_id" in b]
    if len(names) != len(set(names)):
        found.append("a block_id twice")
    found += [f"block_id of {len(n)}" for n in names if not 0 < len(n) <= 255]
    for block in blocks:
        found += _block(block)
    return found


def message_complaints(message: dict[str, Any]) -> list[str]:
    found = complaints(message.get("blocks") or [])
    if not message.get("text"):
        found.append("no text for a screen reader")
    whole = length(message.get("text") or "") + sum(map(length, strings(message.get("blocks") or [])))
    if whole > 12_000:
        found.append(f"{whole} characters in all")
    return found


def strings(node: Any) -> list[str]:
    """All texts, links and values in a piece of Block Kit."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        return [s for k, v in node.items() if k not in ("type", "action_id", "block_id", "style") for s in strings(v)]
    return [s for v in node for s in strings(v)] if isinstance(node, list) else []


def _block(block: dict[str, Any]) -> list[str]:
    kind = block.get("type")
    match kind:
        case "divider":
            return []
        case "header":
            return _text(block["text"], 150, plain=True)
        case "section":
            return _text(block["text"], 3000)
        case "context":
            n = len(block["elements"])
            return ([] if 0 < n <= 10 else [f"context of {n}"]) + [c for e in block["elements"] for c in _text(e, 2000)]
        case "actions":
            n = len(block["elements"])
            ids = [e["action_id"] for e in block["elements"]]
            twice = ["an action_id twice"] if len(ids) != len(set(ids)) else []
            return (
                ([] if 0 < n <= 25 else [f"actions of {n}"])
                + twice
                + [c for e in block["elements"] for c in _element(e)]
            )
        case "image":
            source = "slack_file" in block or "image_url" in block
            found = [] if source and 0 < length(block["alt_text"]) <= 2000 else ["image without source or words"]
            return found + (_text(block["title"], 2000, plain=True) if "title" in block else [])
        case "input":
            return _text(block["label"], 2000, plain=True) + _element(block["element"])
        case "rich_text":
            return ([] if block["elements"] else ["empty rich text"]) + [
                c for group in block["elements"] for c in _group(group)
            ]
        case "table":
            return _table(block)
    return [f"unknown block {kind!r}"]


def _table(block: dict[str, Any]) -> list[str]:
    rows, settings = block["rows"], block.get("column_settings", [])
    found = [] if 0 < len(rows) <= 100 else [f"table of {len(rows)} rows"]
    found += [f"row of {len(row)} cells" for row in rows if not 0 < len(row) <= 20]
    found += ["rows of different lengths"] if len({len(row) for row in rows}) > 1 else []
    found += [] if len(settings) <= 20 else [f"{len(settings)} column settings"]
    for one in settings:
        if one.get("align", "left") not in ("left", "center", "right") or not set(one) <= {"align", "is_wrapped"}:
            found.append(f"column settings {one}")
    if (total := sum(map(length, strings(rows)))) > 10_000:
        found.append(f"table of {total} characters")
    for cell in (cell for row in rows for cell in row):
        if cell["type"] == "rich_text":
            found += _block(cell)
        elif cell["type"] == "raw_text":
            found += [] if cell["text"] else ["empty cell"]
        else:
            found.append(f"unknown cell {cell['type']!r}")
    return found


def _text(node: dict[str, Any], most: int, *, plain: bool = False) -> list[str]:
    found = [] if 0 < length(node["text"]) <= most else [f"text of {length(node['text'])}, {most} allowed"]
    if plain and node["type"] != "plain_text":
        found.append(f"{node['type']} where only plain text may stand")
    return found


def _element(element: dict[str, Any]) -> list[str]:
    found = [] if 0 < len(element["action_id"]) <= 255 else ["action_id too long"]
    if element["type"] == "button":
        found += _text(element["text"], 75, plain=True)
        found += [] if length(element.get("value", "")) <= 2000 else ["value too long"]
        found += [] if length(element.get("accessibility_label", "")) <= 75 else ["accessibility_label too long"]
    elif element["type"] == "overflow":
        found += [] if 1 <= len(element["options"]) <= 5 else [f"{len(element['options'])} options"]
        for option in element["options"]:
            found += _text(option["text"], 75, plain=True)
            found += [] if 0 < length(option["value"]) <= 150 else ["option value too long"]
    elif element["type"] == "static_select":
        found += [] if 1 <= len(element["options"]) <= 100 else [f"{len(element['options'])} options"]
        found += _text(element["placeholder"], 150, plain=True)
        for option in element["options"]:
            found += _text(option["text"], 75, plain=True)
            found += [] if 0 < length(option["value"]) <= 150 else ["option value too long"]
    elif element["type"] == "plain_text_input":
        found += _text(element["placeholder"], 150, plain=True)
        found += [] if 0 < element.get("max_length", 3000) <= 3000 else ["max_length"]
    else:
        found.append(f"unknown element {element['type']!r}")
    return found


def _group(group: dict[str, Any]) -> list[str]:
    if group["type"] not in RICH_GROUPS:
        return [f"unknown rich text {group['type']!r}"]
    if not group["elements"]:
        return [f"empty {group['type']}"]
    if group["type"] == "rich_text_list":
        return [c for section in group["elements"] for c in _group(section)]
    found: list[str] = []
    for leaf in group["elements"]:
        if leaf["type"] not in RICH_LEAVES:
            found.append(f"unknown leaf {leaf['type']!r}")
        if leaf["type"] == "text" and not 0 < length(leaf["text"]) <= 3000:
            found.append(f"rich text of {length(leaf['text'])}")
        if leaf["type"] == "link" and not 0 < length(leaf["url"]) <= 3000:
            found.append("link too long")
    return found
