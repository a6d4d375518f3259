"""Filing: a revision, its claims, the conflicts they lead to and the alerts due, all or nothing.

Everything here runs inside one write transaction that holds the lock from its first moment. The rivals
are fetched in it, so of two clashing articles filed at the same instant the second sees the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot import copies
from bot.errors import StoreFailed
from bot.nouns import Claim, Conflict, Decision, Filing, Older, Revision, Statement
from bot.ports import Decide
from bot.watches import BySeverity, Watch, risen, routes
from store import corrections, editing, fates, indexing, origins, outbox, places, readings, rows, watches
from store.codec import moment, stamp, words_in, words_out
from store.consequences import Consequences, consequences
from store.rivals import rivals

Numbers = dict[str, int]  # claim id -> its number


def file(
    db: Database,
    revision: Revision,
    claims: Sequence[Claim],
    decide: Decide,
    *,
    alert_channel: str,
    by_severity: BySeverity,
    now: datetime,
) -> Filing:
    """See ``Store.file``. To be run in a write transaction."""
    if known(db, revision.id):
        return Filing(revision.edition, "unchanged")
    if barred := fates.barred(db, revision):
        return Filing(revision.edition, barred)
    hashes = copies.sketch(revision.text)
    older = _current(db, revision.edition.article_id)
    story = origins.story_of(db, revision, hashes, older=older)
    before = _older(db, older) if older else None
    if older:
        supersede(db, older)
    decision = decide(replace(rivals(db, claims, revision.edition.published), story=story, older=before))
    n = _revision(db, revision, stamp(now), story=story)
    origins.put(db, n, hashes)
    numbers = _claims(db, n, revision, claims)
    concluded = _conclude(db, decision, revision.id, alert_channel=alert_channel, by_severity=by_severity, now=now)
    editing.note(db, n, decision, older=older)
    corrections.tell(db, revision, decision, older=older, now=now)
    return Filing(
        replace(revision.edition, story=story), "revised" if older else "new", len(numbers), concluded, decision.edited
    )


def known(db: Database, revision_id: str) -> bool:
    """Whether this revision is on file and current."""
    return db.execute("SELECT 1 FROM revisions WHERE id = ? AND current", [revision_id]).fetchone() is not None


# --- the revision --------------------------------------------------------------------------------


def _current(db: Database, article_id: str) -> int:
    """The number of the article's current revision; 0 for none."""
    row = db.execute("SELECT n FROM revisions WHERE article_id = ? AND current", [article_id]).fetchone()
    return int(row[0]) if row else 0


def _older(db: Database, n: int) -> Older:
    shelved = rows.revisions(db, [n])[n]
    (text,) = db.execute("SELECT text FROM revisions WHERE n = ?", [n]).fetchone()
    return Older(shelved.edition, words_in(text), tuple(c for _, c in rows.claims_of(db, n, shelved, current=True)))


def _revision(db: Database, revision: Revision, filed: str, *, story: str) -> int:
    row_in = rows.edition_row(revision) | {
        "said": rows.saying(revision, filed),
        "filed": filed,
        "current": 1,
        "claims": 0,
        "topics": 0,
        "story": story,
        "text": words_out(revision.text),
    }
    # A page may come back to a text it had before: that revision is then current again, with the
    # particulars it has now.
    changed = ", ".join(f"{column} = excluded.{column}" for column in row_in if column != "id")
    row = db.execute(
        f"INSERT INTO revisions({', '.join(row_in)}) VALUES ({rows.marks(list(row_in))})"
        f" ON CONFLICT(id) DO UPDATE SET {changed} RETURNING n",
        list(row_in.values()),
    ).fetchone()
    _tally(db, "articles", 1)
    return int(row[0])


def supersede(db: Database, n: int) -> None:
    """A revision is current no more: its claims stay on file, and disputes keep pointing at them, but no
    search finds them."""
    shelved = rows.revisions(db, [n])[n]
    held = rows.claims_of(db, n, shelved, current=True)
    indexing.take_out(db, shelved.edition.title, held)
    borne = Counter(t for _, c in held for t in dict.fromkeys(map(rows.sayable, c.topics)))
    for name, count in borne.items():
        (topic,) = db.execute(
            "UPDATE topics SET claims = claims - ?, articles = articles - 1 WHERE name = ? RETURNING n", [count, name]
        ).fetchone()
        db.execute("DELETE FROM about WHERE topic = ? AND revision = ?", [topic, n])
    db.execute("UPDATE claims SET current = 0 WHERE n BETWEEN ? AND ? AND current", places.claims_of(n))
    db.execute("UPDATE revisions SET current = 0, claims = 0, topics = 0 WHERE n = ?", [n])
    origins.take_out(db, n)
    _tally(db, "articles", -1)
    _tally(db, "claims", -len(held))


