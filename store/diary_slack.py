"""The diary's entries on what people in Slack ask for, watch and settle."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations import diary


@diary(name="0020 articles found by their outlet")
def outlets(db: Database) -> None:
    db.execute("CREATE INDEX revisions_by_outlet ON revisions(outlet) WHERE current")


@diary(name="0021 watches, quiet hours, and bursts of alerts")
def watches(db: Database) -> None:
    """``watches.name`` is the topic as it is compared. ``outbox.bundle`` is the key of the message in whose thread
    an alert stands that came with many others; ``receipt_thread`` that message's own timestamp."""
    db.executescript(
        """
        CREATE TABLE watches (
            n INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, name NOT NULL, words NOT NULL,
            muted INTEGER NOT NULL, "by" NOT NULL, at TEXT, UNIQUE (channel, name)
        );
        CREATE TABLE quiet_hours (
            channel TEXT PRIMARY KEY, start TEXT NOT NULL, "end" TEXT NOT NULL, zone TEXT NOT NULL
        ) WITHOUT ROWID;
        ALTER TABLE outbox ADD COLUMN bundle TEXT NOT NULL DEFAULT '';
        ALTER TABLE outbox ADD COLUMN receipt_thread TEXT NOT NULL DEFAULT '';
        CREATE INDEX outbox_of_subject ON outbox(subject, kind);
        """
    )


@diary(name="0022 who did what with a dispute")
def acts(db: Database) -> None:
    """``disputes.holder`` is who has taken it on. What was settled before has its last settlement as its one act."""
    db.executescript(
        """
        ALTER TABLE disputes ADD COLUMN holder NOT NULL DEFAULT '';
        CREATE TABLE acts (
            n INTEGER PRIMARY KEY AUTOINCREMENT, dispute TEXT NOT NULL REFERENCES disputes(id) ON DELETE CASCADE,
            what TEXT NOT NULL, "by" NOT NULL, how NOT NULL, at TEXT NOT NULL
        );
        CREATE INDEX acts_of_dispute ON acts(dispute);
        INSERT INTO acts(dispute, what, "by", how, at)
            SELECT id, state, settled_by, settled_how, settled_at FROM disputes WHERE settled_at IS NOT NULL;
        """
    )


@diary(name="0023 what a digest holds")
def parts(db: Database) -> None:
    """``parts`` are names after spaces. ``planned`` is when the hours were set: none before that falls due, though the
    digest counts from the one before. Plans made before have what digests held then."""
    db.executescript(
        """
        ALTER TABLE digest_plans ADD COLUMN parts TEXT NOT NULL DEFAULT 'disputes held settled unsure topics';
        ALTER TABLE digest_plans ADD COLUMN planned TEXT;
        """
    )
