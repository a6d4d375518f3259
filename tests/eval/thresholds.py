"""What each threshold gives: precision and recall of what is called a conflict at least so surely; the README's table.

    python -m tests.eval.thresholds                # our own written pairs set aside, and real pairs (shared data)
    python -m tests.eval.thresholds --judge none   # by typed comparison alone

The pairs are passages laid side by side. Among all that is on file a conflict must also be firm (docs/conflicts.md), so alerts are fewer.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.claims.reader import SpacyReader
from bot.conflicts import DIGEST, THRESHOLD, between
from bot.conflicts.judge import appointed
from bot.conflicts.second import joined
from bot.nouns import CONFLICTING, Article, Revision, Statement
from bot.ports import Judge
from tests.eval.judging import of_gold, written_rows
from tests.eval.shared import data

FILED = datetime(2030, 1, 1, tzinfo=UTC)
AT = (DIGEST, 0.6, THRESHOLD, 0.7, 0.8, 0.9)

Told = tuple[bool, float]  # whether it is a conflict, and how surely it was called one (0: not at all)


def told(rows: Iterable[dict[str, Any]], reader: SpacyReader, judge: Judge | None) -> list[Told]:
    """What each labelled pair is, and how surely it was called a conflict."""
    out: list[Told] = []
    for row in rows:
        sides = [_statements(row[side], side, reader) for side in ("old", "new")]
        found = between(*sides) if all(sides) else None
        if found and judge:
            pair = of_gold(row)
            older_first = (pair.old, pair.new) if (pair.days or 0) >= 0 else (pair.new, pair.old)
            found = joined(found, judge.opinion(*older_first, abs(pair.days or 0) or None), may_raise=True)
        sure = found.confidence if found and found.label in CONFLICTING else 0.0
        out.append((row["label"] in CONFLICTING, sure))
    return out


def _statements(passage: dict[str, Any], side: str, reader: SpacyReader) -> list[Statement]:
    day = passage["date"]
    published = datetime.fromisoformat(day[:10]).replace(tzinfo=UTC) if day else None
    article = Article(key=side, ref=side, text=passage["text"], outlet=passage["outlet"] or "", published=published)
    revision = Revision.of(article, FILED)
    return [Statement(claim, revision.edition) for claim in reader.read(revision)]


def at(pairs: Sequence[Told], least: float) -> tuple[float, float]:
    """Precision and recall, 0..1, of what is called at least so surely; a precision of 1 where nothing is."""
    called = [conflict for conflict, sure in pairs if sure >= least]
    return (sum(called) / len(called) if called else 1.0), sum(called) / max(1, sum(conflict for conflict, _ in pairs))


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--judge", default="", help="as WIRECHECK_JUDGE: a folder, or none")
    ask.add_argument("--part", default="test", choices=("dev", "test"))
    chosen = ask.parse_args(argv)
    reader, judge = SpacyReader(), appointed(chosen.judge)
    real = [json.loads(line) for line in (data("gold") / "pairs_dev.jsonl").read_text("utf-8").splitlines()]
    sets = {"Our own stories": written_rows("story", chosen.part), "Real pairs": real}
    found = {name: told(rows, reader, judge) for name, rows in sets.items()}
    print(
        "| Confidence at least | "
        + " | ".join(f"{name} ({len(pairs)}): precision, recall" for name, pairs in found.items())
        + " |"
    )
    print("|---|" + "---|" * len(found))
    for least in AT:
        cells = (f"{p:.2f}, {r:.2f}" for p, r in (at(pairs, least) for pairs in found.values()))
        print(f"| {least} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
