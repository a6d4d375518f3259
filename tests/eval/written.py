"""How well the stories of our own making are read: spans, speakers' names, polarity and modality, on a named part of them.

    python -m tests.eval.written                      # the stories set aside to measure on
    python -m tests.eval.written --part train --misses 20

The stories are those of data/written, unpacked by its own script. Three parts, by the place of a story in the sorted list of their names:
every seventh, from the fourth on, is set aside ("test": look at no text of it, train nothing on it); every fourteenth, from the sixth on,
serves to choose between versions ("dev"); the rest ("train") may be read and trained on.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.claims.gazetteer import country_of
from bot.claims.reader import SpacyReader
from bot.claims.spellings import plainly
from bot.nouns import Article, Claim, Revision
from tests.eval.shared import data

PARTS = ("train", "dev", "test")
ROLES = ("source", "cue", "content")
#: Set by hand from the scorer of attributions: edges that are taste.
_EDGE = frozenset(" \t\r\n\"'“”‘’«».,;:!?()[]–—-")
_SMALL = frozenset("the a an of and in for on s".split())


@dataclass(frozen=True, slots=True)
class Written:
    """One article of a written story: its text, what is attributed in it, and what it asserts itself."""

    doc: str
    story: str
    outlet: str
    published: datetime | None
    text: str
    attributions: Sequence[dict[str, Any]]
    own: Sequence[dict[str, Any]]


@cache
def _unpacker() -> ModuleType:
    path = data("written") / "unpack.py"
    spec = importlib.util.spec_from_file_location("written_unpack", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit("the written stories are not here: set WIRECHECK_DATA to the folder that holds written/")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def part_of(place: int) -> str:
    """Which part the story at this place of the sorted list belongs to."""
    return "test" if place % 7 == 3 else "dev" if place % 14 == 5 else "train"


def stories(part: str) -> list[Path]:
    """The story files of this part, in name order."""
    files = sorted((data("written") / "stories").glob("*.txt"))
    return [f for i, f in enumerate(files) if part_of(i) == part]


def articles(part: str) -> Iterator[Written]:
    """The articles of this part's stories, in order."""
    for path in stories(part):
        yield from _story(path)


def _story(path: Path) -> Iterator[Written]:
    _, found, claims, marks, _, errors = _unpacker().story(path)
    if errors:
        raise SystemExit(f"{path.name}: {errors[0]}")
    for k, (letter, article) in enumerate(found.items(), 1):
        rows = [
            {"id": c, "source": r.get("s", []), "cue": r.get("v", []), "content": r["c"], **claims[c]}
            for c, r in marks.items()
            if c[0] == letter
        ]
        moment = article["published"]
        yield Written(
            f"{path.stem}-{k:02}", path.stem, article["outlet"], datetime.fromisoformat(moment) if moment else None,
            article["text"], [r for r in rows if r["cue"]], [r for r in rows if not r["cue"]],
        )  # fmt: skip


# --- scoring -------------------------------------------------------------------------------------


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks and spaces at its edges."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _spans(text: str, spans: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    trimmed = {trim(text, s, e) for s, e in spans}
    return {t for t in trimmed if t[0] < t[1]}


def _pairs(claim: Claim, role: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in getattr(claim, role)]


def iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union of two half-open spans, 0..1."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common > 0 else 0.0


def name_right(read: str, gold: str) -> bool:
    """The same name but for articles and small words; a voice without a name by its description's words."""
    wanted = gold.removeprefix("anonymous:").strip()
    return _words(read) == _words(wanted)


def name_fits(read: str, gold: str) -> bool:
    """The laxer reading: one's words are all among the other's."""
    a, b = _words(read), _words(gold.removeprefix("anonymous:").strip())
    return bool(a and b) and (a <= b or b <= a)


def same_name(read: str, gold: str) -> bool:
    """As ``name_fits``, with what one article cannot know or what is taste set aside: accents that only another article prints,
    "Bolivian" or "of Bolivia", "Defence" or "Defense", a government by its country's name; "unnamed" is nobody."""
    a, b = _plain_words(read), _plain_words(gold.removeprefix("anonymous:").strip())
    return a == b or (bool(a and b) and (a <= b or b <= a))


def printed(gold: str, article: Written) -> bool:
    """Do all words of the marked name stand in this article? The marks name over a whole story: "the governor" here is who he is in another
    article, and nobody who reads one article can know it."""
    here = _words(plainly(f"{article.text} {article.outlet}"))
    return _words(plainly(gold.removeprefix("anonymous:"))) <= here | {w.removesuffix("s") for w in here}


def _plain_words(name: str) -> frozenset[str]:
    folded = _words(plainly(name)) - {"unnamed", "unspecified"}
    countries = {w: country_of(w).casefold().split() for w in folded if country_of(w)}
    words = {"defense" if w == "defence" else w for w in folded if w not in countries} | {
        c for cs in countries.values() for c in cs
    }
    return frozenset(words - {"government", "governments"} if countries else words)


def _words(name: str) -> frozenset[str]:
    cleaned = "".join(c if c.isalnum() else " " for c in name.casefold().replace("’s", "").replace("'s", ""))
    return frozenset(cleaned.split()) - _SMALL


