"""What is written briefly is read back equal, whatever stands in it."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import seeds
from bot.claims.reader import SpacyReader
from bot.errors import StoreFailed
from bot.nouns import Article, Claim, Event, Quantity, Revision, Role, Span, When
from store import brief, readings
from store.codec import packed_codec
from tests.store.factories import at, claim, revision, says
from tests.store.full import ODD

TEXT = f"The harbour is closed, 12 people said. {ODD}"
OF = revision("one", TEXT)
PLAIN = claim(OF, "The harbour is closed, 12 people said.")
#: A role as the reader makes them, and some as it does not.
ROLES = (
    Role("agent", Span(0, 11), "harbour", words=("harbour",)),
    Role("agent", Span(0, 11), "harbour", "The Harbour", "place", ("old", "harbour")),
    Role("with", Span(0, 11), "people", words=("people", "12")),
    Role("patient", Span(5, 5), ""),
    Role("patient", Span(5, 5), "", words=("not", "its", "head")),
    Role("at", Span(0, 3), "it", name="Only A Name"),
    Role("at", Span(0, 3), "it", kind="org", words=("two words", "it")),
    Role("at", Span(0, 3), "it", words=("",)),
)
CLAIMS = [
    PLAIN,
    says(OF, "Zoë", PLAIN.quote, topics=("harbour", "south korea"), heading=True, oddities=("12 of what?",)),
    replace(PLAIN, quote="not what stands in the text"),
    replace(PLAIN, topics=("not", "in", "order", "not")),
    replace(PLAIN, content=()),
    claim(OF, ODD, start=39, topics=(ODD, "harbour")),
    replace(PLAIN, quantities=(Quantity(Span(24, 26), 12.0, float("inf"), of="person"),)),
    replace(PLAIN, times=(When(Span(0, 1), at().date(), None),)),
    *(replace(PLAIN, events=(Event("close", Span(12, 21), roles=(role,)),)) for role in ROLES),
    replace(PLAIN, events=(Event("close", Span(12, 21), "-", "hedged", "past", "over", "all", ROLES), Event("", Span(0, 0)))),
]  # fmt: skip


def back(one: Claim, text: str) -> Claim:
    lines = readings.unpacked(readings.packed([readings.line(one, text)], text), text)
    return readings.claim(lines[0], one.id, one.article_id, one.revision_id)


@pytest.mark.parametrize("one", CLAIMS, ids=range(len(CLAIMS)))
def test_a_claim_comes_back_equal(one: Claim) -> None:
    assert back(one, TEXT) == one
    assert back(one, "another text") == one


words = st.text(max_size=6)
spans = st.builds(lambda a, b: Span(a, a + b), st.integers(0, 60), st.integers(0, 40))
roles = st.builds(Role, words, spans, words, words, words, st.lists(words, max_size=3).map(tuple))
events = st.builds(
    Event, words, spans, tense=st.sampled_from(["", "past"]), roles=st.lists(roles, max_size=3).map(tuple)
)


@given(spans, st.lists(spans, max_size=3), st.lists(events, max_size=3), st.lists(words, max_size=4), st.booleans())
def test_any_claim_does(sentence: Span, content: list[Span], made: list[Event], topics: list[str], own: bool) -> None:
    quote = sentence.of(TEXT) if own else "something else"
    parts = {"content": tuple(content), "events": tuple(made), "topics": tuple(topics)}
    one = replace(PLAIN, sentence=sentence, quote=quote, **parts)  # type: ignore[arg-type]
    assert back(one, TEXT) == one


def test_what_the_reader_reads_is_written_briefly_and_much_shorter() -> None:
    reader, at_length, packed, text_bytes = SpacyReader(), 0, 0, 0
    for seed in sorted(Path(seeds()).glob("*.txt")):
        text = seed.read_text("utf-8")
        of = Revision.of(Article(key=seed.name, ref=seed.name, text=text), at())
        claims = reader.read(of)
        assert claims
        for one in claims:
            tree = packed_codec(Claim).encode(one)
            for name in readings.APART:
                tree.pop(name)
            assert isinstance(brief.brief(tree, text), list), "none needs to be written at length"
            assert back(one, text) == one
            at_length += len(json.dumps(tree))
        packed += len(readings.packed([readings.line(c, text) for c in claims], text))
        text_bytes += len(text.encode())
    assert packed < text_bytes, "less than the text itself"
    assert packed < at_length / 8


def test_what_the_first_versions_packed_is_read_still_and_packed_tighter() -> None:
    tree = packed_codec(Claim).encode(PLAIN)
    for name in readings.APART:
        tree.pop(name)
    press = zlib.compressobj(6, zdict=TEXT.encode("utf-8", "surrogatepass"))
    body = press.compress(json.dumps(tree).encode()) + press.flush()
    [line] = readings.checked(body, TEXT)
    assert readings.claim(line, PLAIN.id, PLAIN.article_id, PLAIN.revision_id) == PLAIN
    again = readings.repacked(body, TEXT)
    assert len(again) < len(body)
    [line] = readings.checked(again, TEXT)
    assert readings.claim(line, PLAIN.id, PLAIN.article_id, PLAIN.revision_id) == PLAIN
    with pytest.raises(StoreFailed, match="is not the one that was read"):
        readings.checked(body, TEXT + "!")
    with pytest.raises(StoreFailed, match="is not the one that was read"):
        readings.checked(again, TEXT + "!")
