"""The diary's entries on what people in Slack ask for, watch and settle."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations import diary


@diary(name="0020 articles found by their outlet")
def outlets(db: Database) -> None:
    db.execute("CREATE INDEX revisions_by_outlet ON revisions(outlet) WHERE current")
