"""Rows to nouns and nouns to rows: what stands in which column, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from bot.nouns import LEAD, Act, Claim, Conflict, Dispute, Edition, Revision, Span, Statement
from store import places, readings
from store.codec import dump_as, load_as, moment, moment_or_none, stamp, stamp_or_none, words_in, words_out
from store.places import id_in, id_out, place_of, revision_of

EDITION = (
    "r.article_id, r.id, r.ref, r.title, r.outlet, r.author, r.url, r.published, r.fetched, r.sha256, r.origin,"
    " r.updated, r.dated_by, r.language, r.story, NOT r.current"
)
CLASH = tuple[tuple[Span, ...], tuple[Span, ...]]
GATES = tuple[str, ...]
#: SQLite takes so many values in one statement everywhere (the old limit of 999, rounded down).
BATCH = 900


def folded(text: str) -> str:
    """A name as it is looked for: lower case, without accents, one space between words and before the
    first, so that a search meets the beginnings of words ("korea" in "south korean", not "us" in "russia")."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "".join(f" {word}" for word in words)


def called(wanted: str, names: Iterable[str]) -> list[str]:
    """Those of the names that are this one, case and accents aside; where none is, those it is part of."""
    known = {name: folded(name) for name in dict.fromkeys(names)}
    mine = folded(wanted)
    if not mine:  # no letter in it: only exactly so
        return [name for name in known if name == wanted]
    return [n for n, f in known.items() if f == mine] or [n for n, f in known.items() if mine in f]


