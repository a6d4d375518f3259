"""Does a statement answer the question? Its subject, what happened, and the thing asked for must all be there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.questions import Question
from bot.answers.relevance import Fit, said
from bot.answers.stems import stem, stems
from bot.answers.terms import Term
from bot.nouns import Claim


def answers(question: Question, asked: Sequence[Term], fit: Fit, *, silence: bool = False) -> bool:
    """Whether this statement answers; with ``silence`` whether it says that this is not told."""
    if not silence and fit.statement.claim.cue_class == "withhold":
        return False
    return _subject(question, asked, fit) and (silence or _slot(question, fit.statement.claim))


def _subject(question: Question, asked: Sequence[Term], fit: Fit) -> bool:
    """Names stand in the sentence or its article, all else in the sentence itself."""
    for term in asked:
        if term.key in fit.here or (term.name and term.key in fit.near):
            continue
        return False
    if not question.by:
        return True
    voice = stems(" ".join((fit.statement.claim.source_name, *fit.statement.claim.chain)))
    return any(t.stands_in(voice) for t in question.by) or bool(said(fit.statement) & {t.key for t in question.by})


def _slot(question: Question, claim: Claim) -> bool:
    """Whether the kind of thing asked for is there."""
    match question.kind:
        case "count":
            return any(_counts(question, q.of) for q in claim.quantities)
        case "duration":
            return bool(claim.quantities or claim.times)
        case "when":
            return bool(claim.times)
        case "where":
            return any(r.kind in {"place", "country"} for e in claim.events for r in e.roles)
        case _:
            return True


def _counts(question: Question, of: str) -> bool:
    """Whether what is counted is what was asked to be counted."""
    if not question.counted:
        return True
    keys = stems(of) | {stem(of)}
    return any(t.stands_in(keys) for t in question.counted)
