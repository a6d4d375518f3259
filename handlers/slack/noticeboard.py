"""Slack as a noticeboard: alerts, what joins them, how they end, and digests; each message bears its key."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotOnFile, PostRefused
from bot.nouns import Digest, Dispute, Receipt
from handlers.slack import blocks, seen, verified
from handlers.slack.client import EVENT_TYPE, BlocksRefused, MessageGone, Stumbled, key_of, once_only, slack_errors
from handlers.slack.limits import Message, checked
from handlers.slack.quoting import line

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

logger = logging.getLogger(__name__)

_PERHAPS_TOLD = line(
    "Perhaps told before: sending it was interrupted, and the bot may not read this channel to look.", italic=True
)
_Sent = TypeVar("_Sent")

#: Slack's clock and ours differ: look for a message from this long before it was owed.
SKEW = timedelta(minutes=2)
PAGE = 200


class SlackNoticeboard:
    """Implements ``ports.Noticeboard``. A call is never repeated here (see ``client.make_client``): what
    failed goes back to the outbox, which waits as long as Slack asked, and looks before it posts again."""

    def __init__(self, client: AsyncWebClient, newsroom: Newsroom) -> None:
        self._client = once_only(client)
        self._newsroom = newsroom
        #: Disputes over whose table Slack stumbled: the outbox looks first and tries again, and then without.
        self._stacked: set[str] = set()
        #: Keys of messages that an earlier try may have posted, where Slack does not let the bot look.
        self._unseen: set[str] = set()

    async def alert(self, dispute: Dispute, *, channel: str, key: str, thread: Receipt | None = None) -> Receipt:
        """Posts a dispute. ``PostFailed``, ``PostRefused``; ``Misquoted`` when none of its quotations stands."""
        shown = await verified.dispute(self._newsroom, dispute)
        return await self._post_alert(shown, channel=channel, key=key, thread=thread)

    async def joined(
        self, dispute: Dispute, revision_id: str, *, alert: Receipt | None, channel: str, key: str
    ) -> Receipt:
        """Redraws the alert (posts it anew where it is gone), and adds what that revision brought to its thread."""
        shown = await verified.dispute(self._newsroom, dispute)
        where = alert.channel if alert else channel
        if alert is not None:  # first, as doing it again changes nothing: once posted, this is not tried again
            alert = await self._redraw_if_allowed(shown, alert)
        return await self._post(
            blocks.joined(shown, revision_id), channel=where, key=key, thread=alert.root if alert else None
        )

    async def settled(self, dispute: Dispute, *, alert: Receipt | None, channel: str, key: str) -> Receipt:
        """Redraws the alert with who settled it and how; where there is none, or none any more, posts it so."""
        shown = await verified.dispute(self._newsroom, dispute)
        if alert is None:
            return await self._post_alert(shown, channel=channel, key=key)
        return await self._redraw(shown, alert)

    async def digest(self, digest: Digest, *, channel: str, key: str) -> Receipt:
        """Posts a digest."""
        news = await verified.digest(self._newsroom, digest)
        await seen.disputes(
            self._newsroom, (*news.held, *news.opened, *news.quiet, *news.settled, *news.open), channel=channel
        )
        return await self._post(blocks.digest(news), channel=channel, key=key)

    async def reminder(self, dispute: Dispute, *, channel: str, key: str) -> Receipt:
        """Posts a dispute to who asked to be reminded of it."""
        shown = await verified.dispute(self._newsroom, dispute)
        return await self._post(blocks.reminder(shown), channel=channel, key=key)

    async def notice(self, text: str, *, channel: str, key: str) -> Receipt:
        """Posts a line for those who run the bot; nothing in it is parsed."""
        return await self._post(blocks.note(text), channel=channel, key=key)

    async def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None = None) -> Receipt | None:
        """The message that bears ``key``, in the channel, in ``thread`` or, for what joined an alert, in the alert's.
        None as well where the bot may not read the channel: better said twice than not at all, and it is said there."""
        try:
            if thread is not None:
                return await self._find_in(self._thread(thread), key, channel, under=thread.ts)
            kind, _, rest = key.partition(":")
            if kind == "joined":
                return await self._find_joined(key, rest.partition(":")[0], channel)
            if kind == "settled":
                return None  # a redrawing: doing it again changes nothing
            return await self._find_in(self._history(channel, since), key, channel)
        except PostRefused as refused:
            logger.warning("cannot look before posting", extra={"key": key, "reason": str(refused)})
            self._unseen.add(key)
            return None

    async def _find_joined(self, key: str, dispute_id: str, channel: str) -> Receipt | None:
        try:
            opened = (await self._newsroom.dispute(dispute_id)).opened
        except NotOnFile:
            return None
        alert = await self._find_in(self._history(channel, opened), f"alert:{dispute_id}", channel)
        return await self._find_in(self._thread(alert), key, channel, under=alert.ts) if alert else None

    async def _find_in(
        self, messages: AsyncIterator[Mapping[str, Any]], key: str, channel: str, *, under: str = ""
    ) -> Receipt | None:
        async for message in messages:
            if key_of(message) == key:
                return Receipt(channel, message["ts"], under)
        return None

    def _history(self, channel: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        oldest = f"{(since - SKEW).timestamp():.6f}"
        return self._pages("conversations.history", channel=channel, oldest=oldest, inclusive="true")

    def _thread(self, alert: Receipt) -> AsyncIterator[Mapping[str, Any]]:
        return self._pages("conversations.replies", channel=alert.channel, ts=alert.ts)

    async def _pages(self, method: str, **asked: str) -> AsyncIterator[Mapping[str, Any]]:
        cursor = ""
        while True:
            form = {
                **asked,
                "include_all_metadata": "true",
                "limit": str(PAGE),
                **({"cursor": cursor} if cursor else {}),
            }
            with slack_errors("looking for a message"):
                page = await self._client.api_call(method, data=form)
            for message in page.get("messages") or ():
                yield message
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return

    async def _post(self, message: Message, *, channel: str, key: str, thread: str | None = None) -> Receipt:
        if key in self._unseen:
            message = checked(message["text"], message["blocks"], tail=[_PERHAPS_TOLD])
        with slack_errors(f"posting to {channel}"):
            answer = await self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                **message,
            )
        return Receipt(str(answer.get("channel") or channel), str(answer["ts"]), thread or "")

    async def _post_alert(self, dispute: Dispute, *, channel: str, key: str, thread: Receipt | None = None) -> Receipt:
        under = thread.ts if thread else None
        return await self._drawn(dispute, lambda drawn: self._post(drawn, channel=channel, key=key, thread=under))

    async def _redraw(self, dispute: Dispute, alert: Receipt) -> Receipt:
        """Redraws the alert; where it now is. A message that is gone (deleted, or the desk was started again,
        whose channel lives in memory) is looked for by its key, as it may have been posted anew before, and
        else posted anew under that key: so trying all this again changes nothing."""
        try:
            await self._update(dispute, alert)
            return alert
        except MessageGone:
            key = f"alert:{dispute.id}"
            anew = await self.find(key, channel=alert.channel, since=dispute.opened)
            if anew is None or anew == alert:
                return await self._post_alert(dispute, channel=alert.channel, key=key)
            await self._update(dispute, anew)
            return anew

    async def _update(self, dispute: Dispute, alert: Receipt) -> None:
        async def update(drawn: Message) -> None:
            with slack_errors(f"redrawing an alert in {alert.channel}"):
                # Metadata that is not given stays as it was: the alert keeps its key.
                await self._client.chat_update(
                    channel=alert.channel, ts=alert.ts, text=drawn["text"], blocks=drawn["blocks"]
                )

        await self._drawn(dispute, update)

    async def _drawn(self, dispute: Dispute, send: Callable[[Message], Awaitable[_Sent]]) -> _Sent:
        """Sends the alert with its sides beside each other; where Slack does not take the table, one under the
        other: no alert is lost to its looks. What Slack refused it has not posted, so that is sent again at
        once; where it broke over it nobody knows, so that is left to the outbox, which looks first."""
        severity = await self._newsroom.lookout.severity(dispute)
        try:
            return await send(blocks.alert(dispute, severity, side_by_side=dispute.id not in self._stacked))
        except BlocksRefused as refused:
            logger.warning("alert without its table", extra={"dispute": dispute.id, "reason": str(refused)})
            return await send(blocks.alert(dispute, severity, side_by_side=False))
        except Stumbled:
            self._stacked.add(dispute.id)
            raise

    async def _redraw_if_allowed(self, dispute: Dispute, alert: Receipt) -> Receipt:
        """An alert that Slack does not let us redraw keeps no report from its thread."""
        try:
            return await self._redraw(dispute, alert)
        except PostRefused as refused:
            logger.warning("alert not redrawn", extra={"dispute": dispute.id, "reason": str(refused)})
            return alert
