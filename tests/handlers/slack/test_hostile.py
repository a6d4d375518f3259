"""Article text is not ours: whatever it holds, nobody is pinged, no link forged, no limit passed, no word changed."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.nouns import (
    Answer,
    Change,
    Counts,
    Digest,
    Dossier,
    Edited,
    Edition,
    Filing,
    Section,
    Snippet,
    Span,
    Statement,
    Withdrawal,
)
from bot.watches import Watch
from handlers.slack import blocks, home_blocks, quoting
from handlers.slack.home_blocks import Home, State
from tests.handlers.slack.block_rules import complaints, message_complaints, strings
from tests.handlers.slack.newsroom_fake import NOW, conflict, dispute, statement

NASTY = [
    "<!channel> <!here> <!everyone> @channel @here",
    "<@U123456> and <#C123456|general> and <!subteam^S1|desk>",
    "<https://evil.example|https://bank.example> [x](https://evil.example) https://evil.example",
    "&lt;!channel&gt; &amp; <!date^1700000000^{date}^https://evil.example|x>",
    "```code``` `x` *bold* _it_ ~no~ > quote\n> more",
    "\u202egnihton\u202c and \u2066isolated\u2069 and \u061c\u200f\u200e",
    "zero\u200bwidth\ufeff\u2060join\u200der",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 😀" * 40,
    "line\nbreak\r\nand\ttab\x00\x1b[31m\x7f",
    "\ud800 lonely \udfff surrogates",
    ":smile: :flag-us:",
    " ",
    "\u200b",
]
LONG = ["x" * 100_000, "😀" * 20_000, "<!channel> &" * 9_000, "\n" * 50_000, "\u202e" * 50_000, "word " * 20_000]

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COUNTS = Counts(1, 1, 1, 1, 0, 0, 1)

hostile = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=60)), max_size=3).map(" ".join),
    st.text(max_size=80),
)
urls = st.one_of(
    st.sampled_from(
        [
            "",
            "https://example.org/a",
            "javascript:alert(1)",
            "https://bank.example@evil.example/",
            "https://evil.example/|https://bank.example",
            "https://example.org/ <!channel>",
            "http://exa\u202emple.org/",
            "https://bücher.example/ü",
            "file:///etc/passwd",
            "https://[::1",
            "https://" + "a" * 5000,
        ]
    ),
    hostile,
)


@st.composite
def spans_in(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=4))
    return tuple(Span(min(p), max(p)) for p in pairs)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    made = statement(draw(hostile), who=draw(hostile), article=draw(st.sampled_from(["a", "b", "c"])))
    claim = replace(
        made.claim,
        cue_lemma=draw(hostile),
        chain=(draw(hostile),),
        anonymous=draw(st.booleans()),
        heading=draw(st.booleans()),
        id=made.claim.id,
    )
    when = draw(st.sampled_from([None, NOW, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)]))
    edition = Edition("a", "r", draw(hostile), draw(hostile), draw(hostile), draw(hostile), draw(urls), when)
    return Statement(claim, edition)


@st.composite
def disputes(draw: st.DrawFn) -> Any:
    pairs = []
    for _ in range(draw(st.integers(1, 3))):
        old, new = draw(statements()), draw(statements())
        made = conflict(old, new, clash=("", ""), reason=draw(hostile))
        pairs.append(replace(made, clash=(draw(spans_in(old.claim.quote)), draw(spans_in(new.claim.quote)))))
    state = draw(st.sampled_from(["open", "resolved", "dismissed"]))
    return dispute(*pairs, state=state, settled_by=draw(hostile), settled_how=draw(hostile), reason=draw(hostile))


def harmless(message: dict[str, Any]) -> None:
    """No ping, no link but to where it says, nothing over a limit, nothing that turns the text round."""
    assert message_complaints(message) == []
    no_tokens(message["text"])
    for node in nodes(message["blocks"]):
        assert node.get("type") not in ("user", "channel", "broadcast", "usergroup", "emoji")
        if node.get("type") == "mrkdwn":
            no_tokens(node["text"])
        if node.get("type") == "link":
            assert re.match(r"https?://[^\s<>|\\]+$", node["url"])
            host = re.match(r"https?://([^/?#:]+)", node["url"])
            assert host is not None
            assert "@" not in node["url"].split("/")[2]
            assert node["text"] == f"open at {host[1].lower()}"
    for text in [message["text"], *strings(message["blocks"])]:
        assert not [c for c in text if unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}]  # fmt: skip
        assert not set(text) & set("\u200b\u2060\ufeff\x00\x1b\x7f")
        text.encode("utf-8")  # no lone surrogates
    json.dumps(message)


def no_tokens(text: str) -> None:
    assert "<" not in text
    assert ">" not in text
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)


def nodes(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *(n for v in node.values() for n in nodes(v))]
    return [n for v in node for n in nodes(v)] if isinstance(node, list) else []


def quotes(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The quotations, as runs: a table's second row, and whatever stands as a quote."""
    tables = [n for n in message["blocks"] if n["type"] == "table"]
    beside = [leaves for table in tables for cell in table["rows"][1] for leaves in _runs(cell)]
    return beside + [n["elements"] for n in nodes(message["blocks"]) if n.get("type") == "rich_text_quote"]


