"""The labelled pairs a second opinion learns from and is measured on: plain entailment, our own stories' pairs, our own contrast sets.

    python -m tests.eval.judging bot/conflicts/judge/data    # what a judge in ONNX reaches by itself, set by set

The written pairs keep the parts of ``tests.eval.written``: a story's pairs are where the story is, a contrast group where its name stands
among the sorted names of all groups. "test" is never looked at and never trained on, "dev" chooses.
"""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.nouns import CONFLICTING
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
