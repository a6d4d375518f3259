"""Quotations that go on: over the sentences and paragraphs after the one that names the speaker."""

from __future__ import annotations

from collections.abc import Sequence

from bot.claims.attributed import Attribution
from bot.claims.attribution import spread
from bot.claims.floor import own_sentences
from bot.claims.paragraph import Paragraph
from bot.nouns import Span

Found = list[list[Attribution]]


def carried_on(text: str, paragraphs: Sequence[Paragraph], found: Sequence[Sequence[Attribution]]) -> Found:
    """For each paragraph its attributions, with every quotation no cue claims given to the one who is
    speaking: the second part of a split quotation, the next paragraph of a long one."""
    out: Found = [list(attributions) for attributions in found]
    _keep_the_floor(paragraphs, out)
    speaking: tuple[int, int] | None = None  # paragraph, place among its attributions
    for p, paragraph in enumerate(paragraphs):
        alone = _only_quotes(text, paragraph)
        for quotation in paragraph.quotations:
            span = _cut(quotation.span, paragraph)
            if quotation.single or _claimed(span, out[p]) or not _whole(text, span, paragraph):
                continue
            holder = (
                _before(out[p], span, p)
                or _after(out[p], span, p)
                or (speaking if alone and speaking is not None and p - speaking[0] <= 6 else None)
            )
            if holder is not None:
                out[holder[0]][holder[1]] = spread(out[holder[0]][holder[1]], [span])
                speaking = holder
        speaking = _last_quoted(out[p], p) or (speaking if alone else None)
    return out


def _keep_the_floor(paragraphs: Sequence[Paragraph], out: Found) -> None:
    """In a transcript, what follows a turn is the same speaker's until the next name or a heading."""
    speaking: tuple[int, int] | None = None
    for p, paragraph in enumerate(paragraphs):
        if paragraph.turn == "begins":
            speaking = next(((p, i) for i, a in enumerate(out[p]) if a.cue.lemma == ":"), None)
        elif speaking is not None and paragraph.turn and paragraph.starts:
            holder = out[speaking[0]]
            holder[speaking[1]] = spread(holder[speaking[1]], own_sentences(paragraph, out[p]))


def _cut(span: Span, paragraph: Paragraph) -> Span:
    return Span(max(span.start, paragraph.base), min(span.end, paragraph.end))


def _claimed(span: Span, attributions: Sequence[Attribution]) -> bool:
    return any(c.overlaps(span) for a in attributions for c in a.content)


def _whole(text: str, span: Span, paragraph: Paragraph) -> bool:
    """A quotation that is at least a sentence of its own, not a word or two set off within one."""
    before = text[paragraph.base : span.start].rstrip()
    return (not before or before[-1] in ".!?:,”\"'’") and len(span.of(text).split()) >= 3


def _before(attributions: Sequence[Attribution], span: Span, p: int) -> tuple[int, int] | None:
    """The speaker quoted last before this in the same paragraph."""
    places = [i for i, a in enumerate(attributions) if a.quoted and a.content[0].start < span.start]
    return (p, places[-1]) if places else None


def _after(attributions: Sequence[Attribution], span: Span, p: int) -> tuple[int, int] | None:
    """ "One sentence." "And another," he said: the speaker named only after."""
    places = [i for i, a in enumerate(attributions) if a.quoted and a.content[0].start >= span.end]
    return (p, places[0]) if places else None


def _only_quotes(text: str, paragraph: Paragraph) -> bool:
    """Nothing but quotation stands in the paragraph."""
    at, end = paragraph.base, paragraph.end
    for quotation in paragraph.quotations:
        if any(c.isalpha() for c in text[at : max(at, quotation.span.start)]):
            return False
        at = max(at, quotation.span.end)
    return bool(paragraph.quotations) and not any(c.isalpha() for c in text[at:end])


def _last_quoted(attributions: Sequence[Attribution], p: int) -> tuple[int, int] | None:
    places = [i for i, a in enumerate(attributions) if a.quoted]
    return (p, places[-1]) if places else None
