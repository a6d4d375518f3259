"""Joins the pieces: the archive, the reading room, the newsroom, Slack, the desk page and what runs beside them."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

import bot
from bot.ahead import ReadAhead
from bot.claims.worker import ReadingRoom
from bot.clerk import Clerk
from bot.conflicts import calibration
from bot.conflicts.judge import appointed
from bot.errors import BadSetting, PostFailed, WirecheckError
from bot.following import Following
from bot.guarded import Guard
from bot.intake.addresses import anywhere, is_open
from bot.intake.fetching import WebFetcher
from bot.intake.poller import Poller
from bot.intake.rounds import Rounds
from bot.newsroom import Newsroom
from bot.nouns import Digest, Dispute, Receipt
from bot.outbox import Outbox
from bot.ports import Noticeboard
from bot.schedule import Scheduler
from bot.settings import Settings
from bot.several import SeveralLine
from bot.timed import timed
from bot.watches import EVERYWHERE, BySeverity
from bot.watching import Watcher
from store.sqlite import SqliteStore, path_of

if TYPE_CHECKING:
    from aiohttp import ClientSession, web
    from slack_bolt.async_app import AsyncApp

log = structlog.get_logger(__name__)

#: What each part gets of the 20 seconds that a stop may take in all; they end one after the other, and the outbox and
#: what is still to be noted want a second each.
DRAIN, DESK, READERS, FEEDS = 6.0, 3.0, 3.0, 2.0
SLACK_ANSWERS = 10.0  # seconds until a call to Slack counts as failed
RECONNECT = (2.0, 60.0)  # seconds between tries to reach Slack: at first, at most


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def seeds() -> Path:
    """The articles the bot ships with. They lie beside this package, in a checkout as in an installation;
    not asked of importlib.resources, for which any folder named seeds where one stands would be joined in."""
    return Path(bot.__file__).resolve().parent.parent / "seeds"


def admin_channel_of(settings: Settings) -> str:
    """Where those who run the bot are told things: their own channel, or else where alerts go."""
    ours = settings.home_team if settings.several else settings.slack
    return settings.admin_channel if ours and settings.admin_channel else channel_of(settings)


def channel_of(settings: Settings) -> str:
    """Where alerts go: to Slack if it is connected and a channel is set, else to the desk's own channel."""
    from handlers.desk.workspace import CHANNEL

    ours = settings.home_team if settings.several else settings.slack
    return settings.alert_channel if ours and settings.alert_channel else CHANNEL


def by_severity(settings: Settings) -> BySeverity:
    """Where alerts of a severity go instead, as set; nowhere else while Slack is not connected."""
    ours = settings.home_team if settings.several else settings.slack
    return settings.alert_routes_by_severity if ours else EVERYWHERE


@asynccontextmanager
async def newsroom(settings: Settings, *, processes: int) -> AsyncIterator[tuple[Newsroom, ReadAhead]]:
    """The newsroom over the archive that is set, and its reader, which can be told what comes next. It reads
    in so many processes (0: in a thread of this one)."""
    archive = SqliteStore.open(settings.database)
    room = ReadingRoom(settings.pipeline, processes)
    reader = ReadAhead(timed(room.read), room.aside)
    fetcher = WebFetcher(is_open=anywhere if settings.fetch_private else is_open)
    try:
        desk_newsroom = Newsroom(
            archive,
            reader.read,
            clock=now,
            alert_channel=channel_of(settings),
            fetcher=fetcher,
            threshold=settings.alert_threshold,
            digest_threshold=settings.digest_threshold,
            calibration=calibration.read(settings.calibration),
            judge=appointed(settings.judge),
        )
        desk_newsroom.by_severity = by_severity(settings)
        rounds = Rounds(
            archive.feeds,
            fetcher,
            desk_newsroom.file,
            clock=now,
            channel=admin_channel_of(settings),
            reading=settings.readers,
        )
        desk_newsroom.feeds = Following(archive.feeds, fetcher, rounds, clock=now)
        yield desk_newsroom, reader
    finally:
        await fetcher.close()
        await close_room(room)
        await archive.close()


