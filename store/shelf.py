"""The shelf: articles and their texts as they stand on file, and how much of everything there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.errors import NotOnFile
from bot.nouns import Claim, Counts, Edition, Statement
from store import places, rows
from store.codec import stamp, words_in, words_out
from store.migrations import schema


def statement(db: Database, claim_id: str) -> Statement:
    """See ``Store.statement``; of a claim that stood in two revisions the current one."""
    row = db.execute(
        "SELECT n FROM claims WHERE id = ? ORDER BY current DESC, n DESC LIMIT 1", [places.id_out(claim_id)]
    ).fetchone()
    if row is None:
        raise NotOnFile(f"no claim {claim_id!r} is on file")
    return rows.statements(db, [row[0]])[row[0]]


def text(db: Database, revision_id: str) -> str:
    """See ``Store.text``."""
    row = db.execute("SELECT text FROM revisions WHERE id = ?", [words_out(revision_id)]).fetchone()
    if row is None:
        raise NotOnFile(f"no revision {revision_id!r} is on file")
    return words_in(row[0])


def texts(db: Database, revision_ids: Sequence[str]) -> dict[str, str]:
    """See ``Store.texts``."""
    found: dict[str, str] = {}
    for batch in rows.batches(list(dict.fromkeys(map(words_out, revision_ids)))):
        sql = f"SELECT id, text FROM revisions WHERE id IN ({rows.marks(batch)})"
        found.update((words_in(i), words_in(text)) for i, text in db.execute(sql, batch))
    return found


def articles(db: Database, *, limit: int, offset: int) -> list[Edition]:
    """See ``Store.articles``."""
    sql = f"SELECT {rows.EDITION} FROM revisions r WHERE r.current ORDER BY r.fetched DESC, r.filed DESC, r.id LIMIT ? OFFSET ?"
    return [rows.edition(row) for row in db.execute(sql, [limit, offset])]


def article(db: Database, ref_or_id: str) -> list[tuple[Edition, Sequence[Claim]]]:
    """See ``Store.article``; of several articles with one ref or URL the one filed last."""
    article_id = _article_id(db, ref_or_id)
    sql = "SELECT n FROM revisions WHERE article_id = ? ORDER BY current DESC, filed DESC, n DESC"
    numbers = [n for (n,) in db.execute(sql, [article_id])]
    shelved = rows.revisions(db, numbers)
    return [(shelved[n].edition, _claims(db, n, shelved[n])) for n in numbers]


def _article_id(db: Database, ref_or_id: str) -> str:
    for column in ("article_id", "ref", "url"):
        sql = f"SELECT article_id FROM revisions WHERE {column} = ? ORDER BY filed DESC, n DESC LIMIT 1"
        row = db.execute(sql, [words_out(ref_or_id)]).fetchone() if ref_or_id else None
        if row:
            return str(row[0])
    raise NotOnFile(f"no article {ref_or_id!r} is on file")


def _claims(db: Database, revision: int, shelved: rows.Shelved) -> list[Claim]:
    """A revision's claims in the order of the text."""
    return sorted((claim for _, claim in rows.claims_of(db, revision, shelved)), key=lambda c: c.sentence)


def filed_between(db: Database, since: datetime, until: datetime) -> tuple[int, int]:
    """See ``Store.filed_between``: from ``since`` to before ``until``."""
    row = db.execute(
        "SELECT count(*), coalesce(sum(claims), 0) FROM revisions WHERE filed >= ? AND filed < ? AND current",
        [stamp(since), stamp(until)],
    ).fetchone()
    return int(row[0]), int(row[1])


def counts(db: Database) -> Counts:
    """See ``Store.counts``; claims are the current ones, alerts of the kind "alert"."""

    def count(sql: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM {sql}").fetchone()[0])

    return Counts(
        articles=rows.tally(db, "articles"),
        revisions=count("revisions"),
        claims=rows.tally(db, "claims"),
        disputes=count("disputes"),
        alerts_due=count("outbox WHERE state = 'due' AND kind = 'alert'"),
        alerts_posted=count("outbox WHERE state = 'posted' AND kind = 'alert'"),
        schema=schema(db),
    )
