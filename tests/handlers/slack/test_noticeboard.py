"""Slack as a noticeboard: what is posted bears its key and is found by it; Slack's refusals are told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Misquoted, PostFailed, PostRefused
from bot.nouns import Receipt
from handlers.slack import client as line
from handlers.slack.client import make_client
from handlers.slack.noticeboard import SlackNoticeboard
from tests.handlers.slack.newsroom_fake import CLOSED, NOW, OPEN, NewsroomFake, conflict, dispute, statement
from tests.handlers.slack.slack_double import TOKEN, Fault, SlackDouble
from tests.handlers.slack.test_commands import said

KEY = "alert:d1234567890abcde"
BEFORE = datetime(2023, 11, 14, tzinfo=UTC)  # before the double's clock starts


@pytest.fixture
def board(client: AsyncWebClient, newsroom: NewsroomFake) -> SlackNoticeboard:
    return SlackNoticeboard(client, newsroom)  # type: ignore[arg-type]


async def test_an_alert_holds_both_sides_and_bears_its_key(board: SlackNoticeboard, slack: SlackDouble) -> None:
    receipt = await board.alert(dispute(), channel="C1", key=KEY)
    [message] = slack.messages["C1"]
    assert receipt == Receipt("C1", message["ts"])
    assert message["metadata"] == {"event_type": "wirecheck_notice", "event_payload": {"key": KEY}}
    assert OPEN.claim.id in said(message)
    assert CLOSED.claim.id in said(message)
    assert message["unfurl_links"] is False


async def test_what_was_posted_is_found_by_its_key(board: SlackNoticeboard, slack: SlackDouble) -> None:
    slack.page = 2
    receipts = [await board.alert(dispute(), channel="C1", key=f"alert:{n}") for n in range(5)]
    assert await board.find("alert:0", channel="C1", since=BEFORE) == receipts[0]
    assert await board.find("alert:9", channel="C1", since=BEFORE) is None
    assert await board.find("alert:0", channel="C2", since=BEFORE) is None
    assert await board.find("alert:0", channel="C1", since=datetime(2030, 1, 1, tzinfo=UTC)) is None


async def test_a_key_in_somebody_elses_words_is_not_found(board: SlackNoticeboard, slack: SlackDouble) -> None:
    payload = {"event_type": "other_app", "event_payload": {"key": KEY}}
    slack.messages["C1"].append({"ts": "1800000000.000100", "text": KEY, "metadata": payload})
    assert await board.find(KEY, channel="C1", since=BEFORE) is None


async def test_where_the_bot_may_not_look_it_says_not_found(board: SlackNoticeboard, slack: SlackDouble) -> None:
    slack.fail("conversations.history", Fault(error="not_in_channel"))
    assert await board.find(KEY, channel="C1", since=BEFORE) is None


async def test_what_is_told_where_the_bot_may_not_look_says_that_it_may_be_a_repetition(
    board: SlackNoticeboard, slack: SlackDouble
) -> None:
    slack.fail("conversations.history", Fault(error="missing_scope"))
    await board.find(KEY, channel="C1", since=BEFORE)
    await board.alert(dispute(), channel="C1", key=KEY)
    await board.alert(dispute(), channel="C1", key="alert:another")
    assert ["Perhaps told before" in said(m) for m in slack.messages["C1"]] == [True, False]


async def test_a_channel_that_is_limited_is_left_alone_as_long_as_slack_asks_and_others_are_not(
    slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    now = 100.0
    board = SlackNoticeboard(make_client(TOKEN, api_url=slack.api, clock=lambda: now), newsroom)  # type: ignore[arg-type]
    slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": "17"}))
    waits = []
    for now in (100.0, 110.0):  # noqa: B007 - the clock reads it
        with pytest.raises(PostFailed) as failed:
            await board.alert(dispute(), channel="C1", key=KEY)
        waits.append(failed.value.retry_after)
    assert waits == [17.0, 7.0]
    assert len(slack.called("chat.postMessage")) == 1, "it was not even asked"
    await board.alert(dispute(), channel="C2", key=KEY)
    assert await board.find(KEY, channel="C2", since=BEFORE), "nor are other methods held up"
    now = 117.0
    await board.alert(dispute(), channel="C1", key=KEY)
    assert [len(slack.messages[c]) for c in ("C1", "C2")] == [1, 1]


async def test_a_look_that_fails_is_no_answer(board: SlackNoticeboard, slack: SlackDouble) -> None:
    slack.fail("conversations.history", Fault(status=503, body="busy"))
    with pytest.raises(PostFailed):
        await board.find(KEY, channel="C1", since=BEFORE)


@pytest.fixture
def third(newsroom: NewsroomFake):
    """The dispute after a third article joined it."""
    other = statement("Two fishermen said the bridge is closed.", who="Two fishermen", cue="said", article="a3")
    newsroom.keep(other)
    newsroom.on_file[dispute().id] = dispute(conflict(OPEN, CLOSED), conflict(OPEN, other), opened=BEFORE)
    return newsroom.on_file[dispute().id]


async def test_a_third_report_goes_into_the_thread_and_redraws_the_alert(
    board: SlackNoticeboard, slack: SlackDouble, third
) -> None:
    alert = await board.alert(dispute(), channel="C1", key=KEY)
    assert "2 reports" in said(slack.messages["C1"][0])
    receipt = await board.joined(third, "rev-a3", alert=alert, channel="C1", key="joined:d1234567890abcde:rev-a3")
    redrawn, reply = slack.messages["C1"]
    assert (reply["thread_ts"], reply["ts"]) == (alert.ts, receipt.ts)
    assert "Two fishermen" in said(reply)
    assert CLOSED.claim.quote not in said(reply)
    assert "3 reports" in said(redrawn)
    assert redrawn["metadata"]["event_payload"] == {"key": KEY}


async def test_what_joined_is_found_in_the_alerts_thread(board: SlackNoticeboard, slack: SlackDouble, third) -> None:
    key = "joined:d1234567890abcde:rev-a3"
    alert = await board.alert(dispute(), channel="C1", key=KEY)
    assert await board.find(key, channel="C1", since=datetime(2030, 1, 1, tzinfo=UTC)) is None
    receipt = await board.joined(third, "rev-a3", alert=alert, channel="C1", key=key)
    assert await board.find(key, channel="C1", since=datetime(2030, 1, 1, tzinfo=UTC)) == receipt


GONE = Receipt("C1", "1.0")


async def test_a_report_whose_alert_is_gone_brings_it_back_for_its_thread(
    board: SlackNoticeboard, slack: SlackDouble, third
) -> None:
    key = "joined:d1234567890abcde:rev-a3"
    receipt = await board.joined(third, "rev-a3", alert=GONE, channel="C1", key=key)
    alert, reply = slack.messages["C1"]
    assert "3 reports" in said(alert)
    assert (reply["thread_ts"], reply["ts"]) == (alert["ts"], receipt.ts)
    assert "Two fishermen" in said(reply)
    assert await board.find(key, channel="C1", since=NOW) == receipt


async def test_what_is_settled_is_shown_though_the_alert_is_gone_and_once(
    board: SlackNoticeboard, slack: SlackDouble
) -> None:
    over = replace(dispute(opened=BEFORE), state="resolved", settled_by="@ann", settled_at=NOW)
    receipt = await board.settled(over, alert=GONE, channel="C1", key="settled:d")
    assert "Resolved, said @ann." in said(slack.messages["C1"][0])
    # As after a kill before it was noted, and when it is opened again: the archive still names the old place.
    assert await board.settled(over, alert=GONE, channel="C1", key="settled:d") == receipt
    await board.settled(dispute(opened=BEFORE), alert=GONE, channel="C1", key="settled:d:2")
    [message] = slack.messages["C1"]
    assert "Resolve" in said(message)
    assert message["metadata"]["event_payload"] == {"key": KEY}


async def test_a_report_is_told_though_the_alert_cannot_be_redrawn(
    board: SlackNoticeboard, slack: SlackDouble, third
) -> None:
    alert = await board.alert(dispute(), channel="C1", key=KEY)
    slack.fail("chat.update", Fault(error="cant_update_message"))
    await board.joined(third, "rev-a3", alert=alert, channel="C1", key="joined:x:rev-a3")
    assert slack.messages["C1"][1]["thread_ts"] == alert.ts


async def test_a_report_is_not_noted_before_the_alert_is_redrawn(
    board: SlackNoticeboard, slack: SlackDouble, third
) -> None:
    """Were it posted first, a failure to redraw would find it posted, and the alert stay at two reports."""
    alert = await board.alert(dispute(), channel="C1", key=KEY)
    slack.fail("chat.update", Fault(status=503, body="busy"))
    with pytest.raises(PostFailed):
        await board.joined(third, "rev-a3", alert=alert, channel="C1", key="joined:x:rev-a3")
    assert len(slack.messages["C1"]) == 1


async def test_settled_shows_who_and_how_and_no_more_resolve(board: SlackNoticeboard, slack: SlackDouble) -> None:
    alert = await board.alert(dispute(), channel="C1", key=KEY)
    over = replace(dispute(), state="dismissed", settled_by="@ann", settled_how="same", settled_at=NOW)
    assert await board.settled(over, alert=alert, channel="C1", key="settled:d") == alert
    [message] = slack.messages["C1"]
    assert "Not a conflict (the same story twice), said @ann." in said(message)
    assert "Resolve" not in said(message)
    assert "Not a conflict" in message["text"]
    await board.settled(dispute(), alert=alert, channel="C1", key="settled:d:2")
    assert "Resolve" in said(slack.messages["C1"][0])


async def test_a_digest_is_posted(board: SlackNoticeboard, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    await board.digest(await newsroom.digest("C1"), channel="C1", key="digest:C1:x")
    assert "1 new dispute" in slack.messages["C1"][0]["text"]
    assert "Most claimed about: bridge (4), harbour (2)" in said(slack.messages["C1"][0])


async def test_quotations_are_compared_again_at_the_moment_of_posting(
    board: SlackNoticeboard, slack: SlackDouble, newsroom: NewsroomFake, third
) -> None:
    newsroom.texts["rev-a2"] = "The harbour office says nothing whatever about the bridge."
    await board.alert(third, channel="C1", key=KEY)
    assert CLOSED.claim.id not in said(slack.messages["C1"][0])
    newsroom.texts["rev-a1"] = ""
    with pytest.raises(Misquoted):
        await board.alert(third, channel="C1", key=KEY)


def tables(message: dict) -> int:
    return sum(block["type"] == "table" for block in message["blocks"])


async def test_an_alert_sets_both_sides_beside_each_other(board: SlackNoticeboard, slack: SlackDouble) -> None:
    await board.alert(dispute(), channel="C1", key=KEY)
    assert tables(slack.messages["C1"][0]) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "invalid_blocks_format", "only_one_table_allowed"])
async def test_a_slack_that_takes_no_table_gets_the_alert_without(
    board: SlackNoticeboard, slack: SlackDouble, error: str
) -> None:
    slack.takes_tables = error
    alert = await board.alert(dispute(), channel="C1", key=KEY)
    over = replace(dispute(), state="resolved", settled_by="@ann", settled_at=NOW)
    await board.settled(over, alert=alert, channel="C1", key="settled:d")
    [message] = slack.messages["C1"]
    assert tables(message) == 0
    assert OPEN.claim.quote in said(message)
    assert CLOSED.claim.quote in said(message)
    assert "Resolved, said @ann." in said(message)
    assert await board.find(KEY, channel="C1", since=BEFORE) == alert


@pytest.mark.parametrize("taken", [False, True])
async def test_a_slack_that_breaks_over_the_table_gets_the_alert_without_when_it_is_tried_again(
    board: SlackNoticeboard, slack: SlackDouble, taken: bool
) -> None:
    """Not at once: it may have been posted after all, and whoever tries again looks first."""
    slack.fail("chat.postMessage", Fault(error="internal_error", taken=taken))
    with pytest.raises(PostFailed):
        await board.alert(dispute(), channel="C1", key=KEY)
    assert len(slack.called("chat.postMessage")) == 1
    found = await board.find(KEY, channel="C1", since=BEFORE)
    assert (found is not None) == taken
    if not taken:
        await board.alert(dispute(), channel="C1", key=KEY)
        assert [tables(m) for m in slack.messages["C1"]] == [0]


async def test_an_alert_refused_for_where_it_goes_is_not_tried_in_another_dress(
    board: SlackNoticeboard, slack: SlackDouble
) -> None:
    slack.fail("chat.postMessage", Fault(error="channel_not_found"))
    with pytest.raises(PostRefused):
        await board.alert(dispute(), channel="C1", key=KEY)
    assert len(slack.called("chat.postMessage")) == 1


REFUSED = ["channel_not_found", "is_archived", "not_in_channel", "invalid_auth", "token_revoked", "missing_scope"]


@pytest.mark.parametrize("error", [*REFUSED, "account_inactive", "restricted_action", "msg_too_long", "invalid_blocks"])
async def test_what_no_repetition_will_change_is_refused(
    board: SlackNoticeboard, slack: SlackDouble, error: str
) -> None:
    slack.fail("chat.postMessage", *[Fault(error=error)] * 2)
    with pytest.raises(PostRefused, match=error) as refused:
        await board.alert(dispute(), channel="C1", key=KEY)
    if error in REFUSED:
        assert ";" in str(refused.value), "it says what to do about it"
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize(
    ("fault", "retry_after"),
    [
        (Fault(status=429, headers={"Retry-After": "17"}), 17.0),
        (Fault(status=429), None),
        (Fault(status=429, headers={"Retry-After": "soon"}), None),
        (Fault(error="ratelimited", headers={"Retry-After": "3"}), 3.0),
        (Fault(error="internal_error"), None),
        (Fault(status=500, body="<html>oops</html>"), None),
        (Fault(status=503, body=""), None),
        (Fault(status=200, body="{not json"), None),
        (Fault(cut=True), None),
        (Fault(cut=True, taken=True), None),
        (Fault(hang=1.5), None),
    ],
    ids=["429", "429 bare", "429 odd", "ratelimited", "internal", "500", "503", "no json", "cut", "cut late", "hang"],
)
async def test_what_may_pass_is_put_off_and_never_repeated_here(
    slack: SlackDouble, newsroom: NewsroomFake, fault: Fault, retry_after: float | None
) -> None:
    """slack_sdk by itself would repeat a call whose line was cut, and post twice what Slack had taken."""
    patient = aiohttp.ClientTimeout(total=0.8)
    async with aiohttp.ClientSession(timeout=patient) as session:
        defaults = AsyncWebClient(token=TOKEN, base_url=slack.api, session=session)  # with slack_sdk's own retries
        board = SlackNoticeboard(defaults, newsroom)  # type: ignore[arg-type]
        slack.fail("chat.postMessage", fault)
        with pytest.raises(PostFailed) as failed:
            await board.alert(dispute(), channel="C1", key=KEY)
    assert not isinstance(failed.value, PostRefused)
    assert failed.value.retry_after == retry_after
    assert len(slack.called("chat.postMessage")) == 1


async def test_after_a_line_cut_late_the_message_is_found(board: SlackNoticeboard, slack: SlackDouble) -> None:
    slack.fail("chat.postMessage", Fault(cut=True, taken=True))
    with pytest.raises(PostFailed):
        await board.alert(dispute(), channel="C1", key=KEY)
    found = await board.find(KEY, channel="C1", since=BEFORE)
    assert found == Receipt("C1", slack.messages["C1"][0]["ts"])


async def test_nobody_there_is_put_off(newsroom: NewsroomFake) -> None:
    board = SlackNoticeboard(make_client(TOKEN, api_url="http://127.0.0.1:9/api"), newsroom)  # type: ignore[arg-type]
    with pytest.raises(PostFailed, match="no connection"):
        await board.alert(dispute(), channel="C1", key=KEY)


def test_the_api_url_may_end_as_it_likes() -> None:
    assert make_client("t", api_url="http://127.0.0.1:1/api").base_url == "http://127.0.0.1:1/api/"
    assert make_client("t", api_url="http://127.0.0.1:1/api/").base_url == "http://127.0.0.1:1/api/"
    assert make_client("t").base_url == AsyncWebClient.BASE_URL


async def test_only_the_declared_methods_are_called(board: SlackNoticeboard, slack: SlackDouble, third) -> None:
    alert = await board.alert(dispute(), channel="C1", key=KEY)
    await board.joined(third, "rev-a3", alert=alert, channel="C1", key="joined:d1234567890abcde:rev-a3")
    await board.find("joined:d1234567890abcde:rev-a3", channel="C1", since=NOW)
    assert {name for name, _ in slack.calls} <= set(line.WEB_API)


async def test_a_reminder_shows_the_dispute_as_it_stands_with_its_buttons(
    board: SlackNoticeboard, slack: SlackDouble
) -> None:
    receipt = await board.reminder(dispute(), channel="D1", key="reminder:d:D1:1")
    [message] = slack.messages["D1"]
    assert message["text"].startswith("You asked to be reminded of this dispute.")
    assert OPEN.claim.quote in said(message)
    assert [b for b in message["blocks"] if b["type"] == "actions"]
    assert await board.find("reminder:d:D1:1", channel="D1", since=BEFORE) == receipt


async def test_an_alert_that_came_with_many_stands_and_is_found_under_the_message_above_them(
    board: SlackNoticeboard, slack: SlackDouble, third
) -> None:
    above = await board.notice("6 disputes at once.", channel="C1", key="burst:C1:1")
    alert = await board.alert(dispute(), channel="C1", key=KEY, thread=above)
    assert (alert.thread, alert.root) == (above.ts, above.ts)
    assert slack.messages["C1"][1]["thread_ts"] == above.ts
    assert await board.find(KEY, channel="C1", since=BEFORE, thread=above) == alert
    assert await board.find("alert:other", channel="C1", since=BEFORE, thread=above) is None
    await board.joined(third, "rev-a3", alert=alert, channel="C1", key="joined:d1234567890abcde:rev-a3")
    assert slack.messages["C1"][2]["thread_ts"] == above.ts, "Slack knows no threads within threads"


async def test_a_notice_is_posted_as_plain_words_and_bears_its_key(board: SlackNoticeboard, slack: SlackDouble) -> None:
    text = "The feed “<!channel> *Post*” is not visited any more."
    receipt = await board.notice(text, channel="C1", key="gone:1")
    [message] = slack.messages["C1"]
    assert said(message) == text
    assert "<!channel>" not in message["text"]
    assert await board.find("gone:1", channel="C1", since=BEFORE) == receipt
