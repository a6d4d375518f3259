"""The diary's entries for who runs the bot: the record of changes, and the workspaces that installed it."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations import diary


@diary(name="0030 the record of changes")
def audit(db: Database) -> None:
    """``done`` is 0 while a change is being made. Of an article it holds the id alone, from which nothing of it can
    be read once it is forgotten."""
    db.executescript(
        """
        CREATE TABLE audit (
            n INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who NOT NULL, who_id TEXT NOT NULL,
            workspace TEXT NOT NULL, channel TEXT NOT NULL, via TEXT NOT NULL, what TEXT NOT NULL,
            subject NOT NULL, before NOT NULL, after NOT NULL, done INTEGER NOT NULL
        );
        CREATE INDEX audit_by_at ON audit(at);
        """
    )


@diary(name="0031 workspaces that installed the bot")
def installations(db: Database) -> None:
    """``sealed`` is the installation with its tokens, encrypted. ``install_states.state`` is a hash."""
    db.executescript(
        """
        CREATE TABLE installations (
            team TEXT PRIMARY KEY, name NOT NULL, sealed BLOB NOT NULL, at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE install_states (state TEXT PRIMARY KEY, expires TEXT NOT NULL) WITHOUT ROWID;
        """
    )


@diary(name="0032 articles without a date")
def undated(db: Database) -> None:
    """What has no date may tell of any day, and is looked at beside what has one."""
    db.execute("CREATE INDEX revisions_undated ON revisions(n) WHERE current AND published IS NULL")
