"""The labelled pairs a second opinion learns from and is measured on: plain entailment, our own stories' pairs, our own contrast sets.

    python -m tests.eval.judging bot/conflicts/judge/data    # what a judge in ONNX reaches by itself, set by set

The written pairs keep the parts of ``tests.eval.written``: a story's pairs are where the story is, a contrast group where its name stands
among the sorted names of all groups. "test" is never looked at and never trained on, "dev" chooses.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.conflicts.judge.model import CrossEncoder
from bot.nouns import CONFLICTING, Opinion
from tests.eval.shared import data
from tests.eval.written import part_of, stories

#: Entailment, neither, contradiction: the order of a judge's three answers.
ENTAILS, NEITHER, CONTRADICTS = 0, 1, 2
_OF_LETTER = {"e": ENTAILS, "n": NEITHER, "c": CONTRADICTS}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages, the older first, and what they are to each other; ``days`` lie between them, None when a date is not known."""

    old: str
    new: str
    answer: int
    days: int | None = None
    origin: str = ""


def entailment(sources: Sequence[str], use: str) -> Iterator[Pair]:
    """Pairs of the public entailment sets named, of the given use ("train" or "dev"); pairs told apart only as "not entailed" are left out."""
    with lzma.open(data("nli") / "pairs.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["src"] in sources and row["use"] == use and row["y"] in _OF_LETTER:
                yield Pair(row["p"], row["h"], _OF_LETTER[row["y"]], None, row["src"])


def of_gold(row: dict[str, Any], origin: str = "") -> Pair:
    """A labelled pair of passages (the form of gold/pairs_dev) as a judge sees it."""
    return Pair(row["old"]["text"], row["new"]["text"], _answer(row["label"]), _days(row), origin or row["event"])


def _answer(label: str) -> int:
    return CONTRADICTS if label in CONFLICTING else ENTAILS if label == "SAME" else NEITHER


def _days(row: dict[str, Any]) -> int | None:
    old, new = row["old"]["date"], row["new"]["date"]
    return (date.fromisoformat(new[:10]) - date.fromisoformat(old[:10])).days if old and new else None


@cache
def _written() -> dict[str, list[dict[str, Any]]]:
    """The rows of data/written's pairs: "story" and "contrast", as its own scripts unpack them."""
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, script, name in (
            ("story", "unpack.py", "pairs.jsonl"),
            ("contrast", "contrast.py", "contrast.jsonl"),
        ):
            _run(data("written") / script, Path(folder))
            out[kind] = [json.loads(line) for line in (Path(folder) / name).read_text("utf-8").splitlines()]
    return out


def _run(script: Path, out: Path) -> None:
    if not script.exists():
        raise SystemExit("the written pairs are not here: set WIRECHECK_DATA to the folder that holds written/")
    subprocess.run([sys.executable, "-B", str(script), "--out", str(out)], check=True, stdout=subprocess.DEVNULL)


def written_rows(kind: str, part: str) -> list[dict[str, Any]]:
    """The labelled pairs of a kind ("story" or "contrast") and part ("train", "dev", "test"), as rows."""
    rows = _written()[kind]
    if kind == "story":
        chosen = {path.stem for path in stories(part)}
    else:
        chosen = {e for i, e in enumerate(sorted({r["event"] for r in rows})) if part_of(i) == part}
    return [r for r in rows if r["event"] in chosen]


# --- measuring -----------------------------------------------------------------------------------

#: Public sets to measure on, with what is wanted of a judge by itself, percent.
PUBLIC = {
    "mnli_nyu": 78, "lingnli": 70, "fever_sym": 75, "breaking": 85, "snli_nyu": None, "newprot": None, "conjnli": None,
    "cad_snli": None, "tf_mnli_mismatched": None, "anli_dev": None, "nan_nli": None,
}  # fmt: skip


def accuracy(judge: CrossEncoder, pairs: Sequence[Pair], answers: int = 3) -> float:
    """The share of pairs answered as marked, 0..1; with two answers, one of entailment and contradiction."""
    right = 0
    for pair, opinion in zip(pairs, opinions(judge, pairs), strict=True):
        chances = [opinion.entails, opinion.neither if answers == 3 else -1.0, opinion.contradicts]
        right += chances.index(max(chances)) == pair.answer
    return right / max(1, len(pairs))


def opinions(judge: CrossEncoder, pairs: Sequence[Pair]) -> list[Opinion]:
    """The judge's opinion of each pair, in order; asked for in batches of like length."""
    rows = [judge.laid(p.old, p.new, p.days) for p in pairs]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    out: dict[int, Opinion] = {}
    for at in range(0, len(order), 32):
        chosen = order[at : at + 32]
        out.update(zip(chosen, judge.opinions([rows[i] for i in chosen]), strict=True))
    return [out[i] for i in range(len(rows))]


def average_precision(pairs: Sequence[Pair], found: Sequence[Opinion]) -> float:
    """Of contradictions against the rest, ranked by the chance of contradiction, 0..1."""
    ranked = sorted(zip(found, pairs, strict=True), key=lambda row: -row[0].contradicts)
    met, total = 0, 0.0
    for place, (_, pair) in enumerate(ranked, 1):
        if pair.answer == CONTRADICTS:
            met += 1
            total += met / place
    return total / max(1, met)


def of_file(path: Path) -> list[Pair]:
    """The labelled pairs of a file in the form of gold/pairs_dev."""
    return [of_gold(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("judge", type=Path, help="the folder of a model in ONNX form")
    ask.add_argument("--most", type=int, default=2000, help="so many pairs of each public set at most")
    ask.add_argument("--parts", nargs="*", default=["dev", "test"], help="of our own written pairs")
    chosen = ask.parse_args(argv)
    judge, draw = CrossEncoder(chosen.judge), random.Random(7)
    for source, wanted in PUBLIC.items():
        pairs = list(entailment((source,), "dev"))
        pairs = draw.sample(pairs, min(chosen.most, len(pairs)))
        two = not any(p.answer == NEITHER for p in pairs)
        share = 100 * accuracy(judge, pairs, 2 if two else 3)
        print(
            f"{source:20} {len(pairs):5} pairs  accuracy {share:.1f}" + (f" (wanted {wanted})" if wanted else ""),
            flush=True,
        )
    sets = {
        f"{kind} {part}": [of_gold(r) for r in written_rows(kind, part)]
        for kind in ("story", "contrast")
        for part in chosen.parts
    }
    sets["pairs_dev"] = of_file(data("gold") / "pairs_dev.jsonl")
    for name, pairs in sets.items():
        found = opinions(judge, pairs)
        chance = sum(p.answer == CONTRADICTS for p in pairs) / len(pairs)
        print(
            f"{name:20} {len(pairs):5} pairs  average precision {average_precision(pairs, found):.3f} (chance {chance:.3f})",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
