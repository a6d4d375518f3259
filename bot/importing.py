"""Filing what is looked through, in order, reading ahead, and saying what became of each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from bot.ahead import ReadAhead, begun
from bot.errors import BadInput
from bot.intake.pieces import Piece
from bot.intake.problems import Problem
from bot.intake.sifting import Handed, Ledger, Skipped
from bot.intake.understanding import HEAVY, understood, understood_aside
from bot.newsroom import Newsroom
from bot.nouns import Article, Filing

#: Seconds between notes in the journal: what is looked at again after a kill, at most.
NOTE_EVERY = 1.0
_alone = asyncio.Lock()


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one thing that was handed in: filed, skipped as done before, or wrong."""

    handed: Handed
    filing: Filing | None = None
    problem: Problem | None = None
    skipped: Skipped | None = None


async def understand(piece: Piece, ahead: ReadAhead) -> Sequence[Article | Problem]:
    """What is in a piece; what takes long is taken apart where the reading is done."""
    if piece.item.kind not in HEAVY or piece.problem is not None or piece.item.wrong:
        return understood(piece)
    try:
        return await _aside(piece, ahead)
    except BrokenProcessPool:
        pass
    # Whichever broke it took along all that was under way: each gets another chance, by itself.
    async with _alone:
        try:
            return await _aside(piece, ahead)
        except BrokenProcessPool:
            return [Problem(piece.where, "breaks off the program that takes it apart; convert it to .txt")]


async def _aside(piece: Piece, ahead: ReadAhead) -> Sequence[Article | Problem]:
    found: list[Article | Problem] = await ahead.aside(understood_aside, piece)
    return found


async def imported(
    newsroom: Newsroom, ahead: ReadAhead, handed: AsyncIterable[Handed], *, depth: int
) -> AsyncIterator[Imported]:
    """Files what is handed, one after another, while up to ``depth`` behind it are read; enters in the
    journal what is done. However it ends, what was filed is noted."""
    ledger = Ledger(newsroom.store.journal, newsroom.clock)
    noted = time.monotonic()
    try:
        async for one in begun(
            handed, ahead, depth=depth, now=newsroom.clock(), standing=newsroom.store.standing, article=_article
        ):
            outcome = await _outcome(newsroom, one)
            fault = outcome.problem if outcome.problem is not None and not outcome.problem.note else None
            ledger.enter(one, filed=outcome.filing is not None and outcome.filing.taken_in, fault=fault)
            if time.monotonic() - noted > NOTE_EVERY:
                await ledger.note()
                noted = time.monotonic()
            yield outcome
    finally:
        await ledger.note()


def _article(handed: Handed) -> Article | None:
    return handed.what if isinstance(handed.what, Article) else None


async def _outcome(newsroom: Newsroom, handed: Handed) -> Imported:
    what = handed.what
    if isinstance(what, Problem):
        return Imported(handed, problem=what)
    if isinstance(what, Skipped):
        return Imported(handed, skipped=what)
    if what is None:
        return Imported(handed)
    try:
        return Imported(handed, filing=await _filed(newsroom, what))
    except BadInput as error:
        return Imported(handed, problem=Problem(what.origin or what.ref, str(error)))
    except BrokenProcessPool:
        wrong = "breaks off the program that reads it; hand it in without what is odd in it"
        return Imported(handed, problem=Problem(what.origin or what.ref, wrong))


async def _filed(newsroom: Newsroom, article: Article) -> Filing:
    try:
        return await newsroom.file(article)
    except BrokenProcessPool:
        # Another article may have taken its reader along: alone it gets one more chance.
        return await newsroom.file(article)
