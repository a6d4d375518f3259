"""A message held against what is on file, without filing it: what contradicts it, and what says the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import conflicts
from bot.conflicts.second import of_sentences
from bot.errors import BadCommand
from bot.nouns import Article, Claim, Conflict, Revision, Statement
from bot.ports import Judge, Search, Store

#: Claims of one message that are looked at, and statements on file that each is held against.
CLAIMS, CANDIDATES = 12, 40
#: How many of each are told.
AGAINST, ALIKE = 6, 6
_CLASHING = frozenset({"CONTRADICTS", "DISPUTED", "CORRECTED"})
_AGREEING = frozenset({"SAME", "REFINES"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What came of it. ``against`` holds, surest first, what on file (``old``) contradicts what the message says
    (``new``); ``alike`` what on file says the same; ``claims`` is how many claims were read out of the message."""

    claims: int
    against: tuple[Conflict, ...] = ()
    alike: tuple[Statement, ...] = ()


async def check(
    store: Store,
    read: Callable[[Revision], Awaitable[tuple[Claim, ...]]],
    text: str,
    *,
    said: datetime | None,
    now: datetime,
    threshold: float,
    judge: Judge | None = None,
) -> Findings:
    """Holds a text against the archive; ``said`` is when it was written, by which its "yesterday" is understood.
    ``BadCommand`` when there are no words in it."""
    if not text.strip():
        raise BadCommand("There are no words in that message to check; try one that says something")
    revision = Revision.of(Article(key=f"checked:{text}", ref="message", text=text, published=said), now)
    claims = (await read(revision))[:CLAIMS]
    found: list[Conflict] = []
    for claim in claims:
        near = await store.search(Search(words=claim.topics, any_words=True, limit=CANDIDATES)) if claim.topics else ()
        mine = Statement(claim, revision.edition)
        found += await asyncio.to_thread(_compared, near, mine, judge)
    return sorted_out(len(claims), found, threshold)


def _compared(near: Sequence[Statement], mine: Statement, judge: Judge | None) -> list[Conflict]:
    return [of_sentences(judge, conflicts.between([old], [mine])) for old in near]


def sorted_out(claims: int, found: Sequence[Conflict], threshold: float) -> Findings:
    """What contradicts and what agrees among everything that was compared, each sentence on file once."""
    against = [c for c in found if c.label in _CLASHING and c.confidence >= threshold]
    against.sort(key=lambda c: -c.confidence)
    clashing = {(c.old.claim.revision_id, c.old.claim.sentence): c for c in reversed(against)}
    surest = sorted(clashing.values(), key=lambda c: -c.confidence)
    alike = {(c.old.claim.revision_id, c.old.claim.sentence): c.old for c in found if c.label in _AGREEING}
    agreeing = [s for place, s in alike.items() if place not in clashing]
    return Findings(claims, tuple(surest[:AGAINST]), tuple(agreeing[:ALIKE]))
