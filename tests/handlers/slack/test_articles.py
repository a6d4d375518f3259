"""/article show, withdraw and readmit, what is said of an article that changed, and who was shown what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.nouns import Change, Dossier, Edited, Edition, Filing, Notice, Span, Withdrawal
from handlers.slack import blocks, typed, wording
from handlers.slack.quoting import as_of
from tests.handlers.slack.newsroom_fake import CLOSED, NOW, OPEN, NewsroomFake, statement
from tests.handlers.slack.signed import Sender, mention
from tests.handlers.slack.slack_double import BOT_USER, SlackDouble
from tests.handlers.slack.test_commands import said


async def test_an_article_is_withdrawn_with_its_reason_and_taken_back(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.command("/article", "withdraw a1 The mayor was never asked.")
    assert (newsroom.withdrawn["a1"].by, newsroom.withdrawn["a1"].reason) == ("@ann", "The mayor was never asked.")
    assert "the channels that were shown it are told" in said(slack.answers[0])
    await send.command("/article", "withdraw a1 again")
    assert "was withdrawn already" in said(slack.answers[1])
    await send.command("/article", "show a1")
    assert "Withdrawn by @ann on 2 May 2025: The mayor was never asked." in said(slack.answers[2])
    await send.command("/article", "readmit a1")
    assert newsroom.withdrawn == {}
    assert "On file again." in said(slack.answers[3])


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("withdraw", "/article withdraw https://"),
        ("withdraw nowhere", "no article nowhere is on file"),
        ("readmit", "/article readmit https://"),
        ("readmit a1", "a1 is not withdrawn"),
        ("forget a1", "/article knows add, show, history, withdraw and readmit, not “forget”"),
    ],
)
async def test_what_cannot_be_done_is_met_with_what_can(
    send: Sender, slack: SlackDouble, asked: str, hint: str
) -> None:
    assert (await send.command("/article", asked))[0] == 200
    [answer] = slack.answers
    assert hint in said(answer)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("a1 it was made up", "a1", "it was made up"),
        ('"Two words" why not', "Two words", "why not"),
        ("“Two words”", "Two words", ""),
        ('"never closed', '"never', "closed"),
        ("a1", "a1", ""),
    ],
)
def test_what_an_article_is_called_may_stand_in_quotation_marks(text: str, name: str, rest: str) -> None:
    assert typed.name_and_rest(text) == (name, rest)


async def test_its_history_is_shown_under_that_word_too(send: Sender, slack: SlackDouble) -> None:
    await send.command("/article", "show a1")
    await send.command("/article", "history a1")
    await send.command("/article", "history")
    shown, history, bare = slack.answers
    assert history == shown
    assert "/article history https://" in said(bare)


async def test_whoever_is_shown_an_article_is_noted(send: Sender, newsroom: NewsroomFake) -> None:
    both = {OPEN.edition.revision_id, CLOSED.edition.revision_id}
    await send.command("/facts", "bridge", channel_id="C1")
    await send.command("/who", "announced", channel_id="C2")
    await send.command("/disputes", "", channel_id="C3")
    await send.command("/article", "show a1", channel_id="C4")
    await send.command("/digest", "now", channel_id="C5")
    await send.event(mention(f"<@{BOT_USER}> is the bridge open?", channel="C6"))
    await send.command("/facts", "elephants", channel_id="C7")
    assert newsroom.seen == {
        "C1": both, "C2": both, "C3": both, "C4": {OPEN.edition.revision_id}, "C5": both, "C6": both,
    }  # fmt: skip


# --- what is said of it

TWELVE = statement("The ferry carried 12 people.", lead="News. ")
FIFTEEN = statement("The ferry carried 15 people.", lead="News. ")
MARKS = ((Span(24, 26),), (Span(24, 26),))
NUMBER = Change("number", TWELVE.claim, FIFTEEN.claim, MARKS)


def bold(message: dict) -> list[str]:
    leaves = (x for b in message["blocks"] for g in b.get("elements", ()) for x in g.get("elements", ()))
    return [x["text"] for x in leaves if x.get("style", {}).get("bold") and x["type"] == "text"]


def test_an_article_shows_what_its_editions_changed_and_where_it_stands_copied() -> None:
    edition = replace(FIFTEEN.edition, title="Ferry", fetched=NOW)
    older = replace(edition, revision_id="old", superseded=True, fetched=NOW.replace(day=1))
    found = Dossier(
        ((edition, (FIFTEEN.claim,)), (older, (TWELVE.claim,))),
        {edition.revision_id: Edited((NUMBER,), silent=True)},
        (CLOSED.edition,),
    )
    shown = blocks.article(found)
    told = said(shown)
    assert "2 May 2025, 09:30 UTC: 1 number corrected; changed without a word" in told
    assert "1 May 2025, 09:30 UTC: as first filed" in told
    assert "The same story, copied, in Coast Radio: they count as one voice." in told
    assert bold(shown).count("12") == 1
    assert bold(shown).count("15") == 1
    assert "1 claim, 2 revisions on file." in shown["text"]


@pytest.mark.parametrize(
    ("filing", "line"),
    [
        (
            Filing(Edition("a", "r", "ferry"), "revised", 1, edited=Edited((NUMBER,), silent=True)),
            "Filed as a new revision: ferry (1 claim read, nothing on file contradicts it). "
            "1 number corrected; changed without a word",
        ),
        (
            Filing(Edition("a", "r", "ferry"), "new", 1, edited=Edited((), (Notice("correction", Span(0, 3)),))),
            "Filed: ferry (1 claim read, nothing on file contradicts it). A correction is noted",
        ),
        (
            Filing(Edition("a", "r", "ferry"), "withdrawn"),
            "Not filed: ferry was withdrawn, and stays out until /article readmit takes it back",
        ),
        (
            Filing(Edition("a", "r", "ferry"), "withdrawn", withdrawal=Withdrawal("a", NOW, "The Wire", "Kill.", True)),
            "Taken off file: ferry. Withdrawn by its publisher, The Wire, on 2 May 2025: Kill.",
        ),
        (
            Filing(Edition("a", "r", "ferry"), "forgotten"),
            "Not filed: ferry was removed for good, and is not to come back",
        ),
    ],
)
def test_what_became_of_an_article_in_one_line(filing: Filing, line: str) -> None:
    assert wording.filing(filing) == line


def test_what_an_older_edition_said_is_quoted_as_of_then() -> None:
    edition = replace(OPEN.edition, fetched=NOW)
    assert as_of(edition) == ""
    assert as_of(replace(edition, superseded=True)) == "as of 2 May 2025, since changed or withdrawn"
    stale = replace(OPEN, edition=replace(edition, superseded=True))
    assert "as of 2 May 2025" in said({"blocks": [{"type": "rich_text", "elements": [blocks.attribution(stale)]}]})


def test_a_dispute_counts_copies_of_one_story_once() -> None:
    from tests.handlers.slack.newsroom_fake import conflict, dispute

    copy = replace(CLOSED, edition=replace(CLOSED.edition, article_id="a3", story="a2"))
    assert wording.reports(dispute(conflict(OPEN, CLOSED), conflict(OPEN, copy))) == 2
