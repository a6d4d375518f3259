"""What rules and tagger each bring to who said what, alone and joined: the ablation in docs/reading.md.

python -m tests.eval.ablation --part dev                 # stories of our own
python -m tests.eval.ablation --polnear dev.jsonl.gz     # articles marked as PolNeAR is (measured, never trained on)
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.claims import reader
from bot.claims.assembly import Page, claims
from bot.claims.attributed import Attribution
from bot.claims.attribution import attributions
from bot.claims.joining import Trust, asked, joined
from bot.claims.names import Cast
from bot.claims.paragraph import Paragraph
from bot.claims.passages import carried_on
from bot.claims.tagger.model import Act, shipped
from bot.nouns import Article, Claim, Revision
from tests.eval import tagger, written

NEVER, NOT_DROPPED = 2.0, -1.0
#: What is switched off in each row; None: the rules alone.
ROWS: Mapping[str, Trust | None] = {
    "rules alone": None,
    "joined": Trust(),
    "  dropping no cue": Trust(dropped=NOT_DROPPED),
    "  adding no cue": Trust(added=NEVER),
    "  mending no content": Trust(content=NEVER),
    "  mending no source": Trust(source=NEVER),
}
ALONE = "tagger alone"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def read(
    text: str, paragraphs: Sequence[Paragraph], found: Sequence[Sequence[Attribution]], acts: Sequence[Act], row: str
) -> list[Claim]:
    """What is attributed in the text when rules and tagger are joined as this row says."""
    trust = ROWS[row]
    if trust is not None:
        found = joined(paragraphs, found, acts, trust)
    whole = carried_on(text, paragraphs, found)
    page = Page(Revision.of(Article(key="-", ref="-", text=text), WHEN), paragraphs, whole, cast(paragraphs))
    return [c for c in claims(page) if c.cue]


def cast(paragraphs: Sequence[Paragraph]) -> Cast:
    return Cast([(p.doc, p.base) for p in paragraphs])


def counts(marked: Iterator[tagger.Marked]) -> dict[str, Counter[str]]:
    """Marked, read and exact spans, by row."""
    nlp, network = reader.load("en_core_web_sm"), shipped(reader.WEIGHTS)
    n: dict[str, Counter[str]] = {row: Counter() for row in (*ROWS, ALONE)}
    for text, gold in marked:
        paragraphs = reader.parsed(text, nlp)
        found = [attributions(p) for p in paragraphs]
        acts = network.read(paragraphs, asked(found))
        for row in ROWS:
            n[row].update(written.exact(text, gold, read(text, paragraphs, found, acts, row)))
        n[ALONE].update(tagger.by_itself(text, gold, paragraphs, network.read(paragraphs)))
    return n


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--part", choices=written.PARTS, default="dev")
    ask.add_argument("--polnear", type=Path)
    ask.add_argument("--most", type=int, default=0, help="only so many articles")
    chosen = ask.parse_args(argv)
    stories = ((w.text, w.attributions) for w in written.articles(chosen.part))
    marked = tagger.polnear(chosen.polnear, chosen.most) if chosen.polnear else stories
    for row, n in counts(marked).items():
        figures = (200 * n[f"{r}_exact"] / max(1, n[f"{r}_gold"] + n[f"{r}_found"]) for r in written.ROLES)
        print(f"{row:22}", *(f"{role} {f:5.1f}" for role, f in zip(written.ROLES, figures, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
