"""Which story an article on file tells: its sketch, found by any of its hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from bot import copies
from bot.copies.finding import FURNITURE
from bot.nouns import Edition, Revision
from store import rows
from store.codec import words_in

BEARERS = "SELECT revision FROM sketches WHERE hash = ? LIMIT ?"


def story_of(db: Database, revision: Revision, mine: copies.Sketch, *, older: int) -> str:
    """The article that this one is a copy of, or copied by; "" for none. Once told, an article keeps its story."""
    own = revision.edition.article_id
    if older:
        (kept,) = db.execute("SELECT story FROM revisions WHERE n = ?", [older]).fetchone()
        if kept:
            return str(kept)
    found = copies.story_of(
        mine,
        bearers=lambda number: [n for (n,) in db.execute(BEARERS, [number, FURNITURE + 2]) if n != older],
        texts=lambda few: texts(db, few),
    )
    if found is None:
        return ""
    story, article = db.execute("SELECT story, article_id FROM revisions WHERE n = ?", [found.article]).fetchone()
    theirs = str(story or article)
    return "" if theirs == own else theirs


def texts(db: Database, numbers: Sequence[int]) -> Mapping[int, str]:
    """The texts of the revisions with these numbers, by number."""
    sql = f"SELECT n, text FROM revisions WHERE n IN ({rows.marks(numbers)})"
    return {n: words_in(text) for n, text in db.execute(sql, list(numbers))}


def put(db: Database, revision: int, mine: copies.Sketch) -> None:
    """Has the revision found by its sketch."""
    db.conn.executemany(
        "INSERT INTO sketches(hash, revision) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(number, revision) for number in mine.hashes],
    )


def take_out(db: Database, revision: int) -> None:
    """Has it found no more."""
    (text,) = db.execute("SELECT text FROM revisions WHERE n = ?", [revision]).fetchone()
    db.conn.executemany(
        "DELETE FROM sketches WHERE hash = ? AND revision = ?",
        [(number, revision) for number in copies.sketch(words_in(text)).hashes],
    )


def shared(db: Database, article_id: str) -> list[Edition]:
    """See ``Store.copies``."""
    row = db.execute(
        "SELECT story FROM revisions WHERE article_id = ? ORDER BY current DESC, n DESC LIMIT 1", [article_id]
    ).fetchone()
    story = (row and row[0]) or article_id
    sql = f"""SELECT {rows.EDITION} FROM revisions r
              WHERE r.current AND r.article_id != ? AND (r.story = ? OR r.article_id = ?) ORDER BY r.n"""
    return [rows.edition(r) for r in db.execute(sql, [article_id, story, story])]
