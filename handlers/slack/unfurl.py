"""A link somebody posts, to an article on file: under it stand what is read out of it and its disputes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from slack_bolt.async_app import AsyncApp

from bot.errors import NotOnFile
from bot.nouns import Dispute, Dossier
from handlers.slack import seen, verified, wording
from handlers.slack.client import patiently, slack_errors
from handlers.slack.dispute_blocks import context, pair
from handlers.slack.limits import Block, checked
from handlers.slack.quoting import escaped, line, place, rich, section, words

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

#: Links of one message that are looked up, and disputes shown under each.
LINKS, DISPUTES = 5, 2
#: What in an address only tells where a reader came from. The rest of it may be what names the article.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|cmpid|ref_src)(?:=|$)", re.IGNORECASE)


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for links of the domains in the manifest; what is not on file is left as it is."""

    @app.event("link_shared")
    async def shared(event: dict[str, Any], client: Any) -> None:
        drawn: dict[str, Any] = {}
        for link in (event.get("links") or ())[:LINKS]:
            blocks = await _under(newsroom, str(link.get("url", "")), channel=str(event.get("channel", "")))
            if blocks:
                drawn[link["url"]] = {"blocks": blocks}
        if not drawn:
            return

        async def send() -> None:
            with slack_errors("showing what is on file under a link"):
                await client.chat_unfurl(**_where(event), unfurls=drawn)

        await patiently(send)


def _where(event: Mapping[str, Any]) -> dict[str, str]:
    """The message it belongs to: while it is being written, that has an id of its own."""
    if event.get("unfurl_id") and event.get("source"):
        return {"unfurl_id": event["unfurl_id"], "source": event["source"]}
    return {"channel": event["channel"], "ts": event["message_ts"]}


async def _under(newsroom: Newsroom, url: str, *, channel: str) -> list[Block]:
    for address in addresses(url):
        try:
            found = await verified.dossier(newsroom, await newsroom.dossier(address))
        except NotOnFile:
            continue
        edition = found.revisions[0][0]
        disputes = await verified.disputes(newsroom, await newsroom.clashes(edition.article_id))
        await seen.note(newsroom, [edition], channel=channel)
        return drawing(found, disputes)
    return []


def addresses(url: str) -> Sequence[str]:
    """The address as posted, and less what only tells where a reader came from."""
    plain = url.replace("&amp;", "&")
    try:
        parts = urlsplit(plain)
    except ValueError:
        return ()
    kept = "&".join(part for part in parts.query.split("&") if not _TRACKING.match(part))
    return tuple(dict.fromkeys([plain, urlunsplit((parts.scheme, parts.netloc, parts.path, kept, ""))]))


def drawing(found: Dossier, disputes: Sequence[Dispute]) -> list[Block]:
    """What stands under the link: what is on file of the article, and its first disputes, both sides."""
    edition, claims = found.revisions[0]
    told = f"On file: {wording.many(len(claims), 'claim')}, {wording.many(len(disputes), 'dispute')}"
    out = wording.withdrawal(found.withdrawal)
    blocks = [rich(section(words(edition.title or edition.ref, bold=True), *place(edition))), context(told)]
    blocks += [line(out, bold=True)] if out else []
    for dispute in disputes[:DISPUTES]:
        blocks += [line(wording.settlement(dispute) or wording.title(dispute), bold=True), *pair(dispute.conflicts[0])]
    if len(disputes) > DISPUTES:
        blocks.append(context(f"{len(disputes) - DISPUTES} more: /article show {edition.ref}"))
    drawn: list[Block] = checked(escaped(told), blocks)["blocks"]
    return drawn
