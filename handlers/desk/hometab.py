"""The bot's Home tab on the desk: drawn by the same listeners as in Slack, from the same blocks; it works without scripts."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from markupsafe import Markup

from handlers.desk import blockkit, person
from handlers.desk.channel import Channel, clicked
from handlers.desk.views import Views

#: How long the page waits for the bot to draw the tab, in seconds; then it shows it as it was.
PATIENCE = 5.0


class HomeTab:
    """The page of the tab, and what is pressed in it."""

    def __init__(self, channel: Channel, views: Views) -> None:
        self._channel, self._views = channel, views

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/home", self.page), web.post("/home", self.press)]

    async def page(self, request: web.Request) -> web.Response:
        """The tab, drawn anew as it is opened; with the window that was opened from it, if one was."""
        standin = self._channel.standin
        space = standin.workspace
        if "drawn" not in request.query:
            await self._answered(standin.send_event(person.home_opened(space.home)))
        blocks = space.home["blocks"] if space.home else ()
        body = blockkit.draw(blocks) or Markup("<p>The bot has not drawn it yet. Load the page again.</p>")
        return self._views.page("home.html", body=body, window=self._channel.view())

    async def press(self, request: web.Request) -> web.StreamResponse:
        """A click in the tab, or what was typed into its box. What it means is looked up here, never taken from the
        page."""
        form = await request.post()
        standin = self._channel.standin
        view = standin.workspace.home
        block_id, action_id, choice = clicked(str(form.get("press", "")))
        used = person.element(view["blocks"], block_id, action_id) if view else None
        action = person.chosen(used, choice) if used else None
        if view is None or action is None:
            raise web.HTTPConflict(text="That button is gone: the tab has changed. Load it again.")
        if used and used["type"] == "plain_text_input":
            action["value"] = str(form.get(blockkit.where(block_id, action_id), ""))[
                : int(used.get("max_length", 3000))
            ]
        sent = person.click(action, block_id, trigger_id=standin.workspace.trigger(), view=view)
        await self._answered(standin.send_form(sent))
        raise web.HTTPSeeOther("/home?drawn")

    async def _answered(self, sending: Any) -> None:
        """Sends, and waits until the tab is drawn or a window opened, as far as patience goes."""
        space = self._channel.standin.workspace
        with space.listening(space.number) as changes:
            try:
                async with asyncio.timeout(PATIENCE):
                    await sending
                    async for change in changes:
                        if change.what in ("home", "view", "posted"):
                            return
            except TimeoutError:
                return
