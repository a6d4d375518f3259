"""Rules and tagger joined: each is believed where it was seen to know better (the figures are in docs/reading.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.claims import blows, phrases
from bot.claims.attributed import Attribution
from bot.claims.attribution import is_quoted
from bot.claims.cues import Cue
from bot.claims.paragraph import Paragraph, Stretch
from bot.claims.tagger.model import Act, Place
from bot.nouns import CueClass, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

#: A cue that only the tagger sees must be this sure.
ADDED = 0.99


@dataclass(frozen=True, slots=True)
class Trust:
    """Chances from which the tagger is followed, chosen on the part "dev" of our own stories and checked on PolNeAR's
    dev part: a cue of the rules it thinks less likely than ``dropped`` is none; one that only it sees must be as sure
    as ``added``; so must another content or source. ``tests.eval.ablation`` shows what each brings."""

    dropped: float = 0.01
    added: float = ADDED
    content: float = 0.99
    source: float = 0.95


#: Where it stands alone, a cue is one of these words (a colon in a heading is one).
_CUES = frozenset(["VERB", "NOUN", "AUX", "PUNCT", "ADJ"])

_SIGNING = frozenset(["―", "—", "–", "--", "-"])

#: The marks know one class where the rules know two.
_CLASS: dict[str, CueClass] = {
    "say": "say", "confirm": "confirm", "deny": "deny", "condemn": "condemn", "praise": "praise", "accuse": "blame",
    "estimate": "estimate", "demand": "demand", "promise": "promise", "believe": "believe", "warn": "say",
}  # fmt: skip

Found = list[list[Attribution]]


def asked(found: Sequence[Sequence[Attribution]]) -> list[Place]:
    """The cues of the rules, for the tagger to be asked about."""
    return [(p, a.cue_words[0]) for p, attributions in enumerate(found) for a in attributions]


def joined(
    paragraphs: Sequence[Paragraph], found: Sequence[Sequence[Attribution]], acts: Sequence[Act], trust: Trust = Trust()
) -> Found:
    """The rules' attributions, doubted ones left out and spans mended, and those only the tagger is sure of."""
    by_cue = {act.cue: act for act in acts}
    out: Found = []
    for p, attributions in enumerate(found):
        kept: list[Attribution] = []
        for a in attributions:
            act = by_cue.pop((p, a.cue_words[0]), None)
            if act is None:
                kept.append(a)
            elif act.chance >= trust.dropped and a.anchor.text not in _SIGNING:
                kept.append(_mended(paragraphs, p, a, act, trust))
            elif _stands_by_itself(a):
                kept.append(a)
        out.append(kept)
    taken = {(p, i) for p, here in enumerate(found) for a in here for s in a.cue_words for i in range(*s)}
    for act in by_cue.values():
        p, cue = act.cue
        if taken.isdisjoint((p, i) for i in range(*cue)):
            out[p].extend(_added(paragraphs, out[p], act, trust))
    return [sorted(here, key=lambda a: a.anchor.i) for here in out]


def _stands_by_itself(a: Attribution) -> bool:
    """What the tagger has seen too little of to doubt: `“...” — Ann Lee`, `Said Lee: “...”`, words for a blow, which the
    rules weigh themselves, and words the data files flag as always meant."""
    return a.anchor.text in _SIGNING or a.cue.blow or a.cue.always or (a.quoted and a.cue.takes("quote"))


def _mended(paragraphs: Sequence[Paragraph], p: int, a: Attribution, act: Act, trust: Trust) -> Attribution:
    """With the tagger's spans where it is sure of them. What the rules followed over several pieces stays theirs."""
    if act.content and act.content_chance >= trust.content:
        content = _whole(paragraphs[p], _spans(paragraphs, act.content), act.cue[1])
        a = replace(a, content=content, quoted=is_quoted(paragraphs[p], content))
    source = _source(p, act)
    if (
        source and act.source_chance >= trust.source and (a.source or a.frame != "noun")
    ):  # a deed "raises concerns"; it has none
        speaker = a.speaker if a.speaker is not None and _within(a.speaker, source) else _head(paragraphs[p], source)
        a = replace(a, source=source, speaker=speaker)
    return a


