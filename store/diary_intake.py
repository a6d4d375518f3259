"""The diary's entries on what comes in: the inbox, what was answered, and how far imports have come."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations import diary


@diary(name="0010 the inbox, the journal of imports, and more of an edition's particulars")
def inbox(db: Database) -> None:
    """``inbox.body`` is there until the article is on file. ``pushes`` is what each Idempotency-Key was
    answered. ``import_files.done`` counts items, ``import_files.offset`` bytes."""
    db.executescript(
        """
        ALTER TABLE revisions ADD COLUMN updated TEXT;
        ALTER TABLE revisions ADD COLUMN dated_by TEXT NOT NULL DEFAULT '';
        ALTER TABLE revisions ADD COLUMN language TEXT NOT NULL DEFAULT '';

        CREATE TABLE inbox (
            n INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, ref TEXT NOT NULL,
            received TEXT NOT NULL, state TEXT NOT NULL, not_before TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '', filed TEXT, body BLOB
        );
        CREATE INDEX inbox_waiting ON inbox(n) WHERE state = 'waiting';
        CREATE INDEX inbox_of_article ON inbox(article_id, n) WHERE state = 'waiting';
        CREATE INDEX inbox_given_up ON inbox(n) WHERE state = 'given up';
        CREATE INDEX inbox_by_filed ON inbox(filed) WHERE state = 'filed';
        CREATE TABLE pushes (
            key TEXT PRIMARY KEY, digest TEXT NOT NULL, answer BLOB NOT NULL, at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX pushes_by_at ON pushes(at);

        CREATE TABLE import_files (
            path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, head TEXT NOT NULL,
            started TEXT NOT NULL, at TEXT NOT NULL, done INTEGER NOT NULL, "offset" INTEGER NOT NULL,
            filed INTEGER NOT NULL, bad INTEGER NOT NULL, finished INTEGER NOT NULL, ref TEXT NOT NULL
        );
        CREATE INDEX import_files_by_at ON import_files(at);
        CREATE TABLE import_faults (
            n INTEGER PRIMARY KEY, path TEXT NOT NULL REFERENCES import_files(path), item TEXT NOT NULL,
            reason TEXT NOT NULL, advice TEXT NOT NULL
        );
        CREATE UNIQUE INDEX import_faults_by_place ON import_faults(path, item);
        """
    )
