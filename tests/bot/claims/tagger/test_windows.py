"""An article in windows: every word once, paragraphs whole where they fit."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims import reader
from bot.claims.tagger.pieces import Pieces, vocabulary_file
from bot.claims.tagger.windows import SIZES, windows

PIECES = Pieces(vocabulary_file())
TEXT = "Port closed\n\nThe port was closed, the mayor said. “It stays closed,” she added.\n\nNo ship has left since Monday."


def read(text: str) -> list[reader.Paragraph]:
    return reader.parsed(text, reader.load("en_core_web_sm"))


def test_every_word_stands_in_one_window_in_the_order_of_the_text() -> None:
    paragraphs = read(TEXT)
    for words in (160, 20, 8, 3):
        places = [place for w in windows(paragraphs, words=words) for place in w.places]
        assert places == [(p, t.i) for p, one in enumerate(paragraphs) for t in one.doc if not t.is_space]


def test_no_window_is_longer_than_asked() -> None:
    assert all(len(w.words) <= 8 for w in windows(read(TEXT), words=8))


def test_quotation_heading_and_beginnings_are_told() -> None:
    (window,) = windows(read(TEXT))
    at = {word: i for i, word in enumerate(window.words)}
    assert window.features[at["stays"]][3] == 2
    assert window.features[at["mayor"]][3] == 0
    assert window.features[at["Port"]][4] == 1
    assert sum(window.begins) == 3


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_fits_the_network(text: str) -> None:
    for window in windows(read(text)):
        row = PIECES.of(window)
        assert len(row.ids) == len(row.features) <= 512
        assert len(row.first) == len(window.words)
        assert all(0 <= v < size for f in window.features for v, size in zip(f, SIZES, strict=True))
