"""One wire story in many papers is known for one, cut, reworded, put together or added to; two stories on one event are not."""

from __future__ import annotations

import random

import pytest

from bot.copies import Sketch, sketch, story_of
from bot.copies.finding import FURNITURE, share
from bot.copies.sketch import FEWEST, KEPT, runs, words_of

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
VOCABULARY = [a + b for a in SYLLABLES for b in SYLLABLES]


def story(seed: int, sentences: int = 24) -> list[str]:
    """A story in words of our own: the same seed gives the same one, another seed another one."""
    rng = random.Random(seed)
    return [" ".join(rng.choices(VOCABULARY, k=14)).capitalize() + "." for _ in range(sentences)]


class Shelf:
    """Texts on file, found by the hashes of their sketches."""

    def __init__(self, *texts: str) -> None:
        self.texts = dict(enumerate(texts))
        self.fetched: list[int] = []

    def find(self, text: str) -> int | None:
        def texts(few):
            self.fetched += few
            return {n: self.texts[n] for n in few}

        held = {n: set(sketch(t).hashes) for n, t in self.texts.items()}
        found = story_of(
            sketch(text),
            bearers=lambda h: [n for n, hashes in held.items() if h in hashes][: FURNITURE + 1],
            texts=texts,
        )
        return found.article if found else None


ONE, TWO = story(1), story(2)
WHOLE = " ".join(ONE)

COPIES = [
    ("as it is", WHOLE),
    ("shouted", WHOLE.upper()),
    ("with a head of its own", " ".join(["What is known so far of a long search.", *ONE[2:]])),
    ("its tail cut", " ".join(ONE[:11])),
    ("a paragraph added", " ".join([*ONE[:5], *TWO[:4], *ONE[5:]])),
    ("reworded here and there", WHOLE.replace("ba", "bo").replace("zu", "za")),
    ("two stories made one", " ".join([*ONE[:16], *TWO[:8]])),
    ("in lines of its own", "\n".join(ONE)),
]  # fmt: skip


@pytest.mark.parametrize(("how", "text"), COPIES)
def test_a_copy_is_known(how: str, text: str) -> None:
    assert Shelf(" ".join(story(3)), WHOLE, " ".join(story(4))).find(text) == 1


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("another story", " ".join(TWO)),
        ("one sentence quoted", " ".join([*story(5), ONE[3]])),
        ("the same words in another order", " ".join(sorted(WHOLE.split()))),
        ("too short to tell", ONE[0]),
        ("nothing", ""),
    ],
)
def test_what_is_no_copy_is_its_own_story(why: str, text: str) -> None:
    assert Shelf(WHOLE, " ".join(story(3))).find(text) is None


def test_of_several_the_one_it_has_most_of_is_its_origin() -> None:
    mixed = " ".join([*ONE[:6], *TWO[:18]])
    assert Shelf(WHOLE, " ".join(TWO)).find(mixed) == 1


def test_what_every_article_of_a_paper_has_makes_no_copies() -> None:
    footer = " ".join(story(9, 6))
    papers = [f"{' '.join(story(20 + n))} {footer}" for n in range(FURNITURE + 5)]
    assert Shelf(*papers).find(f"{' '.join(story(5))} {footer}") is None


def test_of_several_copies_the_whole_one_is_the_origin() -> None:
    shelf = Shelf(WHOLE, *(" ".join(ONE[n:]) for n in range(1, 5)))
    assert shelf.find(WHOLE) == 0


def test_a_sketch_keeps_the_smallest_of_all_hashes() -> None:
    made = sketch(WHOLE)
    every = runs(words_of(WHOLE))
    assert made == Sketch(tuple(sorted(every)[:KEPT]), len(every))
    assert all(0 <= h < 2**63 for h in every)
    assert sketch(" ".join(f"w{n}" for n in range(FEWEST + 1))).hashes == ()


@pytest.mark.parametrize("text", ["", "one", "one two", "\ud800 \udfff x", "漢字 かな 交じり 文 です"])
def test_any_text_has_a_sketch(text: str) -> None:
    words = words_of(text)
    assert sketch(text).hashes == ()
    assert len(runs(words)) <= max(0, len(words) - 2)


def test_letters_of_several_bytes_are_cut_where_words_end() -> None:
    plain, odd = words_of("the cafe of the naive town"), words_of("the café of the naïve town")
    assert len(runs(odd)) == len(runs(plain)) == 4
    assert len(runs(odd) & runs(words_of("le café of the moon"))) == 1


def test_how_much_is_shared_is_told_of_the_shorter() -> None:
    assert share(sketch(" ".join(ONE[:12])), WHOLE) == pytest.approx(1.0, abs=0.02)
    assert share(sketch(WHOLE), " ".join(ONE[:12])) == pytest.approx(1.0, abs=0.02)
    assert share(sketch(WHOLE), " ".join(TWO)) == 0.0