def _whole(paragraph: Paragraph, content: tuple[Span, ...], cue: Stretch) -> tuple[Span, ...]:
    """A quotation is said whole: what begins with one and ends in the middle of it goes on to its end."""
    here = paragraph.span(cue)
    out: list[Span] = []
    for span in content:
        for quotation in paragraph.quotations_in(span):
            if not quotation.span.overlaps(here) and quotation.span.start <= span.start + 2:
                span = Span(span.start, max(span.end, quotation.span.end))
        out.append(span)
    return tuple(out)


def _added(
    paragraphs: Sequence[Paragraph], known: Sequence[Attribution], act: Act, trust: Trust
) -> Iterator[Attribution]:
    p, (start, end) = act.cue
    paragraph = paragraphs[p]
    anchor = paragraph.doc[start:end].root
    quotation = paragraph.quotation_at(start)
    if act.chance < trust.added or not act.content or anchor.pos_ not in _CUES:
        return
    if quotation is not None and not quotation.single:
        return  # what somebody quoted says of others stays that one's word
    if _is_blow(anchor):
        return
    at = paragraph.base + anchor.idx
    if any(c.start <= at < c.end for a in known for c in a.content):
        return
    source = _source(p, act) or _by_the_parse(anchor)
    sentence = anchor.sent
    here = paragraph.span((sentence.start, sentence.end))
    content = tuple(c for c in _spans(paragraphs, act.content) if c.overlaps(here))
    if not content or any(c.overlaps(k) for c in content for a in known for k in a.content):
        return  # a second word for what is reported already: "..., citing a statement"
    flags = frozenset(["negative"]) if act.polarity[0] == "-" else frozenset[str]()
    cue = Cue(anchor.lemma_.lower(), _CLASS[act.cue_class[0]], frozenset(["clause"]), flags)
    yield Attribution(
        (sentence.start, sentence.end), cue, anchor, ((start, end),), content, _head(paragraph, source), source,
        "clause", is_quoted(paragraph, content),
    )  # fmt: skip


def _by_the_parse(verb: Token) -> tuple[Stretch, ...]:
    """Whose verb it is by the parse, where the tagger does not say."""
    speaker = phrases.speaker_of(verb) if verb.pos_ == "VERB" else None
    return (phrases.noun_phrase(speaker, verb),) if speaker is not None else ()


def _is_blow(verb: Token) -> bool:
    """ "The guards charged the rioters": the rules know this word for a blow here, and the tagger cannot tell."""
    cue = phrases.cue_of(verb)
    return cue is not None and (cue.blow or cue.place) and blows.strikes(verb, cue, phrases.speaker_of(verb))


def _source(p: int, act: Act) -> tuple[Stretch, ...]:
    """The source as far as it stands in the cue's paragraph: one stretch, the last before the cue or the first after."""
    here = [s for q, s in act.source if q == p]
    return tuple(here[:1])


def _within(token: Token, source: Sequence[Stretch]) -> bool:
    return any(s <= token.i < e for s, e in source)


def _head(paragraph: Paragraph, source: Sequence[Stretch]) -> Token | None:
    """The word of the source the others hang on."""
    return paragraph.doc[source[0][0] : source[0][1]].root if source else None


def _spans(paragraphs: Sequence[Paragraph], places: Sequence[Place]) -> tuple[Span, ...]:
    """Those tokens as offsets; what runs over paragraphs' ends in one piece."""
    out: list[Span] = []
    for p, stretch in places:
        span = paragraphs[p].span(stretch)
        if out and p and span.start == paragraphs[p].base and out[-1].end == paragraphs[p - 1].end:
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return tuple(out)
