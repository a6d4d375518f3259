"""What comparing costs with much on file: the search for rivals and the comparing, by stage, by claim, beside the reading.

    python -m tests.bench.comparing --on-file 1000000        # p50 and p99 of a new claim
    python -m tests.bench.comparing --on-file 100000 --reading   # and its share of the reading

The archive is made of our own written stories (the shared data sets), as the reader reads them: each of its articles is told of
one event of an invented many, takes sentences of one story under names of its own, and a few events have most of the
articles, as in real news (Zipf's law); one every five minutes, and the new ones follow. It is put on file past the store's promises, since filing a million one by one takes
hours; what is measured is not. Times are of the processor, so that a busy machine does not change them, and by the clock.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from typing import Any

from sqlite_utils import Database

from bot import conflicts
from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Decision, Revision, Span, content_id
from bot.ports import Rivals
from store import filing, places, readings, rivals, rows
from store.codec import packed_codec
from store.sqlite import SqliteStore
from tests.eval.metamorphic import names_in
from tests.eval.written import articles

NOW = datetime(2026, 3, 1, tzinfo=UTC)
#: Sentences of one article on file.
SENTENCES = 14
#: The events told of, by the archive's size: one for so many articles.
TOLD = 16
SYLLABLES = (
    "ba",
    "do",
    "ke",
    "li",
    "mu",
    "na",
    "po",
    "ra",
    "se",
    "to",
    "vi",
    "zu",
    "ar",
    "en",
    "il",
    "os",
    "um",
    "ga",
    "he",
    "ty",
)


@dataclass(frozen=True)
class Told:
    """A sentence of a story and the claims in it, counted from its beginning."""

    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Shelved:
    """A claim as it is put on file: where in its sentence's text it begins, how long it is, and the rest of its line."""

    start: int
    length: int
    rest: bytes
    cue_lemma: str
    cue_class: str
    topics: tuple[str, ...]


@dataclass
class Event:
    """A story under names of its own, told sentence by sentence, and how each is put on file."""

    sentences: Sequence[Told]
    lines: Sequence[Sequence[Shelved]]


@dataclass
class Stages:
    """Seconds of the processor and by the clock, of each article, by stage, for each of its claims."""

    cpu: dict[str, list[float]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)

    def timed(self, stage: str, claims: int, work: Callable[[], Any]) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            return work()
        finally:
            self.cpu.setdefault(stage, []).append((time.process_time() - cpu) / max(claims, 1))
            self.wall.setdefault(stage, []).append((time.perf_counter() - wall) / max(claims, 1))


# --- an archive that follows real frequencies ----------------------------------------------------


def stories(reader: SpacyReader, most: int) -> list[list[Told]]:
    """The sentences of so many written articles, by story, as the reader reads each article."""
    found: dict[str, list[Told]] = {}
    for n, w in enumerate(articles("train")):
        if n == most:
            break
        revision = Revision.of(Article(key=w.doc, ref=w.doc, text=w.text, published=w.published), NOW)
        by_sentence: dict[Span, list[Claim]] = {}
        for claim in reader.read(revision):
            by_sentence.setdefault(claim.sentence, []).append(claim)
        for span, claims in by_sentence.items():
            found.setdefault(w.story, []).append(Told(span.of(w.text), tuple(moved(c, -span.start) for c in claims)))
    return list(found.values())


def moved(claim: Claim, by: int, **fields: Any) -> Claim:
    """The claim as it stands further on."""
    tree = packed_codec(Claim).encode(replace(claim, **fields))
    return packed_codec(Claim).decode(_moved(tree, by))


def _moved(tree: Any, by: int) -> Any:
    """Spans are written [start, length]; all but an event's own stand under these names."""
    return {name: _shifted(name, part, by) for name, part in tree.items()}


def _shifted(name: str, part: Any, by: int) -> Any:
    if name in ("sentence", "span"):
        return [part[0] + by, part[1]]
    if name in ("content", "source", "cue"):
        return [[start + by, size] for start, size in part]
    if name in ("events", "roles", "quantities", "times"):
        return [_moved(one, by) for one in part]
    return part


def named(story: Sequence[Told], rng: random.Random) -> Event:
    """The story with other names, as long as its own, so that everything stays where it is."""
    swap = {name: _name(len(name), rng) for name in names_in(*(told.text for told in story))}
    swapped = [(_swapped(t.text, swap), [_claim(c, swap) for c in t.claims]) for t in story]
    sentences = [Told(text, tuple(c for c in claims if _is_brief(c, text))) for text, claims in swapped]
    return Event(sentences, [[_shelved(c, t.text) for c in t.claims] for t in sentences])


def _beginning(claim: Claim) -> bytes:
    return f"[[{claim.sentence.start},{claim.sentence.end - claim.sentence.start}]".encode()


