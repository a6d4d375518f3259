"""`/facts`: what is on file about some words. Disputed first, then agreed, then background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers import disputes as dispute_sections
from bot.answers import filters
from bot.answers.asked import look_up
from bot.answers.filters import Filters
from bot.answers.folding import folded
from bot.answers.nearest import nothing
from bot.answers.relevance import Fit, fits
from bot.answers.slots import aspect_stands_in, is_aspect, is_counted
from bot.answers.snippets import one_per_sentence
from bot.answers.terms import Term, named, terms, whole_names
from bot.errors import BadCommand
from bot.nouns import Answer, Dispute, Section, Span, Statement
from bot.ports import Store

#: How much of each part is shown: more is not read, and Slack takes 50 blocks a message.
DISPUTES, AGREED, BACKGROUND = 3, 12, 6
#: How many disputes are looked through for those that fit best.
LOOKED_THROUGH = 40


async def answer(store: Store, text: str, *, now: datetime) -> Answer:
    """What is on file about ``text``, which may hold filters; ``now`` tells what "yesterday" is. ``BadCommand``
    when nothing was typed, or a filter is wrong."""
    about, only = filters.parse(text, now=now)
    if not about:
        raise BadCommand(f"Say what about, e.g. /facts kursk{' ' + filters.EXAMPLES['since'] if only else ''}")
    found = await _answer(store, text, about, only)
    if not only:
        return found
    beyond = () if found.found else await _beyond(store, about)
    return replace(found, notes=(only.in_words, *beyond, *found.notes))


async def _beyond(store: Store, about: str) -> tuple[str, ...]:
    """Told where the filters leave nothing: whether there is something without them."""
    more = (await _answer(store, about, about, filters.NONE)).found
    return (f"Without that there is something: /facts {about}",) if more else ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What on file is about some words, best first; what only stands around it; the open disputes it is part of."""

    about: tuple[Fit, ...]
    around: tuple[Fit, ...]
    disputes: tuple[Dispute, ...]
    notes: tuple[str, ...]


async def _answer(store: Store, text: str, about_words: str, only: Filters) -> Answer:
    found = await gathered(store, text, about_words, only)
    if isinstance(found, Answer):
        return found
    return arrange(text, found.about, found.around, found.disputes, notes=found.notes)


async def gathered(store: Store, text: str, about_words: str, only: Filters) -> Gathered | Answer:
    """What on file is about these words, held to the filters; where there is nothing the answer to ``text`` that
    says so. ``BadCommand`` when the words say nothing."""
    asked = terms(about_words)
    if not asked:
        raise BadCommand("Say what about, e.g. /facts kursk")
    looked = await look_up(store, asked, only)
    asked = named(looked.terms, looked.statements)
    kept = {s.claim.id for s in only.kept(looked.statements)}
    ranked = [f for f in fits(asked, looked.statements) if f.statement.claim.id in kept]
    held = tuple(t for t in asked if any(f.knows(t) or aspect_stands_in(t, f.statement.claim) for f in ranked))
    # Only a word for a kind of answer may be missing ("total"): without a boat it is another story.
    if not ranked or not held or any(not is_aspect(t) for t in asked if t not in held):
        return await nothing(store, text, asked, notes=looked.notes)
    notes = (*looked.notes, *(f"Nothing on file speaks of {t.word}; left out." for t in asked if t not in held))
    about = [f for f in ranked if is_about(held, f)]
    about.sort(key=lambda f: -_weight(held, f))
    ids = [f.statement.claim.id for f in about]
    taken = set(ids)
    background = [f for f in ranked if f.statement.claim.id not in taken and all(f.knows(t) for t in held)]
    known = await store.disputes(state="open", claim_ids=ids, limit=LOOKED_THROUGH) if ids else ()
    if not about and not background:
        return await nothing(store, text, asked, notes=notes)
    return Gathered(tuple(about), tuple(background), tuple(known), notes)


def is_about(asked: Sequence[Term], fit: Fit) -> bool:
    """Whether the sentence is about what was asked: what is asked of the story stands in it, and its
    article is the one about what the story is called."""
    names = whole_names(asked)
    aspects = [t for t in asked if not t.name]
    # Of a name of two words one is enough: papers spell places and people in more than one way.
    known = all(2 * sum(fit.knows(t) for t in name) >= len(name) for name in names)
    if not aspects:
        return known and any(fit.has(t) for name in names for t in name)
    has = sum(fit.has(t) or aspect_stands_in(t, fit.statement.claim) for t in aspects)
    return known and 2 * has >= len(aspects)


def _weight(asked: Sequence[Term], fit: Fit) -> float:
    """What decides the order: how much of what is asked the sentence bears, its names counting half."""
    claim = fit.statement.claim
    aspects = sum(
        fit.has(t) + 0.5 * aspect_stands_in(t, claim) + 0.5 * is_counted(t, claim) for t in asked if not t.name
    )
    return aspects + 0.5 * fit.score


def arrange(
    ask: str, about: Sequence[Fit], around: Sequence[Fit], known: Sequence[Dispute], *, notes: Sequence[str] = ()
) -> Answer:
    """The answer from what is about it, what is around it, and the disputes it is part of."""
    ranks = {f.statement.claim.id: 1.0 - n / len(about) for n, f in enumerate(about)}
    known = sorted(known, key=lambda dispute: -_bearing(dispute, ranks))
    disputed = [s for dispute in known[:DISPUTES] for s in dispute_sections.sections(dispute, ranks)]
    contested = {_place(s) for dispute in known for side in dispute_sections.sides(dispute) for s in side}
    shown = {_place(s.statement) for section in disputed for s in section.snippets}
    agreed = folded(_bodies(about, contested))[:AGREED]
    others = [*(f for f in about if _place(f.statement) in contested), *around]
    background = folded(_bodies(others, shown))[:BACKGROUND]
    sections = [*disputed]
    if agreed:
        sections.append(Section("agreed", "Nobody on file disputes", agreed))
    if background:
        sections.append(Section("background", "Background", background))
    return Answer(ask, bool(sections), _line(min(len(known), DISPUTES), len(agreed)), tuple(sections), tuple(notes))


def _bearing(dispute: Dispute, ranks: Mapping[str, float]) -> float:
    """How much a dispute bears on what was asked: by the best statement of each of its sides."""
    sides = dispute_sections.sides(dispute)
    return sum(max((ranks.get(s.claim.id, 0.0) for s in side), default=0.0) for side in sides)


def _bodies(found: Sequence[Fit], shown: set[tuple[str, Span]]) -> list[Statement]:
    """The sentences to show, headings only where there is nothing else."""
    statements = one_per_sentence(f.statement for f in found if _place(f.statement) not in shown)
    return [s for s in statements if not s.claim.heading] or statements


def _place(statement: Statement) -> tuple[str, Span]:
    return statement.claim.revision_id, statement.claim.sentence


def _line(disputed: int, agreed: int) -> str:
    if disputed:
        return "Disputed." if disputed == 1 else f"{disputed} things are disputed."
    return "Not disputed on file." if agreed else "Only background on file."
