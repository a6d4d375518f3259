"""The diary of the archive: how its tables came to be, one entry after the other.

Each entry is applied once, in order, and noted in the table ``_sqlite_migrations``. An entry that has
been released is never edited; a change of mind is a new entry.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from bot.errors import SchemaTooNew, StoreFailed
from store import views
from store.connections import at_once

diary = Migrations("wirecheck")


def bring_up_to_date(db: Database, *, where: str) -> int:
    """Applies what is new, all or nothing, and says how many entries the diary now has.

    ``SchemaTooNew`` when a later version of Wirecheck has written in it, ``StoreFailed`` when the
    file is the database of another program."""
    with at_once(db):  # also keeps a second process that starts at the same moment waiting for us
        refuse_strangers(db, where)
        if diary.pending(db):
            views.take_away(db)
            diary.apply(db)
        views.put(db)
    return schema(db)


def schema(db: Database) -> int:
    """How many entries of the diary have been applied."""
    return len(diary.applied(db))


def refuse_strangers(db: Database, where: str) -> None:
    """``StoreFailed`` for the database of another program, ``SchemaTooNew`` for one of a later Wirecheck. A new,
    empty file is nobody's."""
    tables = set(db.table_names())
    if tables and Migrations.migrations_table not in tables:
        raise StoreFailed(f"{where} is a database of another program; name another file in WIRECHECK_DATABASE")
    ours = {m.name for m in diary.pending(db)} | {m.name for m in diary.applied(db)}
    known = {m.name for m in diary._migrations}
    later = sorted(ours - known)
    if later:
        raise SchemaTooNew(
            f"{where} was written by a later version of Wirecheck (it has {later[0]!r}); "
            "upgrade Wirecheck, or name another file in WIRECHECK_DATABASE"
        )
    if tables and not diary.applied(db):
        raise StoreFailed(f"{where} is a database of another program; name another file in WIRECHECK_DATABASE")


@diary(name="0001 articles and their revisions")
def articles(db: Database) -> None:
    """``said`` is when it was published, or failing that fetched; ``filed`` when it last became current."""
    db.executescript(
        """
        CREATE TABLE revisions (
            id TEXT PRIMARY KEY, article_id TEXT NOT NULL, ref TEXT NOT NULL,
            title, outlet, author, url, published TEXT, fetched TEXT, sha256 TEXT NOT NULL, origin,
            said TEXT NOT NULL, filed TEXT NOT NULL, current INTEGER NOT NULL, text NOT NULL
        );
        CREATE UNIQUE INDEX one_current_revision ON revisions(article_id) WHERE current;
        CREATE INDEX revisions_of_article ON revisions(article_id);
        CREATE INDEX revisions_by_ref ON revisions(ref);
        CREATE INDEX revisions_by_url ON revisions(url) WHERE url != '';
        CREATE INDEX revisions_by_fetched ON revisions(fetched) WHERE current;
        CREATE INDEX revisions_by_filed ON revisions(filed);
        """
    )


@diary(name="0002 claims, and how they are found")
def claims(db: Database) -> None:
    """The claim itself is ``body``; the other columns are only there to find it by. Topics and words
    are kept of current claims alone, so that what is superseded costs no search anything."""
    db.executescript(
        """
        CREATE TABLE claims (
            n INTEGER PRIMARY KEY, id TEXT NOT NULL, article_id TEXT NOT NULL,
            revision_id TEXT NOT NULL REFERENCES revisions(id), current INTEGER NOT NULL,
            said TEXT NOT NULL, cue_lemma TEXT NOT NULL, cue_class TEXT NOT NULL,
            source_name, source_folded TEXT NOT NULL, body BLOB NOT NULL
        );
        CREATE UNIQUE INDEX claims_of_revision ON claims(revision_id, id);
        CREATE INDEX claims_by_id ON claims(id);
        CREATE INDEX claims_by_said ON claims(said) WHERE current;
        CREATE INDEX claims_by_lemma ON claims(cue_lemma, said) WHERE current;
        CREATE INDEX claims_by_class ON claims(cue_class, said) WHERE current;
        CREATE INDEX claims_by_source ON claims(source_folded, said) WHERE current;

        CREATE TABLE topics (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, claims INTEGER NOT NULL);
        CREATE INDEX topics_by_claims ON topics(claims);
        CREATE TABLE claim_topics (
            topic INTEGER NOT NULL REFERENCES topics(n), claim INTEGER NOT NULL REFERENCES claims(n),
            PRIMARY KEY (topic, claim)
        ) WITHOUT ROWID;
        CREATE INDEX claim_topics_by_claim ON claim_topics(claim, topic);

        CREATE VIRTUAL TABLE claim_words USING fts5(
            quote, source, title, topics, tokenize = "porter unicode61 remove_diacritics 2"
        );
        """
    )


@diary(name="0003 disputes and the conflicts in them")
def disputes(db: Database) -> None:
    """A conflict points at the two claims as they were read, so that it stands when a page is edited."""
    db.executescript(
        """
        CREATE TABLE disputes (
            n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, kind TEXT NOT NULL,
            confidence REAL NOT NULL, reason, opened TEXT NOT NULL, state TEXT NOT NULL,
            settled_by NOT NULL DEFAULT '', settled_how NOT NULL DEFAULT '', settled_at TEXT,
            changes INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX disputes_by_opened ON disputes(opened);
        CREATE INDEX disputes_by_settled ON disputes(settled_at);
        CREATE TABLE conflicts (
            n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, dispute TEXT NOT NULL REFERENCES disputes(id),
            old INTEGER NOT NULL REFERENCES claims(n), new INTEGER NOT NULL REFERENCES claims(n),
            label TEXT NOT NULL, kind TEXT NOT NULL, confidence REAL NOT NULL, reason,
            clash BLOB NOT NULL, gates BLOB NOT NULL
        );
        CREATE INDEX conflicts_of_dispute ON conflicts(dispute);
        CREATE INDEX conflicts_by_old ON conflicts(old);
        CREATE INDEX conflicts_by_new ON conflicts(new);
        CREATE VIRTUAL TABLE dispute_words USING fts5(
            words, tokenize = "porter unicode61 remove_diacritics 2"
        );
        """
    )


