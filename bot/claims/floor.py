"""Who has the floor in a transcript: what is one speaker's own word, over paragraphs, and whom they pass on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.claims.attributed import Attribution
from bot.claims.paragraph import Paragraph
from bot.nouns import Span


def own_words(paragraph: Paragraph, label: Attribution, inner: Sequence[Attribution]) -> Iterator[Attribution]:
    """The turn that begins with this label, less the sentences in which it says who said what:
    those are read as in any article. None if nothing is left."""
    kept = own_sentences(paragraph, inner, label.cue_words[0][1])
    if kept:
        first = next(s for s in paragraph.doc.sents if paragraph.span((s.start, s.end)).end > kept[0].start)
        yield replace(label, content=tuple(kept), sentence=(first.start, first.end))


def own_sentences(paragraph: Paragraph, inner: Sequence[Attribution], start: int = 0) -> list[Span]:
    """The sentences from this token on that pass on nobody's words; those next to each other as one piece."""
    passed_on = {a.sentence for a in inner}
    sentences = [(s.start, s.end) for s in paragraph.doc.sents if s.end > start]
    return list(_together([paragraph.span((max(a, start), b)) for a, b in sentences if (a, b) not in passed_on]))


def _together(spans: Sequence[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in spans:
        if current is not None and span.start - current.end > 2:
            yield current
            current = None
        current = Span(current.start, span.end) if current is not None else span
    if current is not None:
        yield current
