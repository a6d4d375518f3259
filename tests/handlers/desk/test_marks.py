"""The text of an article, cut up for marking, is still the text; and each piece knows its claims."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nouns import Claim, Span
from handlers.desk import marks
from tests.handlers.desk import filed


def bare(**spans: tuple[Span, ...]) -> Claim:
    return Claim("c", "a", "r", Span(0, 1), "", spans.pop("content", ()), **spans)


def test_each_part_of_a_claim_is_marked_as_what_it_is():
    revision, claims = filed.first()
    told = [(p.text, p.part) for para in marks.paragraphs(revision.text, claims)[1:] for p in para.pieces if p.part]
    assert told == [
        ("The port authority", "source"),
        ("said", "cue"),
        ("that the Halden bridge was open to all traffic", "content"),
        ("Ada Lund", "source"),
        ("told", "cue"),
        ("that 40 engineers had checked it", "content"),
    ]


def test_a_claim_within_a_claim_keeps_its_own_look_and_names_both():
    text = "KCNA reported that the Commission said that it was over."
    outer = bare(content=(Span(14, 55),), source=(Span(0, 4),), cue=(Span(5, 13),))
    inner = bare(content=(Span(39, 55),), source=(Span(19, 33),), cue=(Span(34, 38),))
    pieces = marks.paragraphs(text, [outer, inner])[0].pieces
    assert [(p.text, p.part, p.claims) for p in pieces if p.claims] == [
        ("KCNA", "source", (0,)),
        ("reported", "cue", (0,)),
        ("that ", "content", (0,)),
        ("the Commission", "source", (1, 0)),
        (" ", "content", (0,)),
        ("said", "cue", (1, 0)),
        (" ", "content", (0,)),
        ("that it was over", "content", (1, 0)),
    ]


def test_overlapping_claims_are_cut_where_they_overlap():
    pieces = marks.paragraphs("abcdef", [bare(content=(Span(0, 4),)), bare(content=(Span(2, 6),))])[0].pieces
    assert [(p.text, set(p.claims)) for p in pieces] == [("ab", {0}), ("cd", {0, 1}), ("ef", {1})]


def test_a_claim_s_number_stands_behind_the_full_stop():
    pieces = marks.paragraphs('He said "no."', [bare(content=(Span(9, 11),), cue=(Span(3, 7),))])[0].pieces
    assert [(p.text, p.ends) for p in pieces][-1] == ('."', (0,))


def test_the_article_s_own_words_look_different_from_what_others_say():
    assert marks.paragraphs("It rained.", [bare(content=(Span(0, 9),))])[0].pieces[0].part == "own"


spans = st.tuples(st.integers(0, 80), st.integers(0, 30)).map(lambda s: Span(s[0], s[0] + s[1]))
some_claims = st.lists(
    st.builds(
        lambda content, source, cue: bare(content=tuple(content), source=tuple(source), cue=tuple(cue)),
        st.lists(spans, max_size=3),
        st.lists(spans, max_size=2),
        st.lists(spans, max_size=2),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(st.text(alphabet="ab. \n\t<&\U0001f30d\u202e", max_size=80), some_claims)
def test_nothing_of_any_text_is_lost_or_added_whatever_the_claims(text: str, claims: list[Claim]):
    shown = "".join(p.text for para in marks.paragraphs(text, claims) for p in para.pieces)
    assert "".join(shown.split()) == "".join(text.split())


@settings(deadline=None)
@given(some_claims)
def test_each_claim_that_has_words_in_the_text_gets_its_number_once(claims: list[Claim]):
    text = "x" * 120
    claims = [replace(c, content=c.content or (Span(5, 9),)) for c in claims]
    ends = [c for para in marks.paragraphs(text, claims) for p in para.pieces for c in p.ends]
    reached = [n for n, c in enumerate(claims) if max(s.end for s in c.content) > 0]
    assert sorted(ends) == reached
