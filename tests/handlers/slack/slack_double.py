"""A small Slack of our own, for what the independent emulator lacks: response_urls, strictness, and faults."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.handlers.slack.block_rules import complaints, message_complaints

TOKEN = "xoxb-double"
BOT_USER, BOT_ID, TEAM = "UBOT", "BBOT", "T1"


@dataclass
class Fault:
    """What goes wrong with one call. ``taken``: Slack did take it, and then the line was cut or went silent.
    ``late``: it takes it so many seconds later, whoever still listens. ``half``: the answer breaks off in the middle."""

    status: int = 0
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    cut: bool = False
    half: bool = False
    hang: float = 0.0
    late: float = 0.0
    still: Callable[[], bool] = lambda: True  # whether it takes, so late, anything at all
    taken: bool = False


class SlackDouble:
    """Messages by channel, views by user, what was answered at response_urls, every call in order."""

    def __init__(self, clock: Iterator[float] | None = None) -> None:
        """``clock`` gives the seconds that messages are stamped with, no two the same."""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.homes: dict[str, dict[str, Any]] = {}
        self.modals: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.answered: dict[str, list[dict[str, Any]]] = defaultdict(list)  # the same by the name of the response_url
        self.unfurled: list[dict[str, Any]] = []
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        #: Asked for a fault where none is set: given the method, its arguments and the call's headers.
        self.weather: Callable[[str, dict[str, Any], Mapping[str, str]], Fault | None] = lambda *call: None
        self.members: dict[str, dict[str, str]] = {}  # user -> the channels they are in, by id, with names
        self.files: dict[str, dict[str, Any]] = {}  # id -> what is known of it, "data" once it came
        self.looks_at_files = 0  # so many messages with a file are refused before Slack shows it
        self.app_tokens: set[str] = set()  # the tokens, besides the bot's, that are let in
        self.page = 100
        self.takes_tables = ""  # the error it says to a table, if it takes none
        self._clock: Iterator[float] = clock or itertools.count(1_700_000_000)
        self._server: TestServer | None = None

    async def start(self) -> SlackDouble:
        app = web.Application(client_max_size=1 << 22)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/respond/{name}", self._respond)
        app.router.add_post("/upload/{file}", self._upload)
        self._server = TestServer(app)
        await self._server.start_server()
        return self

    async def stop(self) -> None:
        assert self._server
        await self._server.close()

    @property
    def api(self) -> str:
        return str(self._server.make_url("/api/"))  # type: ignore[union-attr]

    def response_url(self, name: str = "r1") -> str:
        return str(self._server.make_url(f"/respond/{name}"))  # type: ignore[union-attr]

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of this method fail so, one after the other."""
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [args for name, args in self.calls if name == method]

    # --- the two doors

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, args = request.match_info["method"], await _args(request)
        self.calls.append((method, args))
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in {TOKEN, *self.app_tokens}:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return await self._faulty(request, method, lambda: web.json_response(self._do(method, args)), args)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()

        def take() -> web.Response:
            if wrong := message_complaints(said):
                return web.Response(status=400, text=f"invalid_blocks {wrong}")
            if self._not_ready(said):
                return web.json_response({"ok": False, "error": "invalid_blocks"}, status=404)
            self.answers.append(said)
            self.answered[request.match_info["name"]].append(said)
            return web.Response(text="ok")

        return await self._faulty(request, "respond", take, said)

    async def _faulty(self, request: web.Request, method: str, take: Any, args: dict[str, Any]) -> web.StreamResponse:
        fault = self.faults[method].popleft() if self.faults[method] else self.weather(method, args, request.headers)
        if (fault is None or fault.late) and (gone := _hung_up(request)):
            return gone
        if fault is None:
            return take()
        if fault.late:
            await asyncio.sleep(fault.late)
            if fault.still():
                return take()
            fault = Fault(cut=True)
        if fault.half:
            return await _broken_off(request, take())
        if fault.taken:
            take()
        if fault.hang:
            await asyncio.sleep(fault.hang)
        if fault.cut:
            assert request.transport
            request.transport.close()
            return web.Response()
        if fault.error:
            return web.json_response({"ok": False, "error": fault.error}, headers=fault.headers)
        if fault.body is not None:
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers, content_type="text/html")
        return web.json_response({"ok": False, "error": "ratelimited"}, status=fault.status, headers=fault.headers)

    # --- the methods

    def _do(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        return getattr(self, "_" + method.replace(".", "_"), lambda _: _no("unknown_method"))(args)

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user_id": BOT_USER, "bot_id": BOT_ID, "team_id": TEAM, "team": "t", "user": "wirecheck"}

    def _chat_postMessage(self, args: dict[str, Any]) -> dict[str, Any]:
        if self.takes_tables and _has_table(args):
            return _no(self.takes_tables)
        if message_complaints(args):
            return {**_no("invalid_blocks"), "response_metadata": {"messages": message_complaints(args)}}
        message = {**args, "ts": f"{next(self._clock) + 0.0001:.6f}", "bot_id": BOT_ID}
        self.messages[args["channel"]].append(message)
        return {"ok": True, "channel": args["channel"], "ts": message["ts"], "message": message}

    def _chat_update(self, args: dict[str, Any]) -> dict[str, Any]:
        if self.takes_tables and _has_table(args):
            return _no(self.takes_tables)
        if message_complaints(args):
            return _no("invalid_blocks")
        for message in self.messages[args["channel"]]:
            if message["ts"] == args["ts"]:
                message.update(args)
                return {"ok": True, "channel": args["channel"], "ts": args["ts"]}
        return _no("message_not_found")

    def _conversations_history(self, args: dict[str, Any]) -> dict[str, Any]:
        oldest = float(args.get("oldest") or 0)
        top = [m for m in self.messages[args["channel"]] if not m.get("thread_ts") and float(m["ts"]) >= oldest]
        return self._paged(list(reversed(top)), args)

    def _conversations_replies(self, args: dict[str, Any]) -> dict[str, Any]:
        thread = [m for m in self.messages[args["channel"]] if args["ts"] in (m["ts"], m.get("thread_ts"))]
        return self._paged(thread, args) if thread else _no("thread_not_found")

    def _paged(self, found: list[dict[str, Any]], args: dict[str, Any]) -> dict[str, Any]:
        at = int(args.get("cursor") or 0)
        shown = found[at : at + min(self.page, int(args.get("limit") or 100))]
        if args.get("include_all_metadata") not in (True, "1", "true", "True", 1):
            shown = [{k: v for k, v in m.items() if k != "metadata"} for m in shown]
        after = at + len(shown)
        return {
            "ok": True,
            "messages": shown,
            "has_more": after < len(found),
            "response_metadata": {"next_cursor": str(after) if after < len(found) else ""},
        }

    def _conversations_open(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channel": {"id": "D" + args["users"].removeprefix("U")}}

    def _users_conversations(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channels": [{"id": i, "name": n} for i, n in self.members.get(args["user"], {}).items()]}

    def _files_getUploadURLExternal(self, args: dict[str, Any]) -> dict[str, Any]:
        if len(args.get("alt_txt", "")) > 1000:
            return _no("alt_txt_too_large")
        file = f"F{len(self.files) + 1:08d}"
        self.files[file] = {**args, "done": False}
        return {"ok": True, "file_id": file, "upload_url": self.api.replace("/api/", f"/upload/{file}")}

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.files[request.match_info["file"]]
        file["data"] = await request.read()
        return web.Response(text="OK", status=200 if len(file["data"]) == int(file["length"]) else 400)

    def _files_completeUploadExternal(self, args: dict[str, Any]) -> dict[str, Any]:
        files = json.loads(args["files"])
        if any("data" not in self.files.get(f["id"], {}) for f in files):
            return _no("file_not_found")
        for file in files:
            self.files[file["id"]] |= {**file, "done": True, "channel_id": args.get("channel_id")}
        return {"ok": True, "files": [{"id": f["id"], "title": f.get("title")} for f in files]}

    def _not_ready(self, message: dict[str, Any]) -> bool:
        """Whether it shows a file that Slack has not, or has not looked over yet."""
        shown = [b["slack_file"]["id"] for b in message.get("blocks") or () if "slack_file" in b]
        if shown and self.looks_at_files:
            self.looks_at_files -= 1
            return True
        return any(not self.files.get(f, {}).get("done") for f in shown)

    def _chat_unfurl(self, args: dict[str, Any]) -> dict[str, Any]:
        unfurls = json.loads(args["unfurls"]) if isinstance(args["unfurls"], str) else args["unfurls"]
        if any(complaints(one["blocks"]) for one in unfurls.values()):
            return _no("invalid_blocks")
        self.unfurled.append({**args, "unfurls": unfurls})
        return {"ok": True}

    def _views_publish(self, args: dict[str, Any]) -> dict[str, Any]:
        if complaints(args["view"]["blocks"], most=100):
            return _no("invalid_blocks")
        self.homes[args["user_id"]] = args["view"]
        return {"ok": True, "view": args["view"]}

    def _views_open(self, args: dict[str, Any]) -> dict[str, Any]:
        if complaints(args["view"]["blocks"], most=100) or len(args["view"]["title"]["text"]) > 24:
            return _no("invalid_blocks")
        self.modals.append(args["view"])
        return {"ok": True, "view": args["view"]}


def _hung_up(request: web.Request) -> web.Response | None:
    """Where whoever called has gone before it was heard (this machine is busy), nothing is taken."""
    gone = request.transport is None or request.transport.is_closing()
    return web.Response() if gone else None


async def _broken_off(request: web.Request, answer: web.Response) -> web.StreamResponse:
    body = answer.body
    assert isinstance(body, bytes)
    begun = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await begun.prepare(request)
    await begun.write(body[: len(body) // 2])
    assert request.transport
    request.transport.close()
    return begun


def _has_table(message: dict[str, Any]) -> bool:
    return any(block["type"] == "table" for block in message.get("blocks") or ())


def _no(error: str) -> dict[str, Any]:
    return {"ok": False, "error": error}


async def _args(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return {k: v for k, v in (await request.json()).items() if v is not None}
    args = {**request.query, **await request.post()}
    for name in ("view", "blocks", "metadata"):
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return args
