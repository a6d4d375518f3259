"""How well copies of one wire story are known for copies: made from real articles by cutting, merging and rewording.

python -m tests.eval.copies [--articles 600] [--seed 1]
python -m tests.eval.copies --on-file 1000000 [--articles 300]

Real articles stand on file; copies of some of them come in. Recall: the copies found to be one. Precision: of
all that is called a copy, real articles among themselves included, what was copied from there (two real ones
count as right when a fifth of the shorter is word for word in the other, in runs of eight words; those that are
not are listed with --show). With --on-file, the time that copies cost an article is measured over an archive on disk
with so many: the real articles, and around them made-up ones with sketches of their own, some hashes of which many
share, and real texts.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from sqlite_utils import Database

from bot.copies import sketch, story_of
from bot.copies.finding import FURNITURE
from bot.copies.sketch import KEPT
from store import origins
from store.codec import words_out
from store.connections import at_once, connect
from store.migrations import bring_up_to_date
from tests.eval.shared import data

POOLS = ("bbc_2225", "ukraine_r2nery", "allsides_12k", "syria_fakes", "kremlin_vs_zelenskyy_press", "cnn_lite_2026")
EACH = 2500
HEADS = (
    "Officials were weighing their next steps on Tuesday as the first reports came in.",
    "It was a development that few had expected when the week began, our correspondent writes.",
    "Here is what is known so far about a story that has been talked about all day.",
)


def real_articles(limit: int) -> Iterator[str]:
    for pool in POOLS:
        path = data(f"news/{pool}/articles.jsonl.xz")
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for n, line in enumerate(lines):
                if n >= limit:
                    break
                text = json.loads(line).get("text") or ""
                if len(text.split()) >= 120:
                    yield text


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?”\"])\s+", text) if s.strip()]


def reworded(rng: random.Random, text: str, rate: float) -> str:
    """Words replaced by others of the same article: harder on runs of words than any editor."""
    words = text.split(" ")
    return " ".join(rng.choice(words) if rng.random() < rate else w for w in words)


def cut(rng: random.Random, text: str) -> str:
    """The head rewritten, the tail cut."""
    body = sentences(text)
    kept = body[: max(4, int(len(body) * rng.uniform(0.4, 0.9)))]
    return " ".join([rng.choice(HEADS), *kept[1:]])


def added(rng: random.Random, text: str, other: str) -> str:
    """One paragraph of another story put in."""
    body, foreign = sentences(text), sentences(other)
    at, start = rng.randrange(len(body)), rng.randrange(max(1, len(foreign) - 4))
    return " ".join([*body[:at], *foreign[start : start + 4], *body[at:]])


def merged(rng: random.Random, text: str, other: str) -> str:
    """Two stories made one, of each a half or more."""
    one, two = sentences(text), sentences(other)
    return " ".join([*one[: max(3, int(len(one) * 0.65))], *two[: max(3, len(two) // 2)]])


def made(rng: random.Random, how: str, text: str, other: str) -> str:
    match how:
        case "cut":
            return cut(rng, text)
        case "added":
            return added(rng, text, other)
        case "merged":
            return merged(rng, text, other)
        case "reworded":
            return reworded(rng, text, rng.choice((0.05, 0.1, 0.15)))
        case _:
            return reworded(rng, added(rng, cut(rng, text), other), 0.05)


class Shelf:
    """Articles on file, found by the hashes of their sketches."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._bearers: dict[int, list[int]] = defaultdict(list)

    def find(self, text: str, *, besides: int = -1):
        return story_of(
            sketch(text),
            bearers=lambda h: [a for a in self._bearers.get(h, ()) if a != besides][:61],
            texts=lambda few: {a: self.texts[a] for a in few},
        )

    def put(self, text: str) -> None:
        for number in sketch(text).hashes:
            self._bearers[number].append(len(self.texts))
        self.texts.append(text)


def really(one: str, other: str) -> bool:
    """Whether two real articles share what nobody writes twice: a fifth of the shorter in runs of eight words."""

    def eights(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}

    a, b = eights(one), eights(other)
    return len(a & b) >= 0.2 * max(1, min(len(a), len(b)))


# --- time, with many on file

#: Runs of words that many articles have ("told reporters on Monday"); the most common one in every tenth sketch.
COMMON = 3000


def filled(path: str, texts: Sequence[str], many: int, seed: int) -> Database:
    """An archive of so many articles, with nothing in it but what finds copies. Texts of made-up ones are real
    articles' own (``text_of``): a gigabyte of them would only wear the disk."""
    db = connect(path, writing=True)
    bring_up_to_date(db, where=path)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA synchronous = OFF")
    rng = np.random.default_rng(seed)
    with at_once(db):
        _put_articles(db, texts)
        hashes, bearers = _made_up(rng, first=len(texts) + 1, last=many)
        mine = [(h, n) for n, text in enumerate(texts, 1) for h in sketch(text).hashes]
        hashes = np.concatenate([hashes, np.array([h for h, _ in mine], dtype=np.int64)])
        bearers = np.concatenate([bearers, np.array([n for _, n in mine], dtype=np.int64)])
        order = np.lexsort((bearers, hashes))  # in the order of the index: minutes instead of hours
        pairs = zip(hashes[order].tolist(), bearers[order].tolist(), strict=True)
        db.conn.executemany("INSERT INTO sketches(hash, revision) VALUES (?, ?) ON CONFLICT DO NOTHING", pairs)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("PRAGMA synchronous = FULL")
    return db


