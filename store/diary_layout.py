"""The diary's entry on how claims are laid out: packed by revision, numbered by place, indexed by integers.

Measured on 300 articles as read: 23 times the text before, less than five times after.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.nouns import Claim
from store import indexing, places, readings, rows
from store.codec import load, words_in, words_out
from store.migrations import diary

OLD = ("conflicts", "claim_topics", "revision_topics", "claims", "revisions")


@diary(name="0011 claims packed with the text they quote")
def layout(db: Database) -> None:
    """``revisions.claims`` and ``topics`` count the current ones; ``story`` is the article it is a copy of, ""
    for its own; ``claims.n`` is the revision's number and the claim's place in ``readings.body``, in one;
    ``claims.said`` is in seconds; ``about.claims`` are places; ``tally`` counts what is current."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for (index,) in db.execute(
        f"SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({rows.marks(OLD)})",
        OLD,
    ).fetchall():
        db.execute(f"DROP INDEX {index}")
    for table in OLD:
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    db.execute("DROP TABLE claim_words")
    db.execute("UPDATE topics SET claims = 0, articles = 0")
    db.executescript(TABLES)
    db.execute(indexing.TABLE)
    _copy(db)
    for table in OLD:
        db.execute(f"DROP TABLE old_{table}")
    db.execute("DELETE FROM topics WHERE claims = 0")


TABLES = """
    CREATE TABLE revisions (
        n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL, ref TEXT NOT NULL,
        title, outlet, author, url, published TEXT, updated TEXT, dated_by TEXT NOT NULL, language TEXT NOT NULL,
        fetched TEXT, sha256 TEXT NOT NULL, origin, said TEXT NOT NULL, filed TEXT NOT NULL,
        current INTEGER NOT NULL, claims INTEGER NOT NULL, topics INTEGER NOT NULL, story TEXT NOT NULL DEFAULT '',
        text NOT NULL
    );
    CREATE UNIQUE INDEX one_current_revision ON revisions(article_id) WHERE current;
    CREATE INDEX revisions_of_article ON revisions(article_id);
    CREATE INDEX revisions_by_ref ON revisions(ref);
    CREATE INDEX revisions_by_url ON revisions(url) WHERE url != '';
    CREATE INDEX revisions_by_fetched ON revisions(fetched, filed, id) WHERE current;
    CREATE INDEX revisions_by_filed ON revisions(filed);
    CREATE INDEX revisions_by_said ON revisions(said) WHERE current;
    CREATE TABLE readings (revision INTEGER PRIMARY KEY REFERENCES revisions(n), body BLOB NOT NULL);

    CREATE TABLE speakers (n INTEGER PRIMARY KEY, name NOT NULL UNIQUE, folded TEXT NOT NULL);
    CREATE TABLE claims (
        n INTEGER PRIMARY KEY, id NOT NULL, current INTEGER NOT NULL, start INTEGER NOT NULL,
        length INTEGER NOT NULL, said INTEGER NOT NULL, cue_lemma NOT NULL, cue_class TEXT NOT NULL,
        speaker INTEGER REFERENCES speakers(n),
        revision INTEGER GENERATED ALWAYS AS (n >> 16) VIRTUAL REFERENCES revisions(n)
    );
    CREATE INDEX claims_by_id ON claims(id);
    CREATE INDEX claims_by_lemma ON claims(cue_lemma, said) WHERE current AND cue_lemma != '';
    CREATE INDEX claims_by_class ON claims(cue_class, said) WHERE current AND cue_class != '';
    CREATE INDEX claims_by_speaker ON claims(speaker, said) WHERE current AND speaker IS NOT NULL;

    CREATE TABLE about (
        topic INTEGER NOT NULL REFERENCES topics(n), revision INTEGER NOT NULL REFERENCES revisions(n),
        claims BLOB NOT NULL, PRIMARY KEY (topic, revision)
    ) WITHOUT ROWID;
    CREATE TABLE tally (what TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO tally VALUES ('articles', 0), ('claims', 0);

    CREATE TABLE conflicts (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, dispute TEXT NOT NULL REFERENCES disputes(id),
        old INTEGER NOT NULL REFERENCES claims(n), new INTEGER NOT NULL REFERENCES claims(n),
        label TEXT NOT NULL, kind TEXT NOT NULL, confidence REAL NOT NULL, reason,
        clash BLOB NOT NULL, gates BLOB NOT NULL
    );
    CREATE INDEX conflicts_of_dispute ON conflicts(dispute);
    CREATE INDEX conflicts_by_old ON conflicts(old);
    CREATE INDEX conflicts_by_new ON conflicts(new);
"""


