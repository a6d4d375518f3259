"""Several workspaces in one bot: each installs it itself, and has an archive, listeners, an outbox and feeds of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import WirecheckError
from bot.following import Following
from bot.guarded import Guard
from bot.intake.addresses import anywhere, is_open
from bot.intake.fetching import WebFetcher
from bot.intake.poller import Poller
from bot.intake.rounds import Rounds
from bot.newsroom import Newsroom
from bot.outbox import Outbox
from bot.ports import Noticeboard, Store
from bot.schedule import Scheduler
from bot.settings import TEAM, Settings, listed
from bot.workspaces import Workspaces
from store.connections import MEMORY
from store.sqlite import SqliteStore, path_of

if TYPE_CHECKING:
    from aiohttp import ClientSession, web
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.oauth.installation_store import Installation

log = logging.getLogger(__name__)

#: How long the listeners of a workspace at work get when it is closed, and its feeds, in seconds.
DRAIN, FEEDS = 6.0, 2.0


def archive_of(database: str, team: str) -> str:
    """The archive of a workspace: a file beside the main one, with its id in the name."""
    if TEAM.fullmatch(team) is None:
        raise ValueError(f"{team!r} is no workspace's id")
    path = path_of(database)
    if path == MEMORY:
        return database
    main = Path(path)
    return f"sqlite:///{main.with_name(f'{main.stem}-{team}{main.suffix}')}"


@dataclass(slots=True)
class Workspace:
    """One workspace at work; ``noticeboard`` is its Slack."""

    team: str
    newsroom: Newsroom
    app: AsyncApp
    noticeboard: Noticeboard
    stack: AsyncExitStack

    async def close(self) -> None:
        """Stops what posts and visits, lets the listeners at work finish, closes the archive."""
        await self.stack.aclose()
        log.info("workspace closed", extra={"workspace": self.team})


class SeveralLine:
    """The connection to Slack of several workspaces; as ``bot.app.SlackLine`` is that of one."""

    def __init__(
        self,
        settings: Settings,
        main: Newsroom,
        session: ClientSession,
        *,
        at_home: Callable[[Noticeboard | None], None] = lambda board: None,
    ) -> None:
        from handlers.slack.client import make_client
        from handlers.slack.door import Door
        from handlers.slack.installations import Installations

        assert isinstance(main.store, SqliteStore)
        self._settings, self._main, self._session, self._at_home = settings, main, session, at_home
        self._shelf = main.store.installations
        self.installations = Installations(self._shelf, settings.keys, clock=main.clock)
        self.workspaces: Workspaces[Workspace] = Workspaces(self._opened)
        self._fetcher = WebFetcher(is_open=anywhere if settings.fetch_private else is_open)
        #: Slack without anybody's token: for installing, and for Socket Mode, which has its own.
        self._client = make_client("", api_url=settings.slack_api_url, session=session)
        secret = settings.slack_signing_secret.get_secret_value()
        self.app = Door(self._listeners, signing_secret=secret)
        self.noticeboard: Noticeboard | None = None
        self._socket: Any = None
        if settings.slack == "socket":
            from handlers.slack.socket import socket_mode

            self._socket = socket_mode(self.app, self._client, settings.slack_app_token.get_secret_value())

    @property
    def by_http(self) -> bool:
        return self._socket is None

    @property
    def handler(self) -> Any:
        return self._socket

    def routes(self) -> list[web.RouteDef]:
        """The pages by which a workspace installs the bot."""
        from handlers.slack import install, manifest
        from handlers.slack.installations import States

        chosen = self._settings
        flow = install.make_flow(
            self._client,
            self.installations,
            States(self._shelf, clock=self._main.clock),
            client_id=chosen.slack_client_id,
            client_secret=chosen.slack_client_secret.get_secret_value(),
            scopes=sorted({**manifest.SCOPES, **(manifest.UNFURL_SCOPES if chosen.link_domains else {})}),
            teams=listed(chosen.teams),
            told=self._installed,
        )
        return install.routes(flow)

    async def connected(self) -> bool:
        """Whether Slack can reach us; over HTTP that is up to Slack."""
        return self.by_http or bool(await self._socket.client.is_connected())

    def stores(self) -> Mapping[str, Store]:
        """The archives of the workspaces at work, but for the main one."""
        at_work = self.workspaces.at_work
        return {team: one.newsroom.store for team, one in at_work.items() if one.newsroom is not self._main}

    async def open_all(self) -> None:
        """Opens every workspace that installed the bot: what is owed there has to be posted, asked or not."""
        if changed := await self.installations.renew():
            log.info("tokens locked with the new key", extra={"workspaces": changed})
        for team in await self.installations.teams():
            try:
                await self.workspaces.of(team)
            except Exception as failed:  # one archive that is damaged must not keep the others shut
                reason = str(failed) if isinstance(failed, WirecheckError) else type(failed).__name__
                log.error("a workspace could not be opened", extra={"workspace": team, "reason": reason})

    async def close(self) -> None:
        """Takes no more from Slack, and closes all workspaces."""
        if self._socket is not None:
            await self._socket.close_async()
        await self.workspaces.close()
        await self._fetcher.close()

    # --- one workspace

    async def _listeners(self, team: str) -> AsyncApp | None:
        found = await self.workspaces.of(team) if TEAM.fullmatch(team) else None
        return found.app if found else None

    async def _opened(self, team: str) -> Workspace | None:
        installation = await self.installations.of(team)
        if installation is None:
            return None
        async with AsyncExitStack() as stack:
            made = await self._made(team, installation, stack)
            made.stack = stack.pop_all()
        log.info("workspace opened", extra={"workspace": team})
        return made

    async def _made(self, team: str, installation: Installation, stack: AsyncExitStack) -> Workspace:
        from handlers.slack.app import drain, make_app, taking_up
        from handlers.slack.client import make_client
        from handlers.slack.groups import Groups
        from handlers.slack.noticeboard import SlackNoticeboard

        home = team == self._settings.home_team
        newsroom = self._main if home else await self._newsroom(team, stack)
        client = make_client(str(installation.bot_token), api_url=self._settings.slack_api_url, session=self._session)
        groups = Groups(client)
        guard = Guard(newsroom.store.audit, clock=newsroom.clock, rules=self._settings.rules, membership=groups.of)
        app = make_app(
            newsroom,
            client=client,
            signing_secret=self._settings.slack_signing_secret.get_secret_value(),
            requests=newsroom.store.requests,
            guard=guard,
            who_we_are={"user_id": installation.bot_user_id or "", "bot_id": installation.bot_id or ""},
            gone=self._gone,
        )
        board = SlackNoticeboard(client, newsroom)
        if home:
            self._at_home(board)
            stack.callback(self._at_home, None)
        else:
            self._started(newsroom, board, stack)
        stack.push_async_callback(drain, app, DRAIN)
        unfinished = asyncio.create_task(taking_up(app).run())
        unfinished.add_done_callback(_told_if_failed)
        stack.push_async_callback(_ended, unfinished)
        return Workspace(team, newsroom, app, board, stack)

    async def _newsroom(self, team: str, stack: AsyncExitStack) -> Newsroom:
        store = await asyncio.to_thread(SqliteStore.open, archive_of(self._settings.database, team))
        stack.push_async_callback(store.close)
        newsroom = self._main.beside(store, alert_channel="")
        rounds = Rounds(store.feeds, self._fetcher, newsroom.file, clock=newsroom.clock, reading=self._settings.readers)
        newsroom.feeds = Following(store.feeds, self._fetcher, rounds, clock=newsroom.clock)
        return newsroom

    def _started(self, newsroom: Newsroom, board: Noticeboard, stack: AsyncExitStack) -> None:
        """Starts what works without being asked: the outbox, the digests' hours, the feeds."""
        assert newsroom.feeds is not None
        poller = Poller(newsroom.store.feeds, newsroom.feeds.rounds, clock=newsroom.clock)
        newsroom.feeds.told = poller.wake
        stack.push_async_callback(poller.close, FEEDS)
        outbox = Outbox(newsroom.store, board, newsroom, clock=newsroom.clock)
        for work in (outbox.run(), Scheduler(newsroom.store, clock=newsroom.clock).run(), poller.run()):
            task = asyncio.create_task(work)
            task.add_done_callback(_told_if_failed)
            stack.push_async_callback(_ended, task)

    # --- coming and going

    async def _installed(self, installation: Installation) -> None:
        """Installed, or installed again with another token: opened anew, and whoever did it is told how to begin."""
        team = str(installation.team_id)
        await self.workspaces.leave(team)
        if await self.workspaces.of(team):
            await self._welcome(installation)

    async def _welcome(self, installation: Installation) -> None:
        from handlers.slack import blocks
        from handlers.slack.client import direct, make_client, slack_errors

        client = make_client(str(installation.bot_token), api_url=self._settings.slack_api_url, session=self._session)
        words = (
            "Wirecheck is here. It has an archive of its own for this workspace, which is empty: /article add or /feeds add "
            "fill it. In the channel that is to be alerted, type /watch any. /wirecheck help lists all there is."
        )
        try:
            with slack_errors("greeting"):
                channel = await direct(client, str(installation.user_id))
                await client.chat_postMessage(channel=channel, **blocks.note(words))
        except Exception as failed:  # installed all the same
            log.warning("could not greet", extra={"error": type(failed).__name__})

    async def _gone(self, team: str) -> None:
        """The bot was taken out: its token is forgotten, its outbox and feeds stop; its archive stays as it is."""
        await self._shelf.drop(team)
        self.workspaces.leave_soon(team)


def _told_if_failed(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("stopped working", extra={"reason": type(error).__name__}, exc_info=error)


async def _ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