@diary(name="0004 the outbox, and the digests it owes")
def outbox(db: Database) -> None:
    """``due`` is when it was first owed, and with ``n`` gives the order in a channel; ``not_before``
    is when it may be tried again; ``leased_until`` keeps a second process off what is being sent."""
    db.executescript(
        """
        CREATE TABLE outbox (
            n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, channel TEXT NOT NULL,
            subject TEXT NOT NULL, due TEXT NOT NULL, not_before TEXT NOT NULL, state TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, sending INTEGER NOT NULL DEFAULT 0,
            leased_until TEXT, reason NOT NULL DEFAULT '', posted_at TEXT,
            receipt_channel TEXT, receipt_ts TEXT, payload BLOB NOT NULL
        );
        CREATE INDEX outbox_waiting ON outbox(channel, due, n) WHERE state = 'due';
        CREATE INDEX outbox_by_state ON outbox(state, kind);
        CREATE TABLE digest_plans (
            channel TEXT PRIMARY KEY, cadence TEXT NOT NULL, at TEXT NOT NULL, zone TEXT NOT NULL,
            weekday INTEGER NOT NULL, since TEXT NOT NULL
        );
        """
    )


@diary(name="0005 what was seen before")
def seen(db: Database) -> None:
    """Slack sends an event again when it is not sure that it arrived; here stands what did."""
    db.executescript(
        """
        CREATE TABLE seen (key PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX seen_by_at ON seen(at);
        """
    )


@diary(name="0006 which articles are about the same")
def nearby(db: Database) -> None:
    """Opposed statements often share no word; their articles do. ``articles`` counts the current ones."""
    db.executescript(
        """
        ALTER TABLE topics ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE revisions ADD COLUMN topics INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE revision_topics (
            topic INTEGER NOT NULL REFERENCES topics(n), revision TEXT NOT NULL REFERENCES revisions(id),
            PRIMARY KEY (topic, revision)
        ) WITHOUT ROWID;
        CREATE INDEX revision_topics_by_revision ON revision_topics(revision, topic);
        INSERT INTO revision_topics(topic, revision)
            SELECT DISTINCT ct.topic, c.revision_id FROM claim_topics ct JOIN claims c ON c.n = ct.claim;
        UPDATE topics SET articles = (SELECT count(*) FROM revision_topics rt WHERE rt.topic = topics.n);
        UPDATE revisions SET topics = (SELECT count(*) FROM revision_topics rt WHERE rt.revision = revisions.id);
        """
    )


@diary(name="0007 speakers found without reading the claims")
def speakers(db: Database) -> None:
    """The names alone are looked through: a claim with its body is a hundred times as long."""
    db.executescript(
        """
        DROP INDEX claims_by_source;
        CREATE INDEX claims_by_source ON claims(source_folded, source_name, said) WHERE current;
        """
    )


@diary(name="0008 feeds, and what they brought")
def feeds(db: Database) -> None:
    """``payload`` is an article a feed carries whole, until it is filed: then the archive has it. ``host`` is
    empty for those, as nothing need be fetched. ``not_before`` is when an item is to be looked at (again)."""
    db.executescript(
        """
        CREATE TABLE feeds (
            n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL,
            title TEXT NOT NULL, site TEXT NOT NULL, folder TEXT NOT NULL, added TEXT NOT NULL,
            added_by TEXT NOT NULL, permitted INTEGER NOT NULL, standing TEXT NOT NULL, next_visit TEXT NOT NULL,
            etag TEXT NOT NULL, modified TEXT NOT NULL, sha256 TEXT NOT NULL, fetched TEXT, succeeded TEXT,
            failures INTEGER NOT NULL, problem TEXT NOT NULL, seconds_between INTEGER NOT NULL,
            recent TEXT NOT NULL, leased_until TEXT
        );
        CREATE INDEX feeds_by_next_visit ON feeds(next_visit) WHERE standing = 'active';
        CREATE TABLE feed_items (
            n INTEGER PRIMARY KEY, feed TEXT NOT NULL REFERENCES feeds(id) ON DELETE CASCADE, key TEXT NOT NULL,
            url TEXT NOT NULL, host TEXT NOT NULL, fingerprint TEXT NOT NULL, title TEXT NOT NULL,
            author TEXT NOT NULL, published TEXT, seen TEXT NOT NULL, state TEXT NOT NULL, not_before TEXT,
            attempts INTEGER NOT NULL, problem TEXT NOT NULL, article_key TEXT NOT NULL, filed TEXT,
            etag TEXT NOT NULL, modified TEXT NOT NULL, looks INTEGER NOT NULL, payload BLOB, leased_until TEXT
        );
        CREATE UNIQUE INDEX feed_items_by_key ON feed_items(feed, key);
        CREATE INDEX feed_items_by_not_before ON feed_items(not_before) WHERE not_before IS NOT NULL;
        CREATE INDEX feed_items_by_filed ON feed_items(feed, filed);
        """
    )


# What comes in and what goes out have their entries in files of their own, in this order.
from store import diary_intake, diary_layout, diary_outcomes, diary_running, diary_slack  # noqa: E402, F401 # isort: skip
from store import diary_requests  # noqa: E402, F401 # isort: skip
