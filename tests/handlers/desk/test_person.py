"""What a person does at the desk, in Slack's own form."""

from __future__ import annotations

import json

import pytest

from handlers.desk import person, webapi

BUTTONS = webapi.numbered(
    [
        {
            "type": "actions",
            "block_id": "d",
            "elements": [
                {"type": "button", "action_id": "show", "value": "7", "text": {"type": "plain_text", "text": "Show"}},
                {"type": "overflow", "action_id": "why", "options": [{"value": "a"}, {"value": "b"}]},
            ],
        },
        {"type": "section", "accessory": {"type": "button", "value": "9"}},
    ]
)


@pytest.mark.parametrize(
    ("typed", "name", "text"),
    [
        ("/facts kursk", "/facts", "kursk"),
        ("/facts", "/facts", ""),
        ("/FACTS  two  words ", "/facts", "two  words"),
        ("/article add\nA title\n\nText & more", "/article", "add\nA title\n\nText &amp; more"),
        ("/article\nadd x", "/article", "add x"),
    ],
)
def test_a_command_is_its_name_and_the_rest(typed: str, name: str, text: str):
    assert person.is_command(typed)
    form = person.command(typed, response_url="http://x", trigger_id="t")
    assert (form["command"], form["text"]) == (name, text)


@pytest.mark.parametrize("typed", ["what is /facts?", "/", "/ facts", "// x", ""])
def test_what_does_not_begin_with_a_command_is_a_question(typed: str):
    assert not person.is_command(typed)


def test_a_click_carries_the_value_the_bot_gave_not_one_from_the_page():
    used = person.element(BUTTONS, "d", "show")
    assert used
    action = person.chosen(used, 5)
    assert action
    assert action["value"] == "7"
    sent = json.loads(
        person.click(action, "d", trigger_id="t", message={"ts": "1.2"}, response_url="http://r")["payload"]
    )
    assert (sent["type"], sent["actions"][0]["block_id"], sent["container"]["message_ts"]) == (
        "block_actions",
        "d",
        "1.2",
    )


def test_a_menu_gives_the_option_that_was_chosen_and_no_other():
    used = person.element(BUTTONS, "d", "why")
    assert used
    assert person.chosen(used, 1)["selected_option"] == {"value": "b"}  # type: ignore[index]
    assert person.chosen(used, 2) is None
    assert person.chosen(used, -1) is None


def test_what_was_not_posted_cannot_be_clicked():
    assert person.element(BUTTONS, "d", "forged") is None
    assert person.element(BUTTONS, "other", "show") is None


def test_a_button_the_bot_gave_no_id_can_be_clicked_all_the_same():
    used = person.element(BUTTONS, "b1", "a1.x")
    assert used
    assert used["value"] == "9"


def test_a_window_is_sent_off_with_what_was_put_in():
    text = {"type": "plain_text_input", "action_id": "how"}
    pick = {"type": "static_select", "action_id": "state", "options": [{"value": "a"}, {"value": "b"}]}
    tick = {"type": "checkboxes", "action_id": "tick", "options": [{"value": "a"}, {"value": "b"}]}
    blocks = [{"type": "input", "block_id": str(n), "element": e} for n, e in enumerate((text, pick, tick))]
    put = {("0", "how"): "by phone", ("1", "state"): "1", ("2", "tick"): "0,1"}
    sent = json.loads(person.submission({"id": "V1", "blocks": blocks}, put, trigger_id="t")["payload"])
    assert sent["view"]["state"]["values"] == {
        "0": {"how": {"type": "plain_text_input", "value": "by phone"}},
        "1": {"state": {"type": "static_select", "selected_option": {"value": "b"}}},
        "2": {"tick": {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}},
    }
