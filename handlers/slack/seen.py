"""Which channel is shown what, noted before it is shown: a channel that saw it is told when it is taken back."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.errors import StoreFailed
from bot.nouns import Answer, Dispute, Edition, Statement

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

logger = logging.getLogger(__name__)


async def answer(newsroom: Newsroom, found: Answer, *, channel: str) -> None:
    """An answer is about to be shown there."""
    await note(newsroom, (s.statement for s in found.snippets), channel=channel)


async def disputes(newsroom: Newsroom, found: Iterable[Dispute], *, channel: str) -> None:
    """Disputes are about to be shown there."""
    await note(newsroom, (s for d in found for c in d.conflicts for s in (c.old, c.new)), channel=channel)


async def note(newsroom: Newsroom, shown: Iterable[Statement | Edition], *, channel: str) -> None:
    """These are about to be shown there. An archive that takes nothing in (a full disk) still answers."""
    try:
        await newsroom.showed(shown, channel=channel)
    except StoreFailed as failed:
        logger.error("not noted what was shown", extra={"channel": channel, "reason": str(failed)})
