"""A denial must be of what the other side tells; opposed words must be of one participant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.conflicts.accounts import accounts
from bot.conflicts.firmness.context import FALSEHOOD, REFUSED, SUPPOSED, TOLD, negates
from bot.conflicts.firmness.matters import TWO_MATTERS, of_one_event, one_report, particular, rare, two_reports
from bot.conflicts.side import Side
from bot.conflicts.slots import full
from bot.nouns import Event

#: Weight of rare words that a denial and what it denies must share; the same where the two articles report one event.
_RARE_DENIED, _RARE_DENIED_THERE = 7.0, 4.0
#: The same for opposed words, and for a word told and denied.
_RARE_OPPOSED, _RARE_WORD = 9.0, 5.0

#: Verbs that always deny; the others do when what they are of is a telling: "dismissed the report".
_DENYING = frozenset({"deny", "refute", "rebut", "debunk", "disavow"})


_ALLEGED = re.compile(
    r"\b(?:the|an?|this|that|of|for|any|over|into|about) (?:alleged|suspected|reported|possible)\b|\b(?:alleg|suppos|purport)edly\b"
)


def of_denial(denial: Side, told: Side, met: Iterable[str]) -> str:
    """The denial must be of a telling, and the other side must tell it for true and of the same matter."""
    lemma = denial.claim.cue_lemma
    if lemma not in _DENYING and not (lemma and TOLD.search(denial.lower)):
        return REFUSED
    if FALSEHOOD.search(told.lower) or negates(told):
        return "the other side calls it false as well"
    if not all(denial.claim.sentence.covers(s) for s in denial.claim.cue):
        return "the word for it stands in another sentence"
    if two_reports(denial, told):
        return TWO_MATTERS
    together = one_report(denial, told)
    if not together and of_one_event(denial, told):
        return of_one_event(denial, told)
    if SUPPOSED.search(told.lower) or _ALLEGED.search(told.lower):
        return "the other side only supposes it"
    if rare(met) < (_RARE_DENIED_THERE if together else _RARE_DENIED):
        return "too little says that the same is denied"
    return ""


def of_words(a: Side, b: Side, about: Iterable[str], events: Iterable[tuple[Event, Event]], *, same_word: bool) -> str:
    """Opposed words must be of one participant, or one word told by one side and denied by the other."""
    if rare(about) < (_RARE_WORD if same_word else _RARE_OPPOSED):
        return "too little says that they are about the same"
    if same_word and FALSEHOOD.search(a.lower) and FALSEHOOD.search(b.lower):
        return "both call it false"
    if same_word:
        return "" if a.denies != b.denies else "one word in two senses"
    if any(_of_one(x) & _of_one(y) for x, y in events):
        return ""
    return "the opposed words are not of one participant"


def _of_one(event: Event) -> frozenset[str]:
    roles = event.role("patient") or event.role("agent", "attribute")
    return frozenset(s for r in roles for s in full(r) if not s.startswith("@"))


def of_everything(side: Side) -> bool:
    """Whether it is a denial that names no place, no thing and no number of what is denied: "denies attacking civilians"."""
    return side.once(_of_everything)


def _of_everything(side: Side) -> bool:
    told = any(x.denies for x in accounts(side))
    return told and not particular(side) and not side.claim.quantities


def one_denier(a: Side, b: Side) -> bool:
    """Whether one party denies in both."""
    return bool(_deniers(a) & _deniers(b))


def _deniers(side: Side) -> frozenset[str]:
    return frozenset(party for x in accounts(side) for party in x.denies)
