"""The channel: what is typed and clicked goes through real Bolt, and what comes back is shown as it comes."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.outbox import Outbox
from handlers.desk.server import STANDIN, make_desk
from handlers.desk.workspace import CHANNEL
from handlers.slack.noticeboard import SlackNoticeboard
from store.memory import MemoryStore
from tests.handlers.desk import filed
from tests.handlers.desk.conftest import Served


async def alerted(served: Served) -> str:
    """Posts the alert that is due; its ts."""
    board = SlackNoticeboard(served.standin.client, served.newsroom)
    await Outbox(served.store, board, served.newsroom, clock=lambda: filed.NOW).turn()
    return (await served.wait(1))[0].ts


async def test_a_command_is_answered_by_the_slack_listeners(served: Served):
    await served.send("/say", text="/facts bridge")
    typed, answer = await served.wait(2)
    assert (typed.text, typed.own, typed.ephemeral) == ("/facts bridge", False, True)
    assert answer.own
    assert answer.ephemeral
    page = await served.page("/")
    assert "bridge was" in page
    assert "Only visible to you" in page


async def test_a_question_is_answered_in_its_thread(served: Served):
    await served.send("/say", text="is the bridge open?")
    asked, answer = await served.wait(2)
    assert asked.text == "<@U00000BOT> is the bridge open?"
    assert (answer.thread_ts, answer.own, answer.ephemeral) == (asked.ts, True, False)


async def test_a_question_may_go_into_a_thread(served: Served):
    ts = await alerted(served)
    await served.send("/say", text="is the bridge open?", thread=ts)
    _, asked, answer = await served.wait(3)
    assert (asked.thread_ts, answer.thread_ts) == (ts, ts)


async def test_an_alert_comes_by_itself_with_its_buttons(served: Served):
    await alerted(served)
    page = await served.page("/")
    assert "<strong>closed</strong> on Friday." in page
    assert "Not a conflict" in page


async def test_a_button_works_and_the_alert_is_redrawn(served: Served):
    ts = await alerted(served)
    press = f"dispute:{filed.clash().id}/dispute_resolve 0"
    assert f'value="{press}"' in await served.page("/")
    await served.send("/press", message=ts, press=press)
    _, told = await served.wait(2)
    assert told.ephemeral
    assert "said @you" in told.text
    assert (await served.newsroom.dispute(filed.clash().id)).state == "resolved"
    board = SlackNoticeboard(served.standin.client, served.newsroom)
    await Outbox(served.store, board, served.newsroom, clock=lambda: filed.NOW).turn()
    assert "Reopen" in await served.page("/")


async def test_a_button_that_is_gone_says_so(served: Served):
    ts = await alerted(served)
    for message, press in ((ts, "dispute:x/dispute_resolve 0"), ("1.2", "a/b 0"), (ts, "nonsense"), (ts, "")):
        assert "gone" in await served.send("/press", 409, message=message, press=press)
    assert (await served.newsroom.dispute(filed.clash().id)).state == "open"


async def test_text_that_looks_like_markup_is_shown_as_text(served: Served):
    await served.send("/say", text="/facts <script>alert(1)</script> <!channel>")
    await served.wait(2)
    page = await served.page("/")
    assert "<script>alert" not in page
    assert 'class="who ping"' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_an_article_pasted_into_the_channel_is_filed(served: Served):
    await served.send("/say", text="/article add A new bridge\n\nWork began on a new bridge.")
    await served.hear("Filed: A new bridge")
    assert "A new bridge" in await served.page("/articles")


async def test_nothing_typed_sends_nothing(served: Served):
    await served.send("/say", text="  \n ")
    assert not served.standin.workspace.messages


async def test_too_much_typed_is_refused(served: Served):
    await served.send("/say", 413, text="x" * 200_001)


async def test_without_script_the_channel_works_by_reloading(served: Served):
    headers = {"Origin": served.own["Origin"]}
    async with served.client.post(
        "/say", data={"text": "/facts bridge"}, headers=headers, allow_redirects=False
    ) as reply:
        assert (reply.status, reply.headers["Location"]) == (303, "/#end")


async def test_an_example_can_be_put_into_the_box_by_its_link(served: Served):
    assert ">/who &#34;a&lt;b</textarea>" in await served.page("/?say=/who%20%22a%3Cb")


async def events(served: Served, wanted: int, **how: object) -> list[tuple[str, int, dict]]:
    """The first events of the stream."""
    found: list[tuple[str, int, dict]] = []
    async with asyncio.timeout(10), served.client.get("/changes", **how) as stream:
        assert stream.content_type == "text/event-stream"
        name, number = "", 0
        async for line in stream.content:
            field, _, value = line.decode().rstrip("\n").partition(": ")
            if field == "event":
                name = value
            elif field == "id":
                number = int(value)
            elif field == "data":
                found.append((name, number, json.loads(value)))
                if len(found) == wanted:
                    break
    return found


async def test_the_stream_tells_what_happened_since_and_what_happens_next(served: Served):
    ts = await alerted(served)
    listening = asyncio.create_task(events(served, 3, params={"since": "0", "life": served.standin.workspace.life}))
    await asyncio.sleep(0.05)
    await served.send("/say", text="/facts bridge")
    posted, typed, answer = await listening
    assert (posted[0], posted[1], posted[2]["ts"]) == ("posted", 1, ts)
    assert "Not a conflict" in posted[2]["html"]
    assert "/facts bridge" in typed[2]["html"]
    assert "was" in answer[2]["html"]


async def test_a_page_that_comes_back_hears_only_what_it_missed(served: Served):
    for text in ("one", "two"):
        served.standin.workspace.post(text)
    ((_, number, told),) = await events(
        served, 1, headers={"Last-Event-ID": "1"}, params={"life": served.standin.workspace.life}
    )
    assert number == 2
    assert "two" in told["html"]


@pytest.mark.parametrize("since", ["99", "x", "9" * 30])
@pytest.mark.parametrize("known", [True, False])
async def test_a_page_from_before_a_restart_is_told_to_look_again(served: Served, since: str, known: bool):
    space = served.standin.workspace
    space.post("one")
    (first,) = await events(served, 1, params={"since": since, "life": space.life if known else "before"})
    lost = since == "99" or not known
    assert first[0] == ("stale" if lost else "posted")


async def test_the_page_says_where_alerts_go(served: Served):
    assert "it says so here by itself" in " ".join((await served.page("/")).split())
    served.newsroom.alert_channel = "C0INSLACK"
    assert "it says so in Slack by itself" in " ".join((await served.page("/")).split())


async def test_closing_the_desk_does_not_wait_for_open_pages():
    store = MemoryStore()
    async with asyncio.timeout(8):
        client = TestClient(TestServer(make_desk(filed.newsroom(store), store)))
        await client.start_server()
        await client.get("/changes")
        await client.close()


async def test_a_window_is_shown_sent_off_and_closed(served: Served):
    view = {
        "type": "modal",
        "callback_id": "nobody_listens",
        "title": {"type": "plain_text", "text": "Why?"},
        "submit": {"type": "plain_text", "text": "Settle"},
        "blocks": [
            {"type": "input", "block_id": "how", "label": {"type": "plain_text", "text": "How was it settled?"},
             "element": {"type": "plain_text_input", "action_id": "how"}}
        ],
    }  # fmt: skip
    space = served.standin.workspace
    opened = await served.standin.client.views_open(trigger_id=space.trigger(), view=view)
    page = await served.page("/")
    assert "How was it settled?" in page
    assert "Settle</button>" in page
    await served.send("/window", 409, view="V0")
    await served.send("/window", view=opened["view"]["id"], close="1")
    assert space.view is None
    assert "How was it settled?" not in await served.page("/")


async def test_a_noticeboard_can_share_an_open_stand_in():
    from handlers.desk.standin import Standin

    standin, store = await Standin.open(), await filed.archive()
    newsroom = filed.newsroom(store)
    async with TestClient(TestServer(make_desk(newsroom, store, standin=standin))) as client:
        assert client.app[STANDIN] is standin
        await Outbox(store, SlackNoticeboard(standin.client, newsroom), newsroom, clock=lambda: filed.NOW).turn()
        assert "Not a conflict" in await (await client.get("/")).text()
    posted = await standin.client.conversations_history(channel=CHANNEL)
    assert len(posted["messages"]) == 1, "the caller's stand-in outlives the desk"
    await standin.close()