def _put_articles(db: Database, texts: Sequence[str]) -> None:
    given = {"n": "?", "id": "?", "article_id": "?", "text": "?", "current": "1"}
    rest = [c.name for c in db["revisions"].columns if c.notnull and c.name not in given]
    columns, values = ", ".join([*given, *rest]), ", ".join([*given.values(), *["''"] * len(rest)])
    rows = ((n, f"r{n}", f"a{n}", words_out(text)) for n, text in enumerate(texts, 1))
    db.conn.executemany(f"INSERT INTO revisions({columns}) VALUES ({values})", rows)


def _made_up(rng: np.random.Generator, *, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """(hash, revision) of sketches of which three hashes in two dozen are common runs of words."""
    count = max(0, last - first + 1)
    hashes = rng.integers(0, 2**62, size=(count, KEPT), dtype=np.int64)
    rank = np.minimum(COMMON - 1, rng.pareto(0.7, size=(count, 3)).astype(np.int64))
    hashes[:, :3] = 2**62 + rank
    return hashes.ravel(), np.repeat(np.arange(first, last + 1, dtype=np.int64), KEPT)


def timed(texts: Sequence[str], wanted: argparse.Namespace) -> None:
    """Prints what finding out whose copy it is, and noting its sketch, costs an article."""
    rng = random.Random(wanted.seed)
    with tempfile.TemporaryDirectory() as folder:
        db = filled(f"{folder}/archive.db", texts, wanted.on_file, wanted.seed)
        size = os.path.getsize(f"{folder}/archive.db")
        print(f"{wanted.on_file:,} on file, {size / 1e6:,.0f} MB")
        for what in ("an article of its own", "a copy"):
            times, used = _spent(db, [_arriving(rng, what, texts) for _ in range(wanted.articles)], len(texts))
            told = (
                f"{statistics.median(times):.2f} ms an article in the middle, {statistics.fmean(times):.2f} on average"
            )
            print(f"{what:22} {told}, {used:.2f} of the processor with the commit")
        db.close()


def _arriving(rng: random.Random, what: str, texts: Sequence[str]) -> str:
    if what == "a copy":
        how = rng.choice(("cut", "added", "merged", "reworded", "all at once"))
        return made(rng, how, rng.choice(texts), rng.choice(texts))
    return reworded(rng, rng.choice(texts), 0.9)


def _spent(db: Database, arriving: Sequence[str], real: int) -> tuple[list[float], float]:
    """Milliseconds of each article, up to the commit, which filing has anyway; and of the processor, on average."""
    times, used = [], time.process_time()
    for number, text in enumerate(arriving, 2**40):
        with at_once(db):
            start = time.perf_counter()
            mine = sketch(text)
            common = [2**62 + number % COMMON, 2**62 + number % 7, 2**62]
            seen = replace(mine, hashes=(*mine.hashes[:-3], *common))
            story_of(
                seen,
                bearers=lambda h: [n for (n,) in db.execute(origins.BEARERS, [h, FURNITURE + 2])],
                texts=lambda few: {n: t for n in few for t in origins.texts(db, [(n - 1) % real + 1]).values()},
            )
            origins.put(db, number, seen)
            times.append((time.perf_counter() - start) * 1000)
    used = (time.process_time() - used) * 1000
    return times, used / len(times)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--on-file", type=int, default=0)
    wanted = parser.parse_args(arguments)
    if wanted.on_file:
        timed(list(real_articles(EACH)), wanted)
        return
    rng, shelf = random.Random(wanted.seed), Shelf()
    for text in real_articles(EACH):
        shelf.put(text)
    print(f"{len(shelf.texts)} real articles on file")
    chosen = rng.sample(range(len(shelf.texts)), wanted.articles)
    right = called = 0
    spent = 0.0
    for how in ("cut", "added", "merged", "reworded", "all at once"):
        found_here = 0
        for source in chosen:
            other = rng.randrange(len(shelf.texts))
            text = made(rng, how, shelf.texts[source], shelf.texts[other])
            start = time.perf_counter()
            found = shelf.find(text)
            spent += time.perf_counter() - start
            if found is None:
                continue
            called += 1
            good = found.article in (source, other) or really(shelf.texts[found.article], text)
            right += good
            found_here += good
        print(f"{how:12} recall {found_here / len(chosen):.1%}")
    real_called = real_right = 0
    for n in chosen:
        found = shelf.find(shelf.texts[n], besides=n)
        if found is None:
            continue
        real_called += 1
        good = really(shelf.texts[n], shelf.texts[found.article])
        real_right += good
        if not good and wanted.show > 0:
            wanted.show -= 1
            print(f"--- {found.share:.2f}\n{shelf.texts[n][:400]!r}\n{shelf.texts[found.article][:400]!r}")
    print(f"made copies: precision {right / max(called, 1):.1%} of {called}, recall {right / (5 * len(chosen)):.1%}")
    print(f"real articles called copies of each other: {real_called} of {len(chosen)}, {real_right} rightly")
    total = (right + real_right) / max(called + real_called, 1)
    print(f"precision of all that is called a copy: {total:.1%}")
    print(f"{spent / (5 * len(chosen)) * 1000:.2f} ms an article (in memory)")


if __name__ == "__main__":
    main()
