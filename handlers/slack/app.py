"""The Slack app: every feature of it, joined to one newsroom."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.audit import Via
from bot.guarded import Guard, guarded
from bot.requests import RequestShelf
from handlers.slack import (
    acting,
    actions,
    answers,
    articles,
    ask,
    digest,
    disputes,
    errors,
    facts,
    feeds,
    help,
    home,
    leaving,
    messages,
    once,
    timeline,
    unfurl,
    unknown,
    watch,
    who,
)
from handlers.slack.client import make_client, slack_errors
from handlers.slack.takingup import TakingUp
from handlers.slack.tasks import AtWork
from handlers.slack.underway import Ledger

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

logger = logging.getLogger(__name__)

FEATURES = (
    facts,
    who,
    ask,
    disputes,
    timeline,
    digest,
    articles,
    feeds,
    watch,
    help,
    messages,
    unfurl,
    answers,
    actions,
    home,
)

#: How long the first request may wait to learn the bot's own name, in seconds: Slack wants its ack in 3.
AUTH_WAIT = 1.0


def make_app(
    newsroom: Newsroom,
    *,
    client: AsyncWebClient | None = None,
    token: str = "",
    signing_secret: str = "",
    api_url: str = "",
    requests: RequestShelf | None = None,
    guard: Guard | None = None,
    via: Via = "slack",
    who_we_are: Mapping[str, str] | None = None,
    gone: leaving.Gone = leaving.only_told,
) -> AsyncApp:
    """The Bolt app with all listeners, for Socket Mode (``AsyncSocketModeHandler(app, app_token)``) and for
    HTTP (``handlers.slack.http.endpoint(app)``) alike. ``requests`` is the archive's memory of what was asked
    and of what is not finished; without it this process's own is used. Give either ``client`` or ``token``. What people change passes
    ``guard``; without one everybody may, and it stands in the archive's record. ``who_we_are`` is the bot's
    "user_id" and "bot_id", where they are known; ``gone`` is told that the bot was taken out of the workspace."""
    line = client or make_client(token, api_url=api_url)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_not_about_the_token)
    app = AsyncApp(
        name="wirecheck",
        client=line,
        # With no secret nobody may get in over HTTP: an empty one would be a key everybody knows.
        signing_secret=signing_secret or secrets.token_hex(32),
        # Not left to Bolt: given SLACK_CLIENT_ID in the environment it would turn to its own OAuth flow.
        authorize=authorized(line, who_we_are),
        user_facing_authorize_error_message="Slack does not accept the bot's token; install the app again.",
    )
    ledger = Ledger(requests, clock=newsroom.clock, secret=line.token or secrets.token_hex(32))
    app.listener_runner.listener_start_handler = AtWork(ledger)
    once.register(app, ledger)
    _one_line(app, line)
    acting.register(app, via=via)
    errors.register(app)
    attended = guarded(newsroom, guard or Guard(newsroom.store.audit, clock=newsroom.clock))
    for feature in FEATURES:
        feature.register(app, attended)
    leaving.register(app, gone)
    unknown.register(app)
    return app


def _one_line(app: AsyncApp, line: AsyncWebClient) -> None:
    """Has the listeners call Slack by the line that the bot calls it by otherwise: Bolt gives each request a client of its
    own, which would not know where Slack asked to wait."""

    @app.middleware
    async def one_line(context: Any, next_: Callable[[], Awaitable[Any]]) -> None:
        context["client"] = line
        await next_()


def _not_about_the_token(record: logging.LogRecord) -> bool:
    """Bolt warns at every start that it passes over SLACK_BOT_TOKEN; ``authorized`` uses it all the same."""
    return "`token`" not in record.getMessage()


def at_work(app: AsyncApp) -> AtWork:
    """The listeners of this app that are at work now."""
    keeper = app.listener_runner.listener_start_handler
    assert isinstance(keeper, AtWork)
    return keeper


def taking_up(app: AsyncApp) -> TakingUp:
    """What takes up again, beside the listeners, what they were asked and did not finish; to be run, and ended before
    they are drained."""
    return TakingUp(app, at_work(app).ledger)


async def drain(app: AsyncApp, timeout: float = 10.0) -> int:  # noqa: ASYNC109
    """On shutdown, once no more requests come in: waits for the listeners at work, up to ``timeout`` seconds.
    How many were not done by then: they are done after the next start."""
    late = await at_work(app).drain(timeout)
    await at_work(app).ledger.flush()
    if late:
        logger.warning("stopped before all answers were given", extra={"unanswered": late})
    return late


def authorized(
    client: AsyncWebClient, who_we_are: Mapping[str, str] | None = None
) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Who the bot is, asked of Slack once. Where Slack does not answer at once the ack does not wait for it:
    our name is only needed to pass over our own events, and those are known by their bot id as well."""
    known: dict[str, Any] = dict(who_we_are or {})

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        if not known:
            known.update(await _who_am_i(client))
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=known.get("user_id"),
            bot_id=known.get("bot_id"),
            bot_token=client.token,
        )

    return authorize


async def _who_am_i(client: AsyncWebClient) -> dict[str, Any]:
    """auth.test's answer, or {} where Slack is slow or away. A refused token is Bolt's to tell (SlackApiError)."""
    try:
        async with asyncio.timeout(AUTH_WAIT):
            with slack_errors("asking who the bot is"):
                answer = await client.auth_test()
    except Exception as failed:
        if isinstance(failed.__cause__, SlackApiError) and _code_of(failed.__cause__) in _BAD_TOKEN:
            raise failed.__cause__ from failed
        logger.warning("auth.test did not answer", extra={"reason": str(failed) or type(failed).__name__})
        return {}
    return {"user_id": answer.get("user_id"), "bot_id": answer.get("bot_id")}


_BAD_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


def _code_of(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""
