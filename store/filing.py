"""Filing: a revision, its claims, the conflicts they lead to and the alerts due, all or nothing.

Everything here runs inside one write transaction that holds the lock from its first moment. The rivals
are fetched in it, so of two clashing articles filed at the same instant the second sees the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from bot.errors import StoreFailed
from bot.nouns import Claim, Conflict, Decision, Filing, Revision, Statement
from bot.ports import Decide
from store import outbox, rows
from store.codec import stamp, words_out
from store.consequences import Consequences, consequences
from store.rivals import rivals

Numbers = dict[str, int]  # claim id -> its number
Outcome = Literal["new", "revised", "unchanged"]


def file(
    db: Database, revision: Revision, claims: Sequence[Claim], decide: Decide, *, alert_channel: str, now: datetime
) -> Filing:
    """See ``Store.file``. To be run in a write transaction."""
    outcome = _revision(db, revision, stamp(now))
    if outcome == "unchanged":
        return Filing(revision.edition, "unchanged")
    decision = decide(rivals(db, claims))
    numbers = _claims(db, revision, claims, said=rows.saying(revision, stamp(now)))
    decision = _conclude(db, decision, revision.id, alert_channel=alert_channel, now=now)
    return Filing(revision.edition, outcome, claims=len(numbers), decision=decision)


def known(db: Database, revision_id: str) -> bool:
    """Whether this revision is on file and current."""
    return db.execute("SELECT 1 FROM revisions WHERE id = ? AND current", [revision_id]).fetchone() is not None


# --- the revision --------------------------------------------------------------------------------


def _revision(db: Database, revision: Revision, filed: str) -> Outcome:
    if known(db, revision.id):
        return "unchanged"
    row = db.execute(
        "SELECT id FROM revisions WHERE article_id = ? AND current", [revision.edition.article_id]
    ).fetchone()
    if row:
        _supersede(db, row[0])
    row_in = rows.edition_row(revision) | {
        "said": rows.saying(revision, filed),
        "filed": filed,
        "current": 1,
        "text": words_out(revision.text),
    }
    # A page may come back to a text it had before: that revision is then current again, with the
    # particulars it has now.
    table = db.table("revisions")
    if db.execute("SELECT 1 FROM revisions WHERE id = ?", [revision.id]).fetchone():
        table.update(revision.id, row_in)
    else:
        table.insert(row_in, pk="id")
    return "revised" if row else "new"


def _supersede(db: Database, revision_id: str) -> None:
    """Its claims stay on file, and disputes keep pointing at them, but no search finds them."""
    db.execute("UPDATE revisions SET current = 0 WHERE id = ?", [revision_id])
    ns = [n for (n,) in db.execute("SELECT n FROM claims WHERE revision_id = ? AND current", [revision_id])]
    of = "(SELECT n FROM claims WHERE revision_id = ? AND current)"
    db.conn.executemany(
        "UPDATE topics SET claims = claims - ? WHERE n = ?",
        db.execute(
            f"SELECT count(*), topic FROM claim_topics WHERE claim IN {of} GROUP BY topic", [revision_id]
        ).fetchall(),
    )
    db.execute(
        "UPDATE topics SET articles = articles - 1 WHERE n IN (SELECT topic FROM revision_topics WHERE revision = ?)",
        [revision_id],
    )
    db.execute("DELETE FROM revision_topics WHERE revision = ?", [revision_id])
    db.execute(f"DELETE FROM claim_topics WHERE claim IN {of}", [revision_id])
    db.conn.executemany("DELETE FROM claim_words WHERE rowid = ?", [(n,) for n in ns])
    db.execute("UPDATE claims SET current = 0 WHERE revision_id = ?", [revision_id])


# --- its claims ----------------------------------------------------------------------------------


def _claims(db: Database, revision: Revision, claims: Sequence[Claim], *, said: str) -> Numbers:
    """Puts the claims on file, in the order of the text, and says which number each got."""
    numbers: Numbers = {}
    fresh: list[tuple[int, Claim]] = []
    for claim in claims:
        if claim.id in numbers:  # ids come from content: the same claim twice is one claim
            continue
        numbers[claim.id] = _claim(db, claim, said)
        fresh.append((numbers[claim.id], claim))
    title = rows.sayable(revision.edition.title)
    db.conn.executemany(
        "INSERT INTO claim_words(rowid, quote, source, title, topics) VALUES (?, ?, ?, ?, ?)",
        [(n, rows.sayable(c.quote), rows.sayable(c.source_name), title, _topic_words(c)) for n, c in fresh],
    )
    _topics(db, revision.id, fresh)
    return numbers


def _claim(db: Database, claim: Claim, said: str) -> int:
    row = db.execute(
        "INSERT INTO claims(id, article_id, revision_id, said, cue_lemma, cue_class, source_name, source_folded, body, current)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
        # The reading may have got better since this text was current last; conflicts point at the number.
        " ON CONFLICT(revision_id, id) DO UPDATE SET said = excluded.said, cue_lemma = excluded.cue_lemma,"
        " cue_class = excluded.cue_class, source_name = excluded.source_name,"
        " source_folded = excluded.source_folded, body = excluded.body, current = 1 RETURNING n",
        rows.claim_row(claim, said=said),
    ).fetchone()
    return int(row[0])


def _topics(db: Database, revision_id: str, fresh: Iterable[tuple[int, Claim]]) -> None:
    pairs = [(topic, n) for n, claim in fresh for topic in dict.fromkeys(map(rows.sayable, claim.topics))]
    of: Numbers = {}
    for topic, count in Counter(topic for topic, _ in pairs).items():
        row = db.execute(
            "INSERT INTO topics(name, claims, articles) VALUES (?, ?, 1) ON CONFLICT(name)"
            " DO UPDATE SET claims = claims + excluded.claims, articles = articles + 1 RETURNING n",
            [topic, count],
        ).fetchone()
        of[topic] = int(row[0])
    db.conn.executemany("INSERT INTO claim_topics(topic, claim) VALUES (?, ?)", [(of[t], n) for t, n in pairs])
    db.conn.executemany(
        "INSERT INTO revision_topics(topic, revision) VALUES (?, ?)", [(n, revision_id) for n in of.values()]
    )
    db.execute("UPDATE revisions SET topics = ? WHERE id = ?", [len(of), revision_id])


def _topic_words(claim: Claim) -> str:
    return rows.sayable(" ; ".join(claim.topics))


# --- what it leads to ----------------------------------------------------------------------------


def _conclude(db: Database, decision: Decision, revision_id: str, *, alert_channel: str, now: datetime) -> Decision:
    """Writes down what the decision adds, and what is to be told of it."""
    if not decision.conflicts:
        return Decision()
    outcome = _consequences(db, decision)
    for dispute_id in outcome.opened:
        first = next(c for d, c in outcome.added if d == dispute_id)
        _open(db, dispute_id, first, now)
    for dispute_id, conflict in outcome.added:
        old, new = (_number(db, side) for side in (conflict.old, conflict.new))
        row = rows.conflict_row(conflict, dispute_id, old=old, new=new)
        db.execute(
            "INSERT INTO conflicts(id, dispute, old, new, label, kind, confidence, reason, clash, gates)"
            f" VALUES ({rows.marks(row)})",
            row,
        )
    for dispute_id in dict.fromkeys(d for d, _ in outcome.added):
        _index(db, dispute_id)
    for dispute_id in outcome.opened:
        outbox.owe(db, f"alert:{dispute_id}", "alert", channel=alert_channel, subject=dispute_id, due=now)
    for dispute_id in outcome.joined:
        key = f"joined:{dispute_id}:{revision_id}"
        channel = outbox.channel_of(db, dispute_id, otherwise=alert_channel)
        outbox.owe(db, key, "joined", channel=channel, subject=dispute_id, due=now, payload={"revision": revision_id})
    return outcome.decision


def _consequences(db: Database, decision: Decision) -> Consequences:
    ids = list({d for d, _ in decision.conflicts})
    conflict_ids = list({c.id for _, c in decision.conflicts})
    states = dict(db.execute(f"SELECT id, state FROM disputes WHERE id IN ({rows.marks(ids)})", ids).fetchall())
    on_file = db.execute(f"SELECT id FROM conflicts WHERE id IN ({rows.marks(conflict_ids)})", conflict_ids)
    return consequences(decision, states=states, conflicts_on_file={i for (i,) in on_file})


def _open(db: Database, dispute_id: str, first: Conflict, now: datetime) -> None:
    db.execute(
        "INSERT INTO disputes(id, label, kind, confidence, reason, opened, state) VALUES (?, ?, ?, ?, ?, ?, 'open')",
        [dispute_id, first.label, first.kind, first.confidence, words_out(first.reason), stamp(now)],
    )


def _number(db: Database, statement: Statement) -> int:
    claim = statement.claim
    row = db.execute("SELECT n FROM claims WHERE revision_id = ? AND id = ?", [claim.revision_id, claim.id]).fetchone()
    if row is None:
        raise StoreFailed(f"claim {claim.id} of revision {claim.revision_id} is in a conflict but not on file")
    return int(row[0])


def _index(db: Database, dispute_id: str) -> None:
    """Has the dispute found by the words of what it now holds."""
    (n,) = db.execute("SELECT n FROM disputes WHERE id = ?", [dispute_id]).fetchone()
    [dispute] = rows.disputes(db, [n])
    db.execute("DELETE FROM dispute_words WHERE rowid = ?", [n])
    db.execute("INSERT INTO dispute_words(rowid, words) VALUES (?, ?)", [n, rows.dispute_words(dispute.conflicts)])
