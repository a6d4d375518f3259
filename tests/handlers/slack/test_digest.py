"""`/digest` over HTTP, with the real newsroom, archive and reader behind it: when it comes, and what is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.answers.digests_contents import PARTS
from bot.following import Followed
from bot.intake.subscriptions import Feed, Tally
from bot.nouns import Article
from handlers.slack import digest_blocks
from tests.handlers.slack.block_rules import complaints
from tests.handlers.slack.newsroom_fake import FollowingFake
from tests.handlers.slack.test_commands import said
from tests.handlers.slack.test_end_to_end import Desk, desk  # noqa: F401

FERRY = "The Harbour Office said on Monday that {} people had been aboard the ferry when it ran aground off Arnholt."
MILL = "The Mill Company said on Monday that it would close its works at Osterby."


async def filed(room: Desk, key: str, text: str, *, outlet: str = "The Gazette") -> None:
    await room.newsroom.file(Article(key=key, ref=key, text=text, title=f"The {key} story", outlet=outlet))
    room.now += timedelta(minutes=1)


async def happened(room: Desk) -> None:
    """Two disputes of long ago; since the last digest a silent edit, a withdrawal, a feed that fails, one settled."""
    await room.file_seeds()
    await room.post_all()
    await filed(room, "ferry", FERRY.format(12))
    await filed(room, "mill", MILL)
    await room.send.command("/digest", "daily 07:30 Europe/London", channel_id="C7")
    room.now += timedelta(hours=1)
    await filed(room, "ferry", FERRY.format(15))
    await room.newsroom.withdraw("mill", by="@ann", reason="made up")
    room.newsroom.feeds = FollowingFake()  # type: ignore[assignment]
    well = Feed("f1", "https://arnholt.example/feed", room.now, room.now, "Arnholt Daily", fetched=room.now)
    wrong = replace(
        well, id="f2", url="https://osterby.example/feed", title="Osterby Post", failures=3, problem="time-out"
    )
    room.newsroom.feeds.on_list = [Followed(well, Tally()), Followed(wrong, Tally())]
    first, *_ = await room.newsroom.disputes("open")
    await room.newsroom.settle(first.id, state="resolved", by="@ben")
    room.now += timedelta(minutes=1)


async def typed(room: Desk, text: str, channel: str = "C7") -> str:
    room.slack.answers.clear()
    assert (await room.send.command("/digest", text, channel_id=channel))[0] == 200
    [answer] = room.slack.answers
    assert complaints(answer["blocks"]) == []
    return said(answer)


#: What each part shows of what happened, and nothing else shows.
SHOWN = {
    "settled": "Resolved, said @ben.",
    "open": "Still open",
    "corrections": "The Gazette, “The ferry story”: 1 number corrected; changed without a word",
    "topics": "Most claimed about",
    "voices": "Harbour Office (1)",
    "feeds": "Osterby Post: Failed 3 times in a row: time-out.",
}


async def test_what_was_chosen_is_in_it_and_nothing_else(desk: Desk) -> None:  # noqa: F811
    await happened(desk)
    told = await typed(desk, "now")
    assert {part for part, words in SHOWN.items() if words in told} == {"settled", "topics"}
    for part in SHOWN:
        told = await typed(desk, f"now only {part}")
        assert {p for p, words in SHOWN.items() if words in told} == {part}, told
    told = await typed(desk, "now with everything")
    assert all(words in told for words in SHOWN.values())
    assert "The Gazette, “The mill story”: Withdrawn by @ann on 14 November 2023: made up." in told
    assert "osterby" not in (await typed(desk, "now only voices")).lower(), "who is withdrawn is not quoted"


async def test_the_digest_that_is_posted_holds_what_was_chosen(desk: Desk) -> None:  # noqa: F811
    await happened(desk)
    told = await typed(desk, "with corrections, feeds without topics")
    assert "every day at 07:30 (Europe/London)" in told
    assert "Not in it: open, topics, voices; /digest with open adds that." in told
    desk.now += timedelta(hours=20)
    await desk.schedule.turn()
    await desk.post_all()
    [message] = desk.slack.messages["C7"]
    assert {p for p, words in SHOWN.items() if words in said(message)} == {"settled", "corrections", "feeds"}
    assert message["text"] == (
        "Digest: 0 new disputes, 1 settled, 1 article corrected, 1 withdrawn, 1 feed in trouble,"
        " 1 article and 1 claim filed."
    )
    assert SHOWN["corrections"] not in await typed(desk, "now"), "the next one begins where this one ended"


async def test_another_hour_leaves_what_was_chosen_and_loses_nothing(desk: Desk) -> None:  # noqa: F811
    await happened(desk)
    await typed(desk, "only corrections")
    told = await typed(desk, "weekdays 18:00 Europe/Berlin")
    assert "every weekday at 18:00 (Europe/Berlin)" in told
    assert "In it: articles corrected, changed without a word or withdrawn." in told
    assert SHOWN["corrections"] in await typed(desk, "now"), "it happened before the hour was changed"
    await desk.schedule.turn()
    await desk.post_all()
    assert desk.slack.messages["C7"] == [], "an hour that was over when it was chosen is not made up for"


async def test_status_tells_when_it_comes_and_what_is_in_it(desk: Desk) -> None:  # noqa: F811
    assert "no digest yet" in await typed(desk, "status")
    await typed(desk, "weekly mon 9:00 Asia/Tokyo only disputes, feeds")
    told = await typed(desk, "status")
    assert "every Monday at 09:00 (Asia/Tokyo)" in told
    assert "In it: new disputes and feeds in trouble." in told
    assert "no digest yet" in await typed(desk, "status", channel="C8")


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (
            "daily 7:30 with gossip",
            f"There are {', '.join(PARTS)}; e.g. /digest daily 07:30 Europe/London with corrections",
        ),
        ("now with corections", "Did you mean corrections?"),
        ("with feeds", "say when as well, e.g. /digest daily 07:30 Europe/London with corrections"),
        ("now daily", "/digest now with corrections"),
        ("daily 7:30 without everything", "Nothing would be left in it."),
    ],
)
async def test_what_it_cannot_hold_is_met_with_the_words_there_are(desk: Desk, wrong: str, hint: str) -> None:  # noqa: F811
    told = await typed(desk, wrong)
    assert hint in told
    assert "reference" not in told
    assert await desk.newsroom.digest_plan("C7") is None


async def test_a_preview_shows_the_last_day_where_there_is_no_digest_yet(desk: Desk) -> None:  # noqa: F811
    await desk.file_seeds()
    desk.now += timedelta(hours=1)
    assert "clear violation" in await typed(desk, "now")
    desk.now += timedelta(days=1)
    assert "0 new disputes" in await typed(desk, "now")
    assert desk.slack.messages["C7"] == [], "it is for who asked alone"


def test_the_room_for_whole_disputes_is_shared_out() -> None:
    assert digest_blocks.shared([9, 0, 1, 3], 8) == [4, 0, 1, 3]
    assert digest_blocks.shared([1, 2], 8) == [1, 2]
