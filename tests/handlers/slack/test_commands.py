"""What people type: each command answers whoever typed it, says how it is used, and never pings."""

from __future__ import annotations

import json

import pytest

from bot.errors import StoreFailed
from handlers.slack import usage
from tests.handlers.slack.block_rules import strings
from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, NewsroomFake
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import Fault, SlackDouble


def said(answer: dict) -> str:
    """All that stands in an answer as people read it: each run of rich text joined, the rest by spaces."""
    return " ".join(_read(block) for block in answer["blocks"])


def _read(node: dict) -> str:
    if node.get("type") in ("rich_text_section", "rich_text_quote"):
        return "".join(leaf.get("text", leaf.get("fallback", "")) for leaf in node["elements"])
    if node.get("type") in ("rich_text", "rich_text_list"):
        return " ".join(map(_read, node["elements"]))
    if node.get("type") == "table":
        return " ".join(_read(cell) for row in node["rows"] for cell in row)
    return " ".join(strings(node))


async def test_facts_answers_with_both_sides_word_for_word(send: Sender, slack: SlackDouble) -> None:
    status, body = await send.command("/facts", "bridge")
    assert (status, body) == (200, "")
    [answer] = slack.answers
    assert "Disputed." in said(answer)
    for side in (OPEN, CLOSED):
        quotes = ["".join(x["text"] for x in g["elements"]) for b in answer["blocks"] for g in b.get("elements", []) if g.get("type") == "rich_text_quote"]  # fmt: skip
        assert side.claim.quote in quotes
        assert side.claim.id in said(answer)
        assert side.claim.cue_lemma in said(answer)
    assert answer["unfurl_links"] is False
    assert answer["unfurl_media"] is False
    assert answer.get("response_type") in (None, "ephemeral")
    assert "brigde" in said(answer)


