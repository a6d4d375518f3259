"""How well copies of one wire story are known for copies: made from real articles by cutting, merging and rewording.

python -m tests.eval.copies [--articles 600] [--seed 1]

Real articles stand on file; copies of some of them come in. Recall: the copies found to be one. Precision: of
all that is called a copy, real articles among themselves included, what was copied from there (two real ones
count as right when a fifth of the shorter is word for word in the other, in runs of eight words; those that are
not are listed with --show).
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.copies import sketch, story_of
from tests.eval.shared import data

POOLS = ("bbc_2225", "ukraine_r2nery", "allsides_12k", "syria_fakes", "kremlin_vs_zelenskyy_press", "cnn_lite_2026")
EACH = 2500
HEADS = (
    "Officials were weighing their next steps on Tuesday as the first reports came in.",
    "It was a development that few had expected when the week began, our correspondent writes.",
    "Here is what is known so far about a story that has been talked about all day.",
)


def real_articles(limit: int) -> Iterator[str]:
    for pool in POOLS:
        path = data(f"news/{pool}/articles.jsonl.xz")
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for n, line in enumerate(lines):
                if n >= limit:
                    break
                text = json.loads(line).get("text") or ""
                if len(text.split()) >= 120:
                    yield text


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?”\"])\s+", text) if s.strip()]


def reworded(rng: random.Random, text: str, rate: float) -> str:
    """Words replaced by others of the same article: harder on runs of words than any editor."""
    words = text.split(" ")
    return " ".join(rng.choice(words) if rng.random() < rate else w for w in words)


def cut(rng: random.Random, text: str) -> str:
    """The head rewritten, the tail cut."""
    body = sentences(text)
    kept = body[: max(4, int(len(body) * rng.uniform(0.4, 0.9)))]
    return " ".join([rng.choice(HEADS), *kept[1:]])


def added(rng: random.Random, text: str, other: str) -> str:
    """One paragraph of another story put in."""
    body, foreign = sentences(text), sentences(other)
    at, start = rng.randrange(len(body)), rng.randrange(max(1, len(foreign) - 4))
    return " ".join([*body[:at], *foreign[start : start + 4], *body[at:]])


def merged(rng: random.Random, text: str, other: str) -> str:
    """Two stories made one, of each a half or more."""
    one, two = sentences(text), sentences(other)
    return " ".join([*one[: max(3, int(len(one) * 0.65))], *two[: max(3, len(two) // 2)]])


def made(rng: random.Random, how: str, text: str, other: str) -> str:
    match how:
        case "cut":
            return cut(rng, text)
        case "added":
            return added(rng, text, other)
        case "merged":
            return merged(rng, text, other)
        case "reworded":
            return reworded(rng, text, rng.choice((0.05, 0.1, 0.15)))
        case _:
            return reworded(rng, added(rng, cut(rng, text), other), 0.05)


class Shelf:
    """Articles on file, found by the hashes of their sketches."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._bearers: dict[int, list[int]] = defaultdict(list)

    def find(self, text: str, *, besides: int = -1):
        return story_of(
            text,
            sketch(text),
            bearers=lambda h: [a for a in self._bearers.get(h, ()) if a != besides][:61],
            texts=lambda few: {a: self.texts[a] for a in few},
        )

    def put(self, text: str) -> None:
        for number in sketch(text).hashes:
            self._bearers[number].append(len(self.texts))
        self.texts.append(text)


def really(one: str, other: str) -> bool:
    """Whether two real articles share what nobody writes twice: a fifth of the shorter in runs of eight words."""

    def eights(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}

    a, b = eights(one), eights(other)
    return len(a & b) >= 0.2 * max(1, min(len(a), len(b)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    wanted = parser.parse_args(arguments)
    rng, shelf = random.Random(wanted.seed), Shelf()
    for text in real_articles(EACH):
        shelf.put(text)
    print(f"{len(shelf.texts)} real articles on file")
    chosen = rng.sample(range(len(shelf.texts)), wanted.articles)
    right = called = 0
    spent = 0.0
    for how in ("cut", "added", "merged", "reworded", "all at once"):
        found_here = 0
        for source in chosen:
            other = rng.randrange(len(shelf.texts))
            text = made(rng, how, shelf.texts[source], shelf.texts[other])
            start = time.perf_counter()
            found = shelf.find(text)
            spent += time.perf_counter() - start
            if found is None:
                continue
            called += 1
            good = found.article in (source, other) or really(shelf.texts[found.article], text)
            right += good
            found_here += good
        print(f"{how:12} recall {found_here / len(chosen):.1%}")
    real_called = real_right = 0
    for n in chosen:
        found = shelf.find(shelf.texts[n], besides=n)
        if found is None:
            continue
        real_called += 1
        good = really(shelf.texts[n], shelf.texts[found.article])
        real_right += good
        if not good and wanted.show > 0:
            wanted.show -= 1
            print(f"--- {found.share:.2f}\n{shelf.texts[n][:400]!r}\n{shelf.texts[found.article][:400]!r}")
    print(f"made copies: precision {right / max(called, 1):.1%} of {called}, recall {right / (5 * len(chosen)):.1%}")
    print(f"real articles called copies of each other: {real_called} of {len(chosen)}, {real_right} rightly")
    total = (right + real_right) / max(called + real_called, 1)
    print(f"precision of all that is called a copy: {total:.1%}")
    print(f"{spent / (5 * len(chosen)) * 1000:.2f} ms an article (in memory)")


if __name__ == "__main__":
    main()
