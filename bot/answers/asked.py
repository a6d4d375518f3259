"""What was typed, made ready to look up: spelling put right, statements fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers import spelling
from bot.answers.filters import NONE, Filters
from bot.answers.spelling import SHORTEST
from bot.answers.stems import stem
from bot.answers.terms import Term, searched, term
from bot.nouns import Statement
from bot.ports import Search, Store

#: How many statements an answer chooses from. The archive ranks them; beyond this they fit poorly.
CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Looked:
    """The terms as looked up, the statements found for them, and what to tell about spelling."""

    terms: tuple[Term, ...]
    statements: tuple[Statement, ...]
    notes: tuple[str, ...] = ()


async def look_up(store: Store, terms: Sequence[Term], only: Filters = NONE) -> Looked:
    """Statements that have at least one of the terms, best match first; those of the days and the outlet asked
    for, by whoever. What is a word of the archive is asked of all of it."""
    spelled, notes = await _spelled(store, terms)
    if not spelled:
        return Looked((), (), notes)
    wanted = Search(words=searched(spelled), any_words=True, limit=CANDIDATES)
    found = {s.claim.id: s for search in only.searches(wanted) for s in await store.search(search)}
    return Looked(spelled, tuple(found.values()), notes)


async def _spelled(store: Store, terms: Sequence[Term]) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """The terms with those that nothing on file has replaced by what was probably meant."""
    spelled: list[Term] = []
    notes: list[str] = []
    vocabulary: Sequence[str] | None = None
    for one in terms:
        if await store.search(Search(words=tuple(sorted(one.words)), any_words=True, limit=1)):
            if one.name and not one.key.startswith("@") and len(one.word) >= SHORTEST:
                one = _also(one, await store.spellings(one.word))
            spelled.append(one)
            continue
        if vocabulary is None:
            vocabulary = await store.vocabulary()
        used = spelling.meant(one.word, vocabulary)
        spelled.append(term(used, name=one.name) if used else one)
        if used:
            notes.append(spelling.note(one.word, used))
    return tuple(spelled), tuple(notes)


def _also(one: Term, others: frozenset[str]) -> Term:
    """The name with its other spellings on file: "Podolyak" also finds "Podoliak"."""
    return replace(one, words=one.words | others, keys=one.keys | {stem(w) for w in others})
