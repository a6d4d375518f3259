"""Are speakers resolved to their right full names? Twenty real articles of five collections, every speaker in them marked by hand.

    python -m tests.eval.names                     # the ten articles held back, and the ten the rules were tried on
    python -m tests.eval.names --part tune --misses

The articles were drawn by ``drawn`` below, four of each collection: the first two of each to try rules on, the others held back. The marks
(data/names_marked.tsv: article, place of the speaker in it, right names) were made from the articles alone, before any of them was read by
machine. By now the misses of both parts have been read: neither is unseen. A speaker is right when the name is, word for word but for articles and titles; one without a name when it is left so.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Revision, Span
from tests.eval.shared import data
from tests.eval.written import iou, name_fits, name_right

PARTS = ("held", "tune")
MARKS = Path(__file__).parent / "data" / "names_marked.tsv"
#: The collections, and what an article is called in each.
COLLECTIONS = {
    "allsides_12k": "id",
    "cnn_lite_2026": "url",
    "meantime_wikinews": "doc",
    "syria_fakes": "id",
    "ukraine_r2nery": "url",
}
_SAID = re.compile(r"\b(said|says|told|according to|added)\b")


@dataclass(frozen=True, slots=True)
class Mark:
    """One speaker: where the words for them stand (or, where none do, the cue), and the names that are right."""

    part: str
    collection: str
    article: str
    span: Span
    anonymous: str  # "yes", "no", or "either" where nobody minds: "police", "the indictment"
    names: tuple[str, ...]


def rows(collection: str) -> Iterator[dict[str, Any]]:
    """The collection's articles as they lie there."""
    with lzma.open(data("news") / collection / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def drawn() -> list[tuple[str, str]]:
    """The draw: four articles of each collection, of 200 to 600 words and with at least four words of saying; (collection, id)."""
    out = []
    for collection, key in COLLECTIONS.items():
        fit = {str(r[key]) for r in rows(collection) if not r.get("abstract_only") and _fits(r["text"])}
        out.extend((collection, k) for k in random.Random(f"names {collection}").sample(sorted(fit), 4))
    return out


def _fits(text: str) -> bool:
    return 200 <= len(text.split()) <= 600 and len(_SAID.findall(text)) >= 4


def marks(part: str = "") -> list[Mark]:
    """The marks of one part, or all."""
    lines = [line.split("\t") for line in MARKS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    made = [Mark(p, c, a, Span(int(s), int(e)), anon, tuple(names.split(";"))) for p, c, a, s, e, anon, names in lines]
    return [m for m in made if part in ("", m.part)]


def articles(wanted: Sequence[Mark]) -> Mapping[tuple[str, str], Revision]:
    """The articles these marks stand in."""
    keys = {(m.collection, m.article) for m in wanted}
    found: dict[tuple[str, str], Revision] = {}
    for collection in sorted({c for c, _ in keys}):
        for row in rows(collection):
            key = (collection, str(row[COLLECTIONS[collection]]))
            if key in keys and key not in found:
                found[key] = Revision.of(
                    Article(key=key[1], ref=key[1], text=row["text"]), datetime(2026, 1, 1, tzinfo=UTC)
                )
    return found


def spoken(mark: Mark, claims: Sequence[Claim]) -> Claim | None:
    """The claim of the marked speaker: by the source's words, else by the cue's; None when none was read there."""
    here = (mark.span.start, mark.span.end)
    for role in ("source", "cue"):
        fits = [(iou(here, (s.start, s.end)), -i) for i, c in enumerate(claims) for s in getattr(c, role)]
        best = max(fits, default=(0.0, 0))
        if best[0] > 0:
            return claims[-best[1]]
    return None


def right(mark: Mark, claim: Claim) -> bool:
    """Is this who speaks?"""
    if mark.anonymous == "no":
        return not claim.anonymous and any(name_right(claim.source_name, name) for name in mark.names)
    fits = any(name_fits(claim.source_name, name) for name in mark.names)
    return fits and (claim.anonymous or mark.anonymous == "either")


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--part", choices=PARTS, help="one part only")
    ask.add_argument("--misses", action="store_true", help="print what is read wrongly")
    ask.add_argument("--json", action="store_true")
    chosen = ask.parse_args(argv)
    reader = SpacyReader()
    for part in [chosen.part] if chosen.part else PARTS:
        wanted = marks(part)
        texts = articles(wanted)
        read = {key: [c for c in reader.read(revision) if c.cue] for key, revision in texts.items()}
        n: Counter[str] = Counter(speakers=len(wanted), articles=len(texts))
        for mark in wanted:
            key = (mark.collection, mark.article)
            claim = spoken(mark, read[key])
            good = claim is not None and right(mark, claim)
            n.update(met=claim is not None, right=good)
            if chosen.misses and not good:
                text = texts[key].text[max(0, mark.span.start - 50) : mark.span.end + 50].replace("\n", " / ")
                print(
                    f"{mark.names[0]} | {claim.source_name + ' ?' * claim.anonymous if claim else '(not read)'} | {text}"
                )
        figures = {
            "part": part,
            **n,
            "right of met": _percent(n["right"], n["met"]),
            "right of all": _percent(n["right"], len(wanted)),
        }
        print(json.dumps(figures) if chosen.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