@dataclass
class Score:
    """Counts over articles; ``misses`` holds what went wrong, for reading."""

    n: Counter[str]
    misses: list[tuple[str, ...]]

    def f1(self, role: str) -> float:
        """Exact F1 of a role, 0..1."""
        found = self.n[f"{role}_found"] + self.n[f"{role}_gold"]
        return 2 * self.n[f"{role}_exact"] / found if found else 0.0

    def share(self, what: str, of: str = "met") -> float:
        """Of the attributions met, the share read rightly in this respect, 0..1; or of those among them that are counted as ``of``."""
        return self.n[what] / self.n[of] if self.n[of] else 0.0


def score(read: Iterable[tuple[Written, Sequence[Claim]]]) -> Score:
    """Spans by role against the marks, and name, polarity and modality of the attributions met by their cue or, failing that, their content."""
    out = Score(Counter(), [])
    for article, claims in read:
        said = [c for c in claims if c.cue]
        out.n.update(exact(article.text, article.attributions, said))
        for attribution in article.attributions:
            _met(article, attribution, said, out)
    return out


def exact(text: str, marked: Sequence[dict[str, Any]], said: Sequence[Claim]) -> Counter[str]:
    """How many spans of each role are marked, read, and both, edges trimmed."""
    n: Counter[str] = Counter()
    for role in ROLES:
        gold = {t for a in marked for t in _spans(text, a.get(role) or [])}
        found = {t for c in said for t in _spans(text, _pairs(c, role))}
        n.update({f"{role}_gold": len(gold), f"{role}_found": len(found), f"{role}_exact": len(gold & found)})
    return n


def _met(article: Written, gold: dict[str, Any], said: Sequence[Claim], out: Score) -> None:
    out.n["all"] += 1
    claim = _match(article.text, gold, said)
    words = " ".join(article.text[s:e] for s, e in gold["cue"])
    if claim is None:
        out.misses.append(("missed", article.doc, words, _around(article.text, gold)))
        return
    out.n["met"] += 1
    out.n["printed"] += printed(gold["name"], article)
    checks = {
        "name": name_right(claim.source_name, gold["name"]),
        "name_fits": name_fits(claim.source_name, gold["name"]),
        "same_name": same_name(claim.source_name, gold["name"]),
        "same_printed": same_name(claim.source_name, gold["name"]) and printed(gold["name"], article),
        "polarity": claim.polarity == gold["polarity"],
        "modality": claim.modality == gold["modality"],
    }
    out.n.update(what for what, right in checks.items() if right)
    reads = {"name": claim.source_name, "polarity": claim.polarity, "modality": claim.modality}
    for what, value in reads.items():
        if not checks[what]:
            out.misses.append((what, article.doc, f"{gold[what]} | {value} | {words}", _around(article.text, gold)))


def _match(text: str, gold: dict[str, Any], said: Sequence[Claim]) -> Claim | None:
    for role in ("cue", "content"):
        marks = _spans(text, gold[role])
        best = max(
            ((iou(m, s), -i) for m in marks for i, c in enumerate(said) for s in _spans(text, _pairs(c, role))),
            default=(0.0, 0),
        )
        if best[0] >= (0.01 if role == "cue" else 0.5):
            return said[-best[1]]
    return None


def _around(text: str, gold: dict[str, Any]) -> str:
    spans = [s for role in ROLES for s in gold[role]]
    return text[max(0, min(s for s, _ in spans) - 60) : max(e for _, e in spans) + 40].replace("\n", " / ")


def reading(part: str, reader: SpacyReader) -> Iterator[tuple[Written, Sequence[Claim]]]:
    """Each article of the part with what is read in it."""
    for w in articles(part):
        article = Article(key=w.doc, ref=w.doc, text=w.text, outlet=w.outlet, published=w.published)
        yield w, reader.read(Revision.of(article, w.published or datetime.fromisoformat("2024-01-01T00:00:00+00:00")))


def main(argv: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--part", choices=PARTS, default="test")
    ask.add_argument("--misses", type=int, default=0, help="print so many of each kind, drawn at random")
    ask.add_argument("--json", action="store_true")
    chosen = ask.parse_args(argv)
    if chosen.misses and chosen.part == "test":
        ask.error("the stories set aside are not to be looked at: take --part train")
    result = score(reading(chosen.part, SpacyReader()))
    figures = {role: round(100 * result.f1(role), 1) for role in ROLES}
    figures |= {w: round(100 * result.share(w), 1) for w in ("name", "name_fits", "same_name", "polarity", "modality")}
    figures |= {"same_name_where_printed": round(100 * result.share("same_printed", "printed"), 1)}
    figures |= {"met": round(100 * result.n["met"] / max(1, result.n["all"]), 1)}
    print(json.dumps(figures) if chosen.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    draw = random.Random(7)
    for kind in ("missed", "name", "polarity", "modality"):
        rows = [m for m in result.misses if m[0] == kind]
        for row in draw.sample(rows, min(chosen.misses, len(rows))):
            print(" | ".join(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
