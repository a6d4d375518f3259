"""An exported archive taken in again: made anew beside the archive's place, checked, and only then put there."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot import copies
from bot.errors import BadInput, SchemaTooNew, StoreFailed
from bot.nouns import Claim
from store import doctor, filing, indexing, lines, origins, places, readings, rows, safekeeping
from store.codec import codec, dump_as, words_out
from store.connections import at_once, connect
from store.exporting import ARTICLE, ARTICLE_NAMES, ELSEWHERE, MANIFEST, RECORDS, WHAT
from store.lines import Record
from store.migrations import bring_up_to_date, diary
from store.safekeeping import Step
from store.troubles import in_plain_words

#: Lines between two steps, and bytes hashed at a time.
LINES, CHUNK = 200, 1 << 20
DISPUTE = (
    "n", "id", "label", "kind", "confidence", "reason", "opened", "state", "settled_by", "settled_how", "settled_at",
    "changes", "holder",
)  # fmt: skip

Found = Iterator[tuple[str, Record]]
NONE: tuple[int, Iterator[tuple[str, Record]]] = (0, iter(()))


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came in: how many lines, by file."""

    archive: Path
    lines: Mapping[str, int]


def take_in(folder: Path, archive: Path, *, now: datetime, step: Step) -> TakenIn:
    """Makes the archive that was exported into this folder. ``BadInput`` when the folder is not a whole export or
    the archive holds something already, ``SchemaTooNew``, ``StoreFailed``; then nothing has changed."""
    told = manifest(folder)
    files = {name: int(file["lines"]) for name, file in told["files"].items()}
    _unharmed(folder, told["files"], step)
    _refuse_full(archive)
    part = archive.with_name(f"{archive.name}.importing")
    with in_plain_words(str(archive)), safekeeping.cleared(part):
        archive.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(str(part), writing=True)) as db:
            db.execute("PRAGMA synchronous = OFF")  # the file is thrown away unless it is whole
            bring_up_to_date(db, where=str(part))
            with at_once(db):
                _fill(db, folder, files, step)
            _checked(db)
            db.execute("PRAGMA journal_mode = DELETE")
        safekeeping.replace(part, archive, now=now, keep=False)
    return TakenIn(archive, files)


# --- is it whole, and is there room for it -------------------------------------------------------


def manifest(folder: Path) -> Mapping[str, Any]:
    """What a whole export says of itself."""
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_bytes())
        schema, files = set(told["schema"]), told["files"]
    except FileNotFoundError as error:
        raise BadInput(f"{folder} is no export, or not a whole one: it has no {MANIFEST}; export again") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} cannot be read ({error}); export again") from error
    if missing := [f"{name}.jsonl" for name in WHAT if f"{name}.jsonl" not in files]:
        raise BadInput(f"{folder} is not all of an archive: {', '.join(missing)} was left out; export without --what")
    if later := sorted(schema - {m.name for m in diary._migrations}):
        raise SchemaTooNew(f"{folder} was written by a later version of Wirecheck ({later[0]!r}); upgrade Wirecheck")
    return dict(told)


def _unharmed(folder: Path, files: Mapping[str, Any], step: Step) -> None:
    for n, (name, told) in enumerate(files.items()):
        digest = hashlib.sha256()
        try:
            with (folder / name).open("rb") as found:
                while chunk := found.read(CHUNK):
                    digest.update(chunk)
        except OSError as error:
            raise BadInput(f"{folder / name} cannot be read ({error.strerror}); export again") from error
        if digest.hexdigest() != told["sha256"]:
            raise BadInput(f"{folder / name} is not as it was exported (changed, or cut short); export again")
        step("checking the files", n + 1, len(files))


def _refuse_full(archive: Path) -> None:
    if not archive.exists():
        return
    with in_plain_words(str(archive)), closing(connect(str(archive), writing=False)) as db:
        ours = [t for t in (*RECORDS, *ELSEWHERE) if t != "sqlite_sequence" and db[t].exists()]
        if db.table_names() and (not ours or any(db.execute(f"SELECT 1 FROM {t} LIMIT 1").fetchone() for t in ours)):
            raise BadInput(
                f"{archive} holds something already; name a new file in WIRECHECK_DATABASE. "
                "To add its articles to this archive: `wirecheck index FOLDER/articles.jsonl`"
            )


def _checked(db: Database) -> None:
    """``StoreFailed`` when what came in is not sound."""
    for what, well, advice in doctor.of_content(db):
        if not well:
            raise StoreFailed(f"what came in is not sound ({what}: {advice}); nothing was changed")


# --- filling it ----------------------------------------------------------------------------------


def _fill(db: Database, folder: Path, files: Mapping[str, int], step: Step) -> None:
    db.execute("PRAGMA defer_foreign_keys = ON")

    def counted(name: str) -> Iterator[tuple[str, Record]]:
        total = files[f"{name}.jsonl"]
        for n, found in enumerate(lines.read(folder / f"{name}.jsonl"), 1):
            yield found
            if n % LINES == 0 or n == total:
                step(f"importing {name}", n, total)

    _articles(db, counted("articles"), counted("claims"))
    for where, record in counted("disputes"):
        with _placed(where):
            _dispute(db, record)
    for where, record in counted("records"):
        with _placed(where):
            _record(db, record)
    for (dispute_id,) in db.execute("SELECT id FROM disputes ORDER BY n").fetchall():
        filing.index_dispute(db, dispute_id)


