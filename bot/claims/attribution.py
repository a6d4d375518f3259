"""Who says what: source, cue and content out of the parse and the quotation marks of one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.claims import (
    according,
    adjective_cues,
    blows,
    carriers,
    cues,
    gazetteer,
    headlines,
    lexicon,
    noun_cues,
    phrases,
)
from bot.claims import content as content_of
from bot.claims.attributed import Attribution
from bot.claims.cues import Cue
from bot.claims.floor import own_words
from bot.claims.paragraph import Paragraph, Stretch
from bot.claims.silence import silences
from bot.nouns import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token


def attributions(paragraph: Paragraph) -> tuple[Attribution, ...]:
    """Every attribution in the paragraph, in the order of their cues."""
    found: list[Attribution] = []
    for sentence in paragraph.doc.sents:
        carried = (*silences(paragraph, sentence), *_nominal(paragraph, sentence), *_held(paragraph, sentence))
        verbs = {i for a in carried for i in range(*a.cue_words[0])}
        found.extend(carried)
        found.extend(a for a in _verbal(paragraph, sentence) if a.anchor.i not in verbs)
        found.extend(_phrased(paragraph, sentence))
    labels = list(headlines.attributions(paragraph))
    if paragraph.turn == "begins" and labels:
        inner = list(_passed_on(paragraph, found))
        return (*own_words(paragraph, labels[0], inner), *sorted(inner, key=lambda a: a.anchor.i))
    return tuple(sorted(_passed_on(paragraph, [*found, *labels]), key=lambda a: a.anchor.i))


def _passed_on(paragraph: Paragraph, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """Without those that stand in what somebody else is reported to say, unless they pass on a third
    party's words: "the agency reports that the minister said ..." does, "she said she hoped ..." does not."""
    for attribution in found:
        at = paragraph.base + attribution.anchor.idx
        outer = [a for a in found if a is not attribution and any(c.start <= at < c.end for c in a.content)]
        if not outer or all(_third_party(attribution, a) for a in outer):
            yield attribution


def _passes_on(inner: Attribution, outer: Attribution) -> bool:
    """A clause always; an act ("A court had ordered the blockade lifted, the ministry said") if it is told first; what a
    noun tells ("Chile is angry over Peru's claim that ...") in what is only named."""
    if inner.frame == "noun":
        return inner.cue.takes("clause") and outer.frame not in ("clause", "noun")
    return inner.frame == "clause" or (inner.frame in ("object", "to") and inner.anchor.i < outer.anchor.i)


def _third_party(inner: Attribution, outer: Attribution) -> bool:
    speaker = inner.speaker
    if (
        not _passes_on(inner, outer)
        or speaker is None
        or speaker.pos_ == "PRON"
        or (inner.frame != "noun" and inner.anchor.tag_ not in ("VBD", "VBZ", "VBP", "VBN"))
    ):
        return False
    return outer.speaker is None or speaker.lower_ != outer.speaker.lower_


def _verbal(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    for token in sentence:
        cue = phrases.cue_of(token)
        if cue is None or _spoken(paragraph, token) or _asked_or_told(token, sentence) or _only_leads(token):
            continue
        if carriers.cites(token) and any(c.dep_ == "ccomp" for c in token.children) and phrases.cue_of(token.head):
            continue  # "reported, citing the navy, that ...": the clause is the report's
        found = _from_verb(paragraph, sentence, token, cue)
        if found is not None:
            yield found


def _only_leads(verb: Token) -> bool:
    """ "continues to insist": the act is told by what follows."""
    return phrases.leads_on(verb) and any(c.dep_ == "xcomp" and phrases.cue_of(c) is not None for c in verb.children)


def _asked_or_told(verb: Token, sentence: Sentence) -> bool:
    """ "Did the mayor say ...?", "Tell them ...": a question or a command, nobody's word."""
    if verb.dep_ != "ROOT" or verb.tag_ != "VB":
        return False
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:  # "Tell them", "Don't forget that", "Now tell us"
        helpers = [c.lower_ for c in verb.children if c.dep_ == "aux"]
        return all(h == "do" for h in helpers) and verb.i - sentence.start <= (2 if helpers else 1)
    return sentence.text.rstrip().endswith("?") and any(c.dep_ == "aux" and c.i < subject.i for c in verb.children)


def _spoken(paragraph: Paragraph, token: Token) -> bool:
    """Within quotation marks: what the one quoted says that others say is still that one's word, so no
    attribution of the article's (305 of those read on PolNeAR's dev part, 4 marked there)."""
    quotation = paragraph.quotation_at(token.i)
    return quotation is not None and not quotation.single


def _speaker(paragraph: Paragraph, verb: Token) -> Token | None:
    """Who speaks; never a word out of the quotation itself (`''I can't breathe,'' said a man`)."""
    speaker = phrases.speaker_of(verb)
    if verb.i and paragraph.quotation_at(verb.i - 1) is not None and (speaker is None or speaker.i < verb.i):
        return phrases.named_after(verb) or speaker
    if speaker is not None and _spoken(paragraph, speaker):
        return phrases.named_after(verb)
    return speaker


def _from_verb(paragraph: Paragraph, sentence: Sentence, verb: Token, cue: Cue) -> Attribution | None:
    speaker = _speaker(paragraph, verb)
    source = phrases.noun_phrase(speaker, verb) if speaker is not None else None
    if speaker is not None and source is not None:
        speaker, source = phrases.from_sentence_start(speaker, source, verb)
    frame, pieces = content_of.of_verb(paragraph, sentence, verb, cue, source)
    if not pieces:
        return None
    if speaker is None and frame == "clause" and not phrases.is_passive(verb):
        speaker = phrases.named_before(verb)
        source = phrases.noun_phrase(speaker, verb) if speaker is not None else None
    if speaker is not None and source is not None:
        speaker, source = phrases.past_object(speaker, source, verb)
    if speaker is None and frame not in ("clause", "to") and not (cue.cue_class == "blame" and len(pieces) > 1):
        return None
    if cue.needs_that and verb.doc[pieces[0][0]].lower_ != "that":
        return None
    if frame == "to" and cue.cue_class == "promise" and phrases.is_passive(verb):
        return None  # "is intended to last": a purpose, nobody's promise
    if (cue.blow or cue.place) and frame == "object" and blows.strikes(verb, cue, speaker):
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
        quoted=is_quoted(paragraph, content),
        carrier=carriers.carrier_of(verb),
        origin=carriers.origin_of(verb),
    )


