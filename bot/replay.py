"""A replay: a folder's articles filed one by one as the bot would, what it would have said, and answers."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable
from dataclasses import dataclass

from bot.intake import Problem
from bot.newsroom import Newsroom
from bot.nouns import Answer, Article, Conflict, Dispute, Filing, Statement


@dataclass(frozen=True, slots=True)
class Filed:
    """An article was filed."""

    filing: Filing


@dataclass(frozen=True, slots=True)
class Alerted:
    """A dispute was opened, or one that was not sure enough is now; ``pairs`` are all that the article brought to it, the
    strongest first."""

    dispute: Dispute
    pairs: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """An article brought more to a dispute that was alerted before."""

    dispute: Dispute
    pairs: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """An article brought this to a dispute that is not sure enough for a message: it stands in the digest alone."""

    dispute: Dispute
    pairs: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody asked."""

    ask: str
    answer: Answer


Happening = Filed | Alerted | Joined | Unsure | Answered | Problem


async def replay(
    newsroom: Newsroom, articles: AsyncIterable[Article | Problem], asks: Iterable[str] = (), *, whole: bool = False
) -> AsyncIterator[Happening]:
    """What happens, in order, when these are filed one after another and then these are asked. With ``whole`` an alert is
    told once all are filed, with everything that joined it, as its message stands in the channel by then."""
    held: dict[str, list[Conflict]] = {}
    async for article in articles:
        if isinstance(article, Problem):
            yield article
            continue
        filing = await newsroom.file(article)
        async for happening in told(newsroom, filing):
            if whole and isinstance(happening, Alerted | Joined):
                held.setdefault(happening.dispute.id, []).extend(happening.pairs)
            else:
                yield happening
    for dispute_id, pairs in held.items():
        yield Alerted(await newsroom.dispute(dispute_id), tuple(pairs))
    for ask in asks:
        yield Answered(ask, await newsroom.answer(ask))


async def told(newsroom: Newsroom, filing: Filing) -> AsyncIterator[Filed | Alerted | Joined | Unsure]:
    """What filing an article leads to: a line that it was filed, and one for each dispute it touched."""
    yield Filed(filing)
    decision = filing.decision
    for dispute_id in dict.fromkeys((*decision.opened, *decision.joined, *decision.quiet)):
        pairs = tuple(c for d, c in decision.conflicts if d == dispute_id)
        if not pairs:
            continue
        dispute = await newsroom.dispute(dispute_id)
        if dispute_id in decision.quiet:
            yield Unsure(dispute, pairs)
        elif dispute_id in decision.opened or dispute_id in decision.raised:
            yield Alerted(dispute, pairs)
        else:
            yield Joined(dispute, pairs)


Quote = dict[str, str]


async def quoted(newsroom: Newsroom, pairs: Iterable[Conflict]) -> list[tuple[Quote, Quote]]:
    """Each pair's two quotations as they are printed, compared with the archive once more."""
    return [(await _quoted(newsroom, pair.old), await _quoted(newsroom, pair.new)) for pair in pairs]


async def _quoted(newsroom: Newsroom, side: Statement) -> Quote:
    return {
        "article": side.edition.ref,
        "quote": await newsroom.verify(side),
        "source_name": side.claim.source_name,
        "claim": side.claim.id,
    }