def _tally(db: Database, what: str, change: int) -> None:
    db.execute("UPDATE tally SET n = n + ? WHERE what = ?", [change, what])


# --- its claims ----------------------------------------------------------------------------------


def _claims(db: Database, revision: int, of: Revision, claims: Sequence[Claim]) -> Numbers:
    """Puts the claims on file, in the order of the text, and says which number each got."""
    lines, held = _read_before(db, revision)
    numbers: Numbers = {}
    fresh: list[tuple[int, Claim]] = []
    for claim in claims:
        if claim.id in numbers:  # ids come from content: the same claim twice is one claim
            continue
        place = held.get(claim.id, len(lines))
        if place >= places.MOST:
            break
        # The reading may have got better since this text was current last; conflicts point at the number.
        lines[place : place + 1] = [readings.line(claim, of.text)]
        numbers[claim.id] = places.number(revision, place)
        fresh.append((numbers[claim.id], claim))
    body = readings.packed(lines, of.text)
    db.execute(
        "INSERT INTO readings(revision, body) VALUES (?, ?) ON CONFLICT(revision) DO UPDATE SET body = excluded.body",
        [revision, body],
    )
    said = seconds(db, revision)
    db.conn.executemany(
        "INSERT INTO claims(n, id, current, start, length, said, cue_lemma, cue_class, speaker)"
        " VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?) ON CONFLICT(n) DO UPDATE SET current = 1, said = excluded.said,"
        " cue_lemma = excluded.cue_lemma, cue_class = excluded.cue_class, speaker = excluded.speaker",
        [rows.claim_row(n, claim, said=said, speaker=speaker(db, claim.source_name)) for n, claim in fresh],
    )
    indexing.put(db, of.edition.title, fresh)
    topics = put_topics(db, revision, fresh)
    db.execute("UPDATE revisions SET claims = ?, topics = ? WHERE n = ?", [len(fresh), topics, revision])
    _tally(db, "claims", len(fresh))
    return numbers


def _read_before(db: Database, revision: int) -> tuple[list[readings.Line], dict[str, int]]:
    """What was read out of this revision when it was current before: its lines, and the place of each claim."""
    shelved = rows.revisions(db, [revision])[revision]
    held = {claim.id: places.place_of(n) for n, claim in rows.claims_of(db, revision, shelved)}
    return list(shelved.lines), held


def seconds(db: Database, revision: int) -> int:
    """When the claims of a revision were said, in seconds."""
    (said,) = db.execute("SELECT said FROM revisions WHERE n = ?", [revision]).fetchone()
    return int(moment(said).timestamp())


def speaker(db: Database, name: str) -> int | None:
    """The number of a speaker, who is put on file where needed; None for nobody."""
    if not name:
        return None
    known = db.execute("SELECT n FROM speakers WHERE name = ?", [words_out(name)]).fetchone()
    if known:
        return int(known[0])
    row = db.execute(
        "INSERT INTO speakers(name, folded) VALUES (?, ?) RETURNING n", [words_out(name), rows.folded(name)]
    ).fetchone()
    return int(row[0])


def put_topics(db: Database, revision: int, fresh: Iterable[tuple[int, Claim]]) -> int:
    """Has the revision and its claims found by what they are about; how many topics that is."""
    bearers: dict[str, list[int]] = {}
    for n, claim in fresh:
        for topic in dict.fromkeys(map(rows.sayable, claim.topics)):
            bearers.setdefault(topic, []).append(places.place_of(n))
    for topic, at in bearers.items():
        row = db.execute(
            "INSERT INTO topics(name, claims, articles) VALUES (?, ?, 1) ON CONFLICT(name)"
            " DO UPDATE SET claims = claims + excluded.claims, articles = articles + 1 RETURNING n",
            [topic, len(at)],
        ).fetchone()
        db.execute(
            "INSERT INTO about(topic, revision, claims) VALUES (?, ?, ?)", [row[0], revision, places.places_out(at)]
        )
    return len(bearers)


# --- what it leads to ----------------------------------------------------------------------------


