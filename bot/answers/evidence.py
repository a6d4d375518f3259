"""Does a statement answer the question? Whom it is about, what happened, and what was asked for must all be there."""

from __future__ import annotations

from bot.answers.questions import Question
from bot.answers.relevance import AROUND, BEFORE, Fit, said
from bot.answers.slots import has_cause, has_length, has_money, has_place, has_time
from bot.answers.stems import stem, stems
from bot.answers.terms import Term, whole_names
from bot.nouns import Claim, Event, Quantity

#: The share of the words besides names and verb that must be there; without a verb to go by, more.
ENOUGH, ALONE = 0.4, 0.6

_PERSONS = frozenset(stem(w) for w in "person people man woman child civilian soldier troop victim".split())
_PRONOUNS = frozenset("he she it they we i this that these those".split())
_POSSESSING = frozenset(stem(w) for w in "belong own owner".split())


def answers(question: Question, fit: Fit) -> bool:
    """Whether this statement tells what was asked."""
    claim = fit.statement.claim
    return claim.cue_class != "withhold" and _about(question, fit) and _slot(question, fit)


def withholds(question: Question, fit: Fit) -> bool:
    """Whether this statement, which says that something is not told, says so of what was asked."""
    named = [t for t in (*question.counted, *question.others, *question.names) if fit.has(t)]
    if question.counted:
        return any(fit.has(t) for t in question.counted)
    if question.state or (question.predicate and not _tells(question.predicate, fit)):
        return False
    return bool(named) and all(fit.knows(t) for t in question.names) and _besides(question, fit) >= ENOUGH


def _about(question: Question, fit: Fit) -> bool:
    """Whether it speaks of those named and of what is asked to have happened."""
    subjects = {t.key for t in question.subjects or (question.names if question.speaking else ())}
    of_it = {t.key for t in question.names}
    for name in whole_names(question.terms):
        there = [_is_there(question, t, fit) if t.key in subjects else fit.knows(t) for t in name if t.key in of_it]
        if 2 * sum(there) < len(there):  # of a name of two words one is enough: spellings differ
            return False
    if question.by and not _voice(question, fit):
        return False
    if question.day and not question.day.covers(fit.statement):
        return False
    if question.state:
        return (
            any(e.state in {"over", "going on"} for e in fit.statement.claim.events)
            and _besides(question, fit) >= ENOUGH
        )
    if question.thing and not fit.has(question.thing):
        return False
    predicate = question.predicate
    if question.nominal and not all(fit.has(t) for t in question.others):
        return False
    if predicate is None:
        return _besides(question, fit) >= ALONE and bool(fit.here)
    happened = _tells(predicate, fit) or (
        question.kind == "whose" and bool(_POSSESSING & stems(fit.statement.claim.quote))
    )
    return happened and _besides(question, fit) >= ENOUGH


def _is_there(question: Question, name: Term, fit: Fit) -> bool:
    """Whether the one who does or undergoes it is there: in the sentence or, where the verb is there to
    go by, just before it."""
    return fit.leans_on(name) if (question.predicate or question.state) and not question.speaking else fit.has(name)


def _tells(predicate: Term, fit: Fit) -> bool:
    """Whether the sentence tells of this; the word may be one too common to be searched for ("know")."""
    return predicate.stands_in(said(fit.statement))


def happened(question: Question, claim: Claim) -> bool:
    """Whether it is told as done, not as planned or possible."""
    if claim.modality in {"planned", "possible"}:
        return False
    keys = question.predicate.keys if question.predicate else frozenset[str]()
    told = [e.modality for e in claim.events if keys & _words_of(e)]
    return not told or any(modality not in {"planned", "possible"} for modality in told)


def _words_of(event: Event) -> set[str]:
    """The stems of an event's verb and of who or what it is said of: a flight that may take place has
    not been flown."""
    return {stem(event.predicate), *(stem(role.head) for role in event.role("agent", "patient"))}


def _besides(question: Question, fit: Fit) -> float:
    """The share of the words besides names, verb and what is counted that the statement or, for less,
    what stands around it has; 1.0 when there are none."""
    if not question.others:
        return 1.0
    return sum(_worth(t, fit) for t in question.others) / len(question.others)


def _worth(term: Term, fit: Fit) -> float:
    if fit.has(term):
        return 1.0
    if fit.leans_on(term):
        return BEFORE
    return AROUND if fit.knows(term) else 0.0


def _voice(question: Question, fit: Fit) -> bool:
    """Whether it is the word of whom the question asks for."""
    claim = fit.statement.claim
    if not claim.source_name:
        return False
    names = stems(" ".join((claim.source_name, *claim.chain)))
    if any(t.stands_in(names) for t in question.by):
        return True
    first = claim.source_name.split()[0].lower()
    named = [t for t in question.by if not t.key.startswith("@")]
    return (first in _PRONOUNS or first == "the") and any(fit.leans_on(t) for t in named)


def _slot(question: Question, fit: Fit) -> bool:
    """Whether the kind of thing asked for is there."""
    claim = fit.statement.claim
    match question.kind:
        case "count":
            return any(_counts(question, q, fit) for q in claim.quantities)
        case "money":
            return has_money(claim)
        case "length":
            return has_length(claim)
        case "when":
            return has_time(claim)
        case "where":
            return has_place(claim)
        case "why":
            return has_cause(claim)
        case "who":
            return _names_somebody(claim)
        case _:
            return True


def _counts(question: Question, quantity: Quantity, fit: Fit) -> bool:
    """Whether what is counted is what was asked to be counted."""
    if len(quantity.unit) == 3 and quantity.unit.isupper():
        return False
    of = stems(quantity.of)
    if not question.counted:
        return bool(of & _PERSONS) or not of
    if any(t.stands_in(of) for t in question.counted):
        return True
    # "the death toll", "how many casualties": people are counted, by what became of them.
    return bool(of & _PERSONS) and all(fit.has(t) and not t.keys & _PERSONS for t in question.counted)


def _names_somebody(claim: Claim) -> bool:
    """Whether somebody is named: a speaker, or one who takes part."""
    return bool(claim.source_name) or any(r.name or r.kind for e in claim.events for r in e.roles)
