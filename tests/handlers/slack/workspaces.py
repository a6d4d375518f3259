"""Two newsrooms in one bot: both install it over HTTP, and Slack's side can speak for either."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.newsroom import Newsroom
from bot.nouns import Claim, Revision, Statement
from bot.settings import Settings
from bot.several import SeveralLine
from handlers.slack import http
from handlers.slack.app import drain
from handlers.slack.underway import Ledger
from store.sqlite import SqliteStore
from tests.handlers.slack.signed import FORM, SECRET, Sender
from tests.handlers.slack.slack_double import SlackDouble, _args
from tests.store.factories import at, claim, everything, revision

_events = itertools.count(1)
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY, OLDER_KEY = "A" * 43 + "=", "B" * 43 + "="
#: Whoever has this name stands in no archive but that of team A.
SECRET_NAME = "Quillfeather"
A, B = "T0AAA", "T0BBB"


class Slacks(SlackDouble):
    """A Slack with several workspaces: who calls is known by the token, which it gives for a code."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, dict[str, Any]] = {}
        self.by_token: list[tuple[str, str, dict[str, Any]]] = []
        self.members: dict[str, list[str]] = {}

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, args = request.match_info["method"], await _args(request)
        if method == "oauth.v2.access":
            self.calls.append((method, args))
            return web.json_response(self.codes.pop(str(args.get("code")), {"ok": False, "error": "invalid_code"}))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.by_token.append((token, method, args))
        return await super()._api(request)

    def _auth_test(self, args: dict[str, Any]) -> dict[str, Any]:
        return {**super()._auth_test(args), "url": "https://t.slack.test/"}

    def _usergroups_users_list(self, args: dict[str, Any]) -> dict[str, Any]:
        found = self.members.get(args["usergroup"])
        return {"ok": True, "users": found} if found is not None else {"ok": False, "error": "no_such_subteam"}

    def _users_conversations(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channels": [{"id": "C1", "name": "news"}, {"id": "C7", "name": "desk"}]}

    def grant(self, code: str, team: str, *, token: str = "", **more: Any) -> None:
        """What Slack gives for a code: an installation in this workspace."""
        bot = token or f"xoxb-{team}"
        self.app_tokens.add(bot)
        self.codes[code] = {
            "ok": True,
            "app_id": "A1",
            "access_token": bot,
            "token_type": "bot",
            "scope": "commands",
            "bot_user_id": "UBOT",
            "team": {"id": team, "name": f"The {team} Post"},
            "authed_user": {"id": "Uinstaller"},
            **more,
        }


class TeamSender(Sender):
    """Slack's side for one workspace of several."""

    def __init__(self, url: str, slack: Slacks, team: str, line: SeveralLine) -> None:
        self.url, self.slack, self.team, self.line = url, slack, team, line

    async def command(self, name: str, text: str = "", *, user: str = "ann", **more: str) -> tuple[int, str]:
        return await super().command(name, text, user=user, **{"team_id": self.team, **more})

    async def event(self, event: dict[str, Any], *, event_id: str = "", **headers: str) -> tuple[int, str]:
        body = {
            "type": "event_callback",
            "team_id": self.team,
            "event_id": event_id or f"Ev{self.team}{next(_events)}",
            "event": event,
        }
        body["authorizations"] = [{"team_id": self.team, "user_id": "UBOT", "is_bot": True}]
        return await self.post(json.dumps(body), "application/json", **headers)

    async def interact(self, payload: dict[str, Any]) -> tuple[int, str]:
        """A press, a window handed in, a shortcut."""
        user = {"id": "Uann", "username": "ann", "team_id": self.team}
        told = {"team": {"id": self.team}, "user": user, "trigger_id": f"t{self.team}{next(_events)}", **payload}
        return await self.post(urlencode({"payload": json.dumps(told)}), FORM)

    async def post(self, body: Any, content_type: str, **more: Any) -> tuple[int, str]:
        self.app = _Nobody()  # type: ignore[assignment]
        said = await super().post(body, content_type, **more)
        for workspace in list(self.line.workspaces.at_work.values()):
            await drain(workspace.app, 10)
        return said


class _Nobody:
    """In place of one app: ``TeamSender`` waits for all of them itself."""

    class listener_runner:
        from handlers.slack.tasks import AtWork

        listener_start_handler = AtWork(Ledger(None, clock=lambda: NOW, secret=""))


async def read(revision: Revision) -> tuple[Claim, ...]:
    """A reader for whom every text is one claim by whoever its first word names."""
    quote = revision.text.strip().splitlines()[-1]
    start = revision.text.index(quote)
    return (claim(revision, quote, start=start, source_name=quote.split()[0], cue_lemma="say", cue_class="say"),)


class Two:
    """The bot, Slack before it, and the two workspaces."""

    def __init__(self, folder: Path, slack: Slacks, url: str, line: SeveralLine, main: Newsroom) -> None:
        self.folder, self.slack, self.base, self.line, self.main = folder, slack, url, line, main
        self.a, self.b = (TeamSender(url + http.PATH, slack, team, line) for team in (A, B))

    def archive(self, team: str) -> Path:
        return self.folder / f"main-{team}.db"

    async def install(self, team: str, *, token: str = "", **more: Any) -> tuple[int, str]:
        """The whole way: the page, Slack's own, and back; (status, page)."""
        self.slack.grant(f"code-{team}", team, token=token, **more)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
            state, cookie = await self.begin(browser)
            return await self.back(browser, f"code-{team}", state, cookie)

    async def begin(self, browser: aiohttp.ClientSession) -> tuple[str, str]:
        """(state, cookie) of an installation that was begun."""
        async with browser.get(f"{self.base}/slack/install", allow_redirects=False) as page:
            assert page.status == 302
            [state] = URL(page.headers["Location"]).query.getall("state")
            return state, page.headers["Set-Cookie"].split(";")[0]

    async def back(self, browser: aiohttp.ClientSession, code: str, state: str, cookie: str) -> tuple[int, str]:
        """Slack sends the person back."""
        where, headers = f"{self.base}/slack/oauth_redirect", {"Cookie": cookie} if cookie else {}
        async with browser.get(where, params={"code": code, "state": state}, headers=headers) as page:
            return page.status, await page.text()

    def store(self, team: str) -> SqliteStore:
        found = self.line.workspaces.at_work[team].newsroom.store
        assert isinstance(found, SqliteStore)
        return found


async def clash_in(store: SqliteStore, channel: str = "C1") -> tuple[str, str, str]:
    """Two articles that clash; (dispute id, claim id, article id). The secret name speaks in both."""
    one = revision("harbour", f"{SECRET_NAME} said the harbour is closed.", url="https://harbour.example/1")
    two = revision("port", f"{SECRET_NAME} says the harbour is open.", url="https://harbour.example/2", minutes=1)
    [old], [new] = await read(one), await read(two)
    await store.file(one, [old], lambda rivals: _none(), alert_channel=channel, now=at())
    decide = everything(two, [new])
    filing = await store.file(two, [new], decide, alert_channel=channel, now=at(1))
    [dispute_id] = filing.decision.opened
    assert Statement(old, one.edition)
    return dispute_id, old.id, one.edition.article_id


def _none() -> Any:
    from bot.nouns import Decision

    return Decision()


@asynccontextmanager
async def two(folder: Path, clock: Callable[[], datetime] = lambda: NOW, **chosen: Any) -> AsyncIterator[Two]:
    """The bot at work for several workspaces, over files in this folder; ``chosen`` are more settings."""
    from handlers.slack.install import make_flow  # noqa: F401  (what is under test must import)

    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    slack = Slacks()
    await slack.start()
    given = {
        "database": f"sqlite:///{folder}/main.db",
        "slack_client_id": "1.2",
        "slack_client_secret": "client-secret",
        "slack_signing_secret": SECRET,
        "secret_key": KEY,
        "slack_api_url": slack.api,
    }
    settings = Settings(_env_file=None, **{**given, **chosen})  # type: ignore[call-arg]
    store = SqliteStore.open(settings.database)
    main = Newsroom(store, read, clock=clock)
    async with aiohttp.ClientSession() as session:
        line = SeveralLine(settings, main, session)
        site = web.Application()
        site.add_routes(line.routes())
        http.mount(site, line.app)
        server = TestServer(site)
        await server.start_server()
        try:
            yield Two(folder, slack, str(server.make_url("")).rstrip("/"), line, main)
        finally:
            await line.close()
            await server.close()
            await store.close()
            await slack.stop()
