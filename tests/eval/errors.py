"""What was missed and what was invented, drawn at random, with its context from the shared data, for counting by kind.

    python -m tests.eval.errors dev.jsonl.gz --seed 1 --misses 100 --inventions 100

A miss is a marked attribution that was not read whole: either no cue of ours touches its cue, or its source, cue or content is not
exactly the marked one (edges of punctuation aside). An invention is a claim whose cue touches no marked cue. The same seed draws the
same places as long as the same ones are missed. The text printed stays in the data: the counts go to docs/reading.md, it does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Revision
from tests.eval.written import ROLES, trim

Spans = frozenset[tuple[int, int]]
Marked = Mapping[str, Spans]


@dataclass(frozen=True, slots=True)
class Error:
    """One miss or invention: what is wrong with it, as far as a machine can tell, and where to look."""

    shape: str
    doc: str
    marked: str
    read: str
    around: str


def articles(path: Path) -> Iterator[tuple[str, str, Sequence[dict[str, Any]]]]:
    """Name, text and attributions of each article; the first annotator's where there are several."""
    seen: set[str] = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            d = json.loads(line)
            if d["doc"] not in seen:
                seen.add(d["doc"])
                yield d["doc"], d["text"], d["attributions"]


def misses(doc: str, text: str, marked: Sequence[Marked], read: Sequence[Marked]) -> Iterator[Error]:
    """The marked attributions that none of ours equals."""
    for gold in marked:
        near = [r for r in read if _touch(r["cue"], gold["cue"])]
        if not gold["cue"]:
            near = [r for r in read if r["content"] & gold["content"]]
        if any(all(r[role] == gold[role] for role in ROLES) for r in near):
            continue
        best = max(near, key=lambda r: sum(r[role] == gold[role] for role in ROLES), default=None)
        shape = "unseen" + _nested(gold, marked)
        if best is not None:
            shape = "wrong " + "+".join(role for role in ROLES if best[role] != gold[role])
        yield Error(shape, doc, _told(text, gold), _told(text, best) if best else "", _around(text, gold))


def inventions(doc: str, text: str, marked: Sequence[Marked], read: Sequence[Marked]) -> Iterator[Error]:
    """Those of ours whose cue touches no marked cue."""
    for ours in read:
        if not any(_touch(ours["cue"], gold["cue"]) for gold in marked):
            known = any(_touch(ours["content"], gold["content"]) for gold in marked)
            yield Error("in a marked content" if known else "alone", doc, "", _told(text, ours), _around(text, ours))


def _nested(gold: Marked, marked: Sequence[Marked]) -> str:
    outer = any(g is not gold and c[0] <= s[0] < c[1] for g in marked for c in g["content"] for s in gold["cue"])
    return (
        (" nested" if outer else "") + ("" if gold["source"] else " sourceless") + ("" if gold["cue"] else " cueless")
    )


def _touch(ones: Spans, others: Spans) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in ones for b in others)


def _told(text: str, attribution: Marked) -> str:
    def words(role: str) -> str:
        return " … ".join(text[s:e].replace("\n", " / ") for s, e in sorted(attribution[role])) or "-"

    return " | ".join(words(role) for role in ROLES)


def _around(text: str, attribution: Marked) -> str:
    spans = [s for role in ROLES for s in attribution[role]]
    return text[max(0, min(s for s, _ in spans) - 120) : max(e for _, e in spans) + 80].replace("\n", " / ")


def _marks(text: str, spans: Mapping[str, Sequence[Sequence[int]]]) -> Marked:
    return {role: frozenset(t for s, e in spans.get(role) or () if (t := trim(text, s, e))[0] < t[1]) for role in ROLES}


def _ours(text: str, claims: Sequence[Claim]) -> list[Marked]:
    """A claim per attribution: those of one quotation over several sentences are one."""
    rows = [
        _marks(text, {role: [(s.start, s.end) for s in getattr(c, role)] for role in ROLES}) for c in claims if c.cue
    ]
    return [row for i, row in enumerate(rows) if row not in rows[:i]]


def found(path: Path, reader: SpacyReader) -> tuple[list[Error], list[Error]]:
    """Every miss and every invention, in the order of the articles."""
    missed: list[Error] = []
    invented: list[Error] = []
    for doc, text, attributions in articles(path):
        revision = Revision.of(Article(key=doc, ref=doc, text=text), datetime(2024, 1, 1, tzinfo=UTC))
        marked = [m for m in (_marks(text, a) for a in attributions) if any(m.values())]
        read = _ours(text, reader.read(revision))
        missed.extend(misses(doc, text, marked, read))
        invented.extend(inventions(doc, text, marked, read))
    return missed, invented


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, help="articles marked as PolNeAR's are")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--misses", type=int, default=100)
    ask.add_argument("--inventions", type=int, default=100)
    chosen = ask.parse_args(argv)
    for what, errors, count in zip(
        ("misses", "inventions"), found(chosen.gold, SpacyReader()), (chosen.misses, chosen.inventions), strict=True
    ):
        print(
            f"## {what}: {len(errors)};",
            ", ".join(f"{n} {k}" for k, n in Counter(e.shape for e in errors).most_common()),
        )
        for i, e in enumerate(random.Random(chosen.seed).sample(errors, min(count, len(errors))), 1):
            print(f"\n{i}. {e.shape} ({e.doc})\n   marked: {e.marked}\n   read:   {e.read}\n   {e.around}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
