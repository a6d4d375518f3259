"""What the tagger reads by itself, without the rules: exact F1 of source, cue and content, as the ablation in docs/reading.md has it.

python -m tests.eval.tagger --part dev                 # stories of our own
python -m tests.eval.tagger --polnear dev.jsonl.gz     # articles marked as PolNeAR is (measured, never trained on)
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.claims import reader
from bot.claims.paragraph import Paragraph
from bot.claims.tagger.model import Act, Place, Tagger
from tests.eval import written

ROOT = Path(__file__).resolve().parents[2]
Marked = tuple[str, Sequence[dict[str, Any]]]
Spans = list[tuple[int, int]]


def polnear(path: Path, most: int = 0) -> Iterator[Marked]:
    """The articles of a file in PolNeAR's form; the first annotator's where there are several."""
    seen = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            d = json.loads(line)
            if d["doc"] not in seen and not (most and len(seen) >= most):
                seen.add(d["doc"])
                yield d["text"], d["attributions"]


def spans(paragraphs: Sequence[Paragraph], places: Sequence[Place]) -> list[tuple[int, int]]:
    """Those tokens as offsets into the text; pieces of one run over paragraphs' ends are put together."""
    out: list[tuple[int, int]] = []
    for p, stretch in places:
        span = paragraphs[p].span(stretch)
        if out and p and span.start == paragraphs[p].base and out[-1][1] == paragraphs[p - 1].end:
            out[-1] = (out[-1][0], span.end)
        else:
            out.append((span.start, span.end))
    return out


def roles(paragraphs: Sequence[Paragraph], act: Act) -> dict[str, list[tuple[int, int]]]:
    return {
        "source": spans(paragraphs, act.source),
        "cue": spans(paragraphs, [act.cue]),
        "content": spans(paragraphs, act.content),
    }


def spans_met(gold: Sequence[dict[str, Any]], text: str, read: Sequence[dict[str, Spans]]) -> Counter[str]:
    """How many spans of each role are marked, read, and both, edges trimmed."""
    n: Counter[str] = Counter()
    for role in written.ROLES:
        wanted = {t for a in gold for s, e in a.get(role) or [] if (t := written.trim(text, s, e))[0] < t[1]}
        found = {t for a in read for s, e in a[role] if (t := written.trim(text, s, e))[0] < t[1]}
        n.update({f"{role}_gold": len(wanted), f"{role}_found": len(found), f"{role}_exact": len(wanted & found)})
    return n


def by_itself(
    text: str, gold: Sequence[dict[str, Any]], paragraphs: Sequence[Paragraph], acts: Sequence[Act], least: float = 0.5
) -> Counter[str]:
    """The same for what the tagger alone sees with at least this chance."""
    return spans_met(gold, text, [roles(paragraphs, a) for a in acts if a.chance >= least and a.content])


def counts(marked: Iterator[Marked], tagger: Tagger, least: float) -> Counter[str]:
    """Exact matches by role, and manner of the acts whose cue is marked, over the articles."""
    nlp = reader.load("en_core_web_sm")
    n: Counter[str] = Counter()
    for text, gold in marked:
        paragraphs = reader.parsed(text, nlp)
        acts = [a for a in tagger.read(paragraphs) if a.chance >= least and a.content]
        read = [roles(paragraphs, a) for a in acts]
        n.update(spans_met(gold, text, read))
        for a in gold:
            hit = next(
                (
                    x
                    for x, r in zip(acts, read, strict=True)
                    for c in r["cue"]
                    for g in a.get("cue") or []
                    if c[0] < g[1] and g[0] < c[1]
                ),
                None,
            )
            if hit is not None and "polarity" in a:
                n.update(
                    met=1,
                    polarity=hit.polarity[0] == a["polarity"],
                    modality=hit.modality[0] == a["modality"],
                    cls=hit.cue_class[0] == a["cls"],
                )
    return n


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--part", choices=written.PARTS, default="dev")
    ask.add_argument("--polnear", type=Path)
    ask.add_argument("--most", type=int, default=0)
    ask.add_argument("--weights", type=Path, default=ROOT / "bot" / "claims" / "tagger" / "data")
    ask.add_argument("--least", type=float, nargs="+", default=[0.5])
    chosen = ask.parse_args(argv)
    for least in chosen.least:
        marked = (
            polnear(chosen.polnear, chosen.most)
            if chosen.polnear
            else ((w.text, w.attributions) for w in written.articles(chosen.part))
        )
        n = counts(marked, Tagger(chosen.weights), least)
        line = f"{least:.2f} "
        for role in written.ROLES:
            p, r = n[f"{role}_exact"] / max(1, n[f"{role}_found"]), n[f"{role}_exact"] / max(1, n[f"{role}_gold"])
            line += f" {role} {100 * p:.1f}/{100 * r:.1f}/{200 * p * r / max(1e-9, p + r):.1f}"
        print(
            line, *(f"{k} {100 * n[k] / n['met']:.1f}" for k in ("polarity", "modality", "cls") if n["met"]), flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
