"""The archive in plain files: articles, claims and disputes as JSON Lines for programs, the last two as CSV for people.

Everything that the archive holds and cannot work out again is there, under the numbers it has on file, so that
`wirecheck import` gives the same archive back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from bot.errors import BadInput, StoreFailed
from bot.nouns import Claim, Dispute
from store import places, rows, sheets
from store.codec import codec, stamp, words_in
from store.connections import connect, one_moment
from store.lines import Record, cell_out, line
from store.migrations import diary, refuse_strangers
from store.safekeeping import Step
from store.troubles import in_plain_words

WHAT = ("articles", "claims", "disputes", "records")
MANIFEST = "manifest.json"
#: Lines between two steps.
LINES = 500
#: What is exported row by row, each after what its rows point at.
RECORDS = (
    "feeds", "feed_items", "inbox", "pushes", "import_files", "import_faults", "outbox", "digest_plans", "seen", "requests",
    "edits", "changes", "notices", "withdrawals", "tombstones", "tombstone_hashes", "shown", "watches", "quiet_hours",
    "acts", "audit", "installations", "install_states", "sqlite_sequence",
)  # fmt: skip
#: What the other files hold.
ELSEWHERE = ("revisions", "readings", "claims", "disputes", "conflicts")
#: What is worked out again from those.
DERIVED = ("speakers", "topics", "about", "tally", "sketches")
ARTICLE = (
    "n, ref, outlet, published, title, url, author, text, updated, language, article_id, id, current, fetched, filed,"
    " said, origin, dated_by, story, sha256"
)
#: The same under the names of the file; those that `wirecheck index` knows are among them.
ARTICLE_NAMES = ARTICLE.replace("ref,", "id,").replace("article_id, id,", "article, revision,").split(", ")

Rows = Iterable[Sequence[object]]


class Written(NamedTuple):
    """One line of a file, and the rows of the spreadsheet beside it that stand for it."""

    record: Record
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many lines, by file."""

    folder: Path
    lines: Mapping[str, int]


def export(
    archive: Path, folder: Path, *, what: Sequence[str] = WHAT, version: str, now: datetime, step: Step
) -> Exported:
    """Writes the archive, as it is at this moment, into a folder that is new or empty. The manifest comes last:
    a folder without one was not finished. ``BadInput`` for a folder that holds something, ``StoreFailed``."""
    if not archive.is_file():
        raise BadInput(f"{archive}: no archive is here; name it in WIRECHECK_DATABASE")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder} holds something already; name a new folder")
    with in_plain_words(str(archive)), closing(connect(str(archive), writing=False)) as db, one_moment(db):
        refuse_strangers(db, str(archive))
        if diary.pending(db):
            raise StoreFailed(f"{archive} is of an earlier version; `wirecheck status` brings it up to date")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files = _files(db, folder, what, step)
            _manifest(db, folder, files, version=version, now=now)
        except OSError as error:
            where = error.filename or folder
            raise StoreFailed(f"{where}: {error.strerror or error}; the export is not whole, do it again") from error
    return Exported(folder, {name: file["lines"] for name, file in files.items()})


def _manifest(db: Database, folder: Path, files: Mapping[str, Any], *, version: str, now: datetime) -> None:
    applied = sorted(m.name for m in diary.applied(db))
    told = {"wirecheck": version, "exported": stamp(now), "schema": applied, "files": files}
    (folder / MANIFEST).write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def _files(db: Database, folder: Path, what: Sequence[str], step: Step) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, tables, lines, headings in (
        ("articles", ("revisions",), articles, ()),
        ("claims", ("claims",), claims, sheets.CLAIMS),
        ("disputes", ("disputes",), disputes, sheets.DISPUTES),
        ("records", RECORDS, records, ()),
    ):
        if name in what:
            total = sum(int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables)
            made[f"{name}.jsonl"] = _file(folder, name, lines(db), headings, _counting(step, name, total))
    return made


def _counting(step: Step, name: str, total: int) -> Callable[[int], None]:
    return lambda done: step(f"exporting {name}", done, total)


def _file(
    folder: Path, name: str, lines: Iterator[Written], headings: Sequence[str], step: Callable[[int], None]
) -> dict[str, Any]:
    """Writes one file and its spreadsheet, if it has headings; how many lines, and their hash."""
    digest, count = hashlib.sha256(), 0
    sheet = sheets.written(folder / f"{name}.csv", headings) if headings else nullcontext(lambda rows: None)
    with (folder / f"{name}.jsonl").open("wb") as out, sheet as put:
        for record, cells in lines:
            data = line(record)
            out.write(data)
            digest.update(data)
            put(cells)
            count += 1
            if count % LINES == 0:
                step(count)
    step(count)
    return {"lines": count, "sha256": digest.hexdigest()}


# --- what stands in them -------------------------------------------------------------------------


def articles(db: Database) -> Iterator[Written]:
    """Every revision, in the order filed."""
    for row in db.execute(f"SELECT {ARTICLE} FROM revisions ORDER BY n"):
        record = dict(zip(ARTICLE_NAMES, map(_words, row), strict=True))
        yield Written(record | {"current": bool(record["current"])})


def _words(cell: object) -> object:
    return words_in(cell) if isinstance(cell, bytes) else cell


def claims(db: Database) -> Iterator[Written]:
    """Every claim as it was read, in the order of its number, with the article it stands in."""
    for (n,) in db.execute("SELECT n FROM revisions ORDER BY n").fetchall():
        shelved = rows.revisions(db, [n])[n]
        first, last = places.claims_of(n)
        sql = "SELECT n, id, current FROM claims WHERE n BETWEEN ? AND ? ORDER BY n"
        for number, claim_id, current in db.execute(sql, [first, last]).fetchall():
            statement = shelved.statement(number, places.id_in(claim_id))
            record = {"n": number, "current": bool(current), "ref": shelved.edition.ref}
            record |= codec(Claim).encode(statement.claim)
            yield Written(record, [sheets.claim(statement, current=bool(current))])


def disputes(db: Database) -> Iterator[Written]:
    """Every dispute with its conflicts; their sides by the numbers of the claims, and in words."""
    for n, changes in db.execute("SELECT n, changes FROM disputes ORDER BY n").fetchall():
        [one] = rows.disputes(db, [n])
        sides = db.execute("SELECT n, old, new FROM conflicts WHERE dispute = ? ORDER BY n", [one.id]).fetchall()
        record = codec(Dispute).encode(replace(one, acts=()))  # those are records of their own
        record["conflicts"] = [
            {"n": c, "id": conflict.id, "label": conflict.label, "kind": conflict.kind}
            | {"confidence": conflict.confidence, "reason": conflict.reason, "gates": list(conflict.gates)}
            | {"clash": codec(rows.CLASH).encode(conflict.clash)}
            | {"old": _side(old, conflict.old), "new": _side(new, conflict.new)}
            for (c, old, new), conflict in zip(sides, one.conflicts, strict=True)
        ]
        yield Written({"n": n, "changes": changes} | record, list(sheets.dispute(one)))


def _side(n: int, statement: Any) -> Record:
    said, edition = statement.claim, statement.edition
    return {"n": n, "claim": said.id, "quote": said.quote, "speaker": said.source_name, "outlet": edition.outlet}


def records(db: Database) -> Iterator[Written]:
    """Everything else, row by row: feeds, the inbox, the outbox, what became of articles."""
    for table in RECORDS:
        found = db.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in found.description]
        for row in found:
            yield Written({"table": table, "row": dict(zip(names, map(cell_out, row), strict=True))})
