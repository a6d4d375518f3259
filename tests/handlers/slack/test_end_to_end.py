"""From an article to Slack and back: the real newsroom, archive, reader and outbox, real Bolt and slack_sdk between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.claims.reader import SpacyReader
from bot.newsroom import Newsroom
from bot.nouns import Article, Claim, Revision
from bot.outbox import Outbox
from bot.schedule import Scheduler
from handlers.slack import dispute_blocks, http
from handlers.slack.app import make_app
from handlers.slack.client import make_client
from handlers.slack.noticeboard import SlackNoticeboard
from store.memory import MemoryStore
from tests.handlers.slack.signed import SECRET, Sender, mention
from tests.handlers.slack.slack_double import TOKEN, Fault, SlackDouble
from tests.handlers.slack.test_commands import said

SEEDS = Path(__file__).parents[3] / "seeds"
READER = SpacyReader()


async def read(revision: Revision) -> tuple[Claim, ...]:
    return READER.read(revision)


class Desk:
    """A whole bot with its clock in hand, and Slack before it."""

    def __init__(self, session: ClientSession, slack: SlackDouble) -> None:
        # The double's messages are stamped November 2023; what is owed later is looked for from there.
        self.now = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
        self.slack = slack
        self.client = make_client(TOKEN, api_url=slack.api, session=session, clock=lambda: self.now.timestamp())
        self.store = MemoryStore()
        self.newsroom = Newsroom(self.store, read, clock=lambda: self.now, alert_channel="C1")
        self.board = SlackNoticeboard(self.client, self.newsroom)
        self.outbox = Outbox(self.store, self.board, self.newsroom, clock=lambda: self.now)
        self.schedule = Scheduler(self.store, clock=lambda: self.now)
        self.send: Sender

    async def file_seeds(self) -> None:
        for path in sorted(SEEDS.glob("*.txt")):
            await self.newsroom.file(Article(key=path.name, ref=path.stem, text=path.read_text("utf-8")))

    async def post_all(self) -> None:
        """Turns the outbox until nothing more happens, time going on."""
        for _ in range(12):
            await self.outbox.turn()
            self.now += timedelta(seconds=61)

    def alerts(self) -> list[dict]:
        return [m for m in self.slack.messages["C1"] if not m.get("thread_ts")]


@pytest.fixture
async def desk(slack: SlackDouble) -> AsyncIterator[Desk]:
    async with ClientSession() as session:
        made = Desk(session, slack)
        app = make_app(made.newsroom, client=made.client, signing_secret=SECRET, requests=made.store.requests)
        site = web.Application()
        http.mount(site, app)
        async with TestServer(site) as server:
            made.send = Sender(str(server.make_url(http.PATH)), app, slack)
            yield made


async def test_the_seeds_are_two_alerts_with_both_sides(desk: Desk) -> None:
    await desk.file_seeds()
    await desk.post_all()
    assert len(desk.alerts()) == 2
    told = [said(m) for m in desk.alerts()]
    assert any(
        ("continuing in some districts" in t and "completely liberated" in t) or "victoriously concluded" in t
        for t in told
    )
    assert any("clear violation" in t and "aligns with" in t for t in told)
    texts = [p.read_text("utf-8") for p in sorted(SEEDS.glob("*.txt"))]
    for message in desk.alerts():
        for block in message["blocks"]:
            for group in block.get("elements", ()):
                if group.get("type") == "rich_text_quote":
                    quote = "".join(leaf["text"] for leaf in group["elements"])
                    assert any(quote in text for text in texts)
                    assert any(leaf.get("style", {}).get("bold") for leaf in group["elements"]), "what clashes is bold"
    await desk.file_seeds()
    await desk.post_all()
    assert len(desk.slack.messages["C1"]) == 2


async def test_alerts_cut_off_by_slack_are_posted_once(desk: Desk) -> None:
    """Slack takes the message and the line is cut, then is down, then asks to wait: two alerts all the same."""
    desk.slack.fail(
        "chat.postMessage",
        Fault(cut=True, taken=True),
        Fault(status=503, body="down"),
        Fault(status=429, headers={"Retry-After": "5"}),
    )
    await desk.file_seeds()
    await desk.post_all()
    keys = [m["metadata"]["event_payload"]["key"] for m in desk.alerts()]
    assert len(keys) == len(set(keys)) == 2
    assert (await desk.newsroom.counts()).alerts_due == 0


async def test_a_press_on_the_alert_redraws_it(desk: Desk) -> None:
    await desk.file_seeds()
    await desk.post_all()
    alert = desk.alerts()[0]
    actions = [e for b in alert["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assign = next(e for e in actions if e.get("action_id") == dispute_blocks.ASSIGN)
    await desk.send.press({"action_id": assign["action_id"], "value": assign["value"]}, user="ben")
    await desk.post_all()
    assert "@ben took it on" in said(alert)
    desk.slack.answers.clear()
    resolve = next(e for e in actions if e.get("action_id") == dispute_blocks.RESOLVE)
    await desk.send.press({"action_id": resolve["action_id"], "value": resolve["value"]}, user="ann")
    await desk.send.press({"action_id": resolve["action_id"], "value": resolve["value"]}, user="ben")
    assert [a["text"].split(":")[0] for a in desk.slack.answers] == [
        "Done. Resolved, said @ann.",
        "Somebody was quicker",
    ]
    await desk.post_all()
    assert "Resolved, said @ann." in said(alert)
    assert len(desk.alerts()) == 2


async def test_commands_and_mentions_answer_from_the_archive(desk: Desk) -> None:
    await desk.file_seeds()
    await desk.send.command("/facts", "kursk")
    await desk.send.command("/who", "condemned")
    await desk.send.event(mention("<@UBOT> is the Kursk operation over?"))
    await desk.send.event(mention("<@UBOT> what did Kim Jong-un eat?", ts="1700000009.000100"))
    facts, who = desk.slack.answers
    over, eaten = desk.slack.called("chat.postMessage")
    assert "continuing in some districts" in said(facts)
    assert "South Korean Foreign Ministry" in said(who)
    assert "condemned" in said(who)
    assert "isputed" in over["text"]
    assert "ot on file" in eaten["text"]


async def test_a_digest_is_posted_once_at_its_hour(desk: Desk) -> None:
    await desk.file_seeds()
    await desk.post_all()
    await desk.send.command("/digest", "daily 07:30 Europe/London", channel_id="C7")
    desk.now += timedelta(hours=20)
    await desk.schedule.turn()
    await desk.schedule.turn()
    await desk.post_all()
    [digest] = desk.slack.messages["C7"]
    assert digest["text"].startswith("Digest:")


async def test_an_archive_that_is_asked_to_show_an_article_does(desk: Desk) -> None:
    await desk.file_seeds()
    ref = sorted(SEEDS.glob("*.txt"))[1].stem
    await desk.send.command("/article", f"show {ref}")
    assert "North Korea Confirms It Sent Troops to Russia" in said(desk.slack.answers[0])
    await desk.send.command("/article", "add The mayor of Harbour resigned on Monday, the council said.")
    assert "1 claim read" in said(desk.slack.answers[1]) or "claims read" in said(desk.slack.answers[1])
