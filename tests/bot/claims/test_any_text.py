"""Any text at all is read: no exception, every span inside it, every quotation word for word what stands there."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.claims.blocks import blocks
from bot.claims.quotations import quotations
from bot.claims.reader import SpacyReader
from bot.claims.tagger.model import WEIGHTS
from bot.nouns import Article, Claim, Revision, Span

WHO = (
    "Ann Lee, the mayor",
    "the ministry",
    "MR LEE",
    "two officials",
    "KCNA",
    "she",
    "President of Peru Bo Kim",
    "القائد",
    "Мэр",
)
DOES = (
    " said ",
    " said that ",
    " denied ",
    ": ",
    ", citing the navy, said ",
    " declined to say ",
    " was accused of ",
    " — ",
    ' told Tass that "',
)
WHAT = (
    "the dam held", "at least 12,000 people were killed on 31 April 2024", "“nobody was hurt”", "it was not over",
    "he said she said it had been “over”", "1,5 percent of 103%", "between 7 and 5", "$1.5bn in 20 years", "who did it?",
)  # fmt: skip
ENDINGS = (". ", ".", "\n", "\n\n", "... ", "?” ", "!\u2028", ' "', ")", "\t|\t", "\r\n", "")
SCRAPS = (
    "“", "”", '"', "''", "``", "‘", "’", "«", "»", "\x00", "\u202e", "\u2067", "\u200b", "\ufeff", "e\u0301\u0323", "\ud83d", "\udc00",
    "🌧️", "İ", "ß", "ǅ", "ﬁ", "â€œ", "â€\x9d", "Â ", "Read more: ", "10:32 GMT ", "(Photo by Bo Kim) ", "ARICA, Peru (Courier) — ",
    "Le maire a dit que le pont est fermé.\n", "大坝没有倒塌。", "\n\n", "\u2028", "\x85", " ", "  ", "•\t", "- ", "[", "(", "...", "…",
)  # fmt: skip

sentences = st.builds("{}{}{}{}".format, *map(st.sampled_from, (WHO, DOES, WHAT, ENDINGS)))
scraps = st.sampled_from(SCRAPS)
letters = st.text(st.characters(codec=None), max_size=12)
pieces = (
    sentences
    | scraps
    | letters
    | st.builds(str.upper, sentences)
    | st.builds(lambda s, n: s * n, scraps | sentences, st.integers(2, 30))
)
nasty = st.lists(pieces, max_size=14).map("".join)


@cache
def reader(tagger: bool) -> SpacyReader:
    return SpacyReader(tagger=WEIGHTS if tagger else None)


def read(text: str, title: str, tagger: bool) -> tuple[Claim, ...]:
    article = Article(key="k", ref="r", text=text, title=title, published=datetime(2024, 5, 6, tzinfo=UTC))
    return reader(tagger).read(Revision.of(article, datetime(2025, 5, 1, tzinfo=UTC)))


def spans(claim: Claim) -> list[Span]:
    found = [claim.sentence, *claim.source, *claim.cue, *claim.content]
    found += [q.span for q in claim.quantities] + [t.span for t in claim.times]
    found += [e.span for e in claim.events] + [r.span for e in claim.events for r in e.roles]
    return found


@pytest.mark.parametrize("tagger", [False, True], ids=["rules", "with the tagger"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=nasty, title=st.just("") | sentences)
@example(text="\x00\ud800“" * 40, title="")
@example(text="", title="")
@example(text="According to the harbour ministry of Peru", title="")
@example(text="X said, “", title="")
@example(text="said said said said", title="")
@example(text="ANN LEE SAYS “NO”: MINISTRY\r\n\r\nMINISTRY: NO", title="")
@example(text="\ud800 said that \ud800", title="")
@example(text='"' * 20_000, title="")
@example(text="Ann Lee: No.\nBo Kim: Yes.\n" * 30, title="Ann Lee")
def test_any_text_is_read_and_every_span_is_inside_it(text: str, title: str, tagger: bool) -> None:
    for claim in read(text, title, tagger):
        assert all(0 <= s.start < s.end <= len(text) for s in spans(claim))
        assert claim.quote == claim.sentence.of(text)
        assert claim.content


@settings(max_examples=150, deadline=None)
@given(text=nasty, title=sentences)
def test_any_text_is_cut_into_blocks_that_leave_nothing_out_but_white_space(text: str, title: str) -> None:
    found = blocks(text, title)
    assert all(len(b.reading) == b.span.end - b.span.start for b in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert "".join("".join(b.span.of(text).split()) for b in found) == "".join(text.split())
    marks = quotations(text, [b.span for b in found])
    assert all(a.span.end <= b.span.start for a, b in pairwise(marks))
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in marks)
