"""The archive in memory finds words as SQLite's FTS5 does."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.words import STEP_2, STEP_3, STEP_4, holds, stem, stems

# typed             | stem
STEMS = [
    ("caresses", "caress"), ("ponies", "poni"), ("cats", "cat"), ("agreed", "agre"), ("plastered", "plaster"),
    ("hopping", "hop"), ("filing", "file"), ("falling", "fall"), ("happy", "happi"), ("sky", "sky"),
    ("relational", "relat"), ("vietnamization", "vietnam"), ("hopefulness", "hope"), ("adoption", "adopt"),
    ("controlling", "control"), ("denies", "deni"), ("denied", "deni"), ("us", "us"), ("rate", "rate"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "expected"), STEMS)
def test_a_word_has_its_stem(word, expected):
    assert stem(word) == expected


def test_words_are_met_without_case_accents_and_punctuation():
    assert stems("Zürich's Jong-un, 10,000 ÉLYSÉE") == ("zurich", "s", "jong", "un", "10", "000", "elyse")


def test_a_phrase_is_held_in_order():
    assert holds(stems("the Old Towns' gate"), stems("old town"))
    assert not holds(stems("the town is old"), stems("old town"))


def fts5(words: list[str]) -> list[tuple[str, ...]]:
    """What FTS5 itself makes of each text."""
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE VIRTUAL TABLE t USING fts5(a, tokenize = 'porter unicode61 remove_diacritics 2')")
    conn.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
    conn.executemany("INSERT INTO t(rowid, a) VALUES (?, ?)", enumerate(words))
    found: list[list[str]] = [[] for _ in words]
    for term, doc in conn.execute("SELECT term, doc FROM v ORDER BY doc, offset"):
        found[doc].append(term)
    conn.close()
    return [tuple(terms) for terms in found]


# Made of the endings the algorithm knows, so that its every branch is met.
endings = st.sampled_from([e for e, _ in (*STEP_2, *STEP_3)] + [*STEP_4, "eed", "ed", "ing", "sses", "ies", "s", "y", "e", "ll"])  # fmt: skip
made_up = st.builds(lambda base, ends: base + "".join(ends), st.text("aeioubcdlstwyz", max_size=6), st.lists(endings, max_size=2))  # fmt: skip


@given(st.lists(made_up, min_size=30, max_size=60))
@settings(max_examples=25, deadline=None)
def test_stems_are_those_of_fts5(words):
    assert [stems(word) for word in words] == fts5(words)


@given(st.lists(st.text("abcçéèüßñøåÅ’'- .,0123456789\n", max_size=12), min_size=20, max_size=40))
@settings(max_examples=20, deadline=None)
def test_words_are_told_apart_as_fts5_does(texts):
    assert [stems(text) for text in texts] == fts5(texts)
