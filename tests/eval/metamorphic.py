"""What must not change the verdict on two passages, and what must turn an alert off: how often it does, over our own written pairs.

    python -m tests.eval.metamorphic                    # the stories' pairs of part dev
    python -m tests.eval.metamorphic --part train --most 500 --cases

A property that needs an alert (a hedge turns it off) is asked of pairs that are called a conflict.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.claims.reader import SpacyReader
from bot.conflicts import between, nations
from bot.conflicts.words import STOP
from bot.nouns import CONFLICTING, Article, Conflict, Revision, Statement
from tests.eval.judging import written_rows

FILED = datetime(2030, 1, 1, tzinfo=UTC)
#: Names that nobody bears, of towns as well as of people.
NEW_NAMES = (
    "Vandrel", "Korvash", "Tessaly", "Burnholt", "Maredo", "Ostrava", "Pellgrin", "Quarnby", "Rosmarin", "Saltery", "Tamsel",
    "Ulverdal", "Westerly", "Yarrowby", "Zelmark", "Harkness", "Ilmenau", "Jorvald", "Kestwick", "Lorimer",
)  # fmt: skip
_NAME = re.compile(r"(?<=[a-z,;’'] )[A-Z][a-z]{3,}(?=[ ,.;’'-]|$)")
_NOT_NAMES = frozenset(
    """january february march april june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday north south east west northern southern eastern western president minister prime king queen general
    colonel captain bishop mayor judge governor senator parliament congress senate council court university ministry""".split()
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, and the day it was published ("2024-05-01", or "")."""

    text: str
    day: str = ""
    outlet: str = ""


def hedged(text: str) -> str:
    return f"It is possible that {lowered(text)}"


def planned(text: str) -> str:
    return f"There are plans, not decided yet, under which {lowered(text)}"


def elsewhen(day: str) -> Callable[[str], str]:
    return lambda text: f"On {day}, {lowered(text)}"


def dressed_up(text: str) -> str:
    """A copy as another paper would print it."""
    return f"(Wire) - {text.rstrip()} More was to follow."


def lowered(text: str) -> str:
    """A sentence as it goes on after other words: its first word small, unless it is a name."""
    first, _, rest = text.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in STOP else text


def names_in(*texts: str) -> list[str]:
    """Words that are names of somebody or some place, but for countries, days and offices."""
    found = dict.fromkeys(m.group() for text in texts for m in _NAME.finditer(text))
    return [n for n in found if n.lower() not in _NOT_NAMES and not nations.country(n) and n.lower() not in STOP]


def renamed(*texts: str) -> tuple[str, ...]:
    """The same texts with every name another, the same one wherever it stands."""
    swap = dict(zip(names_in(*texts), NEW_NAMES, strict=False))
    if not swap:
        return texts
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, swap)) + r")\b")
    return tuple(pattern.sub(lambda m: swap[m.group()], text) for text in texts)


class Desk:
    """Reads passages and compares them."""

    def __init__(self) -> None:
        self._reader = SpacyReader()
        self._read: dict[tuple[Passage, str], list[Statement]] = {}

    def compare(self, old: Passage, new: Passage) -> Conflict | None:
        """None where nothing is read in one of them."""
        sides = self._statements(old, "old"), self._statements(new, "new")
        return between(*sides) if all(sides) else None

    def _statements(self, passage: Passage, key: str) -> list[Statement]:
        if (passage, key) not in self._read:
            published = datetime.fromisoformat(passage.day).replace(tzinfo=UTC) if passage.day else None
            article = Article(key=key, ref=key, text=passage.text, outlet=passage.outlet, published=published)
            revision = Revision.of(article, FILED)
            self._read[passage, key] = [Statement(c, revision.edition) for c in self._reader.read(revision)]
        return self._read[passage, key]


def clashes(conflict: Conflict | None) -> bool:
    return conflict is not None and conflict.label in CONFLICTING


def check(desk: Desk, old: Passage, new: Passage) -> Iterator[tuple[str, bool]]:
    """Each property that can be asked of this pair, and whether it holds."""
    told = desk.compare(old, new)
    if told is None:
        return
    yield "swapping swaps the roles alone", _same(told, desk.compare(new, old))
    yield "against itself: no conflict", not clashes(desk.compare(old, Passage(old.text, new.day, "Another Paper")))
    yield (
        "against a dressed-up copy: none",
        not clashes(desk.compare(old, Passage(dressed_up(old.text), new.day, "Another Paper"))),
    )
    texts = renamed(old.text, new.text)
    if texts != (old.text, new.text):
        other = desk.compare(Passage(texts[0], old.day, old.outlet), Passage(texts[1], new.day, new.outlet))
        yield "renamed: a conflict or none, as before", clashes(told) == clashes(other)
    if clashes(told):
        for name, change in (("a hedge turns it off", hedged), ("a plan turns it off", planned)):
            yield name, not clashes(desk.compare(old, Passage(change(new.text), new.day, new.outlet)))
        then, now = (elsewhen(day)(p.text) for p, day in ((old, "3 February 2019"), (new, "9 August 2021")))
        yield "another day turns it off", not clashes(desk.compare(Passage(then, old.day), Passage(now, new.day)))


def _same(one: Conflict, other: Conflict | None) -> bool:
    return other is not None and (one.label, one.kind, round(one.confidence, 6)) == (
        other.label,
        other.kind,
        round(other.confidence, 6),
    )


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--part", choices=("train", "dev"), default="dev")
    ask.add_argument("--most", type=int, default=200, help="so many pairs, conflicts first (default 200)")
    ask.add_argument("--cases", action="store_true", help="print where a property does not hold")
    chosen = ask.parse_args(argv)
    rows = sorted(written_rows("story", chosen.part), key=lambda r: (r["label"] not in CONFLICTING, r["id"]))
    desk, asked, held = Desk(), Counter[str](), Counter[str]()
    for row in rows[: chosen.most]:
        old, new = (Passage(row[s]["text"], (row[s]["date"] or "")[:10], row[s]["outlet"]) for s in ("old", "new"))
        for name, holds in check(desk, old, new):
            asked[name] += 1
            held[name] += holds
            if chosen.cases and not holds:
                print(f"{name}: {row['id']}\n  {old.day} {old.text}\n  {new.day} {new.text}")
    for name, count in asked.items():
        print(f"{name:42} {held[name]:5} of {count:5}  {100 * held[name] / count:5.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
