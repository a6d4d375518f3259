"""Attribution by punctuation: "Kyiv: no troops left", "No troops left: minister", “...” — Ann Lee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.claims import gazetteer
from bot.claims.attributed import Attribution
from bot.claims.cues import Cue
from bot.claims.paragraph import Paragraph
from bot.nouns import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_COLON = Cue(":", "say", frozenset({"clause"}))
_DASH = Cue("―", "say", frozenset({"quote"}))
_DASHES = frozenset(["―", "—", "–", "--", "-"])
#: A name before a colon is not longer than this, in words; in a transcript it comes with its offices.
_LONGEST_NAME = 7
_LONGEST_LABEL = 14
_NOT_A_SPEAKER = re.compile(
    r"^(?:\W*\d|update|updated|breaking|exclusive|opinion|analysis|video|watch|live|photos?|editor|note|related|correction|factbox|explainer"
    r"|timeline|review|profile|q|a|key|the bottom line|here|what|why|how|when|where)\b",
    re.IGNORECASE,
)


def attributions(paragraph: Paragraph) -> Iterator[Attribution]:
    """At most one for the paragraph: what stands before or after its first colon, or over its signature."""
    doc = paragraph.doc
    found = _before_colon(paragraph, doc) or _signed(paragraph, doc)
    if found is not None:
        yield found


def _before_colon(paragraph: Paragraph, doc: Doc) -> Attribution | None:
    longest = _LONGEST_LABEL if paragraph.turn == "begins" else _LONGEST_NAME
    colon = next((t.i for t in doc[: longest + 1] if t.text == ":"), None)
    if colon is None or not 0 < colon < len(doc) - 2:
        return None
    start = next((i for i in range(colon) if doc[i].is_alpha), colon)
    if start >= colon or not _is_speaker(paragraph, doc, start, colon):
        return None
    head = doc[start:colon].root
    content = paragraph.span((colon + 1, len(doc)))
    first = next(iter(doc.sents))
    return Attribution(
        sentence=(first.start, first.end),
        cue=_COLON,
        anchor=doc[colon],
        cue_words=((colon, colon + 1),),
        content=(content,),
        speaker=head,
        source=((start, colon),),
        frame="clause",
    )


def _is_speaker(paragraph: Paragraph, doc: Doc, start: int, colon: int) -> bool:
    """A name, or who in an organisation speaks: in a heading; in running text a name in capitals (a transcript)."""
    words = doc[start:colon]
    if paragraph.turn == "begins":
        return _NOT_A_SPEAKER.match(words.text) is None and any(t.pos_ in ("PROPN", "NOUN") for t in words)
    if _NOT_A_SPEAKER.match(words.text) or any(t.pos_ in ("VERB", "AUX") for t in words):
        return False
    if not paragraph.heading:
        return words.text.isupper() and len(words.text) > 2 and len(words) <= 4
    last = words[-1].lower_
    known = gazetteer.lookup(words.text) is not None or any(
        t.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") for t in words
    )
    return (
        known
        or last in gazetteer.words("group")
        or last in gazetteer.words("role")
        or last in gazetteer.words("anonymous")
    )


def _signed(paragraph: Paragraph, doc: Doc) -> Attribution | None:
    """A quotation that ends the paragraph but for a dash and a name."""
    for quotation in paragraph.quotations:
        stretch = paragraph.stretch(quotation.span)
        if stretch is None or quotation.single or stretch[1] + 1 >= len(doc) or len(doc) - stretch[1] > 12:
            continue
        dash = doc[stretch[1]]
        rest = doc[stretch[1] + 1 :]
        if dash.text in _DASHES and rest[0].text[:1].isupper() and not any(t.pos_ in ("VERB", "AUX") for t in rest):
            sentence = dash.sent
            return Attribution(
                sentence=(sentence.start, sentence.end),
                cue=_DASH,
                anchor=dash,
                cue_words=((dash.i, dash.i + 1),),
                content=(Span(max(quotation.span.start, paragraph.base), quotation.span.end),),
                speaker=rest.root,
                source=((rest.start, rest.end),),
                frame="quote",
                quoted=True,
            )
    return None
