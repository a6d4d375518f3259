"""Whose words a sentence gives, told by a phrase: "according to", "in the words of", "in her view", "per the ministry", "for the miners, ..."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims import gazetteer, phrases
from bot.claims.cues import Cue
from bot.claims.phrases import Stretch

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

#: What somebody's say is called: "in the words of", "in her view".
_SAY = frozenset(
    "word words view views opinion opinions eyes judgment judgement estimation account telling reckoning".split()
)
_RULES = frozenset("law act treaty constitution regulation rule code statute convention charter".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that says whose words these are: its cue, who it names, and from where to where it stands."""

    cue: Cue
    anchor: Token
    cue_words: tuple[Stretch, ...]
    speaker: Token
    source: Stretch
    reach: Stretch


def found_in(sentence: Sentence) -> Iterator[Phrase]:
    """Every such phrase of the sentence."""
    for token in sentence:
        phrase = (
            _according(token, sentence) or _in_the_words_of(token) or _in_her_words(token) or _set_off(token, sentence)
        )
        if phrase is not None:
            yield phrase


def said(sentence: Sentence, phrase: Phrase) -> list[Stretch]:
    """What is said: the rest of the sentence around the phrase."""
    start, end = phrase.reach
    left = _left_edge(sentence, start)
    if start <= sentence.start + 1:
        return [(_after_time(sentence, end), sentence.end)]
    if end >= sentence.end - 1:
        return [(left, start)]
    if sentence.doc[end].text == ";":
        return [(left, start)]
    return [(left, start), (end, sentence.end)]


def _left_edge(sentence: Sentence, start: int) -> int:
    """Past a semicolon: "The dam held; the gate was open, according to the engineer"."""
    for i in range(start - 1, sentence.start, -1):
        if sentence.doc[i].text == ";":
            return i + 1
    return int(sentence.start)


def _after_time(sentence: Sentence, start: int) -> int:
    """ "According to the agency on Monday, ...": the day is that of the telling."""
    doc = sentence.doc
    comma = next((i for i in range(start, min(start + 6, sentence.end)) if doc[i].text == ","), None)
    if comma is None or comma == start:
        return start
    dated = all(
        t.ent_type_ in ("DATE", "TIME") or t.lower_ in ("on", "in", "at", "late", "early") for t in doc[start:comma]
    )
    return comma + 1 if dated else start


def _made(lemma: str, anchor: Token, cue_words: tuple[Stretch, ...], speaker: Token, reach_from: int) -> Phrase:
    source = int(speaker.left_edge.i), int(speaker.right_edge.i) + 1
    end = max(source[1], *(e for _, e in cue_words))
    return Phrase(Cue(lemma, "say", frozenset({"clause"})), anchor, cue_words, speaker, source, (reach_from, end))


def _according(token: Token, sentence: Sentence) -> Phrase | None:
    if token.lower_ != "according" or token.i + 2 >= sentence.end or token.nbor().lower_ != "to":
        return None
    heads = [c for t in (token, token.nbor()) for c in t.children if c.dep_ == "pobj"]
    return _made("according to", token, ((token.i, token.i + 2),), heads[0], token.i) if heads else None


def _in_the_words_of(token: Token) -> Phrase | None:
    """ "in the words of the mayor", "in the opinion of two doctors"."""
    noun = _object(token) if token.lower_ == "in" else None
    if noun is None or noun.lower_ not in _SAY:
        return None
    of = next((c for c in noun.children if c.lower_ == "of" and c.i == noun.i + 1), None)
    speaker = _object(of) if of is not None else None
    if of is None or speaker is None:
        return None
    return _made(f"in the {noun.lower_} of", token, ((token.i, of.i + 1),), speaker, token.i)


def _in_her_words(token: Token) -> Phrase | None:
    """ "in her view", "in the minister's words"."""
    noun = _object(token) if token.lower_ == "in" else None
    if noun is None or noun.lower_ not in _SAY or (noun.i + 1 < len(noun.doc) and noun.nbor().lower_ == "of"):
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        return None
    return _made(f"in ... {noun.lower_}", token, ((token.i, token.i + 1), (noun.i, noun.i + 1)), owner, token.i)


def _set_off(token: Token, sentence: Sentence) -> Phrase | None:
    """ "The road is open, per the ministry."; "Under the Ports Act, ..."; "For the miners, the offer is an insult." """
    speaker = _object(token)
    if speaker is None or token.dep_ != "prep":
        return None
    opens, end = token.i == phrases.past_opening(token.doc, int(sentence.start)), int(speaker.right_edge.i) + 1
    closed = end >= sentence.end - 1 or token.doc[end].text == ","
    if not closed or not (opens or token.nbor(-1).text == ","):
        return None
    word = token.lower_
    if word == "per" and (speaker.pos_ == "PROPN" or any(c.dep_ in ("det", "poss") for c in speaker.children)):
        start = token.i - (token.i > sentence.start and token.nbor(-1).lower_ == "as")
        return _made("per", token, ((start, token.i + 1),), speaker, start)
    if opens and (
        (word == "under" and speaker.lemma_.lower() in _RULES) or (word == "for" and _judges(token, speaker, end))
    ):
        return _made(word, token, ((token.i, token.i + 1),), speaker, token.i)
    return None


def _judges(token: Token, speaker: Token, end: int) -> bool:
    """ "For the miners, the offer is an insult": people, and a judgement with "is" and no measure of them."""
    verb = token.head
    voices = gazetteer.words("role") | gazetteer.words("group")
    people = speaker.ent_type_ in ("PERSON", "NORP") or (speaker.pos_ == "NOUN" and speaker.lemma_.lower() in voices)
    if not people or verb.lemma_ != "be" or verb.i < end or verb.tag_ not in ("VBZ", "VBP", "VBD"):
        return False
    return any(c.dep_ == "attr" and c.pos_ in ("NOUN", "PROPN") for c in verb.children)


def _object(token: Token | None) -> Token | None:
    return next((c for c in token.children if c.dep_ == "pobj" and c.i > token.i), None) if token is not None else None
