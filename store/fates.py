"""Articles that go out: withdrawn, by their publisher or by the newsroom, or forgotten for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot import copies
from bot.bygone import MYSELF, READMITTED, WITHDRAWN, closed_by_withdrawal, names_of, told
from bot.copies.finding import NEAR_COPY
from bot.errors import NotOnFile
from bot.nouns import Edition, Outcome, Revision, Withdrawal, content_id
from store import corrections, disputing, editing, filing, origins, outbox, places, readings, rows, traces
from store.codec import moment, stamp, words_in, words_out

# --- what may come in ----------------------------------------------------------------------------


def barred(db: Database, revision: Revision, *, looking: bool = False) -> Outcome | None:
    """Why this revision may not come in: "forgotten" or "withdrawn"; None when it may. What its publisher
    withdrew may come in again with a new text, which lifts the withdrawal (unless ``looking`` only)."""
    if _forgotten(db, revision):
        return "forgotten"
    article_id = revision.edition.article_id
    gone = withdrawal(db, article_id)
    if gone is None:
        return None
    on_file = db.execute("SELECT 1 FROM revisions WHERE id = ?", [revision.id]).fetchone()
    if on_file or not gone.publisher:
        return "withdrawn"
    if not looking:
        _lift(db, article_id)
    return None


def standing(db: Database, revision: Revision) -> Outcome | None:
    """See ``Store.standing``."""
    return "unchanged" if filing.known(db, revision.id) else barred(db, revision, looking=True)


def _forgotten(db: Database, revision: Revision) -> bool:
    names = list(names_of(revision.edition.article_id, [revision.edition.url], [revision.edition.sha256]))
    if db.execute(f"SELECT 1 FROM tombstones WHERE name IN ({rows.marks(names)})", names).fetchone():
        return True
    if not db.execute("SELECT 1 FROM tombstone_hashes").fetchone():
        return False
    hashes = list(copies.sketch(revision.text).hashes)
    row = db.execute(
        f"SELECT count(*) AS c FROM tombstone_hashes WHERE hash IN ({rows.marks(hashes)}) GROUP BY name ORDER BY c DESC",
        hashes,
    ).fetchone()
    return row is not None and row[0] >= NEAR_COPY


# --- withdrawn -----------------------------------------------------------------------------------


def withdraw(db: Database, article_id: str, *, by: str, reason: str, publisher: bool, now: datetime) -> bool:
    """See ``Store.withdraw``."""
    row = db.execute(
        f"SELECT {rows.EDITION}, r.n, r.current FROM revisions r WHERE article_id = ? ORDER BY current DESC, n DESC LIMIT 1",
        [article_id],
    ).fetchone()
    if row is None:
        raise NotOnFile(f"no article {article_id!r} is on file")
    if withdrawal(db, article_id) is not None:
        return False
    *particulars, n, current = row
    if current:
        filing.supersede(db, n)
    db.execute(
        'INSERT OR REPLACE INTO withdrawals(article_id, at, "by", reason, publisher, lifted) VALUES (?, ?, ?, ?, ?, 0)',
        [article_id, stamp(now), words_out(by), words_out(reason), publisher],
    )
    revisions = [n for (n,) in db.execute("SELECT n FROM revisions WHERE article_id = ?", [article_id])]
    channels = corrections.shown_to(db, revisions, _claim_numbers(db, article_id))
    _close_disputes(db, article_id, now)
    edition = rows.edition(particulars)
    text = told(edition, Withdrawal(article_id, now, by, reason, publisher))
    for channel in sorted(channels):
        outbox.owe(
            db, f"withdrawn:{article_id}:{stamp(now)}:{channel}", "notice",
            channel=channel, subject=article_id, due=now, payload={"text": rows.sayable(text)},
        )  # fmt: skip
    return True


def withdrawal(db: Database, article_id: str) -> Withdrawal | None:
    """See ``Store.withdrawal``."""
    row = db.execute(
        'SELECT at, "by", reason, publisher FROM withdrawals WHERE article_id = ? AND NOT lifted', [article_id]
    ).fetchone()
    if row is None:
        return None
    at, by, reason, publisher = row
    return Withdrawal(article_id, moment(at), words_in(by), words_in(reason), bool(publisher))


def withdrawn_between(db: Database, since: datetime, until: datetime) -> list[tuple[Edition, Withdrawal]]:
    """See ``Store.withdrawn_between``."""
    sql = f"""SELECT {rows.EDITION}, w.at, w."by", w.reason, w.publisher FROM withdrawals w JOIN revisions r
              ON r.n = (SELECT max(n) FROM revisions WHERE article_id = w.article_id)
              WHERE w.at >= ? AND w.at < ? AND NOT w.lifted ORDER BY w.at, r.n"""
    return [
        (
            edition := rows.edition(row),
            Withdrawal(edition.article_id, moment(at), words_in(by), words_in(why), bool(own)),
        )
        for *row, at, by, why, own in db.execute(sql, [stamp(since), stamp(until)])
    ]


def readmit(db: Database, article_id: str, *, now: datetime) -> bool:
    """See ``Store.readmit``."""
    if not _lift(db, article_id):
        return False
    for dispute_id in _disputes_with(db, article_id):
        held = disputing.dispute(db, dispute_id)
        if closed_by_withdrawal(held) and _stands(db, dispute_id):
            disputing.settle(db, dispute_id, state="open", how=READMITTED, by=MYSELF, now=now)
    return True


def _lift(db: Database, article_id: str) -> bool:
    """The withdrawal is kept, as lifted."""
    sql = "UPDATE withdrawals SET lifted = 1 WHERE article_id = ? AND NOT lifted"
    return bool(db.execute(sql, [article_id]).rowcount)


def note_shown(db: Database, revision_ids: Sequence[str], channel: str, *, now: datetime) -> None:
    """See ``Store.note_shown``."""
    db.conn.executemany(
        "INSERT INTO shown(revision, channel, at) SELECT n, ?, ? FROM revisions WHERE id = ? ON CONFLICT DO NOTHING",
        [(channel, stamp(now), revision_id) for revision_id in revision_ids],
    )


def _claim_numbers(db: Database, article_id: str) -> list[int]:
    sql = """SELECT c.n FROM revisions r JOIN claims c ON c.n BETWEEN r.n << 16 AND (r.n << 16) + 65535
             WHERE r.article_id = ?"""
    return [n for (n,) in db.execute(sql, [article_id])]


def _disputes_with(db: Database, article_id: str) -> list[str]:
    return corrections.with_claims(db, _claim_numbers(db, article_id))


def _close_disputes(db: Database, article_id: str, now: datetime) -> None:
    """Resolves the disputes of which nothing is left between articles on file."""
    for dispute_id in _disputes_with(db, article_id):
        if not _stands(db, dispute_id):
            corrections.close(db, dispute_id, how=WITHDRAWN, now=now)


def _stands(db: Database, dispute_id: str) -> bool:
    """Whether two articles that were not withdrawn still clash in it."""
    sql = """SELECT 1 FROM conflicts c
             JOIN revisions o ON o.n = c.old >> 16 JOIN revisions w ON w.n = c.new >> 16
             WHERE c.dispute = ? AND NOT EXISTS (
                 SELECT 1 FROM withdrawals x WHERE NOT x.lifted AND x.article_id IN (o.article_id, w.article_id))"""
    return db.execute(sql, [dispute_id]).fetchone() is not None


# --- forgotten -----------------------------------------------------------------------------------


def forget(db: Database, article_id: str, *, by: str, reason: str, near_copies: bool, now: datetime) -> None:
    """See ``Store.forget``; ``chores.rewrite`` afterwards, outside any transaction, takes it out of the file's bytes."""
    found = db.execute("SELECT n, url, sha256, text FROM revisions WHERE article_id = ?", [article_id]).fetchall()
    if not found:
        raise NotOnFile(f"no article {article_id!r} is on file")
    _tombstones(db, article_id, found, by=by, reason=reason, near_copies=near_copies, now=now)
    for n, *_ in found:
        if db.execute("SELECT 1 FROM revisions WHERE n = ? AND current", [n]).fetchone():
            filing.supersede(db, n)
    _forget_disputes(db, article_id)
    traces.remove(db, article_id, urls={words_in(url) for _, url, *_ in found if url})
    for n, *_ in found:
        _forget_revision(db, n)
    db.execute("UPDATE revisions SET story = '' WHERE story = ?", [article_id])
    db.execute("DELETE FROM withdrawals WHERE article_id = ?", [article_id])
    _forget_words(db)
    readings.unpacked.cache_clear()
    readings.claim.cache_clear()


