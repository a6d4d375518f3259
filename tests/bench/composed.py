"""An invented press whose claims are known: each sentence was read once, articles are put together of sentences."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Revision, Span, content_id
from tests.bench.press import EVENTS, PLACES, SURNAMES, sentence

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclasses.dataclass(frozen=True)
class Told:
    """A sentence about a place, and what the reader makes of it by itself."""

    text: str
    place: str
    claims: tuple[Claim, ...]


class Press:
    """Articles as ``press.articles`` gives, of fewer sentences, and a reader that knows their claims."""

    def __init__(self, *, sentences: int = 3, pool: int = 120) -> None:
        reader, rng = SpacyReader(), random.Random(7)
        self._sentences = sentences
        self._pool = [_read(reader, rng) for _ in range(pool)]
        self._known: dict[str, tuple[Claim, ...]] = {}

    def articles(self, count: int, *, seed: int = 1) -> Iterator[Article]:
        """So many articles, each with its claims ready for ``read``."""
        rng = random.Random(seed)
        places = {size: [p for p in PLACES if len(p) == size] for size in {len(p) for p in PLACES}}
        for n in range(count):
            yield self._article(n, rng, {size: rng.choice(names) for size, names in places.items()}, seed)

    def forget(self) -> None:
        """Forgets the claims of the articles given so far."""
        self._known.clear()

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims of an article of this press, which is asked for once."""
        return tuple(
            dataclasses.replace(
                claim,
                id=content_id(revision.id, str(n)),
                article_id=revision.edition.article_id,
                revision_id=revision.id,
            )
            for n, claim in enumerate(self._known.pop(revision.text, ()))
        )

    def _article(self, n: int, rng: random.Random, places: dict[int, str], seed: int) -> Article:
        lines: list[str] = []
        claims: list[Claim] = []
        at = 0
        for told in rng.sample(self._pool, self._sentences):
            place = places[len(told.place)]
            lines.append(told.text.replace(told.place, place))
            claims += (_moved(claim, at, told.place, place) for claim in told.claims)
            at += len(lines[-1]) + 1
        text = "\n".join(lines)
        self._known[text] = tuple(claims)
        return Article(
            key=f"composed:{seed}:{n}", ref=f"{seed}-{n:06}", title=lines[0][:60], outlet=f"The {rng.choice(PLACES)} Courier",
            text=text, published=datetime(2025, 1, 5, tzinfo=UTC) + timedelta(minutes=5 * n),
        )  # fmt: skip


def _read(reader: SpacyReader, rng: random.Random) -> Told:
    place = rng.choice(PLACES)
    text = sentence(rng, place, rng.choice(EVENTS), rng.choice(SURNAMES))
    article = Article(key="x", ref="x", text=text, published=NOW)
    return Told(text, place, reader.read(Revision.of(article, NOW)))


def _moved(what: Any, by: int, before: str, after: str) -> Any:
    """A claim whose sentence stands further on, in an article on another place with a name as long."""
    if isinstance(what, Span):
        return Span(what.start + by, what.end + by)
    if isinstance(what, str):
        return what.replace(before, after).replace(before.lower(), after.lower())
    if isinstance(what, tuple):
        return tuple(_moved(one, by, before, after) for one in what)
    if dataclasses.is_dataclass(what) and not isinstance(what, type):
        parts = {f.name: _moved(getattr(what, f.name), by, before, after) for f in dataclasses.fields(what)}
        return type(what)(**parts)
    return what


__all__ = ["Press"]
