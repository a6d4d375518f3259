"""Who says what: source, cue and content out of the parse and the quotation marks of one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.claims import cues, phrases
from bot.claims.cues import Cue
from bot.claims.quotations import Quotation
from bot.nouns import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

Stretch = tuple[int, int]  # tokens of one Doc, half open


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A parsed block, where it begins in the text, and the quotations that touch it."""

    doc: Doc
    base: int
    quotations: tuple[Quotation, ...] = ()
    heading: bool = False

    def span(self, stretch: Stretch) -> Span:
        """Those tokens as offsets into the revision's text."""
        first, last = self.doc[stretch[0]], self.doc[stretch[1] - 1]
        return Span(self.base + first.idx, self.base + last.idx + len(last.text))

    def stretch(self, span: Span) -> Stretch | None:
        """The tokens that lie in these offsets, or None if there are none."""
        inside = [t.i for t in self.doc if span.start <= self.base + t.idx < span.end]
        return (inside[0], inside[-1] + 1) if inside else None

    def quotation_at(self, i: int) -> Quotation | None:
        """The quotation token ``i`` stands in, marks included."""
        at = self.base + self.doc[i].idx
        return next((q for q in self.quotations if q.span.start <= at < q.span.end), None)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of saying, found in one sentence. ``speaker`` and ``anchor`` are the heads of source and cue."""

    sentence: Stretch
    cue: Cue
    anchor: Token
    cue_words: tuple[Stretch, ...]
    content: tuple[Span, ...]
    speaker: Token | None = None
    source: tuple[Stretch, ...] = ()
    frame: str = "clause"
    quoted: bool = False
    carrier: Token | None = None  # who was told: "Peskov told Tass"
    origin: Token | None = None  # whose words were passed on: "KCNA reported, citing the commission"


def attributions(paragraph: Paragraph) -> tuple[Attribution, ...]:
    """Every attribution in the paragraph, in the order of their cues."""
    found: list[Attribution] = []
    for sentence in paragraph.doc.sents:
        found.extend(_verbal(paragraph, sentence))
        found.extend(_according(paragraph, sentence))
        found.extend(_nominal(paragraph, sentence))
    return tuple(sorted(found, key=lambda a: a.anchor.i))


def _verbal(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    for token in sentence:
        cue = phrases.cue_of(token)
        if cue is None:
            continue
        found = _from_verb(paragraph, sentence, token, cue)
        if found is not None:
            yield found


def _from_verb(paragraph: Paragraph, sentence: Sentence, verb: Token, cue: Cue) -> Attribution | None:
    speaker = phrases.speaker_of(verb)
    source = phrases.noun_phrase(speaker, verb) if speaker is not None else None
    frame, pieces = _content(paragraph, sentence, verb, cue, source)
    if not pieces:
        return None
    if speaker is None and frame not in ("clause", "quote", "to"):
        return None
    cue_words = phrases.cue_words(verb, frame)
    content = _spans(paragraph, pieces, cue_words, source)
    if not content:
        return None
    return Attribution(
        sentence=(sentence.start, sentence.end),
        cue=cue,
        anchor=verb,
        cue_words=(cue_words,),
        content=content,
        speaker=speaker,
        source=(source,) if source else (),
        frame=frame,
        quoted=_is_quoted(paragraph, content),
        carrier=phrases.carrier_of(verb),
        origin=phrases.origin_of(verb),
    )


def _content(
    paragraph: Paragraph, sentence: Sentence, verb: Token, cue: Cue, source: Stretch | None
) -> tuple[str, list[Stretch]]:
    """The frame the verb stands in and the tokens of what it reports; no tokens: it reports nothing."""
    if cue.takes("clause") or cue.takes("quote"):
        pieces = _clause(paragraph, sentence, verb, source)
        if pieces:
            return "clause", pieces
    if cue.takes("to") and (infinitive := phrases.infinitive(verb)) is not None:
        return "to", [infinitive]
    if cue.takes("object") and (thing := phrases.object_of(verb)) is not None:
        return "object", [thing]
    for frame in sorted(f for f in cue.frames if f.startswith("prep:")):
        if (thing := phrases.prepositional(verb, frame[5:])) is not None:
            return frame, [thing]
    if cue.takes("quote"):
        beside = _beside(paragraph, sentence, verb, source)
        if beside:
            return "quote", beside
    return "", []


def _clause(paragraph: Paragraph, sentence: Sentence, verb: Token, source: Stretch | None) -> list[Stretch]:
    begin = min(verb.i, source[0]) if source else verb.i
    after = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i]
    if after:
        return [(c.left_edge.i, c.right_edge.i + 1) for c in after[:1]]
    before = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
    if before:
        return [(_clause_start(sentence, before[0], begin), begin)]
    return _around(sentence, verb, source)


def _clause_start(sentence: Sentence, clause: Token, begin: int) -> int:
    return min(int(clause.left_edge.i), begin)


def _around(sentence: Sentence, verb: Token, source: Stretch | None) -> list[Stretch]:
    """A parenthesis: "The bridge, the mayor said, was closed." What stands around it is what is said."""
    if verb.dep_ not in ("parataxis", "ccomp", "dep", "advcl", "ROOT") or any(c.dep_ == "ccomp" for c in verb.children):
        return []
    begin = min(verb.i, source[0]) if source else verb.i
    end = max(verb.i + 1, source[1]) if source else verb.i + 1
    if begin > sentence.start and verb.doc[begin - 1].text not in {",", "”", '"', "''"}:
        return []
    if end < sentence.end and verb.doc[end].text not in {",", ".", ":", "”", '"', "?", "!"}:
        return []
    if source is None or begin == sentence.start:
        return []
    pieces = [(sentence.start, begin)]
    if end + 1 < sentence.end and verb.doc[end].text == ",":
        pieces.append((end + 1, sentence.end))
    return pieces


def _beside(paragraph: Paragraph, sentence: Sentence, verb: Token, source: Stretch | None) -> list[Stretch]:
    """The quotations of this sentence that no nearer verb claims."""
    found = []
    for quotation in paragraph.quotations:
        stretch = paragraph.stretch(quotation.span)
        if stretch is None or quotation.single or stretch[1] <= sentence.start or stretch[0] >= sentence.end:
            continue
        if stretch[0] <= verb.i < stretch[1]:
            continue
        found.append((max(stretch[0], sentence.start), min(stretch[1], sentence.end)))
    return found


def _spans(paragraph: Paragraph, pieces: Sequence[Stretch], cue: Stretch, source: Stretch | None) -> tuple[Span, ...]:
    spans: list[Span] = []
    for piece in pieces:
        for stretch in _without(piece, [s for s in (cue, source) if s is not None]):
            trimmed = phrases.trimmed(paragraph.doc, stretch)
            if trimmed is not None:
                spans.append(_widened(paragraph, trimmed, cue))
    return _merged(spans)


def _without(piece: Stretch, holes: Sequence[Stretch]) -> Iterator[Stretch]:
    start = piece[0]
    for hole in sorted(holes):
        if hole[1] <= start or hole[0] >= piece[1]:
            continue
        if hole[0] > start:
            yield start, hole[0]
        start = hole[1]
    if start < piece[1]:
        yield start, piece[1]


def _widened(paragraph: Paragraph, stretch: Stretch, cue: Stretch) -> Span:
    """A content that begins or ends inside a quotation reaches to its marks, over sentences, unless the
    cue itself stands within the quotation."""
    span = paragraph.span(stretch)
    here = paragraph.span(cue)
    for quotation in paragraph.quotations:
        if quotation.span.overlaps(span) and not quotation.span.overlaps(here):
            span = Span(min(span.start, quotation.span.start), max(span.end, quotation.span.end))
    return span


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def _is_quoted(paragraph: Paragraph, content: Sequence[Span]) -> bool:
    return any(
        q.span.start <= c.start + 2 and not q.single
        for c in content
        for q in paragraph.quotations
        if q.span.overlaps(c)
    )


# --- "according to" ------------------------------------------------------------------------------

_ACCORDING = Cue("according to", "say", frozenset({"clause"}))


def _according(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    for token in sentence:
        if token.lower_ != "according" or token.i + 2 >= sentence.end or token.nbor().lower_ != "to":
            continue
        heads = [c for t in (token, token.nbor()) for c in t.children if c.dep_ == "pobj"]
        if not heads:
            continue
        source = (int(heads[0].left_edge.i), int(heads[0].right_edge.i) + 1)
        cue = (token.i, token.i + 2)
        pieces = _said_according(sentence, (token.i, source[1]))
        content = _spans(paragraph, pieces, cue, source)
        if content:
            yield Attribution(
                (sentence.start, sentence.end), _ACCORDING, token, (cue,), content, heads[0], (source,), "clause",
                _is_quoted(paragraph, content),
            )  # fmt: skip


def _said_according(sentence: Sentence, phrase: Stretch) -> list[Stretch]:
    if phrase[0] <= sentence.start + 1:
        return [(phrase[1], sentence.end)]
    if phrase[1] >= sentence.end - 1:
        return [(sentence.start, phrase[0])]
    return [(sentence.start, phrase[0]), (phrase[1], sentence.end)]


# --- nouns that report ---------------------------------------------------------------------------


def _nominal(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    table = cues.nouns()
    for token in sentence:
        cue = table.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
        if cue is None:
            continue
        piece = phrases.noun_content(token, cue)
        if piece is None:
            continue
        speaker = phrases.owner_of(token)
        source = phrases.noun_phrase(speaker, token) if speaker is not None else None
        words = (token.i, token.i + 1)
        content = _spans(paragraph, [piece], words, None)
        yield Attribution(
            (sentence.start, sentence.end), cue, token, (words,), content, speaker, (source,) if source else (), "noun",
            _is_quoted(paragraph, content),
        )  # fmt: skip


def spread(found: Attribution, content: Sequence[Span]) -> Attribution:
    """The same attribution with more that was said: a split quotation's second part."""
    return replace(found, content=_merged([*found.content, *content]))
