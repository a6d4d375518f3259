"""How fast articles are filed, by stage, against the bare spaCy pipeline over the same words in the same run.

python -m tests.bench.filing [--articles 200] [--on-file 10000]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import UTC, datetime
from functools import partial

from bot import conflicts
from bot.claims.reader import SpacyReader, load
from bot.nouns import Claim, Decision, Edition, Revision
from bot.ports import Rivals
from store.sqlite import SqliteStore
from tests.bench.press import articles

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Comparing:
    """``bot.conflicts.decide``, with the time it took."""

    seconds = 0.0

    def __call__(self, edition: Edition, claims: tuple[Claim, ...], rivals: Rivals) -> Decision:
        start = time.perf_counter()
        try:
            return conflicts.decide(edition, claims, rivals)
        finally:
            self.seconds += time.perf_counter() - start


async def fill(store: SqliteStore, reader: SpacyReader, claims_wanted: int) -> int:
    """Files invented articles until so many claims are on file; how many there are."""
    on_file = 0
    for article in articles(1_000_000, seed=99):
        if on_file >= claims_wanted:
            break
        revision = Revision.of(article, NOW)
        claims = reader.read(revision)
        await store.file(revision, claims, lambda _: Decision(), alert_channel="", now=NOW)
        on_file += len(claims)
    return on_file


async def measure(count: int, on_file: int) -> None:
    reader, nlp = SpacyReader(), load("en_core_web_sm")
    revisions = [Revision.of(a, NOW) for a in articles(count)]
    words = sum(len(r.text.split()) for r in revisions)
    reader.read(revisions[0])

    start = time.perf_counter()
    for revision in revisions:
        list(nlp.pipe([line for line in revision.text.split("\n") if line]))
    bare = time.perf_counter() - start

    start = time.perf_counter()
    read = [reader.read(revision) for revision in revisions]
    reading = time.perf_counter() - start

    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore.open(f"sqlite:///{folder}/bench.db")
        have = await fill(store, reader, on_file)
        comparing = Comparing()
        start = time.perf_counter()
        alerts = 0
        for revision, claims in zip(revisions, read, strict=True):
            filing = await store.file(
                revision, claims, partial(comparing, revision.edition, claims), alert_channel="C1", now=NOW
            )
            alerts += len(filing.decision.opened)
        filing_seconds = time.perf_counter() - start
        await store.close()

    storing = filing_seconds - comparing.seconds
    total = reading + filing_seconds
    claims_read = sum(len(c) for c in read)
    print(
        f"{count} articles, {words} words, {claims_read} claims, onto {have} claims on file; {alerts} disputes opened"
    )
    print(f"{'stage':38}{'seconds':>9}{'share':>8}{'against the bare pipeline':>28}")
    for name, seconds in (
        ("floor: the bare spaCy pipeline", bare),
        ("reading, the pipeline included", reading),
        ("comparing", comparing.seconds),
        ("storing, indexing, fetching rivals", storing),
        ("filing in all", total),
    ):
        share = "" if name.startswith("floor") else f"{seconds / total:8.1%}"
        print(f"{name:38}{seconds:9.2f}{share:>8}{seconds / bare:27.2f}x")
    print(f"{count / total:.1f} articles a second, {words / reading:.0f} words read a second, on one core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--on-file", type=int, default=10_000)
    wanted = parser.parse_args()
    asyncio.run(measure(wanted.articles, wanted.on_file))


if __name__ == "__main__":
    main()
