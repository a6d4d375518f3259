"""`/who`: who condemned, confirmed, praised - each speaker with their own words, silence shown apart."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import spelling, verbs
from bot.answers.folding import folded
from bot.answers.nearest import nothing
from bot.answers.relevance import Fit, fits, said
from bot.answers.snippets import one_per_sentence, speaker
from bot.answers.stems import stem
from bot.answers.verbs import Asked
from bot.errors import BadCommand
from bot.nouns import Answer, Section, Statement
from bot.ports import Search, Store

#: How many speakers are shown, and how many of each one's statements.
SPEAKERS, EACH = 12, 4
CANDIDATES = 300


async def answer(store: Store, text: str) -> Answer:
    """Who did by speaking what was typed. ``BadCommand`` when nothing was typed."""
    asked = verbs.asked(text)
    if asked is None:
        raise BadCommand("Say which verb, e.g. /who condemned, or /who condemned deployment")
    spoken, silent = await _candidates(store, asked)
    notes: tuple[str, ...] = ()
    if not spoken and not silent:
        respelled = spelling.meant(asked.word, await store.vocabulary())
        again = verbs.asked(respelled) if respelled else None
        if again is not None:
            notes = (spelling.note(asked.word, respelled),)
            asked = Asked(again.word, again.lemmas, again.classes, asked.about)
            spoken, silent = await _candidates(store, asked)
    found = arrange(text, asked, spoken, silent, notes=notes)
    return found if found.sections else await nothing(store, text, asked.about, notes=notes)


async def _candidates(store: Store, asked: Asked) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """Who spoke so, and who is on record as keeping silent about it."""
    spoken = {s.claim.id: s for s in await store.search(Search(cue_lemmas=asked.lemmas, limit=CANDIDATES))}
    if asked.classes:
        by_class = await store.search(Search(cue_classes=asked.classes, limit=CANDIDATES))
        spoken |= {s.claim.id: s for s in by_class}
    if not spoken:
        words = Search(words=asked.lemmas, any_words=True, limit=CANDIDATES)
        spoken = {s.claim.id: s for s in await store.search(words) if _did(s, asked)}
    silent = await store.search(Search(cue_classes=("withhold",), limit=CANDIDATES))
    return list(spoken.values()), [s for s in silent if not asked.keys.isdisjoint(said(s))]


def _did(statement: Statement, asked: Asked) -> bool:
    """Whether the sentence tells of somebody, named, doing it."""
    return any(
        stem(event.predicate) in asked.keys and event.polarity == "+" and any(r.name for r in event.role("agent"))
        for event in statement.claim.events
    )


def arrange(
    ask: str, asked: Asked, spoken: Sequence[Statement], silent: Sequence[Statement], *, notes: Sequence[str] = ()
) -> Answer:
    """The answer: one section for each speaker, those who kept silent apart."""
    kept_silent = {s.claim.id for s in silent}
    voiced = [s for s in spoken if s.claim.id not in kept_silent and s.claim.cue_class != "withhold"]
    named = [s for s in _about(asked, voiced) if _doer(s, asked)]
    sections = _by_speaker(asked, named, "answer")
    apart = _by_speaker(asked, _about(asked, silent), "apart")
    names = ", ".join(section.heading for section in sections)
    line = f"{asked.word.capitalize()}: {names}." if names else f"Nobody on file {asked.word}; see who kept silent."
    return Answer(ask, bool(sections), line, (*sections, *apart), tuple(notes))


def _doer(statement: Statement, asked: Asked) -> str:
    """Who did it: the speaker, or the one the sentence tells it of."""
    if statement.claim.source_name:
        return speaker(statement)
    for event in statement.claim.events:
        if stem(event.predicate) in asked.keys:
            return next((r.name for r in event.role("agent") if r.name), "")
    return ""


def _about(asked: Asked, statements: Sequence[Statement]) -> list[Statement]:
    """Those about the object asked for, if one was; mere headings only where there is nothing else."""
    if asked.about:
        fitting: list[Fit] = [
            f for f in fits(asked.about, statements) if all(f.knows(t) for t in asked.about) and f.here
        ]
        statements = [f.statement for f in fitting]
    bodies = [s for s in statements if not s.claim.heading]
    spoken_for = {_doer(s, asked) for s in bodies}
    return [*bodies, *(s for s in statements if s.claim.heading and _doer(s, asked) not in spoken_for)]


def _by_speaker(asked: Asked, statements: Sequence[Statement], kind: str) -> list[Section]:
    by_name: dict[str, list[Statement]] = {}
    for statement in statements:
        by_name.setdefault(_doer(statement, asked) or speaker(statement), []).append(statement)
    if kind == "apart":
        return [
            Section("apart", f"{name}: neither said so nor denied it", folded(one_per_sentence(said_by))[:EACH])
            for name, said_by in list(by_name.items())[:SPEAKERS]
        ]
    return [
        Section("answer", name, folded(one_per_sentence(said_by))[:EACH])
        for name, said_by in list(by_name.items())[:SPEAKERS]
    ]
