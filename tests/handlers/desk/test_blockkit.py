"""Blocks as HTML: every kind that Wirecheck posts is drawn, and no words in them become markup."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk import blockkit
from handlers.slack import blocks, dispute_blocks, usage
from tests.handlers.desk import filed
from tests.handlers.desk.test_mrkdwn import ALLOWED, HOSTILE, Tags

PLAIN = {"type": "plain_text", "text": "A <b>"}


def rich(*leaves: dict) -> dict:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(leaves)}]}


@pytest.mark.parametrize(
    ("block", "html"),
    [
        ({"type": "divider"}, '<hr class="b">'),
        ({"type": "header", "text": PLAIN}, '<h3 class="b header">A &lt;b&gt;</h3>'),
        (
            {"type": "section", "text": {"type": "mrkdwn", "text": "*so*"}, "fields": [PLAIN]},
            '<div class="b section"><div class="text"><strong>so</strong></div>'
            '<div class="fields"><div>A &lt;b&gt;</div></div></div>',
        ),
        (
            {"type": "context", "elements": [PLAIN, {"type": "mrkdwn", "text": "_x_"}]},
            '<div class="b context"><span>A &lt;b&gt;</span><span><em>x</em></span></div>',
        ),
        (
            rich({"type": "text", "text": "over & out", "style": {"bold": True, "italic": True}}),
            '<div class="b rich"><div class="line"><strong><em>over &amp; out</em></strong></div></div>',
        ),
        (
            rich({"type": "link", "url": "https://example.org/?a=1&b=2", "text": "open"}),
            '<div class="b rich"><div class="line"><a href="https://example.org/?a=1&amp;b=2" '
            'rel="noopener noreferrer nofollow">open</a></div></div>',
        ),
        (
            rich({"type": "link", "url": "javascript:alert(1)", "text": "open"}),
            '<div class="b rich"><div class="line">open (javascript:alert(1))</div></div>',
        ),
        (
            rich({"type": "text", "text": "0123456789abcdef", "style": {"code": True}}),
            '<div class="b rich"><div class="line"><code><a href="/claims/0123456789abcdef">0123456789abcdef</a>'
            "</code></div></div>",
        ),
        (
            {"type": "image", "image_url": "https://example.org/x.png", "alt_text": "a map"},
            '<span class="image">🖼 <a href="https://example.org/x.png" rel="noopener noreferrer nofollow">a map</a></span>',
        ),
        ({"type": "hologram"}, '<p class="unknown">[hologram block: see it in Slack]</p>'),
    ],
)
def test_each_kind_of_block_is_drawn(block: dict, html: str):
    assert blockkit.block(block) == html


def test_rich_lists_quotes_and_code_are_drawn():
    drawn = blockkit.block(
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [rich({"type": "text", "text": "a"})["elements"][0]]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "b\nc"}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "d\ne"}]},
            ],
        }
    )  # fmt: skip
    for part in ('<ol class="indent1"><li>a</li></ol>', "<blockquote>b<br>c</blockquote>", "<pre>d\ne</pre>"):
        assert part in drawn


def test_a_button_names_its_place_and_keeps_its_value_to_itself():
    button = {"type": "button", "text": PLAIN, "action_id": "go on", "value": "secret", "style": "primary"}
    drawn = blockkit.block({"type": "actions", "block_id": "b/1", "elements": [button]})
    assert 'value="b%2F1/go%20on 0"' in drawn
    assert 'class="primary"' in drawn
    assert "secret" not in drawn
    assert blockkit.place("b%2F1/go%20on") == ("b/1", "go on")


def test_a_menu_has_a_button_for_each_option():
    drawn = blockkit.block(dispute_blocks.buttons(dispute()))
    assert drawn.count('name="press"') == 4 + 4  # four buttons, four reasons


def dispute():
    from bot.nouns import Dispute

    clash = filed.clash()
    return Dispute(clash.id, clash.label, clash.kind, clash.confidence, clash.reason, filed.NOW, (clash,))


def test_an_alert_shows_both_quotations_with_the_clash_in_bold():
    drawn = blockkit.draw(blocks.alert(dispute())["blocks"])
    for told in (
        '<th scope="col" role="columnheader"><div class="line"><strong>On file</strong></div></th>',
        '<th scope="col" role="columnheader"><div class="line"><strong>Against it</strong></div></th>',
        '<td role="cell"><div class="line">The port authority said on Thursday that the Halden bridge was <strong>open</strong> to',
        "was still <strong>closed</strong> on Friday.</div></td>",
    ):
        assert told in drawn
    stacked = blockkit.draw(blocks.alert(dispute(), side_by_side=False)["blocks"])
    assert "<table" not in stacked
    assert "was still <strong>closed</strong> on Friday.</blockquote>" in stacked


def cell(text: str) -> dict:
    return rich({"type": "text", "text": text})


def test_a_table_has_headings_and_rows():
    drawn = blockkit.block(
        {
            "type": "table",
            "column_settings": [None, {"align": "right"}, {"align": "x onclick"}],
            "rows": [[cell("A <b>"), cell("B"), cell("C")], [{"type": "raw_text", "text": "<i> :x:"}, None, cell("c")]],
        }
    )
    head, body = drawn.split("</thead>")
    assert head.count('<th scope="col" role="columnheader"') == 3
    assert "A &lt;b&gt;" in head
    assert '<td role="cell">&lt;i&gt; :x:</td><td role="cell" class="right"></td><td role="cell"><div' in body
    assert 'class="two"' not in drawn
    assert '<table role="table" class="two">' in blockkit.block({"type": "table", "rows": [[cell("a"), cell("b")]]})
    assert "<td" not in blockkit.block({"type": "table", "rows": []})


def test_nothing_that_the_bot_posts_is_unknown_to_the_desk():
    for message in (
        blocks.alert(dispute()),
        blocks.alert(dispute(), side_by_side=False),
        usage.everything(),
        blocks.listed([dispute()]),
    ):
        assert "unknown" not in blockkit.draw(message["blocks"])


def leaves(style: bool = True):
    return st.one_of(
        st.builds(lambda t: {"type": "text", "text": t, "style": {"bold": True}}, HOSTILE),
        st.builds(lambda u, t: {"type": "link", "url": u, "text": t}, HOSTILE, HOSTILE),
        st.builds(lambda t: {"type": "emoji", "name": t}, HOSTILE),
        st.builds(lambda t: {"type": "user", "user_id": t}, HOSTILE),
        st.builds(lambda t: {"type": "date", "timestamp": t, "format": t, "fallback": t}, HOSTILE),
    )


hostile_blocks = st.one_of(
    st.builds(lambda t: {"type": "section", "text": {"type": "mrkdwn", "text": t}, "block_id": t}, HOSTILE),
    st.builds(lambda t: {"type": "header", "text": {"type": "plain_text", "text": t}}, HOSTILE),
    st.builds(lambda ls: rich(*ls), st.lists(leaves(), max_size=4)),
    st.builds(lambda t: {"type": t}, HOSTILE),
    st.builds(
        lambda ls, t: {"type": "table", "column_settings": [{"align": t}], "rows": [
            [rich(*ls), {"type": "raw_text", "text": t}], [{"type": t, "text": t}, rich(*ls)], [{"type": "raw_number", "value": t}]]},
        st.lists(leaves(), max_size=4), HOSTILE,
    ),
    st.builds(
        lambda t, i: {"type": "actions", "block_id": i, "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": t}, "action_id": i, "style": t, "accessibility_label": t},
            {"type": "button", "text": {"type": "plain_text", "text": t}, "url": t},
        ]},
        HOSTILE, HOSTILE,
    ),
    st.builds(
        lambda t: {"type": "input", "label": {"type": "plain_text", "text": t}, "element": {
            "type": "plain_text_input", "multiline": True, "action_id": t, "initial_value": t}},
        HOSTILE,
    ),
)  # fmt: skip

DRAWN = ALLOWED | {"div", "h3", "hr", "p", "button", "ol", "ul", "li", "label", "textarea", "u", "input"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@settings(deadline=None)
@given(hostile_blocks)
def test_no_words_in_any_block_become_markup(block: dict):
    seen = Tags()
    seen.feed(str(blockkit.block(block)))
    for tag, attributes in seen.tags:
        assert tag in DRAWN, json.dumps(block)
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert attributes.get("href", "/").startswith(("http://", "https://", "mailto:", "/"))
        assert not attributes.get("href", "").startswith(("//", "/\\"))
