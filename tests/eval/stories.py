"""The stories of our own making filed article by article, as a newsroom would get them: which of the clashes marked in them
would be alerted, and what else.

    python -m tests.eval.stories --kept DIR                # the stories one may look at (train); readings are kept in DIR
    python -m tests.eval.stories --part dev --show         # every alert, and every dispute missed

A dispute here is all the marked conflicts of a story that hang together by a passage they share. An alert is right if one of
its pairs of sentences is marked a conflict, wrong if what it holds is marked as none at all, and unmarked otherwise: only
some pairs of a story's passages are marked, so a person has to read those. Precision counts the unmarked as wrong.
The parts are those of ``tests.eval.written``.
"""

from __future__ import annotations

import argparse
import asyncio
import pickle
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.progress import track

from bot.claims.reader import SpacyReader
from bot.conflicts.judge import appointed
from bot.newsroom import Newsroom
from bot.nouns import CONFLICTING, Article, Claim, Conflict, Revision, Statement
from bot.ports import Judge
from store.memory import MemoryStore
from tests.eval import written

NOW = datetime(2030, 1, 1, tzinfo=UTC)

#: A passage marked in a story: article, first and last code point.
Place = tuple[str, int, int]
Read = tuple[Article, Revision, Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Marked:
    """Two passages of a story, and what they are to each other."""

    id: str
    old: Place
    new: Place
    label: str
    kind: str

    def holds(self, conflict: Conflict) -> bool:
        sides = (conflict.old, conflict.new)
        return any(_on(x, self.old) and _on(y, self.new) for x, y in (sides, sides[::-1]))


@dataclass(slots=True)
class Alert:
    """A dispute that would have been a message, with all that joined it."""

    conflicts: list[Conflict] = field(default_factory=list)
    told: bool = False


def _on(statement: Statement, place: Place) -> bool:
    ref, start, end = place
    sentence = statement.claim.sentence
    return statement.edition.ref == ref and sentence.start < end and start < sentence.end


def marked(path: Path) -> tuple[list[Article], list[Marked]]:
    """A story's articles in the order of their dates, and its marked pairs."""
    name, found, _, marks, pairs, _ = written._unpacker().story(path)
    articles = [
        Article(
            key=f"{name}-{letter}",
            ref=letter,
            text=one["text"],
            title=one["title"],
            outlet=one["outlet"],
            published=_moment(one["published"]),
        )
        for letter, one in found.items()
    ]

    def place(claim: str) -> Place:
        content = marks[claim]["c"]
        return claim[0], min(s for s, _ in content), max(e for _, e in content)

    rows = [
        Marked(f"{name}-{p['old']}-{p['new']}", place(p["old"]), place(p["new"]), p["label"], p["kind"]) for p in pairs
    ]
    return sorted(articles, key=lambda a: a.published or NOW), [m for m in rows if m.old[0] != m.new[0]]


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def readings(part: str, kept: Path | None) -> Iterable[tuple[str, list[Read], list[Marked]]]:
    """Each story of a part with its articles read; kept in a folder if one is given."""
    reader: SpacyReader | None = None
    for path in track(written.stories(part), "stories", disable=not sys.stderr.isatty()):
        articles, rows = marked(path)
        file = kept / f"{path.stem}.pickle" if kept else None
        if file and file.exists():
            claims = pickle.loads(file.read_bytes())
        else:
            reader = reader or SpacyReader()
            claims = [tuple(reader.read(Revision.of(a, NOW))) for a in articles]
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(pickle.dumps(claims))
        yield path.stem, [(a, Revision.of(a, NOW), c) for a, c in zip(articles, claims, strict=True)], rows


async def alerts(read: Sequence[Read], judge: Judge | None) -> list[Alert]:
    """What filing these articles in order would have told, each with all that joined it in the end."""
    claims = {revision.id: said for _, revision, said in read}

    async def reading(revision: Revision) -> Sequence[Claim]:
        return claims[revision.id]

    newsroom = Newsroom(MemoryStore(), reading, clock=lambda: NOW, alert_channel="C1", judge=judge)
    found: dict[str, Alert] = {}
    for article, _, _ in read:
        decision = (await newsroom.file(article)).decision
        for key, conflict in decision.conflicts:
            found.setdefault(key, Alert()).conflicts.append(conflict)
        for key in (*decision.opened, *decision.raised):
            found[key].told |= key not in decision.quiet
    return [a for a in found.values() if a.told]


def disputes(rows: Iterable[Marked]) -> list[list[Marked]]:
    """The marked conflicts, those that share a passage together."""
    groups: list[list[Marked]] = []
    for row in (r for r in rows if r.label in CONFLICTING):
        mine = [g for g in groups if any({row.old, row.new} & {o.old, o.new} for o in g)]
        groups = [g for g in groups if g not in mine] + [[row, *(o for g in mine for o in g)]]
    return groups


def verdict(alert: Alert, rows: Sequence[Marked]) -> str:
    on = {row.label in CONFLICTING for row in rows for c in alert.conflicts if row.holds(c)}
    return "right" if True in on else "wrong" if on else "unmarked"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="tests.eval.stories", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=written.PARTS, default="train")
    parser.add_argument("--kept", type=Path, help="folder that keeps what was read")
    parser.add_argument("--types-alone", action="store_true", help="without the second opinion")
    parser.add_argument("--show", action="store_true", help="print every alert and every dispute missed")
    args = parser.parse_args(argv)
    judge = None if args.types_alone else appointed()
    counts: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}
    for name, read, rows in readings(args.part, args.kept):
        told = asyncio.run(alerts(read, judge))
        groups = disputes(rows)
        for alert in told:
            which = verdict(alert, rows)
            counts[which] += 1
            kinds.setdefault(alert.conflicts[0].kind, Counter())[which] += 1
            if args.show:
                show(name, which, alert)
        met = [g for g in groups if any(r.holds(c) for r in g for a in told for c in a.conflicts)]
        counts.update(disputes=len(groups), found=len(met))
        if args.show:
            _missed(name, [g for g in groups if g not in met], {a.ref: a for a, _, _ in read})
    told_of = counts["right"] + counts["wrong"] + counts["unmarked"]
    print(
        f"{args.part}: {told_of} alerts: {counts['right']} right, {counts['wrong']} wrong, {counts['unmarked']} unmarked",
        end="",
    )
    print(f"; {counts['found']} of {counts['disputes']} disputes found", end="")
    print(
        f"; precision {counts['right'] / max(told_of, 1):.2f}, recall {counts['found'] / max(counts['disputes'], 1):.2f}"
    )
    for kind, each in sorted(kinds.items()):
        print(f"  {kind:12} " + ", ".join(f"{n} {which}" for which, n in sorted(each.items())))
    return 0


def show(name: str, which: str, alert: Alert) -> None:
    first = alert.conflicts[0]
    print(f"{which.upper()} {name} {first.kind} {first.confidence:.2f} {first.reason} (+{len(alert.conflicts) - 1})")
    for side in (first.old, first.new):
        print(f"    {side.edition.ref} {str(side.edition.published)[:10]} {side.claim.quote}")


def _missed(name: str, groups: Iterable[Sequence[Marked]], articles: Mapping[str, Article]) -> None:
    for group in groups:
        row: Any = group[0]
        print(f"MISSED {name} {row.label} {row.kind} ({len(group)} pairs) {row.id}")
        for ref, start, end in (row.old, row.new):
            print(
                f"    {ref} {str(articles[ref].published)[:10]} {articles[ref].text[max(0, start - 60) : end + 20]!r}"
            )


if __name__ == "__main__":
    sys.exit(main())
