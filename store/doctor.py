"""Is the archive well? What `wirecheck doctor` looks at, and what it advises."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from bot import copies
from bot.errors import StoreFailed
from bot.nouns import Claim
from store import filing, indexing, origins, places, readings, rows
from store.codec import words_in
from store.connections import MEMORY, at_once

Check = tuple[str, bool, str]

#: The first SQLite without the bug that can corrupt a WAL database when two connections checkpoint.
SAFE_WAL = (3, 51, 3)
#: Less free than this on the disk is worth a word, in bytes.
ROOM = 500_000_000
#: The checks of what is on file. The others are about where it lies and what it runs on.
CONTENT = frozenset((
    "the file is whole",
    "every claim, conflict and dispute has what it belongs to",
    "the word index is in step with the claims",
    "the topics are counted rightly",
    "articles and claims are counted rightly",
    "the texts are those that were read",
    "copies are looked for among what is current",
    "disputes are found by their words",
    "no article is half filed",
))  # fmt: skip
MEND = "`wirecheck doctor --repair` mends it"


def examine(db: Database, *, path: str) -> list[Check]:
    """Each check as (what was checked, whether all is well, what to do if not)."""
    checks = of_content(db)
    checks.append(_version(sqlite3.sqlite_version_info[:3]))
    if path != MEMORY:
        checks += [_journal(db), _room(Path(path))]
    return [(what, well, "" if well else advice) for what, well, advice in checks]


def of_content(db: Database) -> list[Check]:
    """The checks of what is on file; with none of them failing, nothing is lost or out of step."""
    checks = [_whole(db)]
    if checks[0][1]:  # counting in a damaged file ends in the middle
        checks.append(_references(db))
    if all(well for _, well, _ in checks):  # and so does reading what points at nothing
        checks += [check(db) for check in (_words, _topics, _tally, _readings, _sketches)]
        checks += [check(db) for check in (_dispute_words, _whole_articles)]
    return checks


def mend(db: Database) -> list[str]:
    """``repair``, all or nothing. ``StoreFailed`` for a damaged file: what is derived from damage is damage too."""
    for check in (_whole, _references):
        what, well, advice = check(db)
        if not well:
            raise StoreFailed(f"not so: {what}: {advice}")
    with at_once(db):
        return repair(db)


def repair(db: Database) -> list[str]:
    """Builds anew what is derived from the articles and claims, where it is out of step; what was done. To be
    run in a write transaction."""
    done = []
    if not _words(db)[1]:
        db.execute("DROP TABLE claim_words")
        db.execute(indexing.TABLE)
        _each_current(db, _find_by_words)
        done.append("the word index was built anew")
    if not _topics(db)[1]:
        db.execute("DELETE FROM about")
        db.execute("UPDATE topics SET claims = 0, articles = 0")
        _each_current(db, filing.put_topics)
        done.append("the topics were counted anew")
    if not _tally(db)[1]:
        for what, now in counted(db).items():
            db.execute("UPDATE tally SET n = ? WHERE what = ?", [now, what])
        done.append("articles and claims were counted anew")
    if not _sketches(db)[1]:
        db.execute("DELETE FROM sketches")
        for n, text in db.execute("SELECT n, text FROM revisions WHERE current").fetchall():
            origins.put(db, n, copies.sketch(words_in(text)))
        done.append("the sketches by which copies are known were made anew")
    if not _dispute_words(db)[1]:
        db.execute("DELETE FROM dispute_words")
        for (dispute_id,) in db.execute("SELECT id FROM disputes ORDER BY n").fetchall():
            filing.index_dispute(db, dispute_id)
        done.append("disputes are found by their words again")
    return done


Held = Sequence[tuple[int, Claim]]


def _each_current(db: Database, work: Callable[[Database, int, Held], object]) -> None:
    for (n,) in db.execute("SELECT n FROM revisions WHERE current ORDER BY n").fetchall():
        shelved = rows.revisions(db, [n])[n]
        work(db, n, rows.claims_of(db, n, shelved, current=True))


def _find_by_words(db: Database, revision: int, held: Held) -> None:
    (title,) = db.execute("SELECT title FROM revisions WHERE n = ?", [revision]).fetchone()
    indexing.put(db, words_in(title), held)


def _whole(db: Database) -> Check:
    try:
        found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    advice = f"{found[0]}; keep a copy, then `wirecheck restore` the last backup"
    return "the file is whole", found == ["ok"], advice


def _references(db: Database) -> Check:
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    advice = f"{len(broken)} rows point at nothing (first in {broken[0][0] if broken else ''}); restore the last backup"
    return "every claim, conflict and dispute has what it belongs to", not broken, advice


def _words(db: Database) -> Check:
    # The index keeps no words, but the size of each entry, under its number.
    missing = _count(db, "claims WHERE current AND n NOT IN (SELECT id FROM claim_words_docsize)")
    stray = _count(db, "claim_words_docsize WHERE id NOT IN (SELECT n FROM claims WHERE current)")
    advice = f"{missing} claims cannot be found by their words, {stray} can that are not current; {MEND}"
    return "the word index is in step with the claims", not missing and not stray, advice


def _topics(db: Database) -> Check:
    counted: Counter[int] = Counter()
    articles: Counter[int] = Counter()
    for topic, borne in db.execute("SELECT topic, claims FROM about"):
        counted[topic] += len(places.places_in(borne))
        articles[topic] += 1
    kept = db.execute("SELECT n, claims, articles FROM topics").fetchall()
    wrong = sum((claims, arts) != (counted[n], articles[n]) for n, claims, arts in kept)
    return "the topics are counted rightly", not wrong, f"{wrong} topics are not; {MEND}"


def counted(db: Database) -> dict[str, int]:
    """How many articles and claims are current."""
    return {"articles": _count(db, "revisions WHERE current"), "claims": _count(db, "claims WHERE current")}


def _tally(db: Database) -> Check:
    wrong = {what: n for what, n in counted(db).items() if rows.tally(db, what) != n}
    return "articles and claims are counted rightly", not wrong, f"there are {wrong}; {MEND}"


def _readings(db: Database) -> Check:
    """Whether what was read of each text unpacks with that text: it does not when a text was altered."""
    wrong = []
    for ref, text, body in db.execute(
        "SELECT r.ref, r.text, b.body FROM readings b JOIN revisions r ON r.n = b.revision"
    ):
        try:
            readings.checked(body, words_in(text))
        except StoreFailed:
            wrong.append(words_in(ref))
    advice = (
        f"{len(wrong)} are not ({', '.join(wrong[:3])}); restore the last backup, or forget them and file them again"
    )
    return "the texts are those that were read", not wrong, advice


def _whole_articles(db: Database) -> Check:
    """Whether every article has its claims, as many as were read out of it and as it says itself."""
    unread = _count(db, "revisions WHERE n NOT IN (SELECT revision FROM readings)")
    miscounted = _count(
        db,
        "revisions r WHERE claims != (SELECT count(*) FROM claims c"
        " WHERE c.current AND c.n BETWEEN r.n << 16 AND (r.n << 16) + 65535)",
    )
    half = 0
    for n, body, text in db.execute("SELECT r.n, b.body, r.text FROM readings b JOIN revisions r ON r.n = b.revision"):
        first, last = places.claims_of(n)
        (held,) = db.execute("SELECT count(*) FROM claims WHERE n BETWEEN ? AND ?", [first, last]).fetchone()
        with suppress(StoreFailed):  # told by another check
            half += len(readings.checked(body, words_in(text))) != held
    advice = f"{max(unread, miscounted, half)} are half there; restore the last backup, or file them again"
    return "no article is half filed", not (unread or miscounted or half), advice


def _dispute_words(db: Database) -> Check:
    kept = dict(db.execute("SELECT rowid, words FROM dispute_words"))
    numbers = [n for (n,) in db.execute("SELECT n FROM disputes ORDER BY n")]
    wrong = len(kept.keys() - set(numbers))
    for batch in rows.batches(numbers):
        for n, dispute in zip(batch, rows.disputes(db, batch), strict=True):
            wrong += kept.get(n) != rows.dispute_words(dispute.conflicts)
    return "disputes are found by their words", not wrong, f"{wrong} are not; {MEND}"


def _sketches(db: Database) -> Check:
    stray = _count(db, "sketches s JOIN revisions r ON r.n = s.revision WHERE NOT r.current")
    return "copies are looked for among what is current", not stray, f"{stray} are not; {MEND}"


def _count(db: Database, what: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def _version(version: tuple[int, ...]) -> Check:
    shown = ".".join(map(str, version))
    advice = (
        f"this is {shown}; 3.7.0 to 3.51.2 can, very rarely, damage a database that two programs write at once: "
        "run one Wirecheck on a file at a time, or use a Python with SQLite 3.51.3 or later"
    )
    return "SQLite is free of the WAL bug", version >= SAFE_WAL, advice


def _journal(db: Database) -> Check:
    mode = db.execute("PRAGMA journal_mode").fetchone()[0]
    return (
        "readers and the writer do not wait for each other (WAL)",
        mode == "wal",
        f"the journal mode is {mode!r}; put the file on a local disk",
    )


def _room(path: Path) -> Check:
    free = shutil.disk_usage(path.absolute().parent).free
    return "there is room on the disk", free >= ROOM, f"only {free // 1_000_000} MB are free; make room"