def _runs(cell: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [group["elements"] for group in cell["elements"]]


def verbatim(leaves: list[dict[str, Any]], quote: str) -> bool:
    """Whether every shown run stands in the quotation as a screen can show it."""
    seen = quoting.displayable(quote)
    ours = ("[…]", "(nothing that can be shown)")
    return all(
        leaf["text"].strip() in ours or leaf["text"].removesuffix("…").rstrip() in seen
        for leaf in leaves
        if leaf["text"].strip()
    )


def dossier(said: Statement, text: str) -> Dossier:
    """An article whose every particular is hostile: editions, changes, copies, and who withdrew it."""
    marks = ((said.claim.sentence,), (said.claim.sentence,))
    edited = Edited(tuple(Change("number", said.claim, said.claim, marks) for _ in range(5)), silent=True)
    older = replace(said.edition, revision_id="older", superseded=True)
    return Dossier(
        ((said.edition, (said.claim,) * 20), (older, (said.claim,))),
        {said.edition.revision_id: edited},
        (said.edition,) * 30,
        Withdrawal("a1", NOW, text, text),
    )


@given(disputes())
@SETTINGS
def test_alerts_are_harmless(found: Any) -> None:
    for message in (
        blocks.alert(found),
        blocks.alert(found, side_by_side=False),
        blocks.both(found),
        blocks.joined(found, "r"),
        blocks.listed([found, found]),
        blocks.settled(found, changed=False),
    ):
        harmless(message)
    assert complaints(blocks.both_modal(found)["blocks"], most=100) == []
    first = found.conflicts[0]
    for message in (blocks.alert(found), blocks.alert(found, side_by_side=False)):
        old, new = quotes(message)
        assert verbatim(old, first.old.claim.quote)
        assert verbatim(new, first.new.claim.quote)


@pytest.mark.parametrize("text", [*NASTY, *LONG], ids=lambda t: ascii(t[:12]))
def test_any_one_text_everywhere_is_harmless(text: str) -> None:
    said = statement(text or "x", who=text, cue=text[:200], outlet=text, url=text)
    found = dispute(conflict(said, said, clash=(text[:1], text[-1:]), reason=text), reason=text, settled_by=text)
    snippet = Snippet(said, text, (Span(0, 1), Span(len(text) // 2, len(text))), (text,), (text,))
    answer = Answer(text, True, text, (Section("answer", text, (snippet,) * 9),), (text,), (text,))
    for message in (
        blocks.alert(found),
        blocks.alert(found, side_by_side=False),
        blocks.alert(replace(found, state="resolved", settled_how=text)),
        blocks.both(found),
        blocks.joined(found, "rev-a1"),
        blocks.listed([found], words_typed=text),
        blocks.answer(answer),
        blocks.article(dossier(said, text)),
        blocks.withdrawn(said.edition, done=True),
        blocks.note(text or "x"),
        blocks.filed([Filing(said.edition, "new", 3)]),
        blocks.digest(Digest("C1", NOW, NOW, (found,) * 3, (found,), ((text, 3),), 1, 2)),
    ):
        harmless(message)
        assert all(verbatim(q, text or "x") for q in quotes(message))


@given(st.lists(statements(), max_size=4), hostile, st.data())
@SETTINGS
def test_answers_are_harmless(found: list[Statement], text: str, data: st.DataObject) -> None:
    snippets = tuple(
        Snippet(s, s.claim.quote, data.draw(spans_in(s.claim.quote)), also_in=(text,), warnings=(text,)) for s in found
    )
    sections = (Section("disputed", text, snippets, dispute=dispute(), side=text), Section("answer", text, snippets))
    answer = Answer(text, bool(found), text, sections, notes=(text, text), suggestions=(text,))
    harmless(blocks.answer(answer))
    for leaves in quotes(blocks.answer(answer)):
        assert any(verbatim(leaves, s.claim.quote) for s in found)


@given(disputes(), statements(), hostile)
@SETTINGS
def test_everything_else_is_harmless(found: Any, said: Statement, text: str) -> None:
    news = Digest("C1", NOW, NOW, (found,) * 3, (found,), ((text, 3),), 1, 2)
    for message in (
        blocks.digest(news),
        blocks.article(dossier(said, text)),
        blocks.withdrawn(said.edition, done=True),
        blocks.filed([Filing(said.edition, "new", 3), Filing(said.edition, "unchanged")]),
        blocks.note(text or "x"),
    ):
        harmless(message)
    watches = [Watch("C1", text, by=text), Watch("C1", "any", muted=True)]
    answer = Answer(text, True, text or "x", (Section("answer", text, (Snippet(said, said.claim.quote),)),), (text,))
    shown = Home(COUNTS, [found] * 9, NOW, answer, "D1", {"C1": text or "x"}, watches, editions=[said.edition] * 10)
    home = home_blocks.home(shown, State(text[:300]))
    assert complaints(home["blocks"], most=100) == []
    assert len(home["private_metadata"]) <= 3_000


@given(hostile, st.data())
@example("a\u202eb", None)
@SETTINGS
def test_a_quotation_is_shown_word_for_word(quote: str, data: st.DataObject | None) -> None:
    """All of it where there is room, with nothing but unseen characters missing; else verbatim parts of it."""
    emphasis = data.draw(spans_in(quote)) if data else (Span(0, 1),)
    leaves = quoting.quotation(quote, emphasis)["elements"]
    shown = "".join(leaf["text"] for leaf in leaves)
    if len(quote) * 2 <= quoting.ROOM and quoting.displayable(quote):
        assert shown == "".join(quoting.displayable(t) for t, _ in quoting.runs(quote, emphasis, Span(0, len(quote))))
    assert verbatim(leaves, quote)
    assert quoting.units(shown) <= quoting.ROOM + 100


@given(hostile, st.data())
@SETTINGS
def test_runs_join_to_the_text_and_bold_is_what_is_emphasised(text: str, data: st.DataObject) -> None:
    emphasis = data.draw(spans_in(text))
    made = quoting.runs(text, emphasis, Span(0, len(text)))
    assert "".join(t for t, _ in made) == text
    bold = [n for n, is_bold in enumerate([b for t, b in made for _ in t]) if is_bold]
    assert bold == sorted({n for s in emphasis for n in range(s.start, s.end)})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("caf\u00e9 — “quoted”\n", "café — “quoted”\n"),
        ("a\u202eb\u202cc", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
        ("hid\U000e0041\U000e0042den", "hidden"),
        ("a\r\nb\x0bc", "a\nb\nc"),
        ("\ud800", "\ufffd"),
    ],
)
def test_only_what_nobody_sees_is_left_out(text: str, shown: str) -> None:
    assert quoting.displayable(text) == shown


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.org/a?b=c#d", "example.org"),
        ("https://BÜCHER.example/ü", "xn--bcher-kva.example"),
        ("http://127.0.0.1:3000/articles/x", "127.0.0.1"),
        ("https://bank.example@evil.example/", None),
        ("https://exa%6dple.org/", None),
        ("javascript:alert(1)", None),
        ("https://a.example/ b", None),
        ("https://a.example\\@b.example", None),
        ("//a.example", None),
        ("", None),
    ],
)
def test_a_link_names_the_host_it_leads_to(url: str, host: str | None) -> None:
    found = quoting.safe_link(url)
    assert (found[1] if found else None) == host
    assert found is None or found[0].split("/")[2].split(":")[0] == host
