"""What is told when an article that was shown says something else now: to whom, and what becomes of its disputes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot import editions
from bot.bygone import MYSELF
from bot.nouns import Act, Change, Decision, Revision
from store import acts, disputing, outbox, places, rows


def tell(db: Database, revision: Revision, decision: Decision, *, older: int, now: datetime) -> None:
    """Owes a notice to each channel that was shown what this edition takes back, and resolves the open disputes
    that rested on it alone. To be called when the edition and its conflicts are on file."""
    edited = decision.edited
    if edited is None or not (changes := editions.weighty(edited)):
        return
    taken_back = _claims_in(db, older, [c.old.sentence.start for c in changes if c.old])
    channels = shown_to(db, [older], taken_back)
    for change in changes:
        _note(db, revision, change, older=older, now=now)
    for dispute_id in with_claims(db, taken_back):
        if _clashes_still(db, dispute_id):
            acts.redraw(db, dispute_id, now=now)
        else:
            close(db, dispute_id, how=editions.settled(revision.edition), now=now)
    text = editions.changed(revision.edition, edited)
    for channel in sorted(channels):
        outbox.owe(
            db, f"edited:{revision.id}:{channel}", "notice",
            channel=channel, subject=revision.edition.article_id, due=now, payload={"text": rows.sayable(text)},
        )  # fmt: skip


def _note(db: Database, revision: Revision, change: Change, *, older: int, now: datetime) -> None:
    """Has the history of each dispute that this claim is part of say what became of it."""
    if change.old is None:
        return
    act = Act("corrected", revision.edition.where, now, editions.new_word(change))
    for dispute_id in with_claims(db, _claims_in(db, older, [change.old.sentence.start])):
        acts.note(db, dispute_id, act)


def _claims_in(db: Database, revision: int, starts: Sequence[int]) -> list[int]:
    """All claims of a revision in the sentences that start there."""
    first, last = places.claims_of(revision)
    sql = f"SELECT n FROM claims WHERE n BETWEEN ? AND ? AND start IN ({rows.marks(starts)})"
    return [n for (n,) in db.execute(sql, [first, last, *starts])]


def with_claims(db: Database, claims: Sequence[int]) -> list[str]:
    """The disputes that hold one of these claims."""
    found: dict[str, None] = {}
    for batch in rows.batches(list(claims)):
        for side in ("old", "new"):
            sql = f"SELECT dispute FROM conflicts WHERE {side} IN ({rows.marks(batch)}) ORDER BY n"
            found.update((d, None) for (d,) in db.execute(sql, batch))
    return list(found)


def shown_to(db: Database, revisions: Sequence[int], claims: Sequence[int]) -> set[str]:
    """The channels that saw one of these revisions in an answer, or one of these claims in an alert or in what
    joined one."""
    channels: set[str] = set()
    for batch in rows.batches(list(revisions)):
        sql = f"SELECT DISTINCT channel FROM shown WHERE revision IN ({rows.marks(batch)})"
        channels.update(channel for (channel,) in db.execute(sql, batch))
    for dispute_id in with_claims(db, claims):
        channels.update(
            channel
            for (channel,) in db.execute(
                "SELECT coalesce(receipt_channel, channel) FROM outbox WHERE subject = ? AND kind IN ('alert', 'joined')"
                # What was being sent when this came may have been seen as well.
                " AND (state = 'posted' OR sending)",
                [dispute_id],
            )
        )
    return {channel for channel in channels if channel}


def _clashes_still(db: Database, dispute_id: str) -> bool:
    """Whether two articles clash in it by what both say now."""
    sql = """SELECT 1 FROM conflicts c JOIN claims o ON o.n = c.old JOIN claims w ON w.n = c.new
             WHERE c.dispute = ? AND o.current AND w.current"""
    return db.execute(sql, [dispute_id]).fetchone() is not None


def close(db: Database, dispute_id: str, *, how: str, now: datetime) -> None:
    """Resolves a dispute that nothing is left of: alerts not yet sent are given up, what was posted is redrawn."""
    db.execute(
        "UPDATE outbox SET state = 'given up', leased_until = NULL, reason = ?"
        " WHERE subject = ? AND state = 'due' AND NOT sending AND kind IN ('alert', 'joined')",
        [how, dispute_id],
    )
    disputing.settle(db, dispute_id, state="resolved", how=how, by=MYSELF, now=now)
