"""One reader for all the tests of reading: loading the pipeline is what takes the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Revision

Read = Callable[..., tuple[Claim, ...]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Text in, claims out."""
    reader = SpacyReader()

    def claims(text: str, published: str = "") -> tuple[Claim, ...]:
        moment = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
        article = Article(key=text, ref="test", text=text, published=moment)
        return reader.read(Revision.of(article, datetime(2025, 5, 1, tzinfo=UTC)))

    return claims
