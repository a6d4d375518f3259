"""A typed question: what is asked for, and about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answers.stems import stem
from bot.answers.terms import STOP, Term, terms
from bot.nouns import Claim

Kind = Literal["count", "duration", "when", "where", "who", "why", "what", "whether"]

#: How a question begins, and what is then asked for. The first that fits counts.
_BEGINNINGS: tuple[tuple[str, Kind], ...] = (
    (r"how (?:many|much)\b", "count"),
    (r"(?:what|which) (?:is|was|are|were) the (?:number|toll|death toll|total|cost|price)\b", "count"),
    (r"how (?:long|late)\b", "duration"),
    (r"(?:since |until |till |by |from )?when\b", "when"),
    (r"(?:on |in )?(?:what|which) (?:day|date|month|year)\b", "when"),
    (r"where\b", "where"),
    (r"(?:by |to |for )?(?:who|whom|whose)\b", "who"),
    (r"(?:what|which) (?:person|group|country|party|company|organi[sz]ation)\b", "who"),
    (r"why\b", "why"),
    (r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b", "whether"),
    (r"(?:what|which|how)\b", "what"),
)

_COUNTED = re.compile(
    r"how (?:many|much)\s+(?:of\s+)?(?:the\s+)?(.+?)(?=\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could"
    r"|may|might|must|should|in|on|at|by|for|from|of|to|with|there)\b|\s+\w+(?:ed|ied)\b|[?.!]*$)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(?:do|does|did|has|have)\s+(?P<by>[^?]+?)\s+(?:say|said|claim|claimed|think|believe|state|stated)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"^(?:<@[^>]+>|@\w+)\s*[,:]?\s*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. ``predicates`` are the stems of what is asked to have happened, as far as
    the reader could tell; ``counted`` what "how many" counts; ``by`` whose word is asked for."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    counted: tuple[Term, ...] = ()
    by: tuple[Term, ...] = ()
    predicates: frozenset[str] = frozenset()


def clean(typed: str) -> str:
    """The question without the bot's own name in front."""
    return _MENTION.sub("", typed.strip()).strip()


def parse(typed: str, read: Sequence[Claim] = ()) -> Question:
    """The question typed; ``read`` is what the reader makes of it, if anything."""
    text = clean(typed)
    kind = _kind(text)
    counted = _COUNTED.match(text) if kind == "count" else None
    by = _SPEAKER.search(text)
    predicates = {stem(e.predicate) for claim in read for e in claim.events if e.predicate.lower() not in STOP}
    return Question(
        text,
        kind,
        terms(text, sentence=True),
        counted=terms(counted[1]) if counted else (),
        by=terms(by["by"]) if by else (),
        predicates=frozenset(predicates),
    )


def _kind(text: str) -> Kind:
    for beginning, kind in _BEGINNINGS:
        if re.match(beginning, text, re.IGNORECASE):
            return kind
    return "what"
