"""What is pressed under an answer: Back and Next turn its pages in place, Share posts one for all, Open shows a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import (
    answer_blocks,
    blocks,
    claim_blocks,
    disputes,
    paging,
    pictures,
    seen,
    timeline,
    typed,
    verified,
    windows,
)
from handlers.slack.limits import Message

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the buttons. Each holds the question, which is answered again from what is on file now."""

    async def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], respond: Any, client: Any) -> None:
        await ack()
        page, asked = paging.pressed(action["value"])
        message = await answered(newsroom, client, asked, page=page, channel=_channel(body))
        await pictures.show(respond, message, replace_original=_for_one(body))

    app.action(paging.BACK)(turn)
    app.action(paging.NEXT)(turn)

    @app.action(paging.SHARE)
    async def share(ack: Any, body: dict[str, Any], action: dict[str, Any], respond: Any, client: Any) -> None:
        await ack()
        (page, asked), by, channel = paging.pressed(action["value"]), typed.person(body), _channel(body)
        # First without its Share button: who presses twice has shared once.
        shown = await answered(newsroom, client, asked, page=page, channel=channel, share=False)
        await pictures.show(respond, shown, replace_original=_for_one(body))
        message = await answered(newsroom, client, asked, page=page, channel=channel, by=by)
        await pictures.show(respond, message, response_type="in_channel", replace_original=False)

    @app.action(answer_blocks.OPEN)
    async def open_claim(ack: Any, body: dict[str, Any], action: dict[str, Any], client: Any, respond: Any) -> None:
        await ack()
        claim_id = action["selected_option"]["value"] if "selected_option" in action else action["value"]
        sheet = await verified.sheet(newsroom, await newsroom.claim(claim_id))
        await seen.note(newsroom, [sheet.statement], channel=_channel(body))
        await windows.show(client, respond, body, claim_blocks.claim(sheet), doing="opening a claim")


async def answered(
    newsroom: Newsroom, client: Any, asked: str, *, page: int = 0, channel: str, share: bool = True, by: str = ""
) -> Message:
    """A page of what was asked, for one person, or, when ``by`` shares it, for all."""
    if asked.startswith(timeline.COMMAND):
        return await timeline.answered(newsroom, client, asked, page=page, channel=channel, share=share, by=by)
    if asked.startswith(disputes.COMMAND):
        return await disputes.answered(newsroom, asked, page=page, channel=channel, share=share, by=by)
    answer = await verified.answer(newsroom, await newsroom.answer(asked))
    await seen.answer(newsroom, answer, channel=channel)
    return blocks.answer(answer, asked=asked, page=page, private=not by, share=share, by=by)


def _channel(body: Mapping[str, Any]) -> str:
    return str((body.get("channel") or {}).get("id", ""))


def _for_one(body: Mapping[str, Any]) -> bool:
    """Whether the message that was pressed is seen by one person alone: only such a one is changed in place."""
    return bool((body.get("container") or {}).get("is_ephemeral"))
