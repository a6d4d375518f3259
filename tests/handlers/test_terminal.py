"""What a person sees in a terminal: quotations whole, marked in their place, and nothing that steers it."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from rich.text import Text

from bot.nouns import (
    Answer,
    Article,
    Claim,
    Conflict,
    Counts,
    Decision,
    Dispute,
    Edition,
    Filing,
    Section,
    Snippet,
    Span,
    Statement,
)
from handlers import terminal

TEXT = "The mayor said that the bridge was closed."
CLAIM = Claim(
    id="c1",
    article_id="a1",
    revision_id="r1",
    sentence=Span(0, 42),
    quote=TEXT,
    content=(Span(20, 41),),
    source=(Span(0, 9),),
    source_name="Ann Lee, mayor",
    cue=(Span(10, 14),),
    cue_lemma="say",
    cue_class="say",
    oddities=("a slip",),
)
EDITION = Edition("a1", "r1", "01", outlet="The Valley Post", published=datetime(2024, 5, 2, tzinfo=UTC))
OLD, NEW = Statement(CLAIM, EDITION), Statement(CLAIM, Edition("a2", "r2", "02"))
CONFLICT = Conflict(OLD, NEW, "DISPUTED", "state", 0.93, "closed, or open", ((Span(35, 41),), ()), ("same event: yes",))
DISPUTE = Dispute("d1", "DISPUTED", "state", 0.93, "closed, or open", datetime(2024, 5, 2, tzinfo=UTC), (CONFLICT,) * 8)


def drawn(what: RenderableType, width: int = 200) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, emoji=False)
    console.print(what)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_an_article_shows_its_text_and_who_says_what() -> None:
    shown = drawn(terminal.article(Article(key="k", ref="01", text=TEXT, title="Bridge"), [CLAIM]))
    assert TEXT in shown
    assert "Ann Lee, mayor" in shown
    assert "! a slip" in shown
    assert "no date" in shown


def test_an_article_in_which_nothing_was_read_says_so() -> None:
    assert "No claims" in drawn(terminal.article(Article(key="k", ref="01", text="Rain."), []))


def test_the_clash_is_marked_in_its_place() -> None:
    marked = terminal.marked(TEXT, [(Span(35, 41), terminal.CLASH)])
    assert [(s.start, s.end) for s in marked.spans] == [(35, 41)]
    quoted = terminal.marked(TEXT[10:], [(Span(35, 41), terminal.CLASH), (Span(0, 5), terminal.CLASH)], base=10)
    assert [(s.start, s.end) for s in quoted.spans] == [(25, 31)]


def test_a_comparison_shows_the_gates_only_when_asked() -> None:
    assert "same event: yes" in drawn(terminal.comparison("p1", TEXT, TEXT, CONFLICT, why=True))
    assert "same event: yes" not in drawn(terminal.comparison("p1", TEXT, TEXT, CONFLICT, why=False))


def test_a_dispute_shows_both_sides_their_source_outlet_and_date() -> None:
    shown = drawn(terminal.dispute(DISPUTE))
    assert shown.count(TEXT) >= 2
    for words in ("DISPUTED state", "very likely", "closed, or open", "The Valley Post, 2024-05-02", "02, no date", "2 pairs more"):  # fmt: skip
        assert words in shown
    assert "joins dispute d1" in drawn(terminal.joined(DISPUTE, [CONFLICT]))


@pytest.mark.parametrize(("confidence", "words"), [(0.95, "very likely"), (0.75, "likely"), (0.4, "possibly")])
def test_confidence_in_words(confidence: float, words: str) -> None:
    assert terminal.sure(confidence).startswith(words)


def test_an_answer_shows_its_warnings_copies_and_what_else_is_on_file() -> None:
    snippet = Snippet(OLD, TEXT, (Span(35, 41),), ("The Hill Times",), ("looks like a slip",))
    answer = Answer("q", True, "Disputed.", (Section("disputed", "One side", (snippet,)),), ("a note",), ("bridge",))
    shown = drawn(terminal.answer(answer, ask="/facts bridge"))
    for words in ("/facts bridge", "Disputed.", TEXT, "Ann Lee, mayor · said · The Valley Post", "The Hill Times", "! looks like a slip", "a note", "On file: bridge"):  # fmt: skip
        assert words in shown


def test_what_became_of_an_article() -> None:
    assert "already on file" in drawn(terminal.filed(Filing(EDITION, "unchanged")))
    assert "12 claims" in drawn(terminal.filed(Filing(EDITION, "new", 12, Decision())))


def test_the_counts() -> None:
    shown = drawn(terminal.status(Counts(1, 2, 3456, 4, 5, 6, 7), version="1.0", database="sqlite:///x.db"))
    assert "3,456 claims" in " ".join(shown.split())
    assert "schema 7" in shown


STEERING = "\x1b[2J\x1b]0;title\x07\x9b31m\u202eevil\r\x00\ud800"


def test_an_article_cannot_steer_the_terminal() -> None:
    claim = Claim("c", "a", "r", Span(0, len(STEERING)), STEERING, (Span(0, 4),), source_name=STEERING, cue=(Span(0, 1),), cue_lemma=STEERING)  # fmt: skip
    edition = Edition("a", "r", STEERING, title=STEERING, outlet=STEERING)
    statement = Statement(claim, edition)
    conflict = Conflict(statement, statement, "DISPUTED", "state", 0.9, STEERING, ((), ()), (STEERING,))
    dispute = Dispute("d", "DISPUTED", "state", 0.9, STEERING, datetime(2024, 5, 2, tzinfo=UTC), (conflict,))
    answer = Answer(STEERING, True, STEERING, (Section("answer", STEERING, (Snippet(statement, STEERING, (), (STEERING,), (STEERING,)),)),), (STEERING,), (STEERING,))  # fmt: skip
    for what in (
        terminal.article(Article(key="k", ref=STEERING, text=STEERING, title=STEERING, outlet=STEERING), [claim]),
        terminal.comparison(STEERING, STEERING, STEERING, conflict, why=True),
        terminal.dispute(dispute),
        terminal.joined(dispute, [conflict]),
        terminal.answer(answer, ask=STEERING),
        terminal.filed(Filing(edition, "new", 1)),
    ):
        shown = drawn(what)
        assert not set("\x1b\x07\x9b\u202e\r\x00\ud800") & set(shown)


@given(st.text())
def test_what_is_shown_keeps_every_offset(text: str) -> None:
    assert len(terminal.safe(text)) == len(text)
    assert isinstance(terminal.marked(text, [(Span(0, len(text)), "bold")]), Text)
    assert len(terminal.marked(text, [])) == len(text)
