"""Under an answer: its pages are turned in place, one is shared for all once, and a claim opens with all there is to it."""

from __future__ import annotations

import pytest

from bot.nouns import Answer, Section, Snippet
from handlers.slack import answer_blocks, blocks, claim_blocks, paging
from tests.handlers.slack.block_rules import message_complaints
from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, NewsroomFake, dispute, statement
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said

ASKED = "/facts bridge long"
PRIVATE = {"container": {"type": "message", "is_ephemeral": True}}
PUBLIC = {"container": {"type": "message", "is_ephemeral": False}}


def quote(n: int) -> str:
    return f"Statement {n:02d} says that the bridge has {n} lamps."


@pytest.fixture
def long(newsroom: NewsroomFake) -> Answer:
    """Twenty quotations, which is more than one page."""
    held = [statement(quote(n), who="The council", cue="says", article=f"long{n}") for n in range(20)]
    for one in held:
        newsroom.keep(one)
    snippets = tuple(Snippet(s, s.claim.quote) for s in held)
    newsroom.canned[ASKED] = Answer(ASKED, True, "Not disputed on file.", (Section("agreed", "Agreed", snippets),))
    return newsroom.canned[ASKED]


def button(message: dict, action_id: str) -> dict:
    """What Slack sends when this button of the message is pressed."""
    elements = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    found = next(e for e in elements if e["action_id"] == action_id)
    return {"action_id": found["action_id"], "value": found["value"]}


def labels(message: dict) -> list[str]:
    """The buttons that turn and share, as people see them."""
    return [e["text"]["text"] for b in message["blocks"] if b.get("block_id") == "pages" for e in b["elements"]]


def shown(message: dict) -> list[int]:
    return [n for n in range(20) if quote(n) in said(message)]


async def test_a_long_answer_comes_in_pages_and_none_of_it_is_lost(
    send: Sender, slack: SlackDouble, long: Answer
) -> None:
    await send.command("/facts", "bridge long")
    seen = shown(slack.answers[0])
    assert labels(slack.answers[0]) == ["Next", "Share"]
    while "Next" in labels(slack.answers[-1]):
        await send.press(button(slack.answers[-1], paging.NEXT), **PRIVATE)
        assert slack.answers[-1]["replace_original"] is True
        assert "Agreed" in said(slack.answers[-1]), "the heading stands on each page"
        seen += shown(slack.answers[-1])
    assert seen == list(range(20))
    assert labels(slack.answers[-1]) == ["Back", "Share"]
    await send.press(button(slack.answers[-1], paging.BACK), **PRIVATE)
    assert shown(slack.answers[-1]) == shown(slack.answers[-3])
    assert not any("not shown" in said(a) for a in slack.answers)


async def test_share_posts_the_page_for_all_once(send: Sender, slack: SlackDouble, long: Answer) -> None:
    await send.command("/facts", "bridge long")
    await send.press(button(slack.answers[0], paging.SHARE), user="ben", **PRIVATE)
    mine, shared = slack.answers[1:]
    assert mine["replace_original"] is True
    assert "Share" not in labels(mine)
    assert (shared["response_type"], shared["replace_original"]) == ("in_channel", False)
    assert shown(shared) == shown(slack.answers[0])
    assert f"{ASKED}, shared by @ben" in said(shared)
    assert labels(shared) == ["Next"]


async def test_next_under_what_all_see_comes_to_who_presses_alone(
    send: Sender, slack: SlackDouble, long: Answer
) -> None:
    await send.command("/facts", "bridge long")
    await send.press(button(slack.answers[0], paging.NEXT), **PUBLIC)
    assert slack.answers[1]["replace_original"] is False
    assert "response_type" not in slack.answers[1]
    assert labels(slack.answers[1]) == ["Back", "Next", "Share"]


async def test_a_short_answer_can_be_shared_and_has_no_pages(send: Sender, slack: SlackDouble) -> None:
    await send.command("/facts", "bridge")
    assert labels(slack.answers[0]) == ["Share"]
    await send.press(button(slack.answers[0], paging.SHARE), **PRIVATE)
    assert labels(slack.answers[2]) == []


async def test_disputes_come_in_pages_and_can_be_shared(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    for n in range(8):
        newsroom.on_file[f"d{n}"] = dispute(id=f"d{n}")
    await send.command("/disputes", "open")
    seen = said(slack.answers[0]).count("On file")
    while "Next" in labels(slack.answers[-1]):
        await send.press(button(slack.answers[-1], paging.NEXT), **PRIVATE)
        seen += said(slack.answers[-1]).count("On file")
    assert seen == 9
    await send.press(button(slack.answers[-1], paging.SHARE), **PRIVATE)
    assert slack.answers[-1]["response_type"] == "in_channel"
    assert "/disputes open, shared by @ann" in said(slack.answers[-1])


def test_a_question_too_long_for_a_button_has_none(long: Answer) -> None:
    assert labels(blocks.answer(long, asked="/facts " + "x" * 2_000, private=True)) == []


def test_a_page_that_is_gone_is_the_last_one(long: Answer) -> None:
    assert shown(blocks.answer(long, asked=ASKED, page=99)) == shown(blocks.answer(long, asked=ASKED, page=3))
    assert paging.pressed("99999999999999 /facts x")[0] == 0


def test_both_sides_of_a_dispute_stay_on_one_page_within_the_limits() -> None:
    many = [
        statement(f"{n} " + "The bridge is open, they said, and more. " * 60, who="The mayor", article=f"s{n}")
        for n in range(8)
    ]
    sides = tuple(
        Section(
            "disputed",
            f"Side {k}",
            tuple(Snippet(s, s.claim.quote) for s in many[k::2]),
            dispute=dispute(),
            side=f"Side {k}",
        )
        for k in (0, 1)
    )
    message = blocks.answer(Answer("x", True, "Disputed.", sides), asked="/facts x", private=True)
    assert message_complaints(message) == []
    assert "Side 0" in said(message)
    assert "Side 1" in said(message)
    assert "more on this side: press Show both." in said(message)
    assert "not shown" not in said(message)


async def test_a_claim_opens_with_its_passage_its_rivals_and_words_to_copy(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.command("/facts", "bridge")
    await send.press({"action_id": answer_blocks.OPEN, "value": OPEN.claim.id}, **PRIVATE)
    [window] = slack.modals
    assert newsroom.texts["rev-a1"] in said(window), "the passage, verbatim"
    assert CLOSED.claim.quote in said(window)
    assert "as first filed" in said(window)
    assert claim_blocks.to_copy(OPEN) in said(window)
    assert "rev-a1" in newsroom.seen["C1"]


def test_what_is_copied_is_the_quotation_with_its_source() -> None:
    assert claim_blocks.to_copy(OPEN) == (
        "“The mayor announced that the bridge is open.”\n"
        "The mayor (announced). The Harbour Post, 28 April 2025, https://harbour.example/bridge"
    )


async def test_a_claim_that_is_gone_or_is_not_what_its_article_says_is_not_opened(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.press({"action_id": answer_blocks.OPEN, "value": "nowhere"})
    assert "no claim nowhere is on file" in said(slack.answers[0])
    newsroom.texts["rev-a1"] = newsroom.texts["rev-a1"].replace("open", "shut")
    await send.press({"action_id": answer_blocks.OPEN, "value": OPEN.claim.id})
    assert "reference" in said(slack.answers[1])
    assert slack.modals == []