async def test_who_asks_with_the_verb(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    await send.command("/who", "announced")
    assert newsroom.asked == ["/who announced"]
    assert "The mayor" in said(slack.answers[0])


async def test_nothing_found_says_so_and_offers_the_nearest(send: Sender, slack: SlackDouble) -> None:
    await send.command("/facts", "elephants")
    assert "Not on file." in slack.answers[0]["text"]
    assert "harbour" in said(slack.answers[0])


@pytest.mark.parametrize("command", usage.ALL, ids=lambda c: c.name)
async def test_every_command_answers_help_with_lines_that_work(
    send: Sender, slack: SlackDouble, command: usage.Command
) -> None:
    assert (await send.command(command.name, "help"))[0] == 200
    assert all(example in said(slack.answers[0]) for example, _ in command.examples)


@pytest.mark.parametrize("command", [c for c in usage.ALL if c.name != "/disputes"], ids=lambda c: c.name)
async def test_a_command_without_words_answers_help(send: Sender, slack: SlackDouble, command: usage.Command) -> None:
    await send.command(command.name, " ")
    assert command.examples[0][0] in said(slack.answers[0])


@pytest.mark.parametrize(
    ("command", "typed", "hint"),
    [
        ("/article", "delete x", "/article add https://"),
        ("/article", "add", "/article add https://"),
        ("/article", "show", "/article show"),
        ("/digest", "hourly", "/digest daily 07:30 Europe/London"),
        ("/wirecheck", "dance", "/wirecheck help"),
    ],
)
async def test_a_wrong_argument_is_met_with_an_example(
    send: Sender, slack: SlackDouble, command: str, typed: str, hint: str
) -> None:
    assert (await send.command(command, typed))[0] == 200
    [answer] = slack.answers
    assert hint in said(answer)
    assert "reference" not in said(answer)


async def test_disputes_lists_open_and_settled_apart(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    await send.command("/disputes")
    assert OPEN.claim.quote[:11] in said(slack.answers[0])
    await newsroom.settle("d1234567890abcde", state="resolved", how="", by="@ann")
    await send.command("/disputes")
    assert slack.answers[1]["text"] == "No open disputes. Try /disputes all for the settled ones too."
    for typed in ("settled", "all", "bridge"):
        await send.command("/disputes", typed)
        assert "Resolved, said @ann." in said(slack.answers[-1]), typed
    await newsroom.settle("d1234567890abcde", state="open")
    await send.command("/disputes", "settled")
    assert slack.answers[-1]["text"] == "No disputes on file."


async def test_digest_is_planned_for_the_channel_and_taken_away(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.command("/digest", "daily 07:30 Europe/London", channel_id="C9")
    assert newsroom.plans["C9"].at == "07:30"
    assert "every day at 07:30 (Europe/London)" in said(slack.answers[0])
    await send.command("/digest", "off", channel_id="C9")
    assert newsroom.plans == {}
    await send.command("/digest", "now")
    assert "bridge (4)" in said(slack.answers[2])


async def test_a_link_is_filed_as_the_address_it_stands_for(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    acked = await send.command("/article", "add <https://example.org/a?b=1&amp;c=2|example.org/a>")
    assert acked == (200, "Reading it; a moment.")
    assert newsroom.pasted == [("https://example.org/a?b=1&c=2", "@ann")]
    assert "Filed: Ferry stops (4 claims read, nothing on file contradicts it)" in said(slack.answers[0])


async def test_pasted_text_keeps_its_signs(send: Sender, newsroom: NewsroomFake) -> None:
    acked = await send.command("/article", "add 5 &lt; 6 &amp; 7 &gt; 6, said R&amp;D.")
    assert acked == (200, "")
    assert newsroom.pasted == [("5 < 6 & 7 > 6, said R&D.", "@ann")]


async def test_show_prints_the_claims_of_an_article(send: Sender, slack: SlackDouble) -> None:
    await send.command("/article", "show a1")
    assert OPEN.claim.quote in said(slack.answers[0])
    await send.command("/article", "show nowhere")
    assert "no article nowhere is on file" in said(slack.answers[1])


async def test_status_counts(send: Sender, slack: SlackDouble) -> None:
    await send.command("/wirecheck", "status")
    assert "2 articles" in said(slack.answers[0])


async def test_an_unknown_command_is_met_with_help(send: Sender, slack: SlackDouble) -> None:
    assert (await send.command("/gossip", "x"))[0] == 200
    assert "/facts kursk" in said(slack.answers[0])


async def test_a_quotation_that_is_not_in_its_article_is_left_out(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.texts["rev-a1"] = newsroom.texts["rev-a1"].replace("open", "shut")
    await send.command("/facts", "bridge")
    assert OPEN.claim.quote not in said(slack.answers[0])
    assert CLOSED.claim.id in said(slack.answers[0])
    assert "left out: not word for word" in said(slack.answers[0])
    assert any(r.message == "left out" and r.claim == OPEN.claim.id for r in caplog.records)  # type: ignore[attr-defined]


async def test_what_breaks_is_logged_under_the_reference_the_person_gets(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.raises = RuntimeError("the secret of bridge 7")
    assert (await send.command("/facts", "bridge"))[0] == 200
    [record] = [r for r in caplog.records if r.message == "listener failed"]
    assert record.reference in said(slack.answers[0])  # type: ignore[attr-defined]
    assert "secret" not in json.dumps(slack.answers)


async def test_an_error_of_ours_is_told_in_its_own_words(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    newsroom.raises = StoreFailed("the database is locked")
    await send.command("/facts", "bridge")
    assert "the database is locked" in said(slack.answers[0])


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500, body="oops"), Fault(status=429, headers={"Retry-After": "0"}), Fault(cut=True)],
    ids=["500", "429", "cut"],
)
async def test_an_answer_slack_did_not_take_is_sent_again(send: Sender, slack: SlackDouble, fault: Fault) -> None:
    slack.fail("respond", fault)
    await send.command("/facts", "bridge")
    assert len(slack.answers) == 1


async def test_an_address_that_has_run_out_is_logged_and_left(
    send: Sender, slack: SlackDouble, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail(
        "respond", *[Fault(status=404, body="expired_url")] * 2
    )  # the answer, and the word that it was not taken
    assert (await send.command("/facts", "bridge"))[0] == 200
    assert slack.answers == []
    assert any(r.message == "listener failed" for r in caplog.records)
