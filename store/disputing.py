"""Disputes on file: found, shown, settled, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.errors import NotOnFile
from bot.nouns import Act, Conflict, Dispute
from store import acts, rows
from store.codec import stamp, words_out
from store.consequences import may_become
from store.places import id_out
from store.searching import all_of


def disputes(db: Database, *, state: str, words: Sequence[str], claim_ids: Sequence[str], limit: int) -> list[Dispute]:
    """See ``Store.disputes``."""
    parts: list[str] = ["1"]
    values: list[Any] = []
    if state:
        parts.append("state = ?")
        values.append(words_out(state))
    if words:
        match = all_of(words)
        if not match:
            return []
        parts.append("n IN (SELECT rowid FROM dispute_words WHERE dispute_words MATCH ?)")
        values.append(match)
    where = " AND ".join(parts)
    newest = "ORDER BY opened DESC, n DESC"
    if claim_ids:
        found = _holding(db, claim_ids)
        numbers = [n for (n,) in db.execute(f"SELECT n FROM disputes WHERE {where} {newest}", values) if n in found]
    else:
        numbers = [n for (n,) in db.execute(f"SELECT n FROM disputes WHERE {where} {newest} LIMIT ?", [*values, limit])]
    return rows.disputes(db, numbers[:limit])


def _holding(db: Database, claim_ids: Sequence[str]) -> set[int]:
    found: set[int] = set()
    ids = list(dict.fromkeys(map(id_out, claim_ids)))
    for i in range(0, len(ids), rows.BATCH):
        batch = ids[i : i + rows.BATCH]
        for side in ("old", "new"):
            sql = f"""SELECT d.n FROM claims k JOIN conflicts c ON c.{side} = k.n JOIN disputes d ON d.id = c.dispute
                      WHERE k.id IN ({rows.marks(batch)})"""
            found.update(n for (n,) in db.execute(sql, batch))
    return found


def dispute(db: Database, dispute_id: str) -> Dispute:
    """See ``Store.dispute``."""
    row = db.execute("SELECT n FROM disputes WHERE id = ?", [words_out(dispute_id)]).fetchone()
    if row is None:
        raise NotOnFile(f"no dispute {dispute_id!r} is on file")
    return rows.disputes(db, [row[0]])[0]


def settle(db: Database, dispute_id: str, *, state: str, how: str, by: str, now: datetime) -> tuple[Dispute, bool]:
    """See ``Store.settle``. A dispute that is open again keeps by whom and how it was reopened."""
    if not may_become(dispute(db, dispute_id), state):
        return dispute(db, dispute_id), False
    db.execute(
        "UPDATE disputes SET state = ?, settled_how = ?, settled_by = ?, settled_at = ? WHERE id = ?",
        [state, words_out(how), words_out(by), stamp(now), dispute_id],
    )
    acts.note(db, dispute_id, Act(state, by, now, how))  # type: ignore[arg-type]
    acts.redraw(db, dispute_id, now=now)
    return dispute(db, dispute_id), True


def dismissed(db: Database, claim_ids: Sequence[str]) -> list[Conflict]:
    """See ``Store.dismissed``."""
    ids = set(claim_ids)
    found = rows.disputes(db, sorted(_holding(db, claim_ids)))
    return [
        c
        for d in found
        if d.state == "dismissed"
        for c in d.conflicts
        if c.old.claim.id in ids and c.new.claim.id in ids
    ]


def settled_between(db: Database, since: datetime, until: datetime) -> list[Dispute]:
    """Disputes settled from ``since`` to before ``until`` and settled still, in that order."""
    sql = "SELECT n FROM disputes WHERE settled_at >= ? AND settled_at < ? AND state != 'open' ORDER BY settled_at, n"
    return rows.disputes(db, [n for (n,) in db.execute(sql, [stamp(since), stamp(until)])])


def opened_between(db: Database, since: datetime, until: datetime) -> list[Dispute]:
    """Disputes opened from ``since`` to before ``until``, in that order."""
    sql = "SELECT n FROM disputes WHERE opened >= ? AND opened < ? ORDER BY opened, n"
    return rows.disputes(db, [n for (n,) in db.execute(sql, [stamp(since), stamp(until)])])
