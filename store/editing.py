"""What each edition of an article changed, kept as it was found when it was filed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.nouns import Change, Claim, Decision, Edited, Edition, Notice, Span
from store import places, rows
from store.codec import dump_as, load_as, stamp

MARKS = tuple[tuple[Span, ...], tuple[Span, ...]]


def note(db: Database, revision: int, decision: Decision, *, older: int) -> None:
    """Writes down what a new edition changed. A page may come back to a text: what was noted of it is replaced."""
    erase(db, revision)
    edited = decision.edited
    if edited is None:
        return
    db.execute("INSERT INTO edits(revision, older, silent) VALUES (?, ?, ?)", [revision, older or None, edited.silent])
    for change in edited.changes:
        db.execute(
            "INSERT INTO changes(revision, kind, old, new, marks) VALUES (?, ?, ?, ?, ?)",
            [
                revision,
                change.kind,
                _number(db, older, change.old),
                _number(db, revision, change.new),
                dump_as(MARKS, change.marks),
            ],
        )
    for told in edited.notices:
        old = _by_id(db, older, told.corrects)
        new = _by_id(db, revision, told.into)
        db.execute(
            "INSERT INTO notices(revision, kind, start, length, old, new) VALUES (?, ?, ?, ?, ?, ?)",
            [revision, told.kind, told.span.start, told.span.end - told.span.start, old, new],
        )


def erase(db: Database, revision: int) -> None:
    """Takes away what was noted of a revision."""
    for table in ("changes", "notices", "edits"):
        db.execute(f"DELETE FROM {table} WHERE revision = ?", [revision])


def _number(db: Database, revision: int, claim: Claim | None) -> int | None:
    return _by_id(db, revision, claim.id) if claim is not None else None


def _by_id(db: Database, revision: int, claim_id: str) -> int | None:
    if not claim_id or not revision:
        return None
    first, last = places.claims_of(revision)
    sql = "SELECT n FROM claims WHERE n BETWEEN ? AND ? AND id = ?"
    row = db.execute(sql, [first, last, places.id_out(claim_id)]).fetchone()
    return int(row[0]) if row else None


def edits(db: Database, article_id: str) -> dict[str, Edited]:
    """See ``Store.edits``."""
    sql = "SELECT r.n, r.id, e.silent FROM edits e JOIN revisions r ON r.n = e.revision WHERE r.article_id = ? ORDER BY r.n"
    found = db.execute(sql, [article_id]).fetchall()
    return {revision_id: _edited(db, n, silent) for n, revision_id, silent in found}


def edited_between(db: Database, since: datetime, until: datetime) -> list[tuple[Edition, Edited]]:
    """See ``Store.edited_between``."""
    sql = f"""SELECT {rows.EDITION}, r.n, e.silent FROM revisions r JOIN edits e ON e.revision = r.n
              WHERE r.filed >= ? AND r.filed < ? ORDER BY r.filed, r.n"""
    found = db.execute(sql, [stamp(since), stamp(until)]).fetchall()
    return [(rows.edition(particulars), _edited(db, n, silent)) for *particulars, n, silent in found]


def _edited(db: Database, revision: int, silent: int) -> Edited:
    sql = "SELECT kind, old, new, marks FROM changes WHERE revision = ? ORDER BY n"
    changes = db.execute(sql, [revision]).fetchall()
    sql = "SELECT kind, start, length, old, new FROM notices WHERE revision = ? ORDER BY n"
    notices = db.execute(sql, [revision]).fetchall()
    wanted = [c for row in changes for c in row[1:3] if c] + [c for row in notices for c in row[3:5] if c]
    claims = {k: s.claim for k, s in rows.statements(db, wanted).items()}
    return Edited(
        changes=tuple(_change(row, claims) for row in changes),
        notices=tuple(_notice(row, claims) for row in notices),
        silent=bool(silent),
    )


def _change(row: Any, claims: dict[int, Claim]) -> Change:
    kind, old, new, marks = row
    return Change(kind, claims.get(old), claims.get(new), load_as(MARKS, marks))


def _notice(row: Any, claims: dict[int, Claim]) -> Notice:
    kind, start, length, old, new = row
    corrects, into = (claims[c].id if c in claims else "" for c in (old, new))
    return Notice(kind, Span(start, start + length), corrects, into)
