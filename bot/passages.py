"""Two passages as they are compared: each read like an article, and the strongest pair of claims decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot import conflicts
from bot.intake.pairs import Pair
from bot.nouns import Article, Claim, Conflict, Revision, Span, Statement, content_id

Read = Callable[[Revision], Awaitable[tuple[Claim, ...]]]


async def compare(pair: Pair, read: Read, *, now: datetime) -> Conflict:
    """What comparing the pair's two passages comes to."""
    old, new = await asyncio.gather(*(_statements(passage, read, now) for passage in (pair.old, pair.new)))
    return conflicts.between(old, new)


async def _statements(passage: Article, read: Read, now: datetime) -> list[Statement]:
    revision = Revision.of(passage, now)
    claims = await read(revision) or (_whole(revision),)
    return [Statement(claim, revision.edition) for claim in claims]


def _whole(revision: Revision) -> Claim:
    """A passage nothing was read in (a bare headline, a fragment), said in its outlet's own voice."""
    text = revision.text
    start = len(text) - len(text.lstrip())
    span = Span(start, len(text.rstrip()))
    return Claim(
        id=content_id(revision.id, "whole"),
        article_id=revision.edition.article_id,
        revision_id=revision.id,
        sentence=span,
        quote=span.of(text),
        content=(span,),
    )