def _tombstones(
    db: Database, article_id: str, found: Sequence[Sequence[str]], *, by: str, reason: str, near_copies: bool, now: datetime
) -> None:  # fmt: skip
    names = set(names_of(article_id, (words_in(f[1] or "") for f in found), (f[2] for f in found)))
    db.conn.executemany(
        'INSERT INTO tombstones(name, at, "by", reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        [(name, stamp(now), words_out(by), words_out(reason)) for name in names],
    )
    for *_, digest, text in found if near_copies else ():
        name = f"text:{content_id(digest)}"
        db.conn.executemany(
            "INSERT INTO tombstone_hashes(hash, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(number, name) for number in copies.sketch(words_in(text)).hashes],
        )


def _forget_disputes(db: Database, article_id: str) -> None:
    """Takes its conflicts out of every dispute; a dispute that held no others goes with them."""
    disputes, numbers = _disputes_with(db, article_id), _claim_numbers(db, article_id)
    for batch in rows.batches(numbers):
        marks = rows.marks(batch)
        db.execute(f"DELETE FROM conflicts WHERE old IN ({marks}) OR new IN ({marks})", [*batch, *batch])
        db.execute(f"DELETE FROM changes WHERE old IN ({marks}) OR new IN ({marks})", [*batch, *batch])
        db.execute(f"DELETE FROM notices WHERE old IN ({marks}) OR new IN ({marks})", [*batch, *batch])
    for dispute_id in disputes:
        first = db.execute("SELECT reason FROM conflicts WHERE dispute = ? ORDER BY n LIMIT 1", [dispute_id]).fetchone()
        (n,) = db.execute("SELECT n FROM disputes WHERE id = ?", [dispute_id]).fetchone()
        if first:  # a reason quotes what clashed
            db.execute("UPDATE disputes SET reason = ? WHERE id = ?", [first[0], dispute_id])
            filing.index_dispute(db, dispute_id)
            continue
        db.execute("DELETE FROM dispute_words WHERE rowid = ?", [n])
        db.execute("DELETE FROM outbox WHERE subject = ?", [dispute_id])
        db.execute("DELETE FROM disputes WHERE id = ?", [dispute_id])


def _forget_revision(db: Database, n: int) -> None:
    editing.erase(db, n)
    origins_of = db.execute("SELECT 1 FROM sketches WHERE revision = ? LIMIT 1", [n]).fetchone()
    if origins_of:
        origins.take_out(db, n)
    db.execute("UPDATE edits SET older = NULL WHERE older = ?", [n])
    db.execute("DELETE FROM shown WHERE revision = ?", [n])
    db.execute("DELETE FROM claims WHERE n BETWEEN ? AND ?", places.claims_of(n))
    db.execute("DELETE FROM readings WHERE revision = ?", [n])
    db.execute("DELETE FROM revisions WHERE n = ?", [n])


def _forget_words(db: Database) -> None:
    """Topics and names that nothing is left of, and what the word indexes still hold of deleted rows."""
    db.execute("DELETE FROM topics WHERE claims <= 0 AND NOT EXISTS (SELECT 1 FROM about a WHERE a.topic = topics.n)")
    db.execute("DELETE FROM speakers WHERE n NOT IN (SELECT speaker FROM claims WHERE speaker IS NOT NULL)")
    for index in ("claim_words", "dispute_words"):
        db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
