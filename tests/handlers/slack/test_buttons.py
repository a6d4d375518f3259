"""The buttons under a dispute: both sides are shown, it is settled once, and who came second is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.nouns import Act
from handlers.slack import blocks, dispute_blocks, wording
from tests.handlers.slack.block_rules import message_complaints
from tests.handlers.slack.newsroom_fake import CLOSED, NOW, OPEN, NewsroomFake, conflict, dispute
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said

ID = "d1234567890abcde"


def button(action_id: str) -> dict:
    """What Slack sends when this button of the alert is pressed."""
    elements = dispute_blocks.buttons(dispute())["elements"]
    found = next(e for e in elements if e["action_id"] == action_id)
    return {"action_id": found["action_id"], "value": found["value"]}


def menu(why: str) -> dict:
    """What Slack sends when a reason is chosen from the menu."""
    options = dispute_blocks.buttons(dispute())["elements"][-1]["options"]
    chosen = next(o for o in options if o["value"].endswith(f":{why}"))
    return {"action_id": dispute_blocks.DISMISS_WHY, "type": "overflow", "selected_option": chosen}


async def test_show_both_shows_them_to_who_pressed(send: Sender, slack: SlackDouble) -> None:
    assert (await send.press(button(dispute_blocks.SHOW)))[0] == 200
    [answer] = slack.answers
    assert answer["replace_original"] is False
    for side in (OPEN, CLOSED):
        assert side.claim.id in said(answer)


@pytest.mark.parametrize(
    ("action", "state", "how"),
    [
        (button(dispute_blocks.RESOLVE), "resolved", ""),
        (button(dispute_blocks.DISMISS), "dismissed", ""),
        *((menu(why), "dismissed", why) for why in wording.NOT_A_CONFLICT),
    ],
    ids=["resolve", "dismiss", *wording.NOT_A_CONFLICT],
)
async def test_a_press_settles_the_dispute_and_notes_who(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, action: dict, state: str, how: str
) -> None:
    await send.press(action, user="ben")
    settled = newsroom.on_file[ID]
    assert (settled.state, settled.settled_how, settled.settled_by) == (state, how, "@ben")
    assert "Done." in slack.answers[0]["text"]
    assert "said @ben" in slack.answers[0]["text"]


async def test_of_two_who_press_at_once_the_second_is_told(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await asyncio.gather(
        send.press(button(dispute_blocks.RESOLVE), user="ann"), send.press(button(dispute_blocks.DISMISS), user="ben")
    )
    told = sorted(a["text"] for a in slack.answers)
    assert told[0].startswith("Done.")
    assert told[1].startswith("Somebody was quicker:")
    assert newsroom.on_file[ID].settled_by in told[0]
    assert newsroom.on_file[ID].settled_by in told[1]


def chosen(what: str) -> dict:
    """What Slack sends when this is chosen from the alert's other menu."""
    [menu] = dispute_blocks.more(dispute())["elements"]
    option = next(o for o in menu["options"] if f":{what}" in o["value"])
    return {"action_id": dispute_blocks.MORE, "type": "static_select", "selected_option": option}


async def test_who_takes_it_on_has_it_and_of_two_at_once_the_second_is_told(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    press = button(dispute_blocks.ASSIGN)
    await asyncio.gather(send.press(press, user="ann"), send.press(press, user="ben"))
    holder = newsroom.on_file[ID].holder
    told = sorted(a["text"] for a in slack.answers)
    assert told[0] == "Done. You took it on."
    assert told[1].startswith(f"Somebody was quicker: {holder} has it now.")
    await send.press(button(dispute_blocks.ASSIGN), user=holder.lstrip("@"))
    assert slack.answers[2]["text"] == "You have taken it on already."


async def test_it_can_be_taken_over_from_who_has_it_and_from_nobody_else(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.press(button(dispute_blocks.ASSIGN), user="ann")
    [over] = [
        e for e in dispute_blocks.buttons(newsroom.on_file[ID])["elements"] if e["action_id"] == dispute_blocks.ASSIGN
    ]
    assert over["text"]["text"] == "Take over"
    await send.press(over, user="ben")
    assert newsroom.on_file[ID].holder == "@ben"
    await send.press(over, user="eve")
    assert newsroom.on_file[ID].holder == "@ben"
    assert slack.answers[2]["text"].startswith("Somebody was quicker: @ben")


async def test_a_reminder_is_owed_to_the_persons_direct_messages(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.press(chosen("remind:day"), user="ben")
    assert newsroom.reminders == [(ID, "Dben", NOW + timedelta(days=1))]
    assert slack.answers[0]["text"] == "You will be reminded of it in your direct messages, 2025-05-03 09:30 UTC."


async def test_a_topic_of_it_is_muted_in_the_channel_where_that_was_pressed(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    about = replace(OPEN, claim=replace(OPEN.claim, topics=("bridge", "harbour office")))
    found = dispute(conflict(about, replace(CLOSED, claim=replace(CLOSED.claim, topics=("bridge", "mayor")))))
    [menu] = dispute_blocks.more(found)["elements"]
    assert [o["text"]["text"] for o in menu["options"]][-1] == "Mute “bridge” in this channel"
    press = {"action_id": dispute_blocks.MORE, "type": "static_select", "selected_option": menu["options"][-1]}
    await send.press(press)
    [watch] = await newsroom.shelf.watches("C1")
    assert (watch.words, watch.muted, watch.by) == ("bridge", True, "@ann")
    assert "/unwatch bridge brings them back" in said(slack.answers[0])
    await send.press(press)
    assert "Muted already" in said(slack.answers[1])
    assert [a.what for a in newsroom.on_file[ID].acts] == ["muted"], "once"


def test_the_alert_tells_who_did_what_and_when() -> None:
    done = (Act("assigned", "@ann", NOW), Act("muted", "@ben", NOW, "bridge"), Act("resolved", "@ann", NOW))
    shown = blocks.alert(dispute(state="resolved", settled_by="@ann", settled_at=NOW, acts=done))
    assert "@ann took it on" in said(shown)
    assert "@ben muted “bridge” in a channel" in said(shown)
    assert "@ann resolved it" in said(shown)
    stamps = [leaf for b in shown["blocks"] for g in b.get("elements", []) for leaf in g.get("elements", []) if leaf["type"] == "date"]  # fmt: skip
    assert {leaf["timestamp"] for leaf in stamps} >= {int(NOW.timestamp())}
    assert message_complaints(shown) == []


async def test_a_settled_dispute_can_be_opened_again(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    await send.press(button(dispute_blocks.RESOLVE))
    await send.press({"action_id": dispute_blocks.REOPEN, "value": ID})
    assert newsroom.on_file[ID].state == "open"
    assert "open again" in slack.answers[1]["text"]


async def test_a_dispute_that_is_gone_is_said_to_be(send: Sender, slack: SlackDouble) -> None:
    await send.press({"action_id": dispute_blocks.SHOW, "value": "nowhere"})
    assert "no dispute nowhere" in said(slack.answers[0])


async def test_an_unknown_button_is_answered(send: Sender, slack: SlackDouble) -> None:
    assert (await send.press({"action_id": "from_last_year", "value": "x"}))[0] == 200
    assert "older version" in slack.answers[0]["text"]


async def test_a_dispute_whose_quotations_do_not_stand_is_not_shown(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    newsroom.texts["rev-a1"] = "something else altogether, and long enough to be quoted from"
    await send.press(button(dispute_blocks.SHOW))
    assert OPEN.claim.quote not in said(slack.answers[0])
    assert "reference" in said(slack.answers[0])
