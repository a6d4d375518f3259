"""Words around a place in a sentence that several of these functions look for."""

from __future__ import annotations

import re

from bot.conflicts.side import Side
from bot.nouns import Event, Span

#: Reasons that tell against a clash altogether, and not only against a message.
ELSEWISE = "not surely done with or for the same"


REFUSED = "it refuses something rather than denying it"


NEGATORS = frozenset(
    """not no never nobody none nothing neither nor without hardly barely few little unlikely false falsely fake""".split()
)


OF_NOBODY = "denied of one doer, and the other side names none"


def left_to_do(side: Side, event: Event) -> bool:
    """ "Directed him to lie": that he was told to is said, not that he did."""
    first, _ = side.between(event.span)
    return first > 0 and side.words[first - 1].text == "to"


def negates(side: Side) -> bool:
    return any(w.text in NEGATORS or w.text.endswith("n't") for w in side.content)


AT_ALL = frozenset("actually really yet immediately only formally officially publicly".split())


TOLD = re.compile(
    r"\b(?:reports?|allegations?|claims?|accusations?|charges?|suggestions?|rumou?rs?|assertions?|stor(?:y|ies)|statements?)\b"
)


FALSEHOOD = re.compile(
    r"\b(?:false(?:ly)?|fake|lies|hoax|propaganda|disinformation|fabricat\w+|trumped[- ]up|baseless|unfounded|groundless|bogus|made[- ]up|sham)\b"
)


SUPPOSED = re.compile(r"\b(?:if|whether|unless)\b")


def rest(side: Side, span: Span) -> str:
    """Some of the words after it."""
    return side.lower[max(0, span.end - side.claim.sentence.start) :][:60]


#: Before an act that nobody says has happened: "might attack", "would not be used to hit".
NOT_YET = re.compile(
    r"\b(?:might|may|could|would|wouldn't|will|won't|if|whether|plans?|planned|planning|pledg\w*|vow\w*|can|threat(?:s|en\w*)?|seek\w*|tr(?:y|ies|ied|ying) to|hop(?:e|es|ed|ing)|prepar\w+|fears?|warn\w*|aim(?:s|ed|ing)?|capable|possible|potential|imminent|intention|intent|intend\w*)\b"
    r"[^.;]{0,80}$"
)


DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject|dismiss|refut)")


def at(side: Side, span: Span) -> str:
    start = side.claim.sentence.start
    return side.lower[max(0, span.start - start) : max(0, span.end - start)]


def before(side: Side, span: Span) -> str:
    start = max(0, span.start - side.claim.sentence.start)
    return side.lower[max(0, start - 80) : start]
