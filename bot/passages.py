"""Two passages as they are compared: each read like an article, and the strongest pair of claims decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot import conflicts
from bot.conflicts.second import joined
from bot.intake.pairs import Pair
from bot.nouns import Article, Claim, Conflict, Revision, Span, Statement, content_id
from bot.ports import Judge

Read = Callable[[Revision], Awaitable[tuple[Claim, ...]]]


async def compare(pair: Pair, read: Read, *, now: datetime, judge: Judge | None = None) -> Conflict:
    """What comparing the pair's two passages comes to; ``judge`` is asked for a second opinion."""
    old, new = await asyncio.gather(*(_statements(passage, read, now) for passage in (pair.old, pair.new)))
    found = conflicts.between(old, new)
    if judge is None:
        return found
    return joined(found, judge.opinion(*_in_order(pair)), may_raise=True)


def _in_order(pair: Pair) -> tuple[str, str, int | None]:
    """The two passages, the older first, and the days between them."""
    old, new = pair.old, pair.new
    if old.published is None or new.published is None:
        return old.text, new.text, None
    days = (new.published.date() - old.published.date()).days
    return (old.text, new.text, days) if days >= 0 else (new.text, old.text, -days)


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