def _copy(db: Database) -> None:
    """Every revision with its claims, in the order filed; then the conflicts, by the claims' new numbers."""
    db.execute("CREATE TEMP TABLE renumbered (was INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
    ids = [i for (i,) in db.execute("SELECT id FROM old_revisions ORDER BY rowid")]
    for revision_id in ids:
        n = _revision(db, revision_id)
        held = list(_old_claims(db, revision_id))
        _claims(db, n, held)
    db.execute(
        "INSERT INTO conflicts(n, id, dispute, old, new, label, kind, confidence, reason, clash, gates)"
        " SELECT c.n, c.id, c.dispute, o.n, w.n, c.label, c.kind, c.confidence, c.reason, c.clash, c.gates"
        " FROM old_conflicts c JOIN renumbered o ON o.was = c.old JOIN renumbered w ON w.was = c.new"
    )
    db.execute("DROP TABLE renumbered")
    db.execute("UPDATE tally SET n = (SELECT count(*) FROM revisions WHERE current) WHERE what = 'articles'")
    db.execute("UPDATE tally SET n = (SELECT count(*) FROM claims WHERE current) WHERE what = 'claims'")


def _revision(db: Database, revision_id: str) -> int:
    kept = (
        "id, article_id, ref, title, outlet, author, url, published, updated, dated_by, language, fetched, sha256,"
        " origin, said, filed, current"
    )
    row = db.execute(
        f"INSERT INTO revisions({kept}, claims, topics, text) SELECT {kept}, 0, 0, text"
        " FROM old_revisions WHERE id = ? RETURNING n",
        [revision_id],
    ).fetchone()
    return int(row[0])


def _old_claims(db: Database, revision_id: str) -> Iterator[tuple[int, bool, str, Claim]]:
    sql = "SELECT n, current, said, body FROM old_claims WHERE revision_id = ? ORDER BY n"
    for was, current, said, body in db.execute(sql, [revision_id]).fetchall():
        yield was, bool(current), said, load(Claim, body)


def _claims(db: Database, revision: int, held: list[tuple[int, bool, str, Claim]]) -> None:
    title, text = db.execute("SELECT title, text FROM revisions WHERE n = ?", [revision]).fetchone()
    numbered: list[tuple[int, bool, Claim]] = []
    topics: dict[str, list[int]] = {}
    for place, (was, current, said, claim) in enumerate(held[: places.MOST]):
        n = places.number(revision, place)
        seconds = int(datetime.fromisoformat(said).timestamp())
        db.execute("INSERT INTO renumbered VALUES (?, ?)", [was, n])
        db.execute(
            "INSERT INTO claims(n, id, current, start, length, said, cue_lemma, cue_class, speaker)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*_claim_row(db, n, claim, current, seconds)],
        )
        numbered.append((n, current, claim))
        for topic in dict.fromkeys(map(rows.sayable, claim.topics)) if current else ():
            topics.setdefault(topic, []).append(place)
    text = words_in(text)
    lines = [readings.line(claim, text) for _, _, claim in numbered]
    db.execute("INSERT INTO readings VALUES (?, ?)", [revision, readings.packed(lines, text)])
    current_ones = [(n, claim) for n, current, claim in numbered if current]
    indexing.put(db, words_in(title), current_ones)
    for topic, at in topics.items():
        row = db.execute(
            "INSERT INTO topics(name, claims, articles) VALUES (?, ?, 1) ON CONFLICT(name)"
            " DO UPDATE SET claims = claims + excluded.claims, articles = articles + 1 RETURNING n",
            [topic, len(at)],
        ).fetchone()
        db.execute("INSERT INTO about VALUES (?, ?, ?)", [row[0], revision, places.places_out(at)])
    db.execute("UPDATE revisions SET claims = ?, topics = ? WHERE n = ?", [len(current_ones), len(topics), revision])


def _claim_row(db: Database, n: int, claim: Claim, current: bool, said: int) -> tuple[Any, ...]:
    speaker = None
    if claim.source_name:
        name = words_out(claim.source_name)
        db.execute(
            "INSERT INTO speakers(name, folded) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [name, rows.folded(claim.source_name)],
        )
        (speaker,) = db.execute("SELECT n FROM speakers WHERE name = ?", [name]).fetchone()
    length = claim.sentence.end - claim.sentence.start
    lemma = words_out(claim.cue_lemma)
    return n, places.id_out(claim.id), int(current), claim.sentence.start, length, said, lemma, claim.cue_class, speaker