def _articles(db: Database, articles: Found, claims: Found) -> None:
    """Each revision with its claims, which stand in the same order."""
    by_revision = groupby(claims, key=_revision_of)
    n, held = next(by_revision, NONE)
    for where, record in articles:
        with _placed(where):
            revision = _revision(db, record)
            mine = list(held) if n == revision else []
            _claims(db, record, [_claim(*one) for one in mine])
            if mine:
                n, held = next(by_revision, NONE)
    for where, _ in held:
        raise BadInput(f"{where}: belongs to no article of articles.jsonl; export the archive again")
    for what, count in doctor.counted(db).items():
        db.execute("UPDATE tally SET n = ? WHERE what = ?", [count, what])


def _revision_of(found: tuple[str, Record]) -> int:
    where, record = found
    with _placed(where):
        return places.revision_of(int(record["n"]))


def _revision(db: Database, record: Record) -> int:
    columns = ARTICLE.split(", ")
    values = [record[name] for name in ARTICLE_NAMES]
    db.execute(
        f"INSERT INTO revisions({ARTICLE}, claims, topics) VALUES ({rows.marks(columns)}, 0, 0)",
        [words_out(v) if isinstance(v, str) else v for v in values],
    )
    return int(record["n"])


def _claim(where: str, record: Record) -> tuple[int, bool, Claim]:
    with _placed(where):
        tree = dict(record)
        n, current, _ = tree.pop("n"), tree.pop("current"), tree.pop("ref", "")
        claim: Claim = codec(Claim).decode(tree)
        return int(n), bool(current), claim


def _claims(db: Database, article: Record, held: list[tuple[int, bool, Claim]]) -> None:
    n, text = int(article["n"]), article["text"]
    if [places.place_of(number) for number, _, _ in held] != list(range(len(held))):
        raise ValueError("its claims are not all there")
    db.execute(
        "INSERT INTO readings(revision, body) VALUES (?, ?)",
        [n, readings.packed([readings.line(c, text) for *_, c in held], text)],
    )
    said = filing.seconds(db, n)
    for number, current, claim in held:
        row = rows.claim_row(number, claim, said=said, speaker=filing.speaker(db, claim.source_name))
        db.execute(
            "INSERT INTO claims(current, n, id, start, length, said, cue_lemma, cue_class, speaker)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [int(current), *row],
        )
    if not article["current"]:
        return
    fresh = [(number, claim) for number, current, claim in held if current]
    indexing.put(db, article["title"], fresh)
    topics = filing.put_topics(db, n, fresh)
    db.execute("UPDATE revisions SET claims = ?, topics = ? WHERE n = ?", [len(fresh), topics, n])
    origins.put(db, n, copies.sketch(text))


def _dispute(db: Database, record: Record) -> None:
    head = {name: record.get(name, "") for name in DISPUTE}
    head["settled_at"], head["opened"] = record.get("settled_at"), record["opened"]
    head["state"] = record.get("state", "open")
    _insert(db, "disputes", head)
    for one in record["conflicts"]:
        row = {name: one[name] for name in ("n", "id", "label", "kind", "confidence", "reason")}
        clash, gates = codec(rows.CLASH).decode(one["clash"]), tuple(one["gates"])
        _insert(
            db,
            "conflicts",
            row
            | {"dispute": record["id"], "old": one["old"]["n"], "new": one["new"]["n"]}
            | {"clash": dump_as(rows.CLASH, clash), "gates": dump_as(rows.GATES, gates)},
        )


def _record(db: Database, record: Record) -> None:
    table, row = record["table"], {name: lines.cell_in(cell) for name, cell in record["row"].items()}
    if table not in RECORDS:
        raise ValueError(f"there is no table {table!r}")
    if table == "sqlite_sequence":  # numbers of what was forgotten are not given again
        db.execute("DELETE FROM sqlite_sequence WHERE name = ?", [row["name"]])
    _insert(db, table, row)


def _insert(db: Database, table: str, row: Mapping[str, Any]) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    values = [words_out(v) if isinstance(v, str) else v for v in row.values()]
    db.execute(f"INSERT INTO {table}({columns}) VALUES ({rows.marks(values)})", values)


@contextmanager
def _placed(where: str) -> Iterator[None]:
    """Turns what is wrong with a record into a line that says where it stands."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, sqlite3.IntegrityError, sqlite3.OperationalError) as error:
        if getattr(error, "sqlite_errorname", "SQLITE_ERROR").startswith(("SQLITE_ERROR", "SQLITE_CONSTRAINT")):
            raise BadInput(f"{where}: cannot be taken in ({error}); export the archive again") from error
        raise
