"""`/slack/install` sends somebody to Slack to agree; `/slack/oauth_redirect` is where Slack sends them back."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from html import escape

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import WirecheckError
from handlers.slack.installations import PATIENCE, Installations, States

logger = logging.getLogger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
#: Told that a workspace installed the bot.
Told = Callable[[Installation], Awaitable[None]]

#: What a person is told, by what went wrong.
WORDS = {
    "access_denied": "You did not agree, so nothing was installed. Start again when you like.",
    "invalid_browser": "This is not the browser the installation was begun in. Start again, in one browser.",
    "invalid_state": "The installation was begun more than ten minutes ago, or was finished already. Start again.",
    "invalid_code": "Slack did not confirm the installation. Start again.",
    "missing_code": "Slack did not confirm the installation. Start again.",
    "org_wide": "It was to be installed for a whole organisation. Each newsroom has an archive of its own: install it in a workspace.",
    "not_listed": "This workspace is not among those that may install it here. Ask whoever runs the bot to add it to WIRECHECK_TEAMS.",
}


class NotHere(BoltError):
    """An installation that is not taken; ``str()`` is one of ``WORDS``."""


class Flow(AsyncOAuthFlow):
    """Bolt's, which keeps what was agreed only for a workspace that may."""

    teams: Collection[str] = ()

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        if installation.is_enterprise_install or not installation.team_id:
            raise NotHere("org_wide")
        if self.teams and installation.team_id not in self.teams:
            raise NotHere("not_listed")
        try:
            await super().store_installation(request, installation)
        except WirecheckError as failed:
            raise BoltError(str(failed)) from failed


def make_flow(
    client: AsyncWebClient,
    installations: Installations,
    states: States,
    *,
    client_id: str,
    client_secret: str,
    scopes: Sequence[str],
    teams: Collection[str],
    told: Told,
    authorization_url: str = "",
) -> Flow:
    """The way from the first page to the installation on file; ``teams`` may install it, any where there are none."""

    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        name = str(args.installation.team_name or args.installation.team_id)
        logger.info("installed", extra={"workspace": args.installation.team_id})
        await told(args.installation)
        words = "In the channel that is to be alerted, type /watch any. /wirecheck help lists all there is."
        return _page(f"Wirecheck is installed in {name}", words)

    async def failure(args: AsyncFailureArgs) -> BoltResponse:
        reason = str(args.error) if isinstance(args.error, NotHere) else args.reason
        reference = secrets.token_hex(4)
        logger.warning(
            "not installed", extra={"reference": reference, "reason": reason if reason in WORDS else "other"}
        )
        if reason not in WORDS:
            logger.warning("why not", extra={"reference": reference, "error": type(args.error).__name__})
        words = WORDS.get(reason, "Something went wrong. Start again; if it stays so, tell whoever runs the bot.")
        status = 403 if isinstance(args.error, NotHere) else args.suggested_status_code
        return _page("Wirecheck was not installed", f"{words} (reference {reference})", status=status)

    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=list(scopes),
        user_scopes=[],
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        install_page_rendering_enabled=False,
        authorization_url=authorization_url or None,
        installation_store=installations,
        state_store=states,
        state_expiration_seconds=int(PATIENCE.total_seconds()),
        callback_options=AsyncCallbackOptions(success=success, failure=failure),
    )
    flow = Flow(client=client, settings=settings, logger=logger)
    flow.teams = frozenset(teams)
    return flow


def routes(flow: Flow) -> list[web.RouteDef]:
    """The two pages."""

    def page(answer: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Callable[..., Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            asked = AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))
            try:
                return await to_aiohttp_response(await answer(asked))
            except Exception as failed:  # Slack away, the archive full: told like the rest
                reference = secrets.token_hex(4)
                logger.error("installing failed", extra={"reference": reference, "error": type(failed).__name__})
                words = (
                    f"Slack or the archive does not answer just now. Start again in a minute. (reference {reference})"
                )
                return await to_aiohttp_response(_page("Wirecheck was not installed", words, status=503))

        return handle

    return [web.get(INSTALL, page(flow.handle_installation)), web.get(REDIRECT, page(flow.handle_callback))]


def _page(title: str, words: str, *, status: int = 200) -> BoltResponse:
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(words)}</p></main></body></html>"
    )
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
