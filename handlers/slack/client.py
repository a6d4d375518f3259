"""The line to Slack's Web API: which methods are used, and how its refusals become the newsroom's errors."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import aiohttp
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.errors import PostFailed, PostRefused
from handlers.slack import figures, underway

#: Every method of Slack's Web API this bot calls, besides posting to a response_url. A stand-in for Slack
#: that knows these can carry the whole bot; the manifest's scopes are those these need.
WEB_API = (
    "auth.test",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.open",
    "conversations.replies",
    "files.completeUploadExternal",
    "files.getUploadURLExternal",
    "usergroups.users.list",
    "users.conversations",
    "views.open",
    "views.publish",
)

#: And, where links to articles on file are to show what is on file of them (see ``manifest``).
UNFURLING = ("chat.unfurl",)

_INVITE = "invite the bot there with /invite @wirecheck"
_TOKEN = "install the app again and set SLACK_BOT_TOKEN to its new token"

#: Slack's refusals that no repetition will change, and what to do about each.
REFUSALS: Mapping[str, str] = {
    "account_inactive": _TOKEN,
    "cannot_reply_to_message": "the alert it belongs to was deleted or locked",
    "cant_update_message": "the message belongs to another app; were the bot's tokens exchanged?",
    "channel_not_found": f"the channel is gone or private; {_INVITE}, or set another channel",
    "invalid_auth": _TOKEN,
    "is_archived": "the channel is archived; unarchive it, or set another channel",
    "message_not_found": "the message was deleted in Slack",
    "missing_scope": "install the app again from handlers/slack/manifest.json, which asks for every scope it needs",
    "not_authed": "set SLACK_BOT_TOKEN",
    "not_in_channel": _INVITE,
    "restricted_action": "the workspace's settings keep the bot from posting there; ask an admin",
    "token_expired": _TOKEN,
    "token_revoked": _TOKEN,
}

#: Answers that say "not now" although they come as an ordinary refusal.
PASSING = frozenset(
    {"fatal_error", "internal_error", "rate_limited", "ratelimited", "request_timeout", "service_unavailable"}
)

#: Refusals of how a message is built, not of where it goes or who sends it.
MISBUILT = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "only_one_table_allowed"})

#: Answers that say Slack broke over this very call; a simpler one may go through.
STUMBLES = frozenset({"fatal_error", "internal_error"})

#: Seconds until a call counts as failed.
ANSWERS = 10
#: Seconds in which Slack may still take a call whose answer we did not hear.
SETTLES = 15.0

#: What messages of ours are marked with, beside the key of each.
EVENT_TYPE = "wirecheck_notice"

_Sent = TypeVar("_Sent")


class BlocksRefused(PostRefused):
    """Slack does not take the message as it is built; simpler, it might."""


class MessageGone(PostRefused):
    """The message that was to be changed is not there any more."""


class Stumbled(PostFailed):
    """Slack broke over the call: it may have taken it or not, and may break over it again."""


def make_client(
    token: str,
    *,
    api_url: str = "",
    session: aiohttp.ClientSession | None = None,
    timeout: int = ANSWERS,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncWebClient:
    """A client for Slack's Web API at ``api_url`` (Slack's own if ""). It never repeats a call by itself:
    slack_sdk's default repeats one whose connection was cut, which posts a message twice if Slack had
    taken it, and a sleep on 429 inside the client would outlast the outbox's lease. Who calls knows
    better: the outbox looks first and puts off, a reply waits (``patiently``)."""
    where: dict[str, Any] = {"base_url": api_url.rstrip("/") + "/"} if api_url else {}
    return PacedClient(token=token, session=session, timeout=timeout, retry_handlers=[], clock=clock, **where)


class PacedClient(AsyncWebClient):
    """A client that waits as long as it was asked to: until then a call is not made, but fails as the last one did.
    Slack limits posting for each channel by itself, all else for the workspace."""

    def __init__(self, *, clock: Callable[[], float], **more: Any) -> None:
        super().__init__(**more)
        self._clock = clock
        self._shut: dict[tuple[str, str], float] = {}

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        """``PostFailed`` where Slack asked to wait with this and has not been waited for."""
        asked = how.get("json") or how.get("data") or how.get("params") or {}
        gate = (api_method, str(asked.get("channel", "")) if api_method == "chat.postMessage" else "")
        if (left := self._shut.get(gate, 0.0) - self._clock()) > 0:
            raise PostFailed(f"{api_method}: Slack asked to wait", retry_after=left)
        try:
            return await super().api_call(api_method, **how)
        except SlackApiError as error:
            if wait := refusal(api_method, error).retry_after:
                now = self._clock()
                self._shut = {g: until for g, until in self._shut.items() if until > now} | {gate: now + wait}
            raise


def once_only(client: AsyncWebClient) -> AsyncWebClient:
    """The same line, without any repeating of its own (see ``make_client``)."""
    if isinstance(client, PacedClient):
        return client
    return AsyncWebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        session=client.session,
        trust_env_in_session=client.trust_env_in_session,
        headers=client.headers,
        retry_handlers=[],
    )


@contextmanager
def slack_errors(doing: str) -> Iterator[None]:
    """Turns what slack_sdk raises into ``PostFailed`` (try again) or ``PostRefused`` (with what to do)."""
    try:
        yield
    except SlackApiError as error:
        raise refusal(doing, error) from error
    except TimeoutError as error:
        raise PostFailed(f"{doing}: Slack did not answer in time", settles=SETTLES) from error
    except aiohttp.ClientConnectorError as error:  # nothing was sent
        raise PostFailed(f"{doing}: no connection to Slack ({type(error).__name__})") from error
    except (aiohttp.ClientError, SlackClientError, OSError) as error:
        raise PostFailed(f"{doing}: no connection to Slack ({type(error).__name__})", settles=SETTLES) from error


def refusal(doing: str, error: SlackApiError) -> PostFailed:
    """The error of ours for one of Slack's."""
    response: Any = error.response
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 200)
    code = _code(response)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return PostFailed(f"{doing}: Slack asks to slow down", retry_after=_retry_after(response))
    if status >= 500 or code in PASSING or not code:
        failed = Stumbled if code in STUMBLES else PostFailed
        return failed(f"{doing}: Slack is in trouble ({code or f'HTTP {status}'})", settles=0.0)
    advice = REFUSALS.get(code)
    if code == "message_not_found":
        refused: type[PostRefused] = MessageGone
    else:
        refused = BlocksRefused if code in MISBUILT else PostRefused
    return refused(f"{doing}: Slack said {code}" + (f"; {advice}" if advice else ""))