async def archive_checks(settings: Settings) -> list[tuple[str, bool, str]]:
    """How the archive is: each check, whether all is well, and what to do if not. Makes no archive."""
    if not await asyncio.to_thread(Path(path_of(settings.database)).exists):
        return [(f"no archive yet; {settings.database} is made when something is filed", True, "")]
    try:
        archive = SqliteStore.open(settings.database)
    except WirecheckError as error:
        return [(f"{settings.database} opens", False, str(error))]
    try:
        return await archive.doctor()
    finally:
        await archive.close()


async def close_room(room: ReadingRoom) -> None:
    """Ends the readers; those in the middle of an article get a few seconds, since it will be read again."""
    import multiprocessing

    try:
        async with asyncio.timeout(READERS):
            await room.close()
    except TimeoutError:
        for child in multiprocessing.active_children():
            child.terminate()


class Noticeboards:
    """The right noticeboard for each channel: the desk's own channel, or Slack; implements ``ports.Noticeboard``."""

    def __init__(self, desk: Noticeboard, slack: Noticeboard | None, *, desk_channel: str) -> None:
        self._desk = desk
        self.slack = slack
        self._desk_channel = desk_channel

    def _of(self, channel: str) -> Noticeboard:
        if channel == self._desk_channel:
            return self._desk
        if self.slack is None:
            raise PostFailed("Slack is not connected; set its tokens and start again", retry_after=60.0)
        return self.slack

    async def alert(self, dispute: Dispute, *, channel: str, key: str, thread: Receipt | None = None) -> Receipt:
        return await self._of(channel).alert(dispute, channel=channel, key=key, thread=thread)

    async def joined(
        self, dispute: Dispute, revision_id: str, *, alert: Receipt | None, channel: str, key: str
    ) -> Receipt:
        board = self._of(alert.channel if alert else channel)
        return await board.joined(dispute, revision_id, alert=alert, channel=channel, key=key)

    async def settled(self, dispute: Dispute, *, alert: Receipt | None, channel: str, key: str) -> Receipt:
        board = self._of(alert.channel if alert else channel)
        return await board.settled(dispute, alert=alert, channel=channel, key=key)

    async def digest(self, digest: Digest, *, channel: str, key: str) -> Receipt:
        return await self._of(channel).digest(digest, channel=channel, key=key)

    async def reminder(self, dispute: Dispute, *, channel: str, key: str) -> Receipt:
        return await self._of(channel).reminder(dispute, channel=channel, key=key)

    async def notice(self, text: str, *, channel: str, key: str) -> Receipt:
        return await self._of(channel).notice(text, channel=channel, key=key)

    async def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None = None) -> Receipt | None:
        return await self._of(channel).find(key, channel=channel, since=since, thread=thread)


class SlackLine:
    """The connection to Slack: its listeners, its noticeboard, and with Socket Mode the socket. ``session``
    carries every call of the Web API; whoever opened it closes it, when nothing posts any more."""

    def __init__(self, settings: Settings, desk_newsroom: Newsroom, session: ClientSession) -> None:
        from handlers.slack.app import make_app
        from handlers.slack.client import make_client
        from handlers.slack.groups import Groups
        from handlers.slack.noticeboard import SlackNoticeboard

        token = settings.slack_bot_token.get_secret_value()
        client = make_client(token, api_url=settings.slack_api_url, session=session)
        self.app: AsyncApp = make_app(
            desk_newsroom,
            client=client,
            signing_secret=settings.slack_signing_secret.get_secret_value(),
            requests=desk_newsroom.store.requests,
            guard=Guard(
                desk_newsroom.store.audit,
                clock=desk_newsroom.clock,
                rules=settings.rules,
                membership=Groups(client).of,
            ),
        )
        self.noticeboard: Noticeboard = SlackNoticeboard(client, desk_newsroom)
        self._taking_up: asyncio.Task[None] | None = None
        self._handler: Any = None
        if settings.slack == "socket":
            from handlers.slack.socket import socket_mode

            self._handler = socket_mode(self.app, client, settings.slack_app_token.get_secret_value())

    @property
    def by_http(self) -> bool:
        return self._handler is None

    async def connected(self) -> bool:
        """Whether Slack can reach us; over HTTP that is up to Slack."""
        return self.by_http or bool(await self._handler.client.is_connected())

    async def run(self) -> None:
        """Takes up what an earlier life left unfinished; connects by Socket Mode, trying again while Slack does not
        answer, and reconnects by itself after."""
        from handlers.slack.app import taking_up

        self._taking_up = asyncio.create_task(taking_up(self.app).run())
        if not self.by_http:
            await connect(self._handler)

    async def close(self) -> None:
        """Takes no more from Slack, and lets the listeners at work finish."""
        from handlers.slack.app import drain

        if self._taking_up is not None:
            await _end({self._taking_up})
        if self._handler is not None:
            await self._handler.close_async()
        await drain(self.app, DRAIN)