def _is_brief(claim: Claim, text: str) -> bool:
    """Whether it is put on file the short way; the few that are not (a name swapped within a name) are left out."""
    return readings.line(claim, text).data.startswith(_beginning(claim))


def _shelved(claim: Claim, text: str) -> Shelved:
    """Of a line only where the sentence begins depends on where it stands."""
    beginning = _beginning(claim)
    data = readings.line(claim, text).data
    topics = tuple(dict.fromkeys(map(rows.sayable, claim.topics)))
    length = claim.sentence.end - claim.sentence.start
    return Shelved(claim.sentence.start, length, data[len(beginning) :], claim.cue_lemma, claim.cue_class, topics)


def _name(size: int, rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(size))[:size].capitalize()


def _swapped(text: str, swap: dict[str, str]) -> str:
    for name, other in swap.items():
        text = text.replace(name, other).replace(name.lower(), other.lower())
    return text


def _claim(claim: Claim, swap: dict[str, str]) -> Claim:
    return packed_codec(Claim).decode(_strings(packed_codec(Claim).encode(claim), swap))


def _strings(tree: Any, swap: dict[str, str]) -> Any:
    if isinstance(tree, str):
        return _swapped(tree, swap)
    if isinstance(tree, list):
        return [_strings(one, swap) for one in tree]
    return {name: _strings(part, swap) for name, part in tree.items()} if isinstance(tree, dict) else tree


class Press:
    """Events, a few of which most articles tell of."""

    def __init__(self, told: Sequence[Sequence[Told]], count: int, *, seed: int = 1) -> None:
        self._rng = random.Random(seed)
        self._told, self._count = told, count
        self.written = 0
        self._events: dict[int, Event] = {}
        self._weights = list(accumulate(1 / (n + 1) for n in range(count)))

    def write(self, n: int) -> tuple[Revision, Event, list[int]]:
        """The next article: what event it tells of, and which of its sentences, in order."""
        which = self._rng.choices(range(self._count), cum_weights=self._weights)[0]
        if which not in self._events:
            self._events[which] = named(self._told[which % len(self._told)], random.Random(which))
        event = self._events[which]
        chosen = self._rng.sample(range(len(event.sentences)), min(SENTENCES, len(event.sentences)))
        lines = [event.sentences[i].text for i in chosen]
        published = NOW - timedelta(days=300) + timedelta(minutes=5 * n)
        article = Article(
            key=f"made:{n}",
            ref=f"{n:07}",
            title=lines[0][:70],
            outlet=f"Paper {n % 400}",
            text="\n".join(lines),
            published=published,
        )
        return Revision.of(article, NOW), event, chosen

    def news(self, n: int) -> tuple[Revision, list[Claim]]:
        """The next article and its claims."""
        revision, event, chosen = self.write(n)
        ids = {"article_id": revision.edition.article_id, "revision_id": revision.id}
        claims, at = [], 0
        for told in (event.sentences[i] for i in chosen):
            claims += [moved(c, at, id=content_id(revision.id, f"{at}-{k}"), **ids) for k, c in enumerate(told.claims)]
            at += len(told.text) + 1
        return revision, claims


def shelve(db: Database, press: Press, wanted: int) -> int:
    """Puts articles on file until so many claims are; how many are. Without what rivals are not found by."""
    topics: dict[str, list[int]] = {}  # name -> its number, claims, articles
    about: list[tuple[int, int, bytes]] = []
    on_file = article = 0
    while on_file < wanted:
        revision, event, chosen = press.write(article)
        article += 1
        press.written = article
        n = filing._revision(db, revision, NOW.isoformat(), story="")
        held = _placed(event, chosen)
        body = readings.packed(
            [readings.Line(b"[[%d,%d]%s" % (at, c.length, c.rest), "") for at, c in held], revision.text
        )
        db.execute("INSERT INTO readings(revision, body) VALUES (?, ?)", [n, body])
        said, borne = filing.seconds(db, n), dict[str, list[int]]()
        for place, (at, claim) in enumerate(held):
            claim_id = places.id_out(content_id(revision.id, str(place)))
            row = (places.number(n, place), claim_id, at, claim.length, said, claim.cue_lemma, claim.cue_class)
            db.execute(_CLAIM, row)
            for topic in claim.topics:
                borne.setdefault(topic, []).append(place)
        for topic, where in borne.items():
            known = topics.setdefault(topic, [len(topics) + 1, 0, 0])
            known[1], known[2] = known[1] + len(where), known[2] + 1
            about.append((known[0], n, places.places_out(where)))
        db.execute("UPDATE revisions SET claims = ?, topics = ? WHERE n = ?", [len(held), len(borne), n])
        on_file += len(held)
    rows_of_topics = [(name, *known) for name, known in topics.items()]
    db.conn.executemany("INSERT INTO topics(name, n, claims, articles) VALUES (?, ?, ?, ?)", rows_of_topics)
    db.conn.executemany("INSERT INTO about(topic, revision, claims) VALUES (?, ?, ?)", sorted(about))
    db.execute("UPDATE tally SET n = ? WHERE what = 'claims'", [on_file])
    return on_file


