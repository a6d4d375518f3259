"""Whether what people marked as opposed is among the rivals at all, and how many rivals that takes: what no rival is, is never compared.

    python -m tests.eval.rivals                              # stories_dev and pairs_dev among 300 real articles
    python -m tests.eval.rivals --background 1000 --keep /tmp/readings.pickle
    python -m tests.eval.rivals --missed                     # which pairs were not met, and why

Files the background, then the pairs' passages, then the stories, each article in turn into a fresh archive, and asks the archive for
the rivals as filing does. A pair counts as met when a claim in the newer sentence has one of the older sentence among its rivals.
The stories' pairs are every sentence of one side with every sentence of the other: a side of nine against one of five is 45. So it is also
told for how many of the newer articles that take a side in a dispute at least one pair was met, which is what an alert needs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import lzma
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.claims.reader import SpacyReader
from bot.nouns import CONFLICTING, Article, Claim, Decision, Revision, Span
from bot.ports import Rivals
from store.sqlite import SqliteStore
from tests.eval.shared import data

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Gold:
    """Two sentences marked as opposed: where each stands, and of which dispute they are."""

    group: str
    old: tuple[str, str]  # (article key, sentence)
    new: tuple[str, str]


@dataclass
class Met:
    """What came of it. ``why`` holds, for each pair not met, "not read", or "not a rival"."""

    met: set[Gold] = field(default_factory=set)
    why: dict[Gold, str] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)  # rivals of each claim filed after the background
    on_file: int = 0


class Kept:
    """A reader that remembers what it read, also from one run to the next where it is given a file."""

    def __init__(self, path: str) -> None:
        self._path = Path(path) if path else None
        there = self._path is not None and self._path.exists()
        self._read: dict[str, tuple[Claim, ...]] = pickle.loads(self._path.read_bytes()) if there else {}  # type: ignore[union-attr]
        self._reader = SpacyReader()
        self._fresh = 0

    def read(self, revision: Revision) -> tuple[Claim, ...]:
        if revision.id not in self._read:
            self._read[revision.id] = self._reader.read(revision)
            self._fresh += 1
        return self._read[revision.id]

    def keep(self) -> None:
        if self._path and self._fresh:
            self._path.write_bytes(pickle.dumps(self._read))


# --- what is filed -------------------------------------------------------------------------------


def stories() -> Iterator[tuple[list[Article], list[Gold]]]:
    """The development stories, each with its pairs of opposed sentences."""
    for folder in sorted(p for p in (data("gold") / "stories_dev").iterdir() if p.is_dir()):
        found = [json.loads(f.read_text("utf-8")) for f in sorted(folder.glob("[0-9][0-9].json"))]
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        key = {a["id"]: f"{folder.name}-{a['id']}" for a in found}
        yield (
            [_article(key[a["id"]], a["text"], a["published"], a["title"], a["outlet"]) for a in found],
            [
                Gold(f"{folder.name}-{c['group']}", *((key[c[s]["article"]], c[s]["quote"]) for s in ("old", "new")))
                for c in gold["conflicts"]
            ],
        )


def pairs() -> Iterator[tuple[list[Article], list[Gold]]]:
    """The labelled pairs of passages, each passage an article of its own; those that stand in the stories are left out."""
    for line in (data("gold") / "pairs_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["id"].startswith("s"):
            continue
        keys = [f"{row['id']}-{side}" for side in ("old", "new")]
        made = [
            _article(k, row[s]["text"], row[s]["date"], "", row[s]["outlet"])
            for k, s in zip(keys, ("old", "new"), strict=True)
        ]
        gold = [Gold(row["id"], (keys[0], row["old"]["text"]), (keys[1], row["new"]["text"]))]
        yield made, gold if row["label"] in CONFLICTING else []


def background(count: int) -> Iterator[Article]:
    """So many articles of the stream, spread evenly over it."""
    with lzma.open(data("news") / "ukraine_r2nery" / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for i in range(0, len(rows), max(1, len(rows) // count) if count else len(rows) + 1):
        row = rows[i]
        if row["text"].strip():
            yield _article(f"background-{i}", row["text"], row["date"], row["title"], row["outlet"])


def _article(key: str, text: str, published: str | None, title: str | None, outlet: str | None) -> Article:
    when = datetime.fromisoformat(published) if published else None
    when = when.replace(tzinfo=UTC) if when and when.tzinfo is None else when
    return Article(key=key, ref=key, text=text, title=title or "", outlet=outlet or "", published=when)


# --- filing it, and looking ----------------------------------------------------------------------


async def filed(store: SqliteStore, read: Callable[[Revision], Sequence[Claim]], article: Article) -> Rivals:
    """Files an article and gives back the rivals that its claims were held against."""
    revision = Revision.of(article, NOW)
    held: list[Rivals] = []

    def decide(rivals: Rivals) -> Decision:
        held.append(rivals)
        return Decision()

    await store.file(revision, read(revision), decide, alert_channel="", now=NOW)
    return held[0] if held else Rivals({})


async def measure(store: SqliteStore, kept: Kept, among: int, *, told: Callable[[str], None] = lambda _: None) -> Met:
    """Files the background and then what people marked up; what was met."""
    out = Met()
    for n, article in enumerate(background(among)):
        await filed(store, kept.read, article)
        if n % 100 == 99:
            told(f"{n + 1} articles of background")
            kept.keep()
    for articles, gold in [*pairs(), *stories()]:
        for article in articles:
            await _look(store, kept, article, gold, out)
    kept.keep()
    out.on_file = (await store.counts()).claims
    return out


async def _look(store: SqliteStore, kept: Kept, article: Article, gold: Sequence[Gold], out: Met) -> None:
    rivals = await filed(store, kept.read, article)
    claims = kept.read(Revision.of(article, NOW))
    out.sizes += [len(rivals.by_claim.get(c.id, ())) for c in claims]
    for pair in (g for g in gold if g.new[0] == article.key):
        mine = [c for c in claims if _in(c, pair.new[1], article.text)]
        met = any(
            s.edition.ref == pair.old[0] and _share(s.claim.quote, pair.old[1])
            for c in mine
            for s in rivals.by_claim.get(c.id, ())
        )
        if met:
            out.met.add(pair)
        else:
            out.why[pair] = "not a rival" if mine else "the newer sentence holds no claim"


def _in(claim: Claim, quote: str, text: str) -> bool:
    start = text.find(quote)
    return start >= 0 and claim.sentence.overlaps(Span(start, start + len(quote)))


def _share(read: str, quote: str) -> bool:
    """Whether a sentence as read is the marked one, or part of it, or the other way round."""
    return read in quote or quote in read


def figures(out: Met) -> dict[str, Any]:
    """Shares and counts, for printing."""
    gold = [*out.met, *out.why]
    told = {(g.group, g.new[0]) for g in gold}
    sizes = sorted(out.sizes) or [0]

    def share(some: Sequence[Gold]) -> float:
        return round(sum(g in out.met for g in some) / max(1, len(some)), 3)

    return {
        "claims_on_file": out.on_file,
        "pairs": len(gold),
        "met": share(gold),
        "met_in_stories": share([g for g in gold if "-" in g.group]),
        "met_among_passages": share([g for g in gold if "-" not in g.group]),
        "articles_that_take_a_side": len(told),
        "of_them_met": round(len({(g.group, g.new[0]) for g in out.met}) / max(1, len(told)), 3),
        "rivals_mean": round(sum(sizes) / len(sizes), 1),
        "rivals_p50": sizes[len(sizes) // 2],
        "rivals_most": sizes[-1],
        "missed_because": dict(Counter(out.why.values())),
    }


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--background", type=int, default=300, help="articles of the stream filed before (default 300)")
    ask.add_argument("--keep", default="", metavar="FILE", help="keep what was read in this file, for the next run")
    ask.add_argument("--missed", action="store_true", help="print the pairs that were not met")
    chosen = ask.parse_args(argv)
    if not data("gold").exists():
        raise SystemExit("the shared data sets are not here: set WIRECHECK_DATA to the folder that holds gold/")
    store = SqliteStore.open()
    out = asyncio.run(_measured(store, Kept(chosen.keep), chosen.background))
    print(json.dumps(figures(out), indent=1))
    if chosen.missed:
        for pair, why in out.why.items():
            print(f"{pair.group}: {why}\n  {pair.old[0]}: {pair.old[1]}\n  {pair.new[0]}: {pair.new[1]}")
    return 0


async def _measured(store: SqliteStore, kept: Kept, among: int) -> Met:
    try:
        return await measure(store, kept, among, told=lambda line: print(line, file=sys.stderr, flush=True))
    finally:
        await store.close()


if __name__ == "__main__":
    sys.exit(main())
