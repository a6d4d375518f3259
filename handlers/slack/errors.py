"""The one place for apologies: what went wrong is logged under a reference, and the person told it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.errors import BadInput, Misquoted, NotAllowed, NotOnFile, PostFailed, Refused, WirecheckError
from handlers.slack import blocks
from handlers.slack.client import reply, say_in_thread

logger = logging.getLogger(__name__)

# Bolt looks every 10 ms whether a listener has acknowledged, and when one has raised it forgets that it
# did: raising sooner than that, it would be "not acknowledged", Slack would show the person a failure
# after 3 s, and the catch-all listener would answer as well. So the ack is let out first.
_ACK_SEEN = 0.03

#: Errors that are a word to the person, not a fault of ours: shown as they are.
PLAIN = (BadInput, NotAllowed, NotOnFile, Refused)


def register(app: AsyncApp) -> None:
    """Hears of every error that no listener could put right."""

    @app.error
    async def apologise(error: Exception, body: dict[str, Any], context: Any, client: Any) -> None:
        await asyncio.sleep(_ACK_SEEN)
        reference = secrets.token_hex(4)
        _log(error, reference, body)
        if isinstance(error, PostFailed):
            return  # Slack is not taking messages: an apology would fail as well
        message = blocks.note(apology(error, reference))
        try:
            await _tell(message, body, context, client)
        except WirecheckError as failed:
            logger.warning("could not apologise", extra={"reference": reference, "reason": str(failed)})


def apology(error: Exception, reference: str) -> str:
    """What the person reads. Foreign errors are not shown: their words may hold what is nobody's business."""
    if isinstance(error, PLAIN):
        return str(error)
    if isinstance(error, Misquoted):
        return f"{error} (reference {reference})"
    if isinstance(error, WirecheckError):
        return f"That did not work: {error}. Nothing on file was changed; try again. (reference {reference})"
    return f"Something broke on our side; nothing on file was lost. Tell whoever runs the bot: reference {reference}"


def _log(error: Exception, reference: str, body: Mapping[str, Any]) -> None:
    facts = {"reference": reference, "on": _what(body), "error": type(error).__name__}
    if isinstance(error, PLAIN):
        logger.info("turned down", extra=facts)
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


async def _tell(message: Mapping[str, Any], body: Mapping[str, Any], context: Any, client: Any) -> None:
    if context.get("response_url") or body.get("response_url"):
        await reply(context.respond, message, replace_original=False)
        return
    event = body.get("event")
    if (
        isinstance(event, Mapping)
        and event.get("channel")
        and event.get("ts")
        and event.get("type") != "app_home_opened"
    ):
        await say_in_thread(client, event, message)
