"""A typed question: what is asked for, and about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.days import Day, find_day
from bot.answers.stems import stem, tokens
from bot.answers.terms import STOP, Term, term, terms, unique
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
#: What is asked to have happened already.
_PAST = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
#: Who asks whether something is over also wants to hear that it goes on.
_STATES = frozenset(
    stem(word)
    for word in "over finished ended concluded completed complete done ongoing continuing underway holding halted still".split()
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
    predicate = spoken[0] if spoken else _predicate(main)
    counted = _counted(text, predicate) if kind == "count" else ()
    state = kind == "whether" and any(stem(word) in _STATES for word in tokens(text))
    taken = {t.key for t in (*counted, *by)} | ({predicate.key} if predicate else set())
    if state:
        taken |= _STATES
        predicate = None
    return Question(
        text,
        kind,
        asked,
        names=tuple(t for t in asked if t.name and t.key not in {b.key for b in by}),
        subjects=spoken[1] if spoken else _subjects(read, text),
        predicate=predicate,
        counted=counted,
        others=tuple(t for t in asked if not t.name and t.key not in taken),
        by=by,
        day=day,
        state=state,
        speaking=bool(spoken),
        past=bool(_PAST.search(text)),
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


def _spoken(read: Sequence[Claim]) -> tuple[Term, tuple[Term, ...]] | None:
    """The word of speaking asked about, and who speaks: "what did the ministry conclude?". Such a word
    stands for itself alone: who concluded has not ended."""
    for claim in read:
        if claim.cue_lemma and claim.source_name and not _QUESTION_WORD.match(claim.source_name):
            key = stem(claim.cue_lemma)
            alone = Term(claim.cue_lemma, key, frozenset({claim.cue_lemma}), frozenset({key}))
            return alone, terms(claim.source_name, sentence=True)
    return None


def _main(read: Sequence[Claim]) -> Event | None:
    """What is asked to have happened: the first event with some meaning of its own."""
    events = {e.span: e for claim in read for e in claim.events}
    return next((e for _, e in sorted(events.items()) if e.predicate not in _LIGHT | _SAYING), None)


def _predicate(main: Event | None) -> Term | None:
    return None if main is None or main.predicate.lower() in STOP else term(main.predicate)


def _subjects(read: Sequence[Claim], text: str) -> tuple[Term, ...]:
    """The terms of who does and undergoes it, where the question names them."""
    roles = (role for claim in read for event in claim.events for role in event.role("agent", "patient"))
    phrases = dict.fromkeys(role.span.of(text) for role in roles)
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
