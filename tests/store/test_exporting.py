"""What is exported is all there is: the archive made from it is the same archive."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import BadInput, SchemaTooNew, StoreFailed
from bot.intake.files import articles as read_articles
from bot.nouns import Article
from bot.ports import Search
from store import exporting, taking_in
from store.connections import connect
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, nothing, revision
from tests.store.full import ODD, PRIVATE, fill

TABLES = (*exporting.RECORDS, *exporting.ELSEWHERE, *exporting.DERIVED)


def quiet(what: str, done: int, total: int) -> None:
    """Tells nobody."""


@pytest.fixture
async def archive(tmp_path: Path) -> Path:
    store = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    await fill(store)
    await store.close()
    return tmp_path / "archive.db"


def exported(archive: Path, folder: str = "out", **more: object) -> Path:
    to = archive.with_name(folder)
    exporting.export(archive, to, version="1", now=at(), step=quiet, **more)  # type: ignore[arg-type]
    return to


def contents(archive: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows; what was only numbered anew is told by what it stands for."""
    by_name = {
        "speakers": "SELECT name, folded FROM speakers",
        "claims": "SELECT c.n, id, current, start, length, said, cue_lemma, cue_class, name"
        " FROM claims c LEFT JOIN speakers s ON s.n = c.speaker",
        "topics": "SELECT name, claims, articles FROM topics",
        "about": "SELECT t.name, a.revision, a.claims FROM about a JOIN topics t ON t.n = a.topic",
    }
    with closing(sqlite3.connect(archive)) as conn:
        names = [n for (n,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "_words" not in n]
        found = {n: sorted(conn.execute(by_name.get(n, f"SELECT * FROM {n}")), key=repr) for n in names}
    del found["_sqlite_migrations"]
    return found


def test_every_table_is_exported_or_worked_out_again(archive: Path) -> None:
    assert set(contents(archive)) == set(TABLES)


def test_an_archive_with_everything_in_it_comes_back_as_it_was(archive: Path, tmp_path: Path) -> None:
    before = contents(archive)
    assert not [name for name, held in before.items() if not held], "the test has something in every table"
    taken_in = tmp_path / "again.db"
    taking_in.take_in(exported(archive), taken_in, now=at(), step=quiet)
    after = contents(taken_in)
    for name in TABLES:
        assert after[name] == before[name], name


async def test_what_comes_back_is_found_answered_and_gone_on_with(archive: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/again.db"
    taking_in.take_in(exported(archive), tmp_path / "again.db", now=at(), step=quiet)
    one, other = SqliteStore.open(f"sqlite:///{archive}"), SqliteStore.open(url)
    try:
        for search in (Search(words=("harbour",)), Search(source="zoë"), Search(cue_lemmas=("insist",)), Search()):
            assert await other.search(search) == await one.search(search)
        for edition in await one.articles():
            assert await other.article(edition.ref) == await one.article(edition.ref)
            assert await other.edits(edition.article_id) == await one.edits(edition.article_id)
        assert await other.disputes() == await one.disputes()
        assert await other.disputes(words=["harbour"]) == await one.disputes(words=["harbour"]) != []
        assert await other.waiting() == await one.waiting()
        assert [well for what, well, _ in await other.doctor() if what.startswith("the ")] == [True] * 4
        back = revision("private", PRIVATE)
        assert await other.standing(back) == "forgotten"
        new = revision("new", "The harbour is closed.")
        filed = [
            await s.file(new, [claim(new, "The harbour is closed.")], nothing, alert_channel="", now=at(99))
            for s in (one, other)
        ]
        assert filed[0] == filed[1]
    finally:
        await one.close()
        await other.close()


def test_numbers_of_what_was_forgotten_are_not_given_again(archive: Path, tmp_path: Path) -> None:
    taking_in.take_in(exported(archive), tmp_path / "again.db", now=at(), step=quiet)
    with closing(sqlite3.connect(tmp_path / "again.db")) as conn:
        counted = dict(conn.execute("SELECT name, seq FROM sqlite_sequence"))
        assert counted["revisions"] > conn.execute("SELECT max(n) FROM revisions").fetchone()[0]


def test_the_articles_are_what_index_takes(archive: Path) -> None:
    found = [a for a in read_articles([str(exported(archive) / "articles.jsonl")]) if isinstance(a, Article)]
    assert ODD in {a.title for a in found}
    assert {a.ref for a in found} == {"one", "two", "silent", "page", "taken"}
    assert {a.outlet for a in found} == {"The Gazette"}


def test_people_get_spreadsheets_with_both_sides(archive: Path) -> None:
    folder = exported(archive)
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as found:
        claims = list(csv.DictReader(found))
    assert {c["quote"] for c in claims} >= {"The harbour is open, said the mayor.", "Twelve people were hurt."}
    assert {c["current"] for c in claims if c["quote"] == "The bridge is shut."} == {"0"}
    with (folder / "disputes.csv").open(encoding="utf-8", newline="") as found:
        [*disputes] = csv.DictReader(found)
    sides = [(d["old quote"], d["new quote"]) for d in disputes]
    assert any("closed" in old and new == "The harbour is open, said the mayor." for old, new in sides)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    from store.sheets import written

    with written(tmp_path / "a.csv", ("a", "b")) as put:
        put([("=HYPERLINK(1)", "@x"), ("-5\nand\x00more", 5)])
    assert (tmp_path / "a.csv").read_bytes() == b"a,b\r\n'=HYPERLINK(1),'@x\r\n'-5 and more,5\r\n"


def test_a_part_can_be_exported_but_is_not_taken_for_all(archive: Path, tmp_path: Path) -> None:
    folder = exported(archive, what=("claims",))
    assert sorted(p.name for p in folder.iterdir()) == ["claims.csv", "claims.jsonl", "manifest.json"]
    with pytest.raises(BadInput, match=r"articles\.jsonl.* was left out; export without --what"):
        taking_in.take_in(folder, tmp_path / "again.db", now=at(), step=quiet)


def test_an_export_goes_into_a_new_folder_only(archive: Path) -> None:
    exported(archive)
    with pytest.raises(BadInput, match="holds something already"):
        exported(archive)


def harmed(folder: Path, name: str, old: str, new: str) -> None:
    """Changes a file as somebody would who makes the manifest fit, too."""
    import hashlib

    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("articles.jsonl", "{", "[", r"articles\.jsonl, line 1: is not JSON"),
        ("articles.jsonl", '"n":1,', "", r"articles\.jsonl, line 1: cannot be taken in \('n'\)"),
        ("claims.jsonl", '"quote":', '"quotation":', r"claims\.jsonl, line 1: cannot be taken in"),
        ("claims.jsonl", '"n":65536,', '"n":65539,', r"articles\.jsonl, line 1: .*claims are not all there"),
        ("records.jsonl", '"table":"feeds"', '"table":"sheep"', r"records\.jsonl, line 1: .*no table 'sheep'"),
        ("records.jsonl", '"host"', '"hoist"', r"records\.jsonl, line 1: .*hoist"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_nothing_is_made(archive, tmp_path, name, old, new, told) -> None:
    folder = exported(archive)
    harmed(folder, name, old, new)
    with pytest.raises(BadInput, match=told):
        taking_in.take_in(folder, tmp_path / "again.db", now=at(), step=quiet)
    assert not list(tmp_path.glob("again*"))


def test_a_file_cut_short_is_seen_before_anything_is_done(archive: Path, tmp_path: Path) -> None:
    folder = exported(archive)
    with (folder / "claims.jsonl").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(BadInput, match=r"claims\.jsonl is not as it was exported"):
        taking_in.take_in(folder, tmp_path / "again.db", now=at(), step=quiet)


def test_an_export_of_a_later_version_is_not_guessed_at(archive: Path, tmp_path: Path) -> None:
    folder = exported(archive)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["schema"].append("0999 later")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(SchemaTooNew, match="upgrade"):
        taking_in.take_in(folder, tmp_path / "again.db", now=at(), step=quiet)


def test_an_archive_that_holds_something_is_left_alone(archive: Path) -> None:
    folder, before = exported(archive), contents(archive)
    with pytest.raises(BadInput, match="holds something already"):
        taking_in.take_in(folder, archive, now=at(), step=quiet)
    assert contents(archive) == before


def test_an_archive_that_holds_nothing_yet_is_filled(archive: Path, tmp_path: Path) -> None:
    SqliteStore.open(f"sqlite:///{tmp_path}/again.db").shut()
    taking_in.take_in(exported(archive), tmp_path / "again.db", now=at(), step=quiet)
    assert contents(tmp_path / "again.db") == contents(archive) | {
        name: rows for name, rows in contents(tmp_path / "again.db").items() if name in exporting.DERIVED
    }


def test_an_archive_of_an_earlier_version_is_brought_up_to_date_first(tmp_path: Path) -> None:
    from store import migrations

    older = connect(str(tmp_path / "archive.db"), writing=True)
    migrations.diary.apply(older, stop_before="0006 which articles are about the same")
    older.close()
    with pytest.raises(StoreFailed, match="earlier version; `wirecheck status` brings it up to date"):
        exported(tmp_path / "archive.db")