def sayable(text: str) -> str:
    """A text as the word index takes it: lone surrogates and NULs are nobody's search."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")


def edition_row(revision: Revision) -> dict[str, Any]:
    """The particulars of a revision, by column."""
    e = revision.edition
    return {
        "id": e.revision_id,
        "article_id": e.article_id,
        "ref": words_out(e.ref),
        "title": words_out(e.title),
        "outlet": words_out(e.outlet),
        "author": words_out(e.author),
        "url": words_out(e.url),
        "published": stamp_or_none(e.published),
        "fetched": stamp_or_none(e.fetched),
        "sha256": e.sha256,
        "origin": words_out(e.origin),
        "updated": stamp_or_none(e.updated),
        "dated_by": e.dated_by,
        "language": e.language,
    }


def edition(row: Sequence[Any]) -> Edition:
    """The edition in the columns ``EDITION``."""
    article_id, revision_id, ref, title, outlet, author, url, published, fetched, sha256, origin = row[:11]
    updated, dated_by, language, story, superseded = row[11:]
    return Edition(
        article_id=article_id,
        revision_id=revision_id,
        ref=words_in(ref),
        title=words_in(title),
        outlet=words_in(outlet),
        author=words_in(author),
        url=words_in(url),
        published=moment_or_none(published),
        fetched=moment_or_none(fetched),
        sha256=sha256,
        origin=words_in(origin),
        updated=moment_or_none(updated),
        dated_by=dated_by,
        language=language,
        story=story,
        superseded=bool(superseded),
    )


def claim_row(n: int, claim: Claim, *, said: int, speaker: int | None) -> tuple[Any, ...]:
    """A claim by column: what ``filing`` inserts, in that order. ``said`` is in seconds."""
    length = claim.sentence.end - claim.sentence.start
    lemma = words_out(claim.cue_lemma)
    return n, id_out(claim.id), claim.sentence.start, length, said, lemma, claim.cue_class, speaker


@dataclass(frozen=True, slots=True)
class Shelved:
    """A revision on file as its claims are taken from it: ``lines`` by place."""

    edition: Edition
    lines: Sequence[readings.Line]

    def statement(self, claim_number: int, claim_id: str) -> Statement:
        return Statement(self.claim(claim_number, claim_id), self.edition)

    def claim(self, claim_number: int, claim_id: str) -> Claim:
        line, edition = self.lines[place_of(claim_number)], self.edition
        return readings.claim(line, claim_id, edition.article_id, edition.revision_id)


def statements(db: Database, numbers: Iterable[int], shelved: dict[int, Shelved] | None = None) -> dict[int, Statement]:
    """The statements with these numbers, by number. ``shelved`` are the revisions taken out already; what is
    taken out is added to them."""
    found: dict[int, Statement] = {}
    shelved = {} if shelved is None else shelved
    for batch in batches(list(dict.fromkeys(numbers))):
        ids = db.execute(f"SELECT n, id FROM claims WHERE n IN ({marks(batch)})", batch).fetchall()
        shelved.update(revisions(db, {revision_of(n) for n, _ in ids} - shelved.keys()))
        for n, claim_id in ids:
            found[n] = shelved[revision_of(n)].statement(n, id_in(claim_id))
    return found


def revisions(db: Database, numbers: Iterable[int]) -> dict[int, Shelved]:
    """The revisions with these numbers, by number."""
    found: dict[int, Shelved] = {}
    for batch in batches(sorted(numbers)):
        sql = f"""SELECT {EDITION}, r.n, r.text, b.body FROM revisions r LEFT JOIN readings b ON b.revision = r.n
                  WHERE r.n IN ({marks(batch)})"""
        for *particulars, n, text, body in db.execute(sql, batch):
            text = words_in(text)
            lines = readings.unpacked(body, text) if body else ()
            found[n] = Shelved(replace(edition(particulars), lead=text[:LEAD]), lines)
    return found


def claims_of(db: Database, revision: int, shelved: Shelved, *, current: bool = False) -> list[tuple[int, Claim]]:
    """The claims of a revision, each with its number, in the order of their places; if ``current``, those alone."""
    first, last = places.claims_of(revision)
    sql = f"SELECT n, id FROM claims WHERE n BETWEEN ? AND ?{' AND current' if current else ''} ORDER BY n"
    return [(n, shelved.claim(n, id_in(claim_id))) for n, claim_id in db.execute(sql, [first, last]).fetchall()]


# --- conflicts and disputes ----------------------------------------------------------------------


def conflict_row(conflict: Conflict, dispute_id: str, *, old: int, new: int) -> tuple[Any, ...]:
    """A conflict by column, in the order of the table, without its number."""
    return (
        conflict.id,
        dispute_id,
        old,
        new,
        conflict.label,
        conflict.kind,
        conflict.confidence,
        words_out(conflict.reason),
        dump_as(CLASH, conflict.clash),
        dump_as(GATES, conflict.gates),
    )


def disputes(db: Database, numbers: Sequence[int]) -> list[Dispute]:
    """The disputes with these numbers, whole, in the order asked for."""
    heads: dict[int, tuple[Any, ...]] = {}
    for batch in batches(list(numbers)):
        sql = f"SELECT n, id, label, kind, confidence, reason, opened, state, settled_by, settled_how, settled_at, holder FROM disputes WHERE n IN ({marks(batch)})"
        heads.update((row[0], row[1:]) for row in db.execute(sql, batch))
    ids = [head[0] for head in heads.values()]
    conflicts = _conflicts_of(db, ids)
    done = {i: made for batch in batches(ids) for i, made in _acts_of(db, batch).items()}
    return [
        replace(_dispute(heads[n], conflicts.get(heads[n][0], ())), acts=tuple(done.get(heads[n][0], ())))
        for n in numbers
        if n in heads
    ]


def _dispute(head: Sequence[Any], conflicts: Iterable[Conflict]) -> Dispute:
    dispute_id, label, kind, confidence, reason, opened, state, settled_by, settled_how, settled_at, holder = head
    return Dispute(
        id=dispute_id,
        label=label,
        kind=kind,
        confidence=confidence,
        reason=words_in(reason),
        opened=moment(opened),
        conflicts=tuple(conflicts),
        state=state,
        settled_by=words_in(settled_by),
        settled_how=words_in(settled_how),
        settled_at=moment_or_none(settled_at),
        holder=words_in(holder),
    )


def _acts_of(db: Database, dispute_ids: Sequence[str]) -> dict[str, list[Act]]:
    """What people did with each of these disputes, first things first."""
    found: dict[str, list[Act]] = {}
    sql = f'SELECT dispute, what, "by", at, how FROM acts WHERE dispute IN ({marks(dispute_ids)}) ORDER BY n'
    for dispute, what, by, at, how in db.execute(sql, list(dispute_ids)):
        found.setdefault(dispute, []).append(Act(what, words_in(by), moment(at), words_in(how)))
    return found


def _conflicts_of(db: Database, dispute_ids: list[str]) -> dict[str, list[Conflict]]:
    found: dict[str, list[Conflict]] = {}
    for batch in batches(dispute_ids):
        for dispute_id, conflict in conflicts(db, f"dispute IN ({marks(batch)})", batch):
            found.setdefault(dispute_id, []).append(conflict)
    return found


def conflicts(db: Database, where: str, values: Sequence[Any]) -> list[tuple[str, Conflict]]:
    """Conflicts that fit a condition, in the order they were found, each with its dispute's id."""
    rows = db.execute(
        f"SELECT dispute, old, new, label, kind, confidence, reason, clash, gates FROM conflicts WHERE {where} ORDER BY n",
        values,
    ).fetchall()
    sides = statements(db, [n for row in rows for n in row[1:3]])
    return [
        (
            dispute_id,
            Conflict(
                old=sides[old],
                new=sides[new],
                label=label,
                kind=kind,
                confidence=confidence,
                reason=words_in(reason),
                clash=load_as(CLASH, clash),
                gates=load_as(GATES, gates),
            ),
        )
        for dispute_id, old, new, label, kind, confidence, reason, clash, gates in rows
    ]


def dispute_words(conflicts: Iterable[Conflict]) -> str:
    """All the words a dispute may be looked for by."""
    parts: dict[str, None] = {}
    for conflict in conflicts:
        parts[conflict.reason] = None
        for side in (conflict.old, conflict.new):
            parts.update(dict.fromkeys((side.claim.quote, side.claim.source_name, side.edition.title)))
            parts[" ".join(side.claim.topics)] = None
    return sayable(" \n ".join(p for p in parts if p))


def tally(db: Database, what: str) -> int:
    """How many "articles" or "claims" are current: counting them took longer the more there were."""
    row = db.execute("SELECT n FROM tally WHERE what = ?", [what]).fetchone()
    return int(row[0])


def batches(values: list[Any]) -> Iterable[list[Any]]:
    """The values in portions that SQLite takes in one statement."""
    return (values[i : i + BATCH] for i in range(0, len(values), BATCH))


def marks(values: Sequence[Any]) -> str:
    """As many question marks as there are values."""
    return ",".join("?" * len(values))


def saying(revision: Revision, now_filed: str) -> str:
    """When it was said, as a stamp: published, or failing that fetched, or failing that filed."""
    moment_said = revision.edition.published or revision.edition.fetched
    return stamp(moment_said) if moment_said else now_filed