def _spans(paragraph: Paragraph, pieces: Sequence[Stretch], cue: Stretch, source: Stretch | None) -> tuple[Span, ...]:
    spans: list[Span] = []
    for piece in pieces:
        if piece[0] < piece[1] and piece[0] == paragraph.doc[piece[0]].sent.start:
            piece = (min(phrases.past_opening(paragraph.doc, piece[0]), piece[1]), piece[1])
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
    for quotation in paragraph.quotations_in(span):
        if not quotation.span.overlaps(here):
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


def is_quoted(paragraph: Paragraph, content: Sequence[Span]) -> bool:
    """Does the content begin with a quotation?"""
    return any(q.span.start <= c.start + 2 and not q.single for c in content for q in paragraph.quotations_in(c))


# --- phrases and nouns that report ---------------------------------------------------------------


def _phrased(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    for phrase in according.found_in(sentence):
        if _spoken(paragraph, phrase.anchor) and phrase.cue.lemma != "according to":
            continue
        content = _spans(paragraph, according.said(sentence, phrase), phrase.reach, phrase.source)
        if content:
            yield Attribution(
                (sentence.start, sentence.end), phrase.cue, phrase.anchor, phrase.cue_words, content, phrase.speaker,
                (phrase.source,), "clause", is_quoted(paragraph, content),
            )  # fmt: skip


def _nominal(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    table = cues.nouns()
    for token in sentence:
        cue = table.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
        if cue is None or _spoken(paragraph, token):
            continue
        frame, piece = noun_cues.noun_content(token, cue)
        if piece is None:
            continue
        light = noun_cues.light_verb(token)
        speaker = noun_cues.owner_of(token) or _who_carries(light)
        if speaker is None and (frame.startswith("prep:") or frame == "to"):
            continue  # "criticism of the sale", "a plan to sell" that nobody utters is a topic, not a claim
        source = phrases.noun_phrase(speaker, light or token) if speaker is not None else None
        words = noun_cues.noun_cue_words(token, frame, light)
        content = _spans(paragraph, [piece], words, None)
        if content:
            yield Attribution(
                (sentence.start, sentence.end), cue, token, (words,), content, speaker, (source,) if source else (), "noun",
                is_quoted(paragraph, content),
            )  # fmt: skip


def _held(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    """What is told with an adjective: "the unions are opposed to the sale"."""
    table = cues.adjectives()
    for token in sentence:
        cue = table.get(token.lower_)
        tie = adjective_cues.tie_of(token) if cue is not None else None
        if cue is None or tie is None or _spoken(paragraph, token):
            continue
        frame, piece = adjective_cues.held(token, cue)
        speaker = _holder(tie)
        if piece is None or speaker is None:
            continue
        words, source = adjective_cues.cue_words(token, tie, frame), phrases.noun_phrase(speaker, tie)
        content = _spans(paragraph, [piece], words, None)
        if content:
            yield Attribution(
                (sentence.start, sentence.end), cue, token, (words,), content, speaker, (source,), frame,
                is_quoted(paragraph, content),
            )  # fmt: skip


def _holder(tie: Token) -> Token | None:
    """Of whom it is said; never "it" ("it is certain that")."""
    passive = next((c for c in tie.children if c.dep_ == "nsubjpass"), None)
    speaker = passive if passive is not None else phrases.speaker_of(tie)
    return None if speaker is None or speaker.lower_ in ("it", "there", "this", "that") else speaker


def _who_carries(light: Token | None) -> Token | None:
    """Who expresses or voices it. A deed that "raises concerns" raises them in others, nobody says in whom."""
    speaker = phrases.speaker_of(light) if light is not None else None
    if light is None or speaker is None or light.lemma_ != "raise" or speaker.pos_ != "NOUN":
        return speaker
    lemma = speaker.lemma_.lower()
    return None if lexicon.verb_of(lemma) and lemma not in gazetteer.words("document") else speaker


def spread(found: Attribution, content: Sequence[Span]) -> Attribution:
    """The same attribution with more that was said: a split quotation's second part."""
    return replace(found, content=_merged([*found.content, *content]))
