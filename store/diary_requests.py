"""The diary's entry on what people asked in Slack and has not been answered yet."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations import diary


@diary(name="0040 requests that are not finished")
def requests(db: Database) -> None:
    """``sealed`` is the request, encrypted under a key that is not on file; ``leased_until`` keeps others off what is
    worked on; ``told`` counts the answers that Slack has taken."""
    db.executescript(
        """
        CREATE TABLE requests (
            key PRIMARY KEY, at TEXT NOT NULL, leased_until TEXT NOT NULL, attempts INTEGER NOT NULL,
            told INTEGER NOT NULL, sealed BLOB NOT NULL
        );
        """
    )
