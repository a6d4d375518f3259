"""What Slack refuses, the desk refuses; what Slack takes, it takes."""

from __future__ import annotations

import pytest

from handlers.desk import blockrules


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def button(**more: object) -> dict:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def cell(text: str) -> dict:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def table(rows: int = 1, columns: int = 2, text: str = "x", **more: object) -> dict:
    return {"type": "table", "rows": [[cell(text)] * columns] * rows, **more}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "hologram"},
        {"type": "section"},
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
        {"type": "section", "text": plain("x" * 3001)},
        {"type": "section", "text": plain("\U0001f30d" * 1501)},  # Slack counts in UTF-16
        {"type": "section", "fields": [plain("x")] * 11},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "header", "text": plain("x" * 151)},
        {"type": "context", "elements": []},
        {"type": "context", "elements": [plain("x")] * 11},
        {"type": "actions", "elements": []},
        {"type": "actions", "elements": [button(action_id=str(n)) for n in range(26)]},
        {"type": "actions", "elements": [button(), button()]},
        {"type": "actions", "elements": [button(text=plain("x" * 76))]},
        {"type": "actions", "elements": [button(value="x" * 2001)]},
        {"type": "actions", "elements": [button(style="loud")]},
        {"type": "actions", "elements": [{"type": "overflow", "options": []}]},
        {"type": "actions", "elements": [{"type": "hologram"}]},
        {"type": "image", "image_url": "https://example.org/x.png"},
        {"type": "divider", "block_id": "x" * 256},
        {"type": "rich_text", "elements": [{"type": "rich_text_dance"}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]},
        {"type": "input", "label": plain("x"), "element": {}},
        {"type": "table"},
        table(rows=101),
        table(columns=21),
        table(columns=0),
        table(column_settings=[{}] * 21),
        table(text="x" * 5_001),
        table(text=""),
        {"type": "table", "rows": [[cell("x")], [cell("x"), cell("y")]]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
        {"type": "table", "rows": [[plain("x")]]},
    ],
)
def test_a_block_that_slack_refuses_is_refused(block: dict):
    assert blockrules.complaint([block])


def test_a_message_within_the_limits_is_taken():
    blocks = [
        {"type": "header", "text": plain("x" * 150)},
        {"type": "section", "text": plain("x" * 3000), "accessory": button()},
        {"type": "context", "elements": [plain("x")] * 10},
        {"type": "divider"},
        {"type": "actions", "block_id": "a", "elements": [button(style="danger")]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]},
    ]
    assert blockrules.complaint(blocks) == ""
    for one in (
        table(rows=100, columns=20),
        table(text="x" * 5_000),
        table(column_settings=[{"is_wrapped": True}] * 2),
    ):
        assert blockrules.complaint([*blocks, one]) == ""


def test_a_message_takes_one_table_and_a_window_none():
    assert "only_one_table_allowed" in blockrules.complaint([table(), table()])
    assert "only_one_table_allowed" in blockrules.complaint([table()], limit=blockrules.VIEW_BLOCKS)


def test_too_many_blocks_and_ids_given_twice_are_refused():
    assert "50" in blockrules.complaint([{"type": "divider"}] * 51)
    assert blockrules.complaint([{"type": "divider"}] * 51, limit=blockrules.VIEW_BLOCKS) == ""
    assert "unique" in blockrules.complaint([{"type": "divider", "block_id": "a"}] * 2)
