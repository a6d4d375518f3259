"""The diary's entries on what becomes of an article: whose copy it is, what its editions changed, how it went."""

from __future__ import annotations

from sqlite_utils import Database

from bot import copies
from store.codec import words_in
from store.migrations import diary


@diary(name="0012 copies of one story")
def sketches(db: Database) -> None:
    """Two dozen numbers for each current revision; see ``bot.copies``. Of those on file it is not told whose
    copies they are: what was alerted on them stands."""
    db.execute(
        "CREATE TABLE sketches (hash INTEGER NOT NULL, revision INTEGER NOT NULL REFERENCES revisions(n),"
        " PRIMARY KEY (hash, revision)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX revisions_by_story ON revisions(story) WHERE story != ''")
    for n, text in db.execute("SELECT n, text FROM revisions WHERE current").fetchall():
        db.conn.executemany(
            "INSERT INTO sketches VALUES (?, ?)", [(number, n) for number in copies.sketch(words_in(text)).hashes]
        )


@diary(name="0013 what became of an article")
def fates(db: Database) -> None:
    """``tombstones.name`` is a hash: nothing of what was forgotten can be read from it. ``shown`` is which
    channel was shown which revision in an answer; alerts stand in the outbox."""
    db.executescript(
        """
        CREATE TABLE edits (
            revision INTEGER PRIMARY KEY REFERENCES revisions(n), older INTEGER REFERENCES revisions(n),
            silent INTEGER NOT NULL
        );
        CREATE TABLE changes (
            n INTEGER PRIMARY KEY, revision INTEGER NOT NULL REFERENCES revisions(n), kind TEXT NOT NULL,
            old INTEGER REFERENCES claims(n), new INTEGER REFERENCES claims(n), marks BLOB NOT NULL
        );
        CREATE INDEX changes_of_revision ON changes(revision);
        CREATE TABLE notices (
            n INTEGER PRIMARY KEY, revision INTEGER NOT NULL REFERENCES revisions(n), kind TEXT NOT NULL,
            start INTEGER NOT NULL, length INTEGER NOT NULL,
            old INTEGER REFERENCES claims(n), new INTEGER REFERENCES claims(n)
        );
        CREATE INDEX notices_of_revision ON notices(revision);
        CREATE TABLE withdrawals (
            article_id TEXT PRIMARY KEY, at TEXT NOT NULL, "by" NOT NULL, reason NOT NULL, publisher INTEGER NOT NULL,
            lifted INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE TABLE tombstones (
            name TEXT PRIMARY KEY, at TEXT NOT NULL, "by" NOT NULL, reason NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE tombstone_hashes (
            hash INTEGER NOT NULL, name TEXT NOT NULL REFERENCES tombstones(name), PRIMARY KEY (hash, name)
        ) WITHOUT ROWID;
        CREATE TABLE shown (
            revision INTEGER NOT NULL REFERENCES revisions(n), channel TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (revision, channel)
        ) WITHOUT ROWID;
        """
    )
