"""A question in the thread: answered from what is on file, or said not to be there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.answers import disputes as dispute_sections
from bot.answers import evidence, filters, who
from bot.answers.asked import look_up
from bot.answers.days import latest
from bot.answers.filters import Filters
from bot.answers.folding import folded
from bot.answers.nearest import nothing
from bot.answers.questions import Question, clean, parse
from bot.answers.relevance import Fit, fits
from bot.answers.silence import keeps_silent
from bot.answers.snippets import one_per_sentence
from bot.answers.terms import named
from bot.answers.verbs import is_verb_of_speaking
from bot.errors import BadCommand
from bot.nouns import Answer, Claim, Dispute, Section, Snippet
from bot.ports import Store

Understand = Callable[[str], Awaitable[tuple[Claim, ...]]]

SHOWN, SILENT = 8, 2
#: How many disputes one question is answered with.
DISPUTES = 3
#: Statements that fit much worse than the best one are not answers beside it.
NEARLY = 0.5
#: Kinds of disputes about a figure or a day, and the questions that ask for one.
_MEASURED, _MEASURING = frozenset({"number", "date"}), frozenset({"count", "money", "length", "when"})


async def answer(store: Store, text: str, understand: Understand, *, now: datetime) -> Answer:
    """The answer to a question, which may hold filters. ``BadCommand`` when nothing was asked, or a filter is
    wrong."""
    asked, only = filters.parse(clean(text), now=now, example="how many troops were sent?")
    found = await _answer(store, text, asked, understand, only)
    return replace(found, notes=(only.in_words, *found.notes)) if only else found


async def _answer(store: Store, text: str, asked: str, understand: Understand, only: Filters) -> Answer:
    question = parse(asked, await understand(asked) if asked else ())
    if not question.terms:
        raise BadCommand("Ask a question, e.g. how many troops were sent?")
    if spoke := who_spoke(question):
        found = await who.spoke(store, spoke, spoke, only)
        return Answer(text, found.found, found.text, found.sections, found.notes, found.suggestions)
    looked = await look_up(store, question.terms, only)
    question = question.over(named(looked.terms, looked.statements))
    kept = {s.claim.id for s in only.kept(looked.statements)}
    fitting = [f for f in fits(question.terms, looked.statements) if f.statement.claim.id in kept]
    told, silent = sift(question, fitting)
    if not told:
        near = Section("nearest", "Nearest on file", _snippets(silent)[:SILENT]) if silent else None
        return await nothing(store, text, question.terms, notes=looked.notes, near=near)
    known = await _disputes(store, question, told)
    return arrange(text, question, told, silent, known, notes=looked.notes)


def who_spoke(question: Question) -> str:
    """ "condemned the deployment" for "who condemned the deployment?"; "" for any other question."""
    words = question.text.rstrip("?!. ").split()
    if len(words) > 1 and words[0].lower() == "who" and is_verb_of_speaking(words[1]):
        return " ".join(words[1:])
    return ""


def sift(question: Question, fitting: Sequence[Fit]) -> tuple[list[Fit], list[Fit]]:
    """The statements that answer, best first, and those that say it is not told."""
    silent = [f for f in fitting if keeps_silent(f.statement.claim) and evidence.withholds(question, f)]
    quiet = {f.statement.claim.quote for f in silent}
    if question.past:  # what is only planned or possible is no answer, whichever of its claims one looks at
        quiet |= {f.statement.claim.quote for f in fitting if not evidence.happened(question, f.statement.claim)}
    told = [f for f in fitting if f.statement.claim.quote not in quiet and evidence.answers(question, f)]
    if question.day and question.day.by:
        newest = {s.claim.id for s in latest([f.statement for f in told])}
        told = [f for f in told if f.statement.claim.id in newest]
    return [f for f in told if f.score >= NEARLY * told[0].score], silent


async def _disputes(store: Store, question: Question, told: Sequence[Fit]) -> list[Dispute]:
    """The disputes about what was asked. Whose question is for one party's word gets that alone."""
    if question.by:
        return []
    known = await store.disputes(state="open", claim_ids=[f.statement.claim.id for f in told])
    return [d for d in known if concerns(question, d, told)][:DISPUTES]


def concerns(question: Question, dispute: Dispute, told: Sequence[Fit]) -> bool:
    """Whether a dispute is about what was asked: of a kind that the question can have (a count is not
    disputed by a disputed date), and both its sides answer."""
    if (dispute.kind in _MEASURED) != (question.kind in _MEASURING):
        return False
    near = {f.statement.claim.id for f in told}
    return all(any(s.claim.id in near for s in side) for side in dispute_sections.sides(dispute))


def arrange(
    ask: str,
    question: Question,
    told: Sequence[Fit],
    silent: Sequence[Fit],
    known: Sequence[Dispute],
    *,
    notes: Sequence[str] = (),
) -> Answer:
    """The answer: what is disputed with both sides, what else is told, and who keeps silent apart."""
    ranks = {f.statement.claim.id: 1.0 + f.score for f in told}
    disputed = tuple(section for dispute in known for section in dispute_sections.sections(dispute, ranks))
    shown = {s.quote for section in disputed for s in section.snippets}
    rest = tuple(s for s in _snippets(told) if s.quote not in shown)[:SHOWN]
    sections = [*disputed]
    if rest:
        sections.append(Section("answer", "On file", rest))
    if silent:
        sections.append(Section("apart", "Not told", _snippets(silent)[:SILENT]))
    return Answer(ask, True, _line(question, bool(disputed), rest), tuple(sections), tuple(notes))


def _snippets(found: Sequence[Fit]) -> tuple[Snippet, ...]:
    bodies = [f.statement for f in found if not f.statement.claim.heading]
    return folded(one_per_sentence(bodies or [f.statement for f in found]))


def _line(question: Question, disputed: bool, rest: Sequence[Snippet]) -> str:
    if disputed:
        return "Disputed."
    if question.kind == "count" and rest and all(_unsure(s) for s in rest):
        return "No confirmed figure on file."
    return "On file:"


def _unsure(snippet: Snippet) -> bool:
    """Whether nobody answers for it by name, or something is odd about it."""
    claim = snippet.statement.claim
    return claim.anonymous or bool(snippet.warnings) or claim.modality in {"hedged", "possible"}
