"""`/who`: who condemned, confirmed, praised - each speaker with their own words, silence shown apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.answers import filters, spelling, verbs
from bot.answers.filters import NONE, Filters
from bot.answers.folding import folded
from bot.answers.nearest import nothing
from bot.answers.relevance import Fit, fits, said
from bot.answers.snippets import one_per_sentence, speaker
from bot.answers.stems import stem
from bot.answers.terms import STOP
from bot.answers.verbs import Asked
from bot.claims.spellings import name_key
from bot.errors import BadCommand
from bot.nouns import Answer, Event, Section, Statement
from bot.ports import Search, Store

#: Verbs that only lend a hand to the noun that says it: to express gratitude is to thank.
_GIVING = frozenset("express voice give offer pay issue make extend convey cast lay reiterate".split())

_MYSELF = frozenset({"i", "we"})
_IN_OTHER_WORDS, _SILENT = ", in other words", ": neither said so nor denied it"

#: How many speakers are shown, and how many of each one's statements.
SPEAKERS, EACH = 12, 6
CANDIDATES = 300


async def answer(store: Store, text: str, *, now: datetime) -> Answer:
    """Who did by speaking what was typed, which may hold filters; ``now`` tells what "yesterday" is.
    ``BadCommand`` when no verb was typed, or a filter is wrong."""
    about, only = filters.parse(text, now=now, example="/who condemned")
    found = await spoke(store, text, about, only)
    if not only:
        return found
    beyond = found.found or not (await spoke(store, about, about)).found
    notes = () if beyond else (f"Without that there is something: /who {about}",)
    return replace(found, notes=(only.in_words, *notes, *found.notes))


async def spoke(store: Store, text: str, about: str, only: Filters = NONE) -> Answer:
    """The answer to ``text``, whose words besides the filters are ``about``."""
    asked = verbs.asked(about)
    if asked is None:
        raise BadCommand("Say which verb, e.g. /who condemned, or /who condemned deployment")
    spoken, silent = await _candidates(store, asked, only)
    opposed = await _opposed(store, only) if asked.denies else ()
    notes: tuple[str, ...] = ()
    if not spoken and not silent:
        respelled = spelling.meant(asked.word, await store.vocabulary())
        again = verbs.asked(respelled) if respelled else None
        if again is not None:
            notes = (spelling.note(asked.word, respelled),)
            asked = Asked(again.word, again.lemmas, asked.about)
            spoken, silent = await _candidates(store, asked, only)
    found = arrange(text, asked, spoken, silent, opposed, notes=notes)
    return found if found.sections else await nothing(store, text, asked.about, notes=notes)


async def _candidates(store: Store, asked: Asked, only: Filters) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """Who spoke so, and who is on record as keeping silent about it."""
    spoken: dict[str, Statement] = {}
    for search in only.searches(Search(cue_lemmas=asked.lemmas, limit=CANDIDATES)):
        spoken |= {s.claim.id: s for s in only.kept(await store.search(search))}
    told = await store.search(only.narrowed(Search(words=asked.lemmas, any_words=True, limit=CANDIDATES)))
    for statement in told:
        doer = does(statement, asked)
        if doer and only.said_by(doer):
            spoken.setdefault(statement.claim.id, statement)
    silent = [s for s in only.kept(told) if s.claim.cue_class == "withhold"]
    return list(spoken.values()), [s for s in silent if not asked.keys.isdisjoint(said(s))]


async def _opposed(store: Store, only: Filters) -> list[Statement]:
    """Who says in other words that it is not so: what they say to be false somebody on file says to be
    true."""
    known = [s for d in await store.disputes(state="open") for c in d.conflicts for s in (c.old, c.new)]
    sides = [s for s in only.kept(known) if only.fits(s.edition)]
    return [s for s in sides if s.claim.says_no and s.claim.source_name and s.claim.cue_class != "withhold"]


def does(statement: Statement, asked: Asked) -> str:
    """Who, named, is told to do it, in the words of another or the paper's own: "the minister, denying
    it, left", "expressing gratitude"; "" when nobody is."""
    claim = statement.claim
    for event in claim.events:
        myself = any(role.head in _MYSELF for role in event.role("agent"))
        if event.polarity == "-" or claim.cue_class == "withhold" or (event.modality != "plain" and not myself):
            continue
        done = {stem(event.predicate)}
        if event.predicate in _GIVING:
            done |= {stem(role.head) for role in event.role("patient", "attribute")}
        if not done.isdisjoint(asked.keys):
            if myself:  # "we can confirm", said the lawyer
                return claim.source_name
            return _agent(event) or (_agent(claim.events[0]) if event.predicate in _GIVING else "")
    return ""


def _agent(event: Event) -> str:
    return next((role.name for role in event.role("agent") if role.name), "")


def arrange(
    ask: str,
    asked: Asked,
    spoken: Sequence[Statement],
    silent: Sequence[Statement],
    opposed: Sequence[Statement] = (),
    *,
    notes: Sequence[str] = (),
) -> Answer:
    """The answer: one section for each speaker; apart those who said as much in other words, and those
    who kept silent."""
    kept_silent = {(s.claim.revision_id, s.claim.sentence, s.claim.source_name) for s in silent}
    voiced = [s for s in spoken if (s.claim.revision_id, s.claim.sentence, s.claim.source_name) not in kept_silent]
    named = [s for s in _about(asked, voiced) if tells_who(_doer(s, asked))]
    sections = _by_speaker(asked, named, "answer")
    shown = {s.quote for section in sections for s in section.snippets}
    others = [s for s in _about(asked, opposed) if s.claim.quote not in shown]
    apart = [
        *_by_speaker(asked, others, "apart", _IN_OTHER_WORDS),
        *_by_speaker(asked, _about(asked, silent), "apart", _SILENT),
    ]
    names = ", ".join(section.heading for section in sections)
    line = f"{asked.word.capitalize()}: {names}." if names else f"Nobody on file {asked.word}."
    return Answer(ask, bool(sections), line, (*sections, *apart), tuple(notes))


def tells_who(name: str) -> bool:
    """Whether it is more than "the" or "it", which is what a page with a name cut out leaves."""
    return any(word.lower() not in STOP for word in name.split())


def _doer(statement: Statement, asked: Asked) -> str:
    """Who did it: the speaker, or the one the sentence tells it of."""
    if stem(statement.claim.cue_lemma) in asked.keys:
        return statement.claim.source_name
    return does(statement, asked)


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


def _by_speaker(
    asked: Asked, statements: Sequence[Statement], kind: Literal["answer", "apart"], how: str = ""
) -> list[Section]:
    """One section for each speaker, in the order first met; ``how`` they spoke, if not with this word."""
    by_name: dict[str, list[Statement]] = {}
    printed: dict[str, str] = {}  # the first spelling met stands for all: "Podolyak" and "Podoliak" are one
    for statement in statements:
        name = (_doer(statement, asked) if kind == "answer" else "") or speaker(statement)
        by_name.setdefault(printed.setdefault(name_key(name), name), []).append(statement)
    return [
        Section(kind, f"{name}{how}", folded(one_per_sentence(said_by))[:EACH])
        for name, said_by in list(by_name.items())[:SPEAKERS]
    ]
