"""Whatever goes wrong, who waits is told where they look, under a reference that stands in the log."""

from __future__ import annotations

import json
import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import FetchFailed, NotAllowed, Refused, StoreFailed
from handlers.slack import answer_blocks, dispute_blocks, http
from handlers.slack.app import make_app
from tests.handlers.slack.newsroom_fake import OPEN, NewsroomFake
from tests.handlers.slack.signed import SECRET, Sender, direct, mention
from tests.handlers.slack.slack_double import Fault, SlackDouble
from tests.handlers.slack.test_commands import said

HOME = {"type": "app_home_opened", "user": "Uann", "tab": "home", "channel": "D1"}


class Broken(NewsroomFake):
    """A newsroom that fails at everything, quoting an article."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def _fail(self, *args: object, **kwargs: object) -> None:
        raise self.error

    facts = who = answer = disputes = dispute = dossier = add = withdraw = plan_digest = digest = counts = settle = (
        _fail  # type: ignore[assignment]
    )
    claim = check = timeline = _fail  # type: ignore[assignment]


@pytest.fixture
def newsroom() -> NewsroomFake:
    return Broken(RuntimeError("it says: Pyongyang confirmed the deployment"))


def shown(slack: SlackDouble) -> list[str]:
    """Everything a person could read."""
    messages = [m for channel in slack.messages.values() for m in channel]
    views = [*slack.modals, *slack.homes.values()]
    return [json.dumps(one) for one in [*slack.answers, *messages, *views]]


async def by_command(send: Sender) -> None:
    await send.command("/facts", "bridge")


async def by_filing(send: Sender) -> None:
    await send.command("/article", "add The mayor resigned.")


async def by_mention(send: Sender) -> None:
    await send.event(mention("<@UBOT> is the bridge open?"))


async def by_direct_message(send: Sender) -> None:
    await send.event(direct("is the bridge open?"))


async def by_home(send: Sender) -> None:
    await send.event(HOME)


async def by_button(send: Sender) -> None:
    await send.press({"action_id": dispute_blocks.SHOW, "value": "d1"})


async def by_button_at_home(send: Sender) -> None:
    await send.press({"action_id": dispute_blocks.SHOW, "value": "d1"}, in_home=True)


async def by_button_in_a_window(send: Sender) -> None:
    view = {"id": "V1", "type": "modal"}
    await send.press({"action_id": answer_blocks.OPEN, "value": "c1"}, in_home=True, view=view)


async def by_shortcut(send: Sender) -> None:
    await send.point_at("check_message", "The bridge is open.")


@pytest.mark.parametrize(
    "way",
    [
        by_command,
        by_filing,
        by_mention,
        by_direct_message,
        by_home,
        by_button,
        by_button_at_home,
        by_button_in_a_window,
        by_shortcut,
    ],
)
@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("it says: Pyongyang confirmed the deployment"),
        StoreFailed("the disk is full; make room"),
        FetchFailed("the site does not answer; try again later"),
        Refused("that address is inside your own network; set WIRECHECK_FETCH_PRIVATE to allow it"),
        NotAllowed("Not everybody may do this here. Please ask Ann"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_it_is_told_with_a_reference_that_stands_in_the_log(
    send: Sender, slack: SlackDouble, newsroom: Broken, way, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="handlers.slack.errors")
    newsroom.error = error
    await way(send)
    told = " ".join(shown(slack))
    [reference] = set(re.findall(r"reference ([0-9a-f]{8})", told))
    assert [r.reference for r in caplog.records if hasattr(r, "reference")] == [reference]
    assert "Pyongyang" not in told
    if not isinstance(error, RuntimeError):
        assert str(error) in told


async def test_a_window_that_slack_does_not_open_is_told_too(slack: SlackDouble, client, caplog) -> None:
    app = make_app(NewsroomFake(), client=client, signing_secret=SECRET)  # type: ignore[arg-type]
    site = web.Application()
    http.mount(site, app)
    async with TestServer(site) as server:
        send = Sender(str(server.make_url(http.PATH)), app, slack)
        slack.fail("views.open", Fault(error="expired_trigger_id"))
        await send.press({"action_id": answer_blocks.OPEN, "value": OPEN.claim.id})
    assert "expired_trigger_id" in said(slack.answers[0])
    assert "(reference " in said(slack.answers[0])
