"""The desk's channel: what a person types and clicks goes to the same listeners as in Slack, and what
they answer is drawn from the blocks that Slack would get, as it comes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from markupsafe import Markup

from bot.newsroom import Newsroom
from handlers.desk import blockkit, mrkdwn, person, webapi
from handlers.desk.standin import Ack, Standin
from handlers.desk.views import Views
from handlers.desk.workspace import CHANNEL, EDITOR, Change, Message
from handlers.slack import usage

LONGEST = 200_000  # characters a person may paste at once: a very long article
TRIES = [command.examples[0] for command in usage.ALL] + [("how many troops were sent?", "a question")]
PNG = b"\x89PNG\r\n\x1a\n"
HEARTBEAT = 20.0  # seconds: proxies and phones drop a silent stream


class Channel:
    """The page of the channel, what is sent from it, and the stream that tells it what changes."""

    def __init__(self, newsroom: Newsroom, views: Views) -> None:
        self._newsroom, self._views = newsroom, views
        self.standin: Standin  # set when the desk opens

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.page),
            web.post("/say", self.say),
            web.post("/press", self.press),
            web.post("/window", self.window),
            web.get("/changes", self.changes),
            web.get("/files/{file}", self.file),
        ]

    # --- the page

    async def page(self, request: web.Request) -> web.Response:
        """The channel as it stands."""
        space = self.standin.workspace
        return self._views.page(
            "channel.html",
            messages=[self.message(m) for m in space.top()],
            number=space.number,
            life=space.life,
            alerts_here=self._newsroom.alert_channel == CHANNEL,
            window=self.view(),
            prefill=request.query.get("say", "")[:2000],
            counts=await self._newsroom.counts(),
            tries=TRIES,
        )

    def message(self, message: Message) -> Markup:
        """A message as it is shown, its thread below it."""
        body = blockkit.draw(message.blocks) or mrkdwn.html(message.text)
        space = self.standin.workspace
        replies = [] if message.thread_ts else [self.message(m) for m in space.thread(message.ts)]
        return Markup(self._views.draw("message.html", message=message, body=body, replies=replies))

    def view(self) -> Markup:
        """The open window, or nothing."""
        view = self.standin.workspace.view
        if view is None:
            return Markup("")
        words = {k: blockkit.text(view.get(k)) for k in ("title", "submit", "close")}
        return Markup(self._views.draw("window.html", view=view, body=blockkit.draw(view["blocks"]), **words))

    async def file(self, request: web.Request) -> web.Response:
        """A picture that the bot handed in. Only pictures: what is none is not shown."""
        file = self.standin.workspace.files.get(request.match_info["file"])
        if file is None or not file.done or not file.data.startswith(PNG):
            raise web.HTTPNotFound
        return web.Response(
            body=file.data, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
        )

    # --- what a person does

    async def say(self, request: web.Request) -> web.StreamResponse:
        """A command, or else a mention: posted where it shows, and sent to the listeners."""
        form = await request.post()
        typed = str(form.get("text", "")).replace("\r\n", "\n").strip()
        if len(typed) > LONGEST:
            raise web.HTTPRequestEntityTooLarge(max_size=LONGEST, actual_size=len(typed))
        thread = str(form.get("thread", ""))
        space = self.standin.workspace
        if typed and person.is_command(typed):
            space.post(person.escaped(typed), user=EDITOR, ephemeral=True)
            sent = person.command(typed, response_url=self.standin.response_url(), trigger_id=space.trigger())
            self._answered(await self.standin.send_form(sent), sent["command"])
        elif typed:
            thread = thread if thread in space.messages else ""
            asked = space.post(person.mention_text(typed), user=EDITOR, thread_ts=thread)
            self._answered(await self.standin.send_event(person.mention(asked)), "")
        return _done(request)

    async def press(self, request: web.Request) -> web.StreamResponse:
        """A click on something in a message. What it means is looked up here, never taken from the page."""
        form = await request.post()
        space = self.standin.workspace
        message = space.messages.get(str(form.get("message", "")))
        block_id, action_id, choice = clicked(str(form.get("press", "")))
        used = person.element(message.blocks, block_id, action_id) if message else None
        action = person.chosen(used, choice) if used else None
        if message is None or action is None:
            raise web.HTTPConflict(text="That button is gone: the message has changed. Look at it again.")
        sent = person.click(
            action,
            block_id,
            trigger_id=space.trigger(),
            message=webapi.as_slack(space, message),
            ephemeral=message.ephemeral,
            response_url=self.standin.response_url(ts=message.ts, thread_ts=message.thread_ts),
        )
        self._answered(await self.standin.send_form(sent), "")
        return _done(request)

    async def window(self, request: web.Request) -> web.StreamResponse:
        """The open window sent off, closed, or something clicked in it. Its errors come back as JSON."""
        form = await request.post()
        space = self.standin.workspace
        view = space.view
        if view is None or form.get("view") != view["id"]:
            raise web.HTTPConflict(text="That window is closed already.")
        if form.get("press"):
            return await self._press_in(view, str(form["press"]), request)
        if form.get("close"):
            space.close_view()
            if view.get("notify_on_close"):
                await self.standin.send_form(person.dismissal(view, trigger_id=space.trigger()))
            return _done(request)
        typed = {blockkit.place(k): ",".join(str(v) for v in form.getall(k)) for k in form}
        ack = await self.standin.send_form(person.submission(view, typed, trigger_id=space.trigger()))
        return self._submitted(request, ack)

    async def _press_in(self, view: Mapping[str, Any], pressed: str, request: web.Request) -> web.StreamResponse:
        block_id, action_id, choice = clicked(pressed)
        used = person.element(view["blocks"], block_id, action_id)
        action = person.chosen(used, choice) if used else None
        if action is None:
            raise web.HTTPConflict(text="That button is gone: the window has changed.")
        trigger = self.standin.workspace.trigger()
        self._answered(await self.standin.send_form(person.click(action, block_id, trigger_id=trigger, view=view)), "")
        return _done(request)

    def _submitted(self, request: web.Request, ack: Ack) -> web.StreamResponse:
        space, said = self.standin.workspace, ack.said
        if ack.ok and said.get("response_action") == "errors":
            return web.json_response({"errors": said.get("errors", {})}, status=422)
        if ack.ok and said.get("response_action") in ("update", "push"):
            webapi.show_view(space, said["view"])
        elif ack.ok:
            space.close_view()
        else:
            return web.json_response({"errors": {"": "The bot did not take it. Try again."}}, status=422)
        return _done(request)

    def _answered(self, ack: Ack, command: str) -> None:
        """Shows what came with the acknowledgement, or, as Slack does, that there was none."""
        space = self.standin.workspace
        if not ack.ok:
            space.post(_unanswered(ack, command), user="USLACKBOT", ephemeral=True)
        elif command and ack.said:
            token = space.response_token()
            webapi.respond(space, token, ack.said)

    # --- what changes

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: each message that is posted, changed or deleted, and the window."""
        since = request.headers.get("Last-Event-ID") or request.query.get("since", "0")
        number = int(since) if since.isdigit() and len(since) < 12 else 0
        space = self.standin.workspace
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        if space.missed(number, request.query.get("life", "")):
            await stream.write(_event("stale", space.number, {}))
            return stream
        with space.listening(number) as changes:
            await self._tell(stream, changes)
        return stream

    async def _tell(self, stream: web.StreamResponse, changes: Any) -> None:
        """Writes changes as they come, and a comment now and then, until the page or the desk is closed."""
        coming: asyncio.Task[Change] | None = None
        try:
            await stream.write(b": here\n\n")
            while True:
                coming = coming or asyncio.ensure_future(anext(changes))
                done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT)
                if not done:
                    await stream.write(b": still here\n\n")
                    continue
                change, coming = coming.result(), None
                await stream.write(_event(change.what, change.number, self._told(change)))
        except (StopAsyncIteration, ConnectionError):
            return
        finally:
            if coming is not None:
                coming.cancel()

    def _told(self, change: Change) -> dict[str, str]:
        """What the page needs to show a change: the message as it is now."""
        if change.what in ("view", "closed"):
            return {"html": str(self.view())}
        message = self.standin.workspace.messages.get(change.ts)
        if message is None:
            return {"ts": change.ts, "html": ""}
        return {"ts": message.ts, "thread": message.thread_ts, "html": str(self.message(message))}


def _event(name: str, number: int, told: Mapping[str, str]) -> bytes:
    return f"event: {name}\nid: {number}\ndata: {json.dumps(told)}\n\n".encode()


def clicked(value: str) -> tuple[str, str, int]:
    """(block id, action id, number of the option) of the thing that was pressed."""
    name, _, choice = value.partition(" ")
    return *blockkit.place(name), int(choice) if choice.isdecimal() and len(choice) < 4 else -1


def _unanswered(ack: Ack, command: str) -> str:
    if ack.status == 404 and command:
        return f"`{command}` is not a command here. Try `/wirecheck help`."
    what = f"`{command}`" if command else "That"
    if ack.status == 0:
        return f"{what} got no answer within three seconds. Try again."
    return f"{what} failed (the bot said {ack.status}). Try again; the log knows more."


def _done(request: web.Request) -> web.StreamResponse:
    """For the page's own script nothing more; without it, the channel again."""
    if request.headers.get("X-Desk") == "script":
        return web.Response(status=204)
    raise web.HTTPSeeOther("/home?drawn" if urlsplit(request.headers.get("Referer", "")).path == "/home" else "/#end")