async def connect(handler: Any) -> None:
    """Connects by Socket Mode, trying again while Slack does not answer."""
    wait, longest = RECONNECT
    while True:
        try:
            await handler.connect_async()
            log.info("connected to Slack", by="Socket Mode")
            return
        except Exception as failed:  # whatever slack_sdk and aiohttp raise: the desk goes on without
            log.error("Slack does not take the connection", reason=_reason(failed), again_in=wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, longest)


def _reason(failed: Exception) -> str:
    from slack_sdk.errors import SlackApiError

    return str(failed.response["error"]) if isinstance(failed, SlackApiError) else type(failed).__name__


class Serving:
    """The bot at work: ``url`` is where the desk page is, ``slack`` how it is connected ("" if it is not)."""

    def __init__(self, url: str, slack: str, outbox: Outbox, tasks: set[asyncio.Task[Any]]) -> None:
        self.url = url
        self.slack = slack
        self.outbox = outbox
        self._tasks = tasks

    def start(self, work: Any, name: str) -> None:
        """Runs something beside the rest; its failure is logged, its end awaited by nobody."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error(
                "stopped working", part=task.get_name(), reason=str(error) or type(error).__name__, exc_info=error
            )


@asynccontextmanager
async def serving(
    desk_newsroom: Newsroom, settings: Settings, *, any_port: bool = False, ahead: ReadAhead | None = None
) -> AsyncIterator[Serving]:
    """Serves the desk page and, with its tokens, Slack, until left; then drains, within 20 seconds.

    ``any_port`` takes a free one when that of the settings is taken; else ``BadSetting``. With ``ahead``, the
    newsroom's reader, it also files what is pushed and what lies in the watched folder.
    """
    from handlers.desk.push import Push
    from handlers.desk.server import make_desk
    from handlers.desk.standin import Standin
    from handlers.desk.workspace import CHANNEL
    from handlers.slack.noticeboard import SlackNoticeboard

    async with AsyncExitStack() as stack:
        standin = await Standin.open()
        stack.push_async_callback(standin.close)
        boards = Noticeboards(SlackNoticeboard(standin.client, desk_newsroom), None, desk_channel=CHANNEL)
        session = await stack.enter_async_context(_session()) if settings.slack or settings.several else None
        line = _line(settings, desk_newsroom, session, boards) if session is not None else None
        outbox = Outbox(desk_newsroom.store, boards, desk_newsroom, clock=now)
        tasks: set[asyncio.Task[Any]] = set()
        poller = _poller(desk_newsroom)
        if poller is not None:
            stack.push_async_callback(poller.close, FEEDS)
        stack.push_async_callback(_end, tasks)
        if line is not None:
            stack.push_async_callback(line.close)
        by_http = line.app if line is not None and line.by_http else None
        clerk = Clerk(desk_newsroom, ahead, clock=now, owing=outbox.told) if ahead is not None else None
        push = Push(desk_newsroom, settings.push_token.get_secret_value(), clerk.told) if clerk is not None else None
        desk = make_desk(
            desk_newsroom,
            desk_newsroom.store,
            standin=standin,
            slack_app=by_http,
            checks=_checks(line),
            push=push,
            more=line.routes() if isinstance(line, SeveralLine) else (),
            others=line.stores if isinstance(line, SeveralLine) else dict,
        )
        url = await stack.enter_async_context(_listening(desk, settings, any_port=any_port))
        served = Serving(url, settings.slack, outbox, tasks)
        served.start(outbox.run(), "outbox")
        served.start(Scheduler(desk_newsroom.store, clock=now).run(), "schedule")
        if poller is not None:
            served.start(poller.run(), "feeds")
        if clerk is not None:
            served.start(clerk.run(), "inbox")
        if ahead is not None and settings.watch:
            served.start(Watcher(desk_newsroom, ahead, settings.watch, clock=now).run(), "watched folder")
        if line is not None:
            served.start(_run(line), "Slack")
        yield served


def _line(
    settings: Settings, desk_newsroom: Newsroom, session: ClientSession, boards: Noticeboards
) -> SlackLine | SeveralLine:
    """The connection to Slack: of the one workspace whose token is set, or of those that install the bot."""
    if not settings.several:
        line = SlackLine(settings, desk_newsroom, session)
        boards.slack = line.noticeboard
        return line

    def at_home(board: Noticeboard | None) -> None:
        boards.slack = board

    return SeveralLine(settings, desk_newsroom, session, at_home=at_home)


async def _run(line: SlackLine | SeveralLine) -> None:
    if isinstance(line, SlackLine):
        await line.run()
        return
    await line.open_all()
    if not line.by_http:
        await connect(line.handler)


def _poller(desk_newsroom: Newsroom) -> Poller | None:
    """What visits the feeds in the background, told when somebody adds one."""
    following = desk_newsroom.feeds
    if following is None:
        return None
    poller = Poller(desk_newsroom.store.feeds, following.rounds, clock=now)
    following.told = poller.wake
    return poller


def _session() -> ClientSession:
    """One session for all calls to Slack (measured: 0.37 ms a call; with a new connection for each 0.95 ms and
    a handshake). Its timeout is what counts, not the client's own."""
    from aiohttp import ClientSession, ClientTimeout

    from handlers.slack import figures

    return ClientSession(timeout=ClientTimeout(total=SLACK_ANSWERS), trace_configs=[figures.trace()])


