"""`/facts`: what is on file about some words. Disputed first, then agreed, then background."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import disputes as dispute_sections
from bot.answers.asked import look_up
from bot.answers.folding import folded
from bot.answers.nearest import nothing
from bot.answers.relevance import Fit, fits
from bot.answers.snippets import one_per_sentence
from bot.answers.terms import Term, terms
from bot.errors import BadCommand
from bot.nouns import Answer, Dispute, Section, Span, Statement
from bot.ports import Store

#: How much of each part is shown: more is not read, and Slack takes 50 blocks a message.
DISPUTES, AGREED, BACKGROUND = 4, 12, 6
#: A statement whose own sentence bears this share of what was asked is about it.
ABOUT = 0.5


async def answer(store: Store, text: str) -> Answer:
    """What is on file about ``text``. ``BadCommand`` when nothing was typed."""
    asked = terms(text)
    if not asked:
        raise BadCommand("Say what about, e.g. /facts kursk")
    looked = await look_up(store, asked)
    fitting = [f for f in fits(looked.terms, looked.statements) if f.whole(looked.terms)]
    if not fitting:
        return await nothing(store, text, looked.terms, notes=looked.notes)
    ids = [f.statement.claim.id for f in fitting if is_about(f)]
    known = await store.disputes(state="open", claim_ids=ids, limit=DISPUTES) if ids else ()
    return arrange(text, looked.terms, fitting, known, notes=looked.notes)


def is_about(fit: Fit) -> bool:
    """Whether the sentence itself is about what was asked, and is no mere heading."""
    return fit.score >= ABOUT and bool(fit.here)


def arrange(
    ask: str, asked: Sequence[Term], fitting: Sequence[Fit], known: Sequence[Dispute], *, notes: Sequence[str] = ()
) -> Answer:
    """The answer from what fits and the disputes it is part of."""
    disputed = [section for dispute in known for section in dispute_sections.sections(dispute)]
    shown = {_place(s.statement) for section in disputed for s in section.snippets}
    rest = [f for f in fitting if _place(f.statement) not in shown and not f.statement.claim.heading]
    agreed = folded(_sentences([f for f in rest if is_about(f)]))[:AGREED]
    background = folded(_sentences([f for f in rest if not is_about(f)]))[:BACKGROUND]
    sections = [*disputed]
    if agreed:
        sections.append(Section("agreed", "Nobody on file disputes", agreed))
    if background:
        sections.append(Section("background", "Background", background))
    return Answer(ask, bool(sections), _line(len(known), len(agreed)), tuple(sections), tuple(notes))


def _place(statement: Statement) -> tuple[str, Span]:
    return statement.claim.revision_id, statement.claim.sentence


def _sentences(found: Sequence[Fit]) -> list[Statement]:
    return one_per_sentence(f.statement for f in found)


def _line(disputed: int, agreed: int) -> str:
    if disputed:
        return "Disputed." if disputed == 1 else f"{disputed} things are disputed."
    return "Not disputed on file." if agreed else "Only background on file."
