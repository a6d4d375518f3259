"""What a channel's digest holds: as much of what happened since the last one as its plan asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot import editions
from bot.answers import digests
from bot.nouns import Digest, DigestPart, DigestPlan, Dispute, Edited, Edition
from bot.ports import Store

if TYPE_CHECKING:
    from bot.following import Following
    from bot.intake.subscriptions import Feed

#: Older disputes are looked through for those still open up to so many.
OPEN = 200
#: A paper's own word that makes an edition a correction; an update adds to what was said.
TELLING = frozenset({"correction", "clarification", "withdrawal"})


async def made(
    store: Store, plan: DigestPlan, *, until: datetime, sure: float, feeds: Following | None = None
) -> Digest:
    """The digest of that plan up to then. ``sure`` is how sure a conflict has to be to be told as a dispute."""
    since, parts = plan.since, frozenset(plan.parts)
    articles, claims = await store.filed_between(since, until)
    held = await store.held(plan.channel, due=until)
    opened = [d for d in await store.opened_between(since, until) if d not in held] if _news(parts) else []
    followed = await feeds.followed() if feeds is not None and "feeds" in parts else ()
    digest = Digest(
        channel=plan.channel,
        since=since,
        until=until,
        opened=tuple(d for d in opened if d.surest >= sure and "disputes" in parts),
        settled=tuple(await store.settled_between(since, until)) if "settled" in parts else (),
        topics=tuple(await store.topics(limit=digests.TOPICS, since=since)) if "topics" in parts else (),
        articles=articles,
        claims=claims,
        quiet=tuple(d for d in opened if d.surest < sure and "unsure" in parts),
        held=tuple(held),
        open=await _open(store, before=since, sure=sure) if "open" in parts else (),
        voices=tuple(await store.voices(since, until, limit=digests.VOICES)) if "voices" in parts else (),
        feeds=tuple(f.feed for f in followed if in_trouble(f.feed)),
        followed=len(followed),
        parts=plan.parts,
    )
    return await _corrected(store, digest) if "corrections" in parts else digest


def _news(parts: frozenset[DigestPart]) -> bool:
    return bool(parts & {"disputes", "unsure"})


async def _open(store: Store, *, before: datetime, sure: float) -> tuple[Dispute, ...]:
    found = await store.disputes(state="open", limit=OPEN)
    return tuple(d for d in found if d.opened < before and d.surest >= sure)


async def _corrected(store: Store, digest: Digest) -> Digest:
    edited = await store.edited_between(digest.since, digest.until)
    withdrawn = tuple(await store.withdrawn_between(digest.since, digest.until))
    gone = {edition.article_id for edition, _ in withdrawn}
    kept = [(e, changed) for e, changed in edited if telling(changed) and e.article_id not in gone]
    return replace(digest, corrections=tuple(by_article(kept)), withdrawn=withdrawn)


def telling(edited: Edited) -> bool:
    """Whether an edition says something else than the one before, by its words or by its own notice."""
    return bool(edited.silent or editions.weighty(edited) or any(n.kind in TELLING for n in edited.notices))


def by_article(edited: Sequence[tuple[Edition, Edited]]) -> Iterable[tuple[Edition, Edited]]:
    """An article that was changed again and again once, by its last edition, with all that its editions changed."""
    found: dict[str, tuple[Edition, Edited]] = {}
    for edition, one in edited:
        before = found[edition.article_id][1] if edition.article_id in found else Edited()
        changes, notices = before.changes + one.changes, before.notices + one.notices
        found[edition.article_id] = edition, Edited(changes, notices, before.silent or one.silent)
    return found.values()


def in_trouble(feed: Feed) -> bool:
    """Whether a feed is gone, or its last visit failed."""
    return feed.standing == "gone" or feed.failures > 0
