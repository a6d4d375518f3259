"""A typed question: what is asked for, and about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.alike import kin
from bot.answers.days import Day, find_day
from bot.answers.stems import stem, tokens
from bot.answers.terms import STOP, Term, term, terms, unique
from bot.claims import cues
from bot.nouns import Claim, Event

Kind = Literal["count", "money", "length", "when", "where", "who", "whose", "why", "what", "whether"]

#: How a question begins, and what is then asked for. The first that fits counts.
_BEGINNINGS: tuple[tuple[str, Kind], ...] = (
    (r"how much (?:is|are|was|were|will|would|do|does|did|has|have|had|can|could|should|may)\b", "money"),
    (r"(?:what|which) (?:is|was|are|were) the (?:cost|price)\b", "money"),
    (r"how (?:many|much)\b", "count"),
    (r"(?:what|which) (?:is|was|are|were) the (?:number|toll|death toll|total)\b", "count"),
    (r"(?:for |since )?how (?:long|late)\b", "length"),
    (r"(?:since |until |till |by |from )?when\b", "when"),
    (r"(?:on |in |at )?(?:what|which) (?:day|date|month|year|time)\b", "when"),
    (r"(?:from |to )?where\b", "where"),
    (r"whose\b", "whose"),
    (r"(?:by |to |for |with )?(?:who|whom)\b", "who"),
    (r"(?:by )?(?:what|which) (?:person|group|country|party|company|organi[sz]ation|side|side)\b", "who"),
    (r"why\b", "why"),
    (r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b", "whether"),
    (r"(?:what|which|how)\b", "what"),
)

_SPEAKER = re.compile(
    r"\b(?:do|does|did|has|have)\s+(?P<by>[^?]+?)\s+(?:say|said|claim|claimed|think|believe|state|stated)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"^(?:<@[^>]+>|@\w+)\s*[,:]?\s*")
_QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|which|what|how|when|where|why)\b", re.IGNORECASE)

#: Verbs too general to find in an answer: what they say is said by their object.
_LIGHT = frozenset("be do have get make use happen occur take become go come keep involve concern".split())
#: Verbs that only say whose word is asked for.
_SAYING = frozenset("say claim think believe state".split())
#: A form that puts the verb after its subject.
_AUXILIARY = re.compile(r"\b(?:do|does|did|will|would|can|could|should|may|might)\b", re.IGNORECASE)
#: A form that asks what somebody is or became.
_BEING = re.compile(r"\b(?:is|are|was|were|be|become|becomes|became)\b", re.IGNORECASE)
_ASKED = re.compile(r"(?:what|which) (?:is|are|was|were) the (\w+) (?:of|for|behind|to|on|in|from)\b", re.IGNORECASE)
#: What is asked to have happened already.
_PAST = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
#: Who asks whether something is over also wants to hear that it goes on.
_STATES = frozenset(
    stem(word)
    for word in "over finished ended end concluded completed complete ongoing continuing continue underway holding halted halt stopped".split()
)
#: Where what is counted ends: "how many troops | were sent".
_STOPPERS = frozenset(
    """is are was were be been do does did has have had will would can could may might must should in on at by for from
    of to with there into after before during since until that who which""".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: ``names`` are whom and what it is about, ``subjects`` those of them that do
    or undergo what is asked, ``predicate`` what is asked to have happened, ``counted`` what is counted,
    ``others`` the words besides, ``by`` whose word is asked for."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    names: tuple[Term, ...] = ()
    subjects: tuple[Term, ...] = ()
    predicate: Term | None = None
    counted: tuple[Term, ...] = ()
    others: tuple[Term, ...] = ()
    by: tuple[Term, ...] = ()
    day: Day | None = None
    state: bool = False
    speaking: bool = False
    past: bool = False
    thing: Term | None = None
    nominal: bool = False

    def over(self, asked: Sequence[Term]) -> Question:
        """The question with its terms as the archive has them: spelling put right, names known as such."""
        now = dict(zip((t.key for t in self.terms), asked, strict=True))
        swap = {
            field: tuple(now.get(t.key, t) for t in getattr(self, field)) for field in ("subjects", "counted", "others")
        }
        others = tuple(t for t in swap["others"] if not t.name)
        return replace(
            self,
            terms=tuple(asked),
            names=tuple(t for t in asked if t.name and not (self.by and t.key in {b.key for b in self.by})),
            subjects=swap["subjects"],
            counted=swap["counted"],
            others=others,
        )


def clean(typed: str) -> str:
    """The question without the bot's own name in front."""
    return _MENTION.sub("", typed.strip()).strip()


