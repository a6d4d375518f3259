"""Paragraphs, headings and furniture, each where it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.blocks import blocks
from bot.claims.lines import WINDOW
from bot.claims.quotations import quotations
from bot.nouns import Span


@given(st.text(max_size=400))
def test_a_reading_is_as_long_as_its_text_and_no_block_overlaps_the_next(text: str) -> None:
    found = blocks(text)
    assert all(len(b.reading) == b.span.end - b.span.start for b in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_a_long_line_is_cut_after_sentences() -> None:
    text = "The dam near Arica held. " * 1000
    found = blocks(text)
    assert all(b.span.end - b.span.start <= WINDOW for b in found)
    assert all(b.span.of(text).endswith("held.") for b in found)


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("Norway Denies It Sent Ships to Chile", "Norway denies it sent ships to Chile"),
        ("NORWAY DENIES IT SENT SHIPS", "Norway denies it sent ships"),
    ],
)
def test_a_headings_capitals_are_put_back_to_those_of_a_sentence(line: str, reading: str) -> None:
    text = f"{line}\n\nOn Friday the government of Norway said that its ships had never left for Chile at all."
    assert (blocks(text)[0].kind, blocks(text)[0].reading) == ("heading", reading)


@pytest.mark.parametrize(
    "line", ["Read more: what we know", "By Ann Lee", "Photo: Ann Lee", "12:30", "Sign up for our letter"]
)
def test_furniture_is_set_apart(line: str) -> None:
    assert blocks(line)[0].kind == "furniture"


def test_a_teaser_that_breaks_off_is_marked() -> None:
    lead = "The harbour was closed on Friday after a crane fell into the water near the ferry quay."
    teaser, read = blocks(f"{lead[:60]}...\n\n{lead}")
    assert (teaser.repeated, read.repeated) == (True, False)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“A,” he said. “B.”", ["“A,”", "“B.”"]),
        ('"A," he said. "B."', ['"A,"', '"B."']),
        ("''A,'' he said.", ["''A,''"]),
        ("the man's dog's bone", []),
        ("“Open to the end.", ["“Open to the end."]),
    ],
)
def test_where_quotations_open_and_close(text: str, quoted: list[str]) -> None:
    assert [q.span.of(text) for q in quotations(text, [Span(0, len(text))]) if not q.single] == quoted


TRANSCRIPT = """Harbour inquiry, second day

MR LEE: The crane was checked in May.

I saw the paper myself.

MS ROY: Was it signed?

MR LEE: It was. The owner told me that he had signed it.

The hearing goes on tomorrow."""


def test_a_turn_in_a_transcript_goes_on_while_the_speaker_speaks_of_themselves() -> None:
    assert [b.turn for b in blocks(TRANSCRIPT)] == ["", "begins", "goes on", "begins", "begins", ""]


def test_a_line_in_another_language_is_not_read() -> None:
    text = "The mayor said the bridge was closed.\n\nLe maire a dit que le pont est fermé pour les deux jours."
    assert [b.kind for b in blocks(text)] == ["text", "furniture"]


def test_a_headline_glued_to_its_article_is_cut_off_where_the_title_is_known() -> None:
    text = "Bridge closed after storm The bridge at Arica was closed on Friday after a storm."
    assert [b.span.of(text) for b in blocks(text, "Bridge closed after storm")] == [
        "Bridge closed after storm",
        "The bridge at Arica was closed on Friday after a storm.",
    ]
