"""The one place for apologies: what went wrong is logged under a reference, and the person told it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.errors import (
    BadCommand,
    BadInput,
    Misquoted,
    NotAllowed,
    NotOnFile,
    PostFailed,
    PostRefused,
    Refused,
    WirecheckError,
)
from handlers.slack import blocks, figures, once, underway
from handlers.slack.client import direct, reply, say_in_thread, slack_errors
from handlers.slack.limits import checked_home, checked_modal
from handlers.slack.quoting import line

logger = logging.getLogger(__name__)

# Bolt looks every 10 ms whether a listener has acknowledged, and when one has raised it forgets that it
# did: raising sooner than that, it would be "not acknowledged", Slack would show the person a failure
# after 3 s, and the catch-all listener would answer as well. So the ack is let out first.
_ACK_SEEN = 0.03

#: Errors that are a word to the person, not a fault of ours: shown as they are.
PLAIN = (BadInput, NotAllowed, NotOnFile, Refused)
#: Of those a slip in typing, which is met with a line that works: nobody need look it up in the log.
SLIPS = (BadCommand,)
#: Events by which a person asks something, and waits. Of a link posted nobody asked us.
ASKED = ("app_mention", "message")


def register(app: AsyncApp) -> None:
    """Hears of every error that no listener could put right."""

    @app.error
    async def apologise(error: Exception, body: dict[str, Any], context: Any, client: Any) -> None:
        await asyncio.sleep(_ACK_SEEN)
        if isinstance(error, once.SeenBefore):
            return
        reference = secrets.token_hex(4)
        _log(error, reference, body)
        figures.ERRORS.labels(type(error).__name__ if isinstance(error, WirecheckError) else "other").inc()
        if _unreached(error):
            return  # Slack is not taking messages: an apology would fail as well
        try:
            await _tell(apology(error, reference), body, context, client)
        except Exception as failed:
            _unreached(failed)  # the line is cut, the window gone: it stands in the log
            logger.warning("could not apologise", extra={"reference": reference, "error": type(failed).__name__})


def _unreached(error: Exception) -> bool:
    """Whether Slack could not be reached; then what was asked is done again later."""
    if not isinstance(error, PostFailed) or isinstance(error, PostRefused):
        return False
    if (doing := underway.current()) is not None:
        doing.try_later(error.retry_after)
    return True


def apology(error: Exception, reference: str) -> str:
    """What the person reads. Foreign errors are not shown: their words may hold what is nobody's business."""
    if isinstance(error, SLIPS):
        return str(error)
    if isinstance(error, (*PLAIN, Misquoted)):
        return f"{error} (reference {reference})"
    if isinstance(error, PostRefused):
        return f"Slack did not take that: {error}. Nothing on file was changed by it. (reference {reference})"
    if isinstance(error, WirecheckError):
        return f"That did not work: {error}. Nothing on file was changed; try again. (reference {reference})"
    return f"Something broke on our side; nothing on file was lost. Tell whoever runs the bot: reference {reference}"


def _log(error: Exception, reference: str, body: Mapping[str, Any]) -> None:
    facts = {"reference": reference, "on": _what(body), "error": type(error).__name__}
    if isinstance(error, PLAIN):
        logger.info("turned down", extra=facts)
    elif isinstance(error, PostFailed) and not isinstance(error, PostRefused):
        logger.warning("Slack took no answer", extra={**facts, "reason": str(error)})
    else:
        logger.error("listener failed", extra=facts, exc_info=error)


def _what(body: Mapping[str, Any]) -> str:
    """What the person did, without what they wrote."""
    event = body.get("event")
    actions = body.get("actions")
    if isinstance(event, Mapping):
        return str(event.get("type", "event"))
    if isinstance(actions, list) and actions and isinstance(actions[0], Mapping):
        return str(actions[0].get("action_id", "action"))
    return str(body.get("command") or body.get("type") or "request")


async def _tell(words: str, body: Mapping[str, Any], context: Any, client: Any) -> None:
    """Where the person looks: under what they typed or pressed, in the thread, in the Home tab, in a window; from
    within a window, which has no place for it, in their direct messages."""
    event = body.get("event")
    if context.get("response_url") or body.get("response_url"):
        await reply(context.respond, blocks.note(words), replace_original=False)
    elif isinstance(event, Mapping):
        await _tell_of_event(words, event, client)
    elif (body.get("view") or {}).get("type") == "home" and body.get("trigger_id"):
        with slack_errors("telling what went wrong"):
            await client.views_open(trigger_id=body["trigger_id"], view=_window(words))
    elif person := (body.get("user") or {}).get("id"):
        channel = await direct(client, str(person))
        with slack_errors("telling what went wrong"):
            await client.chat_postMessage(channel=channel, **blocks.note(words))


async def _tell_of_event(words: str, event: Mapping[str, Any], client: Any) -> None:
    if event.get("type") == "app_home_opened" and event.get("user"):
        with slack_errors("telling what went wrong"):
            await client.views_publish(user_id=event["user"], view=checked_home([line(words)]))
    elif event.get("type") in ASKED and event.get("channel") and event.get("ts"):
        await say_in_thread(client, event, blocks.note(words))


def _window(words: str) -> dict[str, Any]:
    return checked_modal("That did not work", [line(words)])
