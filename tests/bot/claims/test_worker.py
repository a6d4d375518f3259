"""The reading room reads as the reader does, beside the newsroom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.claims.reader import SpacyReader
from bot.claims.worker import ReadingRoom
from bot.nouns import Article, Revision

REVISION = Revision.of(
    Article(key="a", ref="a", text="The harbour authority said on Friday that the crane was safe."),
    datetime(2025, 5, 1, tzinfo=UTC),
)


@pytest.mark.parametrize("processes", [0, 1])
async def test_a_room_reads_what_the_reader_reads(processes: int) -> None:
    async with ReadingRoom(processes=processes) as room:
        assert await room.read(REVISION) == SpacyReader().read(REVISION)