def parse(typed: str, read: Sequence[Claim] = ()) -> Question:
    """The question typed; ``read`` is what the reader makes of ``clean(typed)``, if anything."""
    text = clean(typed)
    kind, day = _kind(text), find_day(text)
    asked = terms(day.without(text) if day else text, sentence=True)
    by = _speaker(text)
    spoken = None if by else _spoken(read)
    main = None if spoken else _main(read)
    predicate = spoken or _predicate(main, text)
    counted = _counted(text, predicate) if kind == "count" else ()
    state = kind == "whether" and any(stem(word) in _STATES for word in tokens(text))
    taken = {t.key for t in (*counted, *by)} | {stem(word) for word in _LIGHT}
    verb = tokens(main.span.of(text)) if main else ()
    taken |= {stem(word) for word in (*verb[:1], *verb[-1:])}
    taken |= {predicate.key} if predicate else set()
    if state:
        taken |= _STATES
        predicate = None
    return Question(
        text,
        kind,
        asked,
        names=tuple(t for t in asked if t.name and t.key not in {b.key for b in by}),
        subjects=_subjects(read, text),
        predicate=predicate,
        counted=counted,
        others=tuple(t for t in asked if not t.name and t.key not in taken),
        by=by,
        day=day,
        state=state,
        speaking=bool(spoken) or (predicate is not None and _is_speaking(predicate.word)),
        past=bool(_PAST.search(text)),
        thing=_thing(text),
        nominal=_is_nominal(text, predicate),
    )


def _kind(text: str) -> Kind:
    for beginning, kind in _BEGINNINGS:
        if re.match(beginning, text, re.IGNORECASE):
            return kind
    return "what"


def _speaker(text: str) -> tuple[Term, ...]:
    """Whose word is asked for: Ukraine, in "who does Ukraine say did it?"."""
    found = _SPEAKER.search(text) if _QUESTION_WORD.match(text) else None
    return tuple(t for t in terms(found["by"], sentence=True)) if found else ()


def _spoken(read: Sequence[Claim]) -> Term | None:
    """The word of speaking asked about: "what did the ministry conclude?". Such a word stands for itself
    alone: who concluded has not ended."""
    claim = next((c for c in read if c.cue_lemma), None)
    return _alone(claim.cue_lemma) if claim else None


def _main(read: Sequence[Claim]) -> Event | None:
    """What is asked to have happened: the first event with some meaning of its own."""
    events = {e.span: e for claim in read for e in claim.events}
    return next((e for _, e in sorted(events.items()) if e.predicate not in _LIGHT | _SAYING), None)


def _predicate(main: Event | None, text: str) -> Term | None:
    """What is asked to have happened, as a term; by the question's form where the reader found no verb:
    it then stands last ("when does the term end?")."""
    last = tokens(text)[-1:]
    if main is not None:
        verb = main.predicate
    elif last and _AUXILIARY.search(text) and last[0].islower() and last[0] not in STOP | _LIGHT:
        verb = last[0]
    else:
        return None
    return _alone(verb) if _is_speaking(verb) else term(verb)


def _is_speaking(verb: str) -> bool:
    cue = cues.verbs().get(verb)
    return cue is not None and cue.cue_class in {"say", "confirm", "deny"}


def _alone(word: str) -> Term:
    words = kin(word)
    return Term(word, stem(word), words, frozenset(stem(w) for w in words))


def _is_nominal(text: str, predicate: Term | None) -> bool:
    """Whether it is asked what somebody is or became: "minister", and no participle."""
    last = tokens(text)[-1:]
    return predicate is not None and last == (predicate.word,) and bool(_BEING.search(text))


def _thing(text: str) -> Term | None:
    """What "what were the names of ..." asks for."""
    found = _ASKED.match(text)
    return term(found[1]) if found and found[1].lower() not in STOP else None


def _subjects(read: Sequence[Claim], text: str) -> tuple[Term, ...]:
    """The terms of who speaks, does and undergoes it, where the question names them."""
    roles = (role for claim in read for event in claim.events for role in event.role("agent", "patient"))
    phrases = dict.fromkeys([role.span.of(text) for role in roles] + [c.source_name for c in read])
    return unique(t for p in phrases if not _QUESTION_WORD.search(p) for t in terms(p, sentence=p[:1].islower()))


def _counted(text: str, predicate: Term | None) -> tuple[Term, ...]:
    """What "how many" counts: the words up to the verb."""
    found = re.search(
        r"how (?:many|much)\s+(?:of\s+)?(?:the\s+)?|number of\s+|\b(?=(?:death )?toll\b)", text, re.IGNORECASE
    )
    if found is None:
        return ()
    words: list[str] = []
    for word in tokens(text[found.end() :]):
        if word.lower() in _STOPPERS or (predicate and stem(word) == predicate.key):
            break
        words.append(word)
    return terms(" ".join(words))