def _code(response: Any) -> str:
    data = getattr(response, "data", None)
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""


def _retry_after(response: Any) -> float | None:
    headers = getattr(response, "headers", None) or {}
    named = next((v for k, v in headers.items() if k.lower() == "retry-after"), None)
    try:
        return float(named) if named is not None else None
    except ValueError:
        return None


# --- replying to a person ------------------------------------------------------------------------

TRIES = 3
LONGEST_WAIT = 30.0  # seconds; a person who waits longer has asked again
LONGEST_HELD = 3.0  # seconds for which a listener sleeps over what would be taken up again without it


async def patiently(send: Callable[[], Awaitable[_Sent]], *, first_wait: float = 0.5) -> _Sent:
    """Sends, and again after a while when Slack said "not now": a reply has no outbox behind it.
    ``PostFailed`` after the third time, and at once where it is to be long and the request is taken up again anyway;
    ``PostRefused`` at once."""
    doing = underway.current()
    longest = LONGEST_HELD if doing is not None and doing.kept else math.inf
    for attempt in range(1, TRIES + 1):
        try:
            return await send()
        except PostRefused:
            raise
        except PostFailed as failed:
            if attempt == TRIES:
                raise
            wait = failed.retry_after if failed.retry_after is not None else first_wait * 4 ** (attempt - 1)
            if wait > longest:
                raise
            await asyncio.sleep(min(wait, LONGEST_WAIT))
    raise AssertionError("unreachable")