def _conclude(
    db: Database, decision: Decision, revision_id: str, *, alert_channel: str, by_severity: BySeverity, now: datetime
) -> Decision:
    """Writes down what the decision adds, and what is to be told of it."""
    if not decision.conflicts:
        return Decision()
    outcome = _consequences(db, decision)
    for dispute_id in outcome.opened:
        first = next(c for d, c in outcome.added if d == dispute_id)
        _open(db, dispute_id, first, now)
    for dispute_id, conflict in outcome.added:
        old, new = (_number(db, side) for side in (conflict.old, conflict.new))
        row = rows.conflict_row(conflict, dispute_id, old=old, new=new)
        db.execute(
            "INSERT INTO conflicts(id, dispute, old, new, label, kind, confidence, reason, clash, gates)"
            f" VALUES ({rows.marks(row)})",
            row,
        )
    for dispute_id in dict.fromkeys(d for d, _ in outcome.added):
        index_dispute(db, dispute_id)
    watched = watches.watches(db)
    for dispute_id in outcome.alerted:
        found = [c for d, c in outcome.added if d == dispute_id]
        for channel in routes(found, watched, otherwise=alert_channel, by_severity=by_severity):
            _alert(db, dispute_id, channel, usual=alert_channel, now=now)
    for dispute_id in outcome.joined:
        found = [c for d, c in outcome.added if d == dispute_id]
        told = routes(found, watched, otherwise=alert_channel)
        muted = {w.channel for w in watched if w.muted} - set(told)
        rising = _rising(db, dispute_id, found, watched, by_severity) if by_severity else ()
        for channel, end in outbox.alerted(db, dispute_id, otherwise=alert_channel) or [("", "")]:
            key, payload = f"joined:{dispute_id}:{revision_id}{end}", {"revision": revision_id}
            if channel not in muted:
                outbox.owe(db, key, "joined", channel=channel, subject=dispute_id, due=now, payload=payload)
        for channel in rising:
            _alert(db, dispute_id, channel, usual=alert_channel, now=now)
    return outcome.decision


def _alert(db: Database, dispute_id: str, channel: str, *, usual: str, now: datetime) -> None:
    key = outbox.alert_key(dispute_id, channel, usual=usual)
    outbox.owe(db, key, "alert", channel=channel, subject=dispute_id, due=now)


def _rising(
    db: Database, dispute_id: str, added: Sequence[Conflict], watched: Sequence[Watch], by_severity: BySeverity
) -> list[str]:
    """The channels, not told yet, of the severity that an open dispute has risen to by what was added."""
    (n,) = db.execute("SELECT n FROM disputes WHERE id = ?", [dispute_id]).fetchone()
    [dispute] = rows.disputes(db, [n])
    if dispute.state != "open":
        return []
    ids = {c.id for c in added}
    before = [c for c in dispute.conflicts if c.id not in ids]
    told = {channel for channel, _ in outbox.alerted(db, dispute_id)}
    return [c for c in risen(before, dispute.conflicts, watched, by_severity=by_severity) if c not in told]


def _consequences(db: Database, decision: Decision) -> Consequences:
    ids = list({d for d, _ in decision.conflicts})
    conflict_ids = list({c.id for _, c in decision.conflicts})
    states = dict(db.execute(f"SELECT id, state FROM disputes WHERE id IN ({rows.marks(ids)})", ids).fetchall())
    on_file = db.execute(f"SELECT id FROM conflicts WHERE id IN ({rows.marks(conflict_ids)})", conflict_ids)
    return consequences(decision, states=states, conflicts_on_file={i for (i,) in on_file})


def _open(db: Database, dispute_id: str, first: Conflict, now: datetime) -> None:
    db.execute(
        "INSERT INTO disputes(id, label, kind, confidence, reason, opened, state) VALUES (?, ?, ?, ?, ?, ?, 'open')",
        [dispute_id, first.label, first.kind, first.confidence, words_out(first.reason), stamp(now)],
    )


def _number(db: Database, statement: Statement) -> int:
    claim = statement.claim
    row = db.execute(
        "SELECT c.n FROM claims c JOIN revisions r ON r.n = c.n >> 16 WHERE c.id = ? AND r.id = ?",
        [places.id_out(claim.id), claim.revision_id],
    ).fetchone()
    if row is None:
        raise StoreFailed(f"claim {claim.id} of revision {claim.revision_id} is in a conflict but not on file")
    return int(row[0])


def index_dispute(db: Database, dispute_id: str) -> None:
    """Has the dispute found by the words of what it now holds."""
    (n,) = db.execute("SELECT n FROM disputes WHERE id = ?", [dispute_id]).fetchone()
    [dispute] = rows.disputes(db, [n])
    db.execute("DELETE FROM dispute_words WHERE rowid = ?", [n])
    db.execute("INSERT INTO dispute_words(rowid, words) VALUES (?, ?)", [n, rows.dispute_words(dispute.conflicts)])
