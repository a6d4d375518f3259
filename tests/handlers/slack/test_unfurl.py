"""Links to articles on file show what is on file of them; other links stay as they are."""

from __future__ import annotations

import pytest

from handlers.slack import unfurl
from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, NewsroomFake, dispute
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said

HERE = {"type": "link_shared", "channel": "C1", "user": "Uann", "message_ts": "1700000001.000100"}


def links(*urls: str) -> list[dict[str, str]]:
    return [{"url": url, "domain": "harbour.example"} for url in urls]


async def test_a_link_to_an_article_on_file_shows_its_claims_and_disputes(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    newsroom.clashing["a1"] = [dispute()]
    assert (await send.event({**HERE, "links": links("a1", "https://elsewhere.example/x")}))[0] == 200
    [shown] = slack.unfurled
    assert (shown["channel"], shown["ts"]) == ("C1", "1700000001.000100")
    assert list(shown["unfurls"]) == ["a1"]
    read = said(shown["unfurls"]["a1"])
    assert "On file: 1 claim, 1 dispute" in read
    assert OPEN.claim.quote in read
    assert CLOSED.claim.quote in read
    assert "rev-a1" in newsroom.seen["C1"]


async def test_in_a_message_that_is_being_written_it_goes_by_that_messages_own_id(
    send: Sender, slack: SlackDouble
) -> None:
    await send.event({**HERE, "links": links("a1"), "unfurl_id": "u1", "source": "composer"})
    assert (slack.unfurled[0]["unfurl_id"], slack.unfurled[0]["source"]) == ("u1", "composer")
    assert "ts" not in slack.unfurled[0]


@pytest.mark.parametrize("urls", [(), ("https://elsewhere.example/x",), ("http://[broken",), ("",)])
async def test_other_links_stay_as_they_are(send: Sender, slack: SlackDouble, urls: tuple[str, ...]) -> None:
    assert (await send.event({**HERE, "links": links(*urls)}))[0] == 200
    assert slack.unfurled == []


def test_an_address_is_also_looked_for_without_where_the_reader_came_from() -> None:
    assert unfurl.addresses("https://x.example/a?id=1&amp;utm_source=mail#top") == (
        "https://x.example/a?id=1&utm_source=mail#top",
        "https://x.example/a?id=1",
    )
    assert unfurl.addresses("https://x.example/a?id=2") == ("https://x.example/a?id=2",), "another article than /a"