async def reply(respond: Callable[..., Awaitable[WebhookResponse]], message: Mapping[str, Any], **how: Any) -> None:
    """Sends a message through the response_url, seen by nobody but who asked, unless ``how`` says otherwise; not what
    Slack took in an earlier life of the bot. What it may have taken says so of itself, unless it only takes the place
    of what stands there. (Bolt's ``respond`` does not raise when Slack turns it down, and repeats what was cut off;
    this does the one and not the other.)"""
    doing = underway.current()
    if doing is not None and doing.answered_before():
        return
    unsure = doing is not None and doing.again

    async def send() -> None:
        nonlocal unsure
        said = underway.perhaps_told(message) if unsure and not how.get("replace_original") else message
        try:
            await _responded(respond, {**said, **how})
        except PostFailed as failed:
            unsure = unsure or failed.settles is not None
            raise

    await patiently(send)
    if doing is not None:
        doing.answered()


async def _responded(respond: Callable[..., Awaitable[WebhookResponse]], said: dict[str, Any]) -> None:
    with slack_errors("answering"):
        if isinstance(respond, AsyncRespond) and respond.response_url:
            line = AsyncWebhookClient(
                respond.response_url, timeout=ANSWERS, proxy=respond.proxy, ssl=respond.ssl, retry_handlers=[]
            )
            answer = await line.send_dict(said)
        else:
            answer = await respond(**said)
    if answer.status_code == 429:
        figures.RATE_LIMITED.labels("response_url").inc()
        raise PostFailed("answering: HTTP 429", retry_after=_retry_after(answer))
    if answer.status_code >= 500:
        raise PostFailed(f"answering: HTTP {answer.status_code}", retry_after=_retry_after(answer), settles=0.0)
    if answer.status_code >= 400:
        raise PostRefused(f"answering: Slack said {answer.body}; the address to answer at may have run out")


async def direct(client: AsyncWebClient, user: str) -> str:
    """The channel of the bot's direct messages with a person."""

    async def opened() -> str:
        with slack_errors("opening direct messages"):
            answer = await client.conversations_open(users=user)
        return str((answer.get("channel") or {})["id"])

    return await patiently(opened)


async def say_in_thread(client: AsyncWebClient, event: Mapping[str, Any], message: Mapping[str, Any]) -> None:
    """Answers a message in its thread, once: what may stand there already is looked for by its key, and where the bot
    may not look it says of itself that it may be a repetition."""
    doing = underway.current()
    if doing is not None and doing.answered_before():
        return
    key = doing.answer if doing is not None else ""
    unsure = doing is not None and doing.again

    async def send() -> None:
        nonlocal unsure
        stands = await _stands(client, event, key) if unsure and key else False
        if stands:
            return
        try:
            await _said(client, event, underway.perhaps_told(message) if stands is None else message, key)
        except PostFailed as failed:
            unsure = unsure or failed.settles is not None
            if failed.settles and doing is not None and doing.kept:
                raise _Later(str(failed)) from failed
            raise

    try:
        await patiently(send)
    except _Later as later:
        raise PostFailed(str(later), settles=SETTLES) from later
    if doing is not None:
        doing.answered()


class _Later(PostRefused):
    """Not to be tried again at once: it is taken up again when it can be seen what became of it."""


async def _said(client: AsyncWebClient, event: Mapping[str, Any], message: Mapping[str, Any], key: str) -> None:
    marked: dict[str, Any] = {"metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}}} if key else {}
    with slack_errors("answering in the thread"):
        await client.chat_postMessage(channel=event["channel"], thread_ts=_thread(event), **marked, **message)


async def _stands(client: AsyncWebClient, event: Mapping[str, Any], key: str) -> bool | None:
    """Whether an answer stands in the thread; None where Slack does not let us look."""
    cursor = ""
    while True:
        form = {"channel": event["channel"], "ts": _thread(event), "include_all_metadata": "true", "limit": "200"}
        try:
            with slack_errors("looking for an answer"):
                page = await client.api_call(
                    "conversations.replies", data=form | ({"cursor": cursor} if cursor else {})
                )
        except PostRefused:
            return None
        if any(key_of(message) == key for message in page.get("messages") or ()):
            return True
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return False


def _thread(event: Mapping[str, Any]) -> str:
    return str(event.get("thread_ts") or event.get("ts"))


def key_of(message: Mapping[str, Any]) -> str:
    """The key that a message of ours bears; "" for any other."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))