_CLAIM = "INSERT INTO claims(n, id, current, start, length, said, cue_lemma, cue_class) VALUES (?, ?, 1, ?, ?, ?, ?, ?)"


def _placed(event: Event, chosen: Sequence[int]) -> list[tuple[int, Shelved]]:
    """The claims of these sentences, each with where its sentence begins in the article."""
    held, at = [], 0
    for i in chosen:
        held += [(at + one.start, one) for one in event.lines[i]]
        at += len(event.sentences[i].text) + 1
    return held


# --- what is measured ----------------------------------------------------------------------------


def look(db: Database, revision: Revision, claims: Sequence[Claim], stages: Stages) -> None:
    """Finds the rivals of an article's claims and compares, as filing does."""
    found: Rivals = stages.timed(
        "finding the rivals", len(claims), partial(rivals.rivals, db, claims, revision.edition.published)
    )
    decide = partial(conflicts.decide, revision.edition, claims, found)
    decision: Decision = stages.timed("comparing with them", len(claims), decide)
    stages.cpu.setdefault("rivals", []).append(sum(map(len, found.by_claim.values())) / max(1, len(claims)))
    stages.cpu.setdefault("clashes", []).append(len(decision.conflicts))


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(stages: Stages, on_file: int) -> None:
    print(
        f"{on_file:,} claims on file; {len(stages.cpu['rivals'])} new articles, {sum(stages.cpu['rivals']) / len(stages.cpu['rivals']):.0f} rivals a claim"
    )
    print(f"{'milliseconds a new claim':28}{'p50':>8}{'p99':>8}   by the clock:{'p50':>8}{'p99':>8}")
    names = ("finding the rivals", "comparing with them")
    both = {
        kind: [sum(parts) for parts in zip(*(getattr(stages, kind)[n] for n in names), strict=True)]
        for kind in ("cpu", "wall")
    }
    for name in (*names, "together"):
        cpu, wall = (both[kind] if name == "together" else getattr(stages, kind)[name] for kind in ("cpu", "wall"))
        cells = "".join(f"{1000 * quantile(cpu, q):8.2f}" for q in (0.5, 0.99))
        print(f"{name:28}{cells}{'':16}" + "".join(f"{1000 * quantile(wall, q):8.2f}" for q in (0.5, 0.99)))


def beside_reading(reader: SpacyReader, news: Sequence[tuple[Revision, list[Claim]]], stages: Stages) -> None:
    """The share of the processor's time that comparing takes beside the reading of the same articles."""
    start = time.process_time()
    for revision, _ in news:
        reader.read(revision)
    reading = time.process_time() - start
    print(f"reading {len(news)} articles: {1000 * reading / len(news):.0f} ms of the processor each")
    for name in ("finding the rivals", "comparing with them"):
        spent = sum(seconds * len(claims) for seconds, (_, claims) in zip(stages.cpu[name], news, strict=False))
        print(f"{name:28}{100 * spent / reading:6.1f} % of that")


async def measure(wanted: int, count: int, written: int, reading: bool) -> None:
    reader = SpacyReader()
    told = stories(reader, written)
    press = Press(told, max(len(told), wanted // (TOLD * 20)))
    print(
        f"{sum(map(len, told))} sentences of {len(told)} stories read; making the archive", file=sys.stderr, flush=True
    )
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore.open(f"sqlite:///{folder}/bench.db")
        on_file = store.now(_filled, press, wanted)
        news = [press.news(press.written + n) for n in range(count)]  # the day after
        for revision, claims in news[:5]:
            store.now(look, revision, claims, Stages())
        for how in (
            "just started: what is on file is met for the first time",
            "running: it filed these days' articles itself",
        ):
            stages = Stages()
            for revision, claims in news:
                store.now(look, revision, claims, stages)
            print(how)
            report(stages, on_file)
        if reading:
            beside_reading(reader, news, stages)
        await store.close()


def _filled(db: Database, press: Press, wanted: int) -> int:
    db.execute("PRAGMA cache_size = -400000")
    db.execute("BEGIN IMMEDIATE")
    on_file = shelve(db, press, wanted)
    db.execute("COMMIT")
    return on_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on-file", type=int, default=100_000, help="claims on file (default 100,000)")
    parser.add_argument("--new", type=int, default=60, help="new articles measured")
    parser.add_argument("--written", type=int, default=80, help="written articles that the archive is made of")
    parser.add_argument("--reading", action="store_true", help="read the new articles as well, for the share of it")
    wanted = parser.parse_args()
    asyncio.run(measure(wanted.on_file, wanted.new, wanted.written, wanted.reading))


if __name__ == "__main__":
    main()
