"""Silence on record: "did not say how many", "refrained from confirming or denying", "declined to name"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.claims import phrases
from bot.claims.attributed import Attribution
from bot.claims.cues import Cue
from bot.claims.paragraph import Paragraph, Stretch

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_HOLDING_BACK = frozenset(["decline", "refuse", "refrain", "avoid", "stop", "abstain", "fail"])
_TELLING = frozenset(
    (
        *(
            "say",
            "disclose",
            "confirm",
            "deny",
            "reveal",
            "specify",
            "name",
            "identify",
            "explain",
            "discuss",
            "acknowledge",
            "comment",
            "speculate",
        ),
        *("clarify", "elaborate", "detail", "mention", "state", "address", "divulge", "publish", "verify"),
    )
)
_GIVING = frozenset(["give", "make", "provide", "offer", "issue", "release"])
#: What would have been told: without it, "did not give ground" would be silence too.
_WORD = frozenset(
    (
        *("statement", "comment", "detail", "figure", "information", "explanation", "reason", "number", "confirmation"),
        *(
            "account",
            "indication",
            "evidence",
            "toll",
            "estimate",
            "date",
            "timetable",
            "breakdown",
            "remark",
            "announcement",
        ),
    )
)
_TOPIC = frozenset(["about", "on", "of", "as", "regarding", "concerning", "for"])


def silences(paragraph: Paragraph, sentence: Sentence) -> Iterator[Attribution]:
    """Every silence in the sentence that says what it is about; "declined to comment" alone does not."""
    for token in sentence:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        telling = _held_back(token) or _not_told(token)
        if telling is None:
            continue
        speaker = phrases.speaker_of(token)
        if speaker is None:
            continue
        yield from _silence(paragraph, sentence, token, telling, speaker)


def _held_back(verb: Token) -> Token | None:
    """ "refrained from confirming", "declined to say": the telling that was held back."""
    if verb.lemma_ not in _HOLDING_BACK or phrases.negated(verb):
        return None
    for child in verb.children:
        inner = next((c for c in child.children if c.dep_ == "pcomp"), None) if child.dep_ == "prep" else child
        if (
            inner is not None
            and inner.i > verb.i
            and inner.dep_ in ("xcomp", "pcomp")
            and inner.lemma_ in _TELLING | _GIVING
        ):
            return inner
    return None


def _not_told(verb: Token) -> Token | None:
    """ "did not say", "has not disclosed", "did not make any statements": the verb itself."""
    if not phrases.negated(verb) or phrases.is_passive(verb) or verb.lemma_ not in _TELLING | _GIVING:
        return None
    return verb


def _silence(
    paragraph: Paragraph, sentence: Sentence, verb: Token, telling: Token, speaker: Token
) -> Iterator[Attribution]:
    tellings = [telling, *(c for c in telling.conjuncts if c.i > telling.i and c.lemma_ in _TELLING)]
    about = _about(tellings[-1])
    if about is None or paragraph.quotation_at(verb.i) is not None:
        return
    end, content = about
    source = phrases.noun_phrase(speaker, verb)
    words = (min(phrases.cue_words(verb, "clause")[0], verb.i), end)
    trimmed = phrases.trimmed(verb.doc, content)
    if trimmed is None:
        return
    yield Attribution(
        sentence=(sentence.start, sentence.end),
        cue=Cue(verb.lemma_ if verb is not telling else f"not {verb.lemma_}", "withhold", frozenset({"clause"})),
        anchor=verb,
        cue_words=(words,),
        content=(paragraph.span(trimmed),),
        speaker=speaker,
        source=(source,),
    )


def _about(telling: Token) -> tuple[int, Stretch] | None:
    """Where the cue ends and what was left unsaid begins and ends, or None if it is not told what it was."""
    for child in telling.children:
        asks = child.dep_ == "advcl" and any(c.tag_ == "WRB" and c.i == child.left_edge.i for c in child.children)
        if (child.dep_ == "ccomp" or asks) and child.left_edge.i == telling.i + 1:
            return telling.i + 1, (int(child.left_edge.i), int(child.right_edge.i) + 1)
    thing = next((c for c in telling.children if c.dep_ == "dobj" and c.i > telling.i), None)
    if thing is not None and thing.lemma_ in _WORD:
        return _topic(thing) or _topic(telling)
    if thing is not None and telling.lemma_ not in _GIVING:
        return telling.i + 1, (int(thing.left_edge.i), int(thing.right_edge.i) + 1)
    return _topic(telling) if telling.lemma_ not in _GIVING else None


def _topic(word: Token) -> tuple[int, Stretch] | None:
    for child in word.children:
        if child.dep_ == "prep" and child.i > word.i and child.lower_ in _TOPIC:
            inner = [c for c in child.children if c.i > child.i]
            if inner and word.lemma_ in ("comment", "speculate"):
                return word.i + 1, (child.i, int(child.right_edge.i) + 1)  # "would not comment | on the draft"
            if inner:
                return child.i + 1, (int(inner[0].left_edge.i), int(child.right_edge.i) + 1)
    return None
