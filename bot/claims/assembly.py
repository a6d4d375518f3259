"""Attributions and own assertions made into claims: names resolved, polarity and modality read, figures and times joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.claims import events, modality, oddities, polarity, quantities, times, topics
from bot.claims.attributed import Attribution
from bot.claims.names import Cast
from bot.claims.paragraph import Paragraph, Stretch
from bot.claims.voice import asserts, own_clauses
from bot.claims.voices import Voice, voices
from bot.nouns import Claim, Event, Quantity, Revision, Span, When, content_id

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_RUMOURS = frozenset(["report", "rumor", "rumour", "speculation"])


@dataclass(frozen=True, slots=True)
class Page:
    """One article while it is read: its paragraphs, their attributions, everybody it names."""

    revision: Revision
    paragraphs: Sequence[Paragraph]
    found: Sequence[Sequence[Attribution]]
    cast: Cast

    @property
    def published(self) -> date | None:
        moment = self.revision.edition.published
        return moment.date() if moment is not None else None


def claims(page: Page) -> tuple[Claim, ...]:
    """Every claim of the article, in the order of the text."""
    made = list(_claims(page))
    unique = {claim.id: claim for claim in made}
    return tuple(sorted(unique.values(), key=lambda c: (c.sentence, c.cue or c.content, c.content)))


def _claims(page: Page) -> Iterator[Claim]:
    heard = voices(page.paragraphs, page.found, page.cast, page.revision.edition)
    for p, paragraph in enumerate(page.paragraphs):
        for sentence in paragraph.doc.sents:
            here = paragraph.span((sentence.start, sentence.end))
            mine = [a for a in page.found[p] if a.sentence == (sentence.start, sentence.end)]
            if not paragraph.turn:
                for stretch, head in own_clauses(paragraph, sentence, _reaching(page.found[p], here)):
                    yield _own(page, paragraph, sentence, stretch, head)
            elif not asserts(sentence):  # "Good evening.", "Is that so?", said in a transcript
                mine = [a for a in mine if a.cue.lemma != ":"]
            for attribution in mine:
                yield _attributed(page, paragraph, sentence, attribution, heard[id(attribution)])
    for p, _ in enumerate(page.paragraphs):
        for attribution in page.found[p]:
            yield from _continued(page, p, attribution, heard[id(attribution)])


def _reaching(attributions: Sequence[Attribution], sentence: Span) -> list[Attribution]:
    """Those whose content reaches into this sentence: their own, and quotations that go on."""
    return [a for a in attributions if any(c.overlaps(sentence) for c in a.content)]


# --- the claims ----------------------------------------------------------------------------------


def _attributed(page: Page, paragraph: Paragraph, sentence: Sentence, a: Attribution, voice: Voice) -> Claim:
    claim = _claim(page, paragraph, sentence, a.content, _about(paragraph, a, voice), a)
    return replace(claim, modality="hedged") if claim.modality == "plain" and _hearsay(a) else claim


def _hearsay(a: Attribution) -> bool:
    """ "is said to be", "it is reported that", "reports suggest", "rumours that": nobody stands behind it."""
    if a.speaker is None:
        nobody = a.frame == "to" or (a.frame == "clause" and any(c.dep_ == "auxpass" for c in a.anchor.children))
        return (nobody and a.cue.cue_class == "say") or a.anchor.lemma_.lower() in _RUMOURS - {"report"}
    if a.speaker.pos_ != "NOUN" or a.speaker.lemma_.lower() not in _RUMOURS:
        return False
    # "its report said", "a UN report found": a document, that its author stands behind
    return a.speaker.tag_ == "NNS" and not any(c.dep_ in ("poss", "compound", "det") for c in a.speaker.children)


def _about(paragraph: Paragraph, a: Attribution, voice: Voice) -> dict[str, Any]:
    return {
        "source": tuple(paragraph.span(s) for s in a.source),
        "source_name": voice.named.name,
        "chain": voice.chain,
        "anonymous": voice.named.anonymous,
        "cue": tuple(paragraph.span(s) for s in a.cue_words),
        "cue_lemma": a.cue.lemma,
        "cue_class": a.cue.cue_class,
        "quoted": a.quoted,
    }


def _continued(page: Page, p: int, a: Attribution, voice: Voice) -> Iterator[Claim]:
    """The later sentences of what was said: each a claim, with the same speaker, cue and content."""
    about = _about(page.paragraphs[p], a, voice)
    reach = max(c.end for c in a.content)
    for q in range(p, len(page.paragraphs)):
        paragraph = page.paragraphs[q]
        if paragraph.base >= reach:
            break
        for sentence in paragraph.doc.sents:
            here = paragraph.span((sentence.start, sentence.end))
            if q == p and a.sentence == (sentence.start, sentence.end):
                continue
            if paragraph.turn and not asserts(sentence):
                continue
            if any(c.overlaps(here) for c in a.content) and sum(t.is_alpha for t in sentence) >= 2:
                yield _claim(page, paragraph, sentence, a.content, about, a)


def _own(page: Page, paragraph: Paragraph, sentence: Sentence, stretch: Stretch, head: Token) -> Claim:
    return _claim(page, paragraph, sentence, (paragraph.span(stretch),), {}, None, head)


def _claim(
    page: Page,
    paragraph: Paragraph,
    sentence: Sentence,
    content: tuple[Span, ...],
    about: dict[str, Any],
    a: Attribution | None,
    head: Token | None = None,
) -> Claim:
    here = paragraph.span((sentence.start, sentence.end))
    parts = _parts(paragraph, here, content)
    head = head or _head(paragraph, parts)
    cue, anchor = (a.cue, a.anchor) if a is not None else (None, None)
    text = page.revision.text
    spans = (here, *content, *about.get("source", ()), *about.get("cue", ()))
    claim = Claim(
        id=content_id(page.revision.id, *(f"{s.start}-{s.end}" for s in spans)),
        article_id=page.revision.edition.article_id,
        revision_id=page.revision.id,
        sentence=here,
        quote=here.of(text),
        content=content,
        polarity=polarity.of(anchor, cue),
        negated=head is not None and polarity.negated(head),
        modality=modality.of(head, cue, anchor),
        heading=paragraph.heading,
        **about,
    )
    return _filled(page, paragraph, claim, parts)


def _parts(paragraph: Paragraph, sentence: Span, content: Sequence[Span]) -> list[Stretch]:
    """The content as far as it stands in this sentence, in tokens."""
    parts = []
    for span in content:
        if span.overlaps(sentence):
            stretch = paragraph.stretch(Span(max(span.start, sentence.start), min(span.end, sentence.end)))
            if stretch is not None:
                parts.append(stretch)
    return parts


def _head(paragraph: Paragraph, parts: Sequence[Stretch]) -> Token | None:
    """The main word of the content: the one that hangs on nothing within it; a verb before others."""
    inside = {i for part in parts for i in range(*part)}
    heads = [
        paragraph.doc[i]
        for i in sorted(inside)
        if paragraph.doc[i].head.i not in inside or paragraph.doc[i].dep_ == "ROOT"
    ]
    verbs = [t for t in heads if t.pos_ in ("VERB", "AUX")]
    words = verbs or [t for t in heads if not t.is_punct]
    return words[0] if words else None


def _filled(page: Page, paragraph: Paragraph, claim: Claim, parts: Sequence[Stretch]) -> Claim:
    base, doc = paragraph.base, paragraph.doc
    counted: list[Quantity] = []
    dated: list[When] = []
    happened: list[Event] = []

    def name_of(token: Token) -> tuple[str, str]:
        return page.cast.name_of(token, base)

    for start, end in parts:
        span = doc[start:end]
        counted.extend(quantities.find(span, base))
        dated.extend(times.find(span, base, page.published))
        happened.extend(events.find(span, base, name_of))
    odd = oddities.find(claim, tuple(counted), tuple(dated), page.revision.text, page.published)
    names = [r.name for e in happened for r in e.roles if r.name]
    about = sorted({topic for start, end in parts for topic in topics.find(tuple(happened), names, doc[start:end])})
    return replace(
        claim, quantities=tuple(counted), times=tuple(dated), events=tuple(happened), oddities=odd, topics=tuple(about)
    )
