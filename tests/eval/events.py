"""What the reading makes of sentences drawn at random from real news: predicate, roles, place, state, for counting by hand.

    python -m tests.eval.events --seed 1 --count 60

Sentences of eight to forty words from the shared collections of news, as many from each as from the others. The text printed stays in
the data; the counts go to docs/reading.md.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Event, Revision
from tests.eval.shared import data

COLLECTIONS = ("bbc_2225", "cnn_lite_2026", "ukraine_r2nery", "syria_fakes", "allsides_12k", "meantime_wikinews")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def sentences(path: Path, random_: random.Random, count: int) -> Iterator[str]:
    """So many sentences of the collection, drawn over its articles, shorter and longer ones left out."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line).get("text") or "" for line in lines]
    while count:
        whole = [
            s.strip()
            for s in _SENTENCE.split(random_.choice(articles))
            if 8 <= len(s.split()) <= 40 and "\n" not in s.strip()
        ]
        if whole:
            count -= 1
            yield random_.choice(whole)


def told(text: str, event: Event) -> str:
    """One line: the predicate, how it stands, and its roles."""
    manner = " ".join(w for w in (event.polarity, event.modality, event.tense, event.state, event.scope) if w)
    roles = "; ".join(f"{r.role}={r.span.of(text)!r}" + (f" ({r.name})" if r.name else "") for r in event.roles)
    return f"{event.predicate} [{event.span.of(text)}] {manner} | {roles}"


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--count", type=int, default=60)
    chosen = ask.parse_args(argv)
    reader, draw = SpacyReader(), random.Random(chosen.seed)
    for name in COLLECTIONS:
        for text in sentences(data("news") / name / "articles.jsonl.xz", draw, chosen.count // len(COLLECTIONS)):
            print(f"\n{name}: {text}")
            revision = Revision.of(Article(key=text, ref="one", text=text), datetime(2024, 1, 1, tzinfo=UTC))
            seen = dict.fromkeys(e for claim in reader.read(revision) for e in claim.events)
            for event in seen:
                print("   ", told(text, event))
    return 0


if __name__ == "__main__":
    sys.exit(main())
