"""/timeline over HTTP: a picture handed to Slack with its words, the same in text by pages, shared once, never without an answer."""

from __future__ import annotations

import matplotlib.figure  # noqa: F401 - the first picture would wait for it, and the test not
import pytest

from handlers.slack import answer_blocks, paging, pictures
from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, NewsroomFake, statement
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import Fault, SlackDouble
from tests.handlers.slack.test_commands import said


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WAITS", (0.0, 0.0))  # a setting of ours, not a function


def image(message: dict) -> dict | None:
    return next((b for b in message["blocks"] if b["type"] == "image"), None)


def pressed(message: dict, action_id: str) -> dict:
    [found] = [e for b in message["blocks"] for e in b.get("elements", []) if e.get("action_id") == action_id]
    return {k: found[k] for k in ("action_id", "value")}


async def test_it_is_a_picture_with_its_words_and_the_same_in_text(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    await send.command("/timeline", "bridge since:2025")
    [answer] = slack.answers
    [(file_id, file)] = slack.files.items()
    assert file["data"].startswith(b"\x89PNG")
    assert file["done"]
    assert file["channel_id"] is None, "nobody sees it but in the answer"
    assert file["alt_txt"].startswith("Timeline of “bridge”: 2 claims, 28 to 29 April 2025.")
    shown = image(answer)
    assert shown is not None
    assert shown["slack_file"] == {"id": file_id}
    assert "A, The mayor: 1 claim, 28 April 2025. B, The harbour office: 1 claim, 29 April 2025." in shown["alt_text"]
    told = said(answer)
    assert told.index("A1 · 28 April 2025") < told.index(OPEN.claim.quote) < told.index("B1 · 29 April 2025")
    assert CLOSED.claim.quote in told
    assert answer["text"].startswith("Timeline of “bridge”")
    assert answer.get("response_type") != "in_channel"
    assert newsroom.seen["C1"] == {"rev-a1", "rev-a2"}


async def test_long_ones_are_paged_the_picture_on_the_first_and_each_claim_once(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    for n in range(20):
        newsroom.keep(statement(f"Claim {n} of the bridge, of {n * 7} metres.", who=f"Voice {n % 4}", article=f"b{n}"))
    await send.command("/timeline", "bridge")
    answer = slack.answers[0]
    names: list[str] = []
    while True:
        names += [w for w in said(answer).split() if len(w) in (2, 3) and w[0] in "ABCDEFGH" and w[1:].isdigit()]
        if not any(e.get("action_id") == paging.NEXT for b in answer["blocks"] for e in b.get("elements", [])):
            break
        await send.press(pressed(answer, paging.NEXT), container={"is_ephemeral": True})
        answer = slack.answers[-1]
        assert image(answer) is None
        assert answer["replace_original"] is True
    assert len(slack.files) == 1
    assert {f"C{n}" for n in range(1, 6)} | {"A1", "B1"} <= set(names)
    await send.press(pressed(answer, paging.BACK), container={"is_ephemeral": True})
    assert "Page 2 of" in said(slack.answers[-1])


async def test_sharing_posts_it_with_its_picture_for_all_once(send: Sender, slack: SlackDouble) -> None:
    await send.command("/timeline", "bridge")
    await send.press(pressed(slack.answers[0], paging.SHARE), user="ben", container={"is_ephemeral": True})
    own, shared = slack.answers[1:]
    assert not any(e.get("action_id") == paging.SHARE for b in own["blocks"] for e in b.get("elements", []))
    assert shared["response_type"] == "in_channel"
    assert "shared by @ben" in said(shared)
    assert image(shared) is not None


async def test_a_claim_chosen_from_its_menu_opens_in_a_window(send: Sender, slack: SlackDouble) -> None:
    await send.command("/timeline", "bridge")
    [menu] = [e for b in slack.answers[0]["blocks"] for e in b.get("elements", []) if e.get("action_id") == answer_blocks.OPEN]  # fmt: skip
    assert [o["text"]["text"] for o in menu["options"]] == ["A1: The mayor", "B1: The harbour office"]
    await send.press({"action_id": answer_blocks.OPEN, "type": "static_select", "selected_option": menu["options"][1]})
    assert CLOSED.claim.quote in said(slack.modals[0])


async def test_slack_that_still_looks_the_picture_over_is_asked_again(send: Sender, slack: SlackDouble) -> None:
    slack.looks_at_files = 2
    await send.command("/timeline", "bridge")
    assert image(slack.answers[0]) is not None
    assert len(slack.files) == 1


async def test_slack_that_never_shows_it_gets_the_text(send: Sender, slack: SlackDouble) -> None:
    slack.looks_at_files = 9
    await send.command("/timeline", "bridge")
    [answer] = slack.answers
    assert image(answer) is None
    assert pictures.NOT_SHOWN in said(answer)
    assert OPEN.claim.quote in said(answer)


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled", "storage_limit_reached"])
async def test_where_no_picture_may_be_handed_in_the_text_comes_all_the_same(
    send: Sender, slack: SlackDouble, error: str
) -> None:
    slack.fail("files.getUploadURLExternal", Fault(error=error))
    await send.command("/timeline", "bridge")
    assert pictures.NOT_SHOWN in said(slack.answers[0])
    assert CLOSED.claim.quote in said(slack.answers[0])


async def test_a_quotation_that_does_not_stand_is_neither_told_nor_counted(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    newsroom.texts["rev-a1"] = "Something else altogether."
    await send.command("/timeline", "bridge")
    assert OPEN.claim.quote not in said(slack.answers[0])
    assert "left out" in said(slack.answers[0])
    assert "The mayor" not in slack.files["F00000001"]["alt_txt"]


async def test_what_is_not_on_file_has_no_picture(send: Sender, slack: SlackDouble) -> None:
    await send.command("/timeline", "submarine")
    assert "Not on file." in said(slack.answers[0])
    assert "Nearest on file: bridge, harbour" in said(slack.answers[0])
    assert slack.files == {}


@pytest.mark.parametrize("hostile", ["<!channel> *x*", "<@U123>", "<https://evil.example|bridge>", "x" * 300, "$x_1$"])
async def test_hostile_names_ping_nobody_in_text_and_picture(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, hostile: str
) -> None:
    newsroom.keep(statement(f"{hostile} stood on the bridge.", who=hostile, article="evil"))
    await send.command("/timeline", "bridge")
    answer = slack.answers[0]
    assert "<!channel>" not in answer["text"]
    assert all(b["type"] != "section" for b in answer["blocks"]), "nothing of it is parsed"
    assert image(answer) is not None
