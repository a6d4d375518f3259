"""Attribution by punctuation: "Kyiv: no troops left", "No troops left: minister", “...” — Ann Lee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.claims import gazetteer
from bot.claims.attributed import Attribution
from bot.claims.cues import Cue
from bot.claims.paragraph import Paragraph, Stretch
from bot.nouns import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_COLON = Cue(":", "say", frozenset({"clause"}))
_DASH = Cue("―", "say", frozenset({"quote"}))
_DASHES = frozenset(["―", "—", "–", "--", "-"])
#: A name before a colon is not longer than this, in words; in a transcript it comes with its offices.
_LONGEST_NAME = 7
_LONGEST_LABEL = 14
#: A signature with its offices is not longer than this, in words.
_LONGEST_SIGNATURE = 12
_NOT_A_SPEAKER = re.compile(
    r"^(?:\W*\d|update|updated|breaking|exclusive|opinion|analysis|video|watch|live|photos?|editor|note|related|correction|factbox|explainer"
    r"|timeline|review|profile|q|a|key|the bottom line|here|what|why|how|when|where)\b",
    re.IGNORECASE,
)


def attributions(paragraph: Paragraph) -> Iterator[Attribution]:
    """What stands after the colon the paragraph begins with; failing that, every quotation that is signed."""
    doc = paragraph.doc
    found = _before_colon(paragraph, doc)
    yield from [found] if found is not None else _signed(paragraph, doc)


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


def _signed(paragraph: Paragraph, doc: Doc) -> Iterator[Attribution]:
    """Every quotation that is followed by a dash and a name at the end of its line: `“It held.” — Ann Lee`."""
    for quotation in paragraph.quotations:
        stretch = paragraph.stretch(quotation.span)
        if stretch is None or quotation.single:
            continue
        at = stretch[1]
        if doc[at - 1].text[-1] not in _DASHES:  # ".”―" may be one token
            at = next((i for i in range(at, len(doc)) if not doc[i].is_space), len(doc))
        else:
            at -= 1
        name = _name_to_line_end(doc, at + 1) if at < len(doc) and doc[at].text[-1] in _DASHES else None
        if name is None:
            continue
        sentence = doc[at].sent
        yield Attribution(
            sentence=(sentence.start, sentence.end),
            cue=_DASH,
            anchor=doc[at],
            cue_words=((at, at + 1),),
            content=(Span(max(quotation.span.start, paragraph.base), quotation.span.end),),
            speaker=doc[name[0] : name[1]].root,
            source=(name,),
            frame="quote",
            quoted=True,
        )


def _name_to_line_end(doc: Doc, start: int) -> Stretch | None:
    """The words up to the end of the line, if they may be who signs: they begin with a capital and say nothing."""
    end = start
    while end < len(doc) and "\n" not in doc[end].text and end - start <= _LONGEST_SIGNATURE:
        end += 1
    if end - start > _LONGEST_SIGNATURE:
        return None
    while end > start and (doc[end - 1].is_space or doc[end - 1].text == "."):
        end -= 1
    words = doc[start:end]
    if not words or not words[0].text[:1].isupper() or any(t.pos_ in ("VERB", "AUX") for t in words):
        return None
    return start, end
