"""docs/database.md, and what Datasette is told, hold for the archive as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import describing, migrations, views
from store.connections import connect
from store.sqlite import SqliteStore
from tests.store.full import ODD, fill
from tools import database_docs


@pytest.fixture
async def archive(tmp_path: Path) -> Path:
    store = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    await fill(store)
    await store.close()
    return tmp_path / "archive.db"


@pytest.fixture
def db(archive: Path) -> Iterator[sqlite3.Connection]:
    """As another program sees it: half a character is shown as a mark."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as conn:
        conn.text_factory = lambda data: data.decode("utf-8", "replace")
        conn.row_factory = sqlite3.Row
        yield conn


def test_every_table_view_and_column_is_described_and_nothing_else(archive: Path) -> None:
    with closing(connect(str(archive), writing=False)) as db:
        live = describing.live(db)
    described = {one.name: ("view" if one.view else "table", list(one.columns)) for one in describing.described()}
    assert described == live


def test_what_a_row_is_called_by_and_what_is_measured_are_columns() -> None:
    for one in describing.described():
        assert {one.label, *one.units} <= set(one.columns), one.name


def test_the_page_is_made_of_it() -> None:
    text = database_docs.PAGE.read_text("utf-8")
    assert database_docs.renewed(text) == text, "run python tools/database_docs.py"
    assert "### quotations" in text


@pytest.mark.parametrize("name", views.VIEWS)
def test_every_view_shows_something_in_words(db: sqlite3.Connection, name: str) -> None:
    found = db.execute(f"SELECT * FROM {name}").fetchall()
    assert found
    assert not [cell for row in found for cell in row if isinstance(cell, bytes)]


@pytest.mark.parametrize("name", describing.QUERIES)
def test_every_question_prepared_for_people_can_be_asked(db: sqlite3.Connection, name: str) -> None:
    assert db.execute(describing.QUERIES[name][1], {"verb": "insist"}).fetchall()


def test_a_quotation_is_shown_word_for_word_with_its_place(db: sqlite3.Connection) -> None:
    [row] = db.execute("SELECT * FROM quotations WHERE verb = 'insist'").fetchall()
    assert (row["quote"], row["outlet"], row["day"]) == (
        "The harbour is closed, 12 people said.",
        "The Gazette",
        "2026-03-02",
    )
    assert row["speaker"] == "Zoë Ödeg\ufffd\ufffd\ufffdrd"
    odd = db.execute("SELECT quote FROM quotations WHERE n = 65537").fetchone()[0]
    assert odd == ODD.split("\x00")[0].replace("\ud83d", "\ufffd" * 3), "SQLite's substr ends at a NUL"


def test_quotations_are_found_by_their_words(db: sqlite3.Connection) -> None:
    told = describing.metadata("archive")["databases"]["archive"]["tables"]["quotations"]
    sql = (
        f"SELECT quote FROM quotations WHERE {told['fts_pk']} IN"
        f" (SELECT rowid FROM {told['fts_table']} WHERE {told['fts_table']} MATCH 'mayor')"
    )
    assert [row[0] for row in db.execute(sql)] == ["The harbour is open, said the mayor."]


def test_a_clash_shows_both_sides(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT old_quote, new_quote, state FROM clashes").fetchall()
    assert any(old and new == "The harbour is open, said the mayor." and s == "open" for old, new, s in rows)


def test_rows_point_at_what_they_belong_to(db: sqlite3.Connection) -> None:
    """Foreign keys are what Datasette makes its links of."""
    for table, to in (
        ("claims", {"speakers", "revisions"}),
        ("readings", {"revisions"}),
        ("about", {"topics", "revisions"}),
        ("sketches", {"revisions"}),
        ("conflicts", {"disputes", "claims"}),
        ("changes", {"revisions", "claims"}),
        ("notices", {"revisions", "claims"}),
        ("edits", {"revisions"}),
        ("shown", {"revisions"}),
        ("tombstone_hashes", {"tombstones"}),
        ("feed_items", {"feeds"}),
        ("import_faults", {"import_files"}),
    ):
        assert {row["table"] for row in db.execute(f"PRAGMA foreign_key_list({table})")} == to, table


def test_views_are_made_anew_when_they_are_not_what_they_should_be(archive: Path) -> None:
    with closing(connect(str(archive), writing=True)) as changed:
        changed.execute("DROP VIEW outlets")
        changed.execute("CREATE VIEW outlets AS SELECT 1 AS old")
        changed.execute("DROP VIEW clashes")
        changed.execute("CREATE VIEW my_own AS SELECT 1 AS mine")
        migrations.bring_up_to_date(changed, where=str(archive))
        assert changed.execute("SELECT count(*) FROM outlets WHERE outlet = 'The Gazette'").fetchone() == (1,)
        assert changed.execute("SELECT count(*) FROM clashes").fetchone()[0] > 0
        assert changed.execute("SELECT * FROM my_own").fetchone() == (1,), "what people made stays"
        before = changed.execute("PRAGMA schema_version").fetchone()
        migrations.bring_up_to_date(changed, where=str(archive))
        assert changed.execute("PRAGMA schema_version").fetchone() == before, "nothing is made that is there"
