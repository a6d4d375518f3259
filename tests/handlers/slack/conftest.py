"""Real Bolt over real HTTP, between a Slack of our own and a newsroom that works."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import http
from handlers.slack.app import make_app
from handlers.slack.client import UNFURLING, WEB_API, make_client
from tests.handlers.slack.newsroom_fake import NewsroomFake
from tests.handlers.slack.signed import SECRET, Sender
from tests.handlers.slack.slack_double import TOKEN, SlackDouble


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    double = await SlackDouble().start()
    yield double
    await double.stop()


@pytest.fixture
def newsroom() -> NewsroomFake:
    return NewsroomFake()


@pytest.fixture
async def client(slack: SlackDouble) -> AsyncIterator[AsyncWebClient]:
    async with ClientSession() as session:
        yield make_client(TOKEN, api_url=slack.api, session=session)


@pytest.fixture
async def send(slack: SlackDouble, newsroom: NewsroomFake, client: AsyncWebClient) -> AsyncIterator[Sender]:
    app = make_app(newsroom, client=client, signing_secret=SECRET)  # type: ignore[arg-type]
    site = web.Application()
    http.mount(site, app)
    server = TestServer(site)
    await server.start_server()
    yield Sender(str(server.make_url(http.PATH)), app, slack)
    await server.close()
    # What is called and not declared would ask for a scope that the manifest does not have.
    assert {name for name, _ in slack.calls} <= {*WEB_API, *UNFURLING}
