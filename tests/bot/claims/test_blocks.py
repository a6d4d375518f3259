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


def test_in_a_long_transcript_a_name_that_comes_once_speaks_too_but_not_in_the_headline() -> None:
    turns = "\n".join(f"{who}: It was closed on day {day}." for day in range(5) for who in ("Ann Lee", "Bo Kim"))
    text = f"Harbour Inquiry: What was said\n{turns}\nLi Wei: I was not there."
    found = blocks(text)
    assert (found[0].turn, found[-1].turn) == ("", "begins")


def test_a_line_in_another_language_is_not_read() -> None:
    text = "The mayor said the bridge was closed.\n\nLe maire a dit que le pont est fermé pour les deux jours."
    assert [b.kind for b in blocks(text)] == ["text", "furniture"]


@pytest.mark.parametrize("stop", ["", ".", "!"])
def test_a_headline_glued_to_its_article_is_cut_off_where_the_title_is_known(stop: str) -> None:
    text = f"Bridge closed after storm{stop} The bridge at Arica was closed on Friday after a storm."
    assert [b.span.of(text) for b in blocks(text, "Bridge closed after storm")] == [
        f"Bridge closed after storm{stop}",
        "The bridge at Arica was closed on Friday after a storm.",
    ]


def test_a_town_of_two_words_is_not_cut_at_the_dateline() -> None:
    text = "LA SERENA, Chile (Courier) - The bridge was closed on Friday after a storm."
    assert [b.span.of(text) for b in blocks(text)] == [text]


def test_what_stands_before_the_dateline_is_cut_off() -> None:
    text = "Bridge closed after a storm on Friday ARICA, Chile (Courier) - The bridge was closed on Friday."
    assert len(blocks(text)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "Related fees were raised twice in May, the club said.",
        "Updated figures on Friday showed 12 dead.",
        "Video by the harbour police shows the crane falling.",
        "By Monday the town had fallen.",
        "Recommended doses were exceeded, the agency said.",
        "More than 40 people were hurt.",
        "Sponsored matches will go on, the club said.",
        "Share prices fell on Friday.",
        "The mayor said (in the picture above) that it was over.",
        "10 people were hurt on 12 May 2024 in Arica.",
        "Live ammunition was used, Ann Lee said.",
        "Copyright law was broken, the court found.",
        "Follow-up talks failed, she said.",
        "Read the letter, the judge told him.",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_read(line: str) -> None:
    assert [b.kind for b in blocks(f"The crane fell on Friday.\n\n{line}\n\nNobody was near it.")] == ["text"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Story Continued Below",
        "Enlarge this image toggle caption Bo Berg / Courier",
        "The Courier contributed to this report.",
        "This article is more than 2 years old",
        "Owner says crane is safe Read more",
        "Get the day's news delivered to your inbox.",
        "(Reporting by Bo Berg and Li Wei; Editing by An Ng)",
        "Updated 12 May 2024, 10:30",
        "3 min read",
        "© 2024 The Courier",
        "Follow @courier",
        "Write to Bo Berg at bo@example.org",
        "Arica\t12\t3",
    ],
)
def test_a_line_of_the_page_is_not_read(line: str) -> None:
    assert [b.kind for b in blocks(f"The crane fell on Friday.\n\n{line}\n\nNobody was near it.")] == [
        "text",
        "furniture",
        "text",
    ]
