"""Files a stream of news by date, as a newsroom would get it, and tells how often it would have been alerted.

    python -m tests.eval.stream read  --kept DIR [--part 1/2]   # the articles, read once; several parts side by side
    python -m tests.eval.stream file  --kept DIR                # into a fresh archive, in order of date: alerts per 100 articles, per day
                                                                # --first 3000 --last 6000: a piece of it; what is older than a story
                                                                # lives (ten days) is compared with nothing but open disputes
    python -m tests.eval.stream draw  --kept DIR --count 60     # so many of the alerts at random, whole, to be judged by a person

The stream is the shared set ``news/ukraine_r2nery`` (7,287 articles of fourteen outlets, 2018 to 2023). Its text is press text and stays in DIR;
docs/alerts-read.md holds the verdicts, in our own words. An article's id is its line in the set, counted from 1.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import lzma
import pickle
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.progress import track

from bot.claims.reader import SpacyReader
from bot.conflicts.judge import appointed
from bot.newsroom import Newsroom
from bot.nouns import Article, Claim, Conflict, Decision, Revision, Statement
from store.sqlite import SqliteStore
from tests.eval.shared import data

NOW = datetime(2026, 3, 1, tzinfo=UTC)
#: Articles kept in one file.
CHUNK = 60
#: Characters shown of the text before a sentence.
BEFORE = 400

Read = tuple[Article, Revision, tuple[Claim, ...]]


def stream() -> list[Article]:
    """The set's articles by date; those of one day in the set's order."""
    with lzma.open(data("news/ukraine_r2nery/articles.jsonl.xz"), "rt", encoding="utf-8") as lines:
        told = [_article(number, json.loads(line)) for number, line in enumerate(lines, 1)]
    return sorted((a for a in told if a.text.strip()), key=lambda a: a.published or NOW)


def _article(number: int, row: dict[str, Any]) -> Article:
    day = datetime.fromisoformat(row["date"][:10]).replace(tzinfo=UTC)
    return Article(
        key=row["url"] or str(number),
        ref=str(number),
        text=row["text"],
        title=row["title"] or "",
        outlet=row["outlet"] or "",
        url=row["url"] or "",
        published=day,
    )


# --- reading


def read(kept: Path, part: str) -> None:
    which, of = (int(n) for n in part.split("/"))
    reader, articles = SpacyReader(), stream()
    kept.mkdir(parents=True, exist_ok=True)
    for at in track(range(0, len(articles), CHUNK), "reading"):
        file = kept / f"{at:05}.pickle"
        if at // CHUNK % of == which - 1 and not file.exists():
            revisions = [(a, Revision.of(a, NOW)) for a in articles[at : at + CHUNK]]
            whole = [(a, revision, reader.read(revision)) for a, revision in revisions]
            (kept / "part").with_suffix(f".{which}").write_bytes(pickle.dumps(whole))
            (kept / "part").with_suffix(f".{which}").rename(file)


def in_order(kept: Path, first: int, last: int) -> Iterator[Read]:
    """What was read, in order, from article to article (in whole chunks); waits for what is still being read."""
    for at in range(first // CHUNK * CHUNK, min(last, len(stream())), CHUNK):
        file = kept / f"{at:05}.pickle"
        while not file.exists():
            time.sleep(5)
        yield from pickle.loads(file.read_bytes())


# --- filing


async def file(kept: Path, first: int, last: int) -> None:
    claims: dict[str, tuple[Claim, ...]] = {}

    async def reading(revision: Revision) -> Sequence[Claim]:
        return claims.pop(revision.id)

    store = SqliteStore.open(f"sqlite:///{kept / f'stream-{first}.db'}")
    newsroom = Newsroom(store, reading, clock=lambda: NOW, alert_channel="C1", judge=appointed())
    days: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    filed = taken = 0
    with (kept / f"alerts-{first}.jsonl").open("w", encoding="utf-8") as out:
        for article, revision, read in track(
            in_order(kept, first, last), "filing", total=min(last, len(stream())) - first
        ):
            claims[revision.id] = read
            filing = await newsroom.file(article)
            filed, taken = filed + 1, taken + (filing.outcome == "new")
            for row in alerted(filing.decision, len(days) and sum(kinds.values())):
                days[str(revision.edition.published)[:10]] += 1
                kinds[row["kind"]] += 1
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
    await store.close()
    told(filed, taken, days, kinds)


def cleared(kept: Path, first: int) -> None:
    for old in kept.glob(f"stream-{first}.db*"):
        old.unlink()


def alerted(decision: Decision, before: int) -> Iterator[dict[str, Any]]:
    """The alerts filing an article led to: disputes opened that are sure enough for a message, and quiet ones grown sure."""
    for key in (*(k for k in decision.opened if k not in decision.quiet), *decision.raised):
        mine = [conflict for dispute, conflict in decision.conflicts if dispute == key]
        before += 1
        yield {"alert": before, "dispute": key, "more": len(mine) - 1, **shown(mine[0])}


def shown(conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "label": conflict.label,
        "confidence": round(conflict.confidence, 3),
        "reason": conflict.reason,
        "old": side(conflict.old, conflict.clash[0]),
        "new": side(conflict.new, conflict.clash[1]),
        "gates": conflict.gates,
    }


def side(statement: Statement, clash: Sequence[Any]) -> dict[str, Any]:
    claim, edition = statement.claim, statement.edition
    return {
        "article": edition.ref,
        "outlet": edition.outlet,
        "published": str(edition.published)[:10],
        "title": edition.title,
        "source": claim.source_name,
        "quote": claim.quote,
        "sentence": [claim.sentence.start, claim.sentence.end],
        "clash": [[span.start, span.end] for span in clash],
    }


def told(filed: int, taken: int, days: Counter[str], kinds: Counter[str]) -> None:
    alerts, per_day = sum(kinds.values()), sorted(days.values(), reverse=True)
    print(
        f"{filed} articles handed in, {taken} of them new; {alerts} alerts, {100 * alerts / filed:.2f} per 100 articles"
    )
    print("by kind: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    print(f"days with an alert: {len(per_day)}; most on one day: {', '.join(map(str, per_day[:5]))}")


# --- drawing


def draw(kept: Path, count: int, seed: int, passed: int) -> None:
    alerts: list[dict[str, Any]] = []
    for file in sorted(kept.glob("alerts-*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            alerts += [json.loads(line) for line in lines]
    # By a hash, so that a draw begun while the stream is still being filed keeps most of what was read.
    order = sorted(alerts, key=lambda row: hashlib.sha256(f"{seed} {row['dispute']}".encode()).digest())
    texts = {a.ref: a.text for a in stream()}
    for number, row in enumerate(order[passed : passed + count], passed + 1):
        print(
            f"\n=== {number}. alert {row['alert']}: {row['label']} {row['kind']} {row['confidence']} +{row['more']}: {row['reason']}"
        )
        for which in ("old", "new"):
            place = row[which]
            text, (start, end) = texts[place["article"]], place["sentence"]
            print(
                f"  {which}: {place['article']} {place['outlet']} {place['published']} “{place['title']}”; {place['source']}"
            )
            print(f"    before: {text[max(0, start - BEFORE) : start]!r}")
            print(f"    SAYS: {text[start:end]!r}   clash: {[text[a:b] for a, b in place['clash']]}")
            print(f"    after: {text[end : end + BEFORE // 2]!r}")
        print(f"  {[gate for gate in row['gates'] if 'one event' in gate]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("what", choices=("read", "file", "draw"))
    parser.add_argument("--kept", type=Path, required=True, help="the folder that holds what was read, and the alerts")
    parser.add_argument("--part", default="1/1", help="which part to read, of how many")
    parser.add_argument(
        "--first", type=int, default=0, help="the first article to file; pieces may be filed side by side"
    )
    parser.add_argument("--last", type=int, default=10**9)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--passed", type=int, default=0, help="so many of the drawn are passed over")
    asked = parser.parse_args()
    if not data("news/ukraine_r2nery/articles.jsonl.xz").exists():
        sys.exit("the shared data sets are not here; name their folder in WIRECHECK_DATA")
    does: dict[str, Callable[[], None]] = {
        "read": lambda: read(asked.kept, asked.part),
        "file": lambda: (cleared(asked.kept, asked.first), asyncio.run(file(asked.kept, asked.first, asked.last)))[1],
        "draw": lambda: draw(asked.kept, asked.count, asked.seed, asked.passed),
    }
    does[asked.what]()


if __name__ == "__main__":
    main()
