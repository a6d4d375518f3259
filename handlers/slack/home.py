"""The Home tab: what is disputed now, and what was filed last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import blocks, verified
from handlers.slack.client import patiently, slack_errors

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

DISPUTES_SHOWN = 10
ARTICLES_SHOWN = 10


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the tab being opened."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab", "home") == "home":
            await publish(client, newsroom, event["user"])


async def publish(client: AsyncWebClient, newsroom: Newsroom, user: str) -> None:
    """Draws a person's Home tab anew."""
    found = await verified.disputes(newsroom, await newsroom.disputes("open", limit=DISPUTES_SHOWN))
    editions = await newsroom.articles(limit=ARTICLES_SHOWN)
    view = blocks.home(found, editions, await newsroom.counts())

    async def send() -> None:
        with slack_errors("drawing the Home tab"):
            await client.views_publish(user_id=user, view=view)

    await patiently(send)