def _checks(line: SlackLine | SeveralLine | None) -> Callable[[], Awaitable[Mapping[str, bool]]]:
    async def checks() -> Mapping[str, bool]:
        return {"slack": await line.connected()} if line is not None else {}

    return checks


async def _end(tasks: set[asyncio.Task[Any]]) -> None:
    """Stops what runs beside; the outbox may be stopped anywhere, what it was sending it looks for on return."""
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


@asynccontextmanager
async def _listening(desk: web.Application, settings: Settings, *, any_port: bool) -> AsyncIterator[str]:
    """Listens where the settings say; gives the page's address."""
    from aiohttp import web

    runner = web.AppRunner(desk, access_log=None, shutdown_timeout=DESK)
    await runner.setup()
    host, port = settings.address
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            if not (any_port and error.errno == errno.EADDRINUSE):
                raise _cannot_listen(settings, error) from error
            await web.TCPSite(runner, host, 0).start()
        taken = runner.addresses[0][1]
        shown = host if host not in ("0.0.0.0", "::") else "127.0.0.1"
        yield f"http://{f'[{shown}]' if ':' in shown else shown}:{taken}"
    finally:
        await runner.cleanup()


def _cannot_listen(settings: Settings, error: OSError) -> BadSetting:
    if error.errno == errno.EADDRINUSE:
        why = "is taken by another program (another Wirecheck?)"
    else:
        why = f"cannot be listened on ({error.strerror})"
    return BadSetting(
        f"WIRECHECK_LISTEN: {settings.listen} {why}; set another, such as 127.0.0.1:{settings.address[1] + 1}"
    )


async def file_seeds(desk_newsroom: Newsroom) -> int:
    """Files the articles the bot ships with, if the archive is empty; how many."""
    if (await desk_newsroom.counts()).articles:
        return 0
    from bot.intake import articles
    from bot.nouns import Article

    filed = 0
    for article in articles([seeds()]):
        if isinstance(article, Article):
            try:
                await desk_newsroom.file(article)
                filed += 1
            except WirecheckError as error:
                log.error("a seed was not filed", article=article.ref, reason=str(error))
    log.info("seeds filed", articles=filed)
    return filed
