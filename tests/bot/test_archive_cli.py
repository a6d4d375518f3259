"""`wirecheck backup`, `restore`, `export`, `import`, `compact` and `doctor --repair`, as a person types them."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import settings
from bot.cli import main
from store.sqlite import SqliteStore
from tests.store.full import fill
from tests.store.test_safekeeping import damage


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, object]:
        """The one line of JSON it printed."""
        [line] = self.out.splitlines()
        told: dict[str, object] = json.loads(line)
        return told


Wirecheck = Callable[..., Said]


@pytest.fixture
def wirecheck(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Wirecheck:
    """Types a command, in a folder where the archive is news.db."""
    for row in settings.table():
        monkeypatch.delenv(row.name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("WIRECHECK_DATABASE", "sqlite:///news.db")

    def typed(*words: str) -> Said:
        capsys.readouterr()
        code = main(words)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return typed


@pytest.fixture
async def _filled(wirecheck: Wirecheck) -> None:
    store = SqliteStore.open("sqlite:///news.db")
    await fill(store)
    await store.close()


filled = pytest.mark.usefixtures("_filled")


@filled
def test_a_backup_is_made_and_put_back(wirecheck: Wirecheck, tmp_path: Path) -> None:
    said = wirecheck("backup", "kept.db")
    assert (said.code, said.err) == (0, "")
    assert "kept.db: 4 articles" in said.out
    assert "restored on trial and compared" in said.out
    again = wirecheck("backup", "kept.db")
    assert (again.code, again.out) == (2, "")
    assert again.err.count("\n") == 1
    assert "--force" in again.err
    assert wirecheck("backup", "kept.db", "--force", "--json").told["articles"] == 4
    refused = wirecheck("restore", "kept.db")
    assert (refused.code, "--force" in refused.err) == (2, True)
    put_back = wirecheck("restore", "kept.db", "--force", "--json").told
    assert put_back["articles"] == 4
    assert Path(str(put_back["kept"])).exists()


@filled
def test_an_archive_behind_a_link_is_put_back_where_it_lies(
    wirecheck: Wirecheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wirecheck("backup", "kept.db")
    (tmp_path / "disk").mkdir()
    (tmp_path / "news.db").rename(tmp_path / "disk" / "real.db")
    (tmp_path / "news.db").symlink_to(tmp_path / "disk" / "real.db")
    assert wirecheck("restore", "kept.db", "--force").code == 0
    assert (tmp_path / "news.db").is_symlink()
    assert len(list((tmp_path / "disk").glob("real-before-*.db"))) == 1


@filled
def test_backups_are_called_after_the_day(wirecheck: Wirecheck, tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    assert wirecheck("backup", "safe").code == 0
    [made] = (tmp_path / "safe").iterdir()
    assert made.name.startswith("news-20")


@filled
def test_all_archives_are_backed_up_each_into_a_file_and_one_put_back(wirecheck: Wirecheck, tmp_path: Path) -> None:
    assert wirecheck("--workspace", "T0AAA", "status").code == 0  # makes it
    (tmp_path / "news-old.db").write_bytes(b"not one of ours")
    (tmp_path / "safe").mkdir()
    assert wirecheck("backup", "safe", "--all").code == 0
    made = sorted(path.name for path in (tmp_path / "safe").iterdir())
    assert [name[:11] for name in made] == ["news-20" + made[0][7:11], "news-T0AAA-"]
    assert wirecheck("backup", "one.db", "--all").code == 2
    back = wirecheck("--workspace", "T0AAA", "restore", f"safe/{made[1]}", "--force", "--json")
    assert back.told["restored"] == "news-T0AAA.db"


@filled
def test_an_export_is_taken_in_elsewhere(wirecheck: Wirecheck, monkeypatch: pytest.MonkeyPatch) -> None:
    before = wirecheck("status", "--json").told
    said = wirecheck("export")
    assert said.code == 0
    assert "wirecheck-export: 6 in articles.jsonl" in said.out
    assert wirecheck("export").code == 2, "it goes into a new folder"
    assert wirecheck("import", "wirecheck-export").code == 2, "the archive holds something"
    monkeypatch.setenv("WIRECHECK_DATABASE", "sqlite:///new/other.db")
    assert "all of it checked" in wirecheck("import", "wirecheck-export").out
    assert wirecheck("status", "--json").told == before


@filled
def test_parts_are_exported_by_name(wirecheck: Wirecheck, tmp_path: Path) -> None:
    assert wirecheck("export", "some", "--what", "claims,disputes").code == 0
    assert {p.name for p in (tmp_path / "some").glob("*.csv")} == {"claims.csv", "disputes.csv"}
    said = wirecheck("export", "more", "--what", "sheep")
    assert (said.code, "articles, claims, disputes, records" in said.err) == (2, True)
    assert not (tmp_path / "more").exists()


@filled
def test_a_folder_and_a_file_are_told_apart(wirecheck: Wirecheck) -> None:
    wirecheck("export", "out")
    said = wirecheck("restore", "out")
    assert (said.code, "`wirecheck import out`" in said.err) == (2, True)
    said = wirecheck("import", "nowhere")
    assert (said.code, "manifest.json" in said.err) == (2, True)


@filled
def test_compacting_says_what_it_saved(wirecheck: Wirecheck, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "news.db")) as conn, conn:
        conn.execute("CREATE TABLE ballast (x)")
        conn.execute("INSERT INTO ballast VALUES (zeroblob(1000000))")
        conn.execute("DROP TABLE ballast")
    told = wirecheck("compact", "--json").told
    assert told["saved"] == int(str(told["before"])) - int(str(told["after"])) >= 1_000_000
    assert (tmp_path / "news.db").stat().st_size == told["after"]
    assert "saved" in wirecheck("compact").out
    assert wirecheck("doctor").code == 0


@filled
def test_the_doctor_mends_what_is_out_of_step(wirecheck: Wirecheck, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "news.db")) as conn, conn:
        conn.execute("INSERT INTO claim_words(claim_words) VALUES ('delete-all')")
        conn.execute("DELETE FROM dispute_words")
        conn.execute("UPDATE topics SET claims = 77")
        conn.execute("UPDATE tally SET n = 77")
        conn.execute("INSERT INTO sketches SELECT 77, n FROM revisions WHERE NOT current")
    said = wirecheck("doctor")
    assert said.code == 1
    assert said.out.count("`wirecheck doctor --repair` mends it") == 5
    said = wirecheck("doctor", "--repair")
    assert said.code == 0
    assert "the word index was built anew" in said.err
    assert wirecheck("doctor").code == 0
    assert "nothing was out of step" in wirecheck("doctor", "--repair").err


@filled
def test_the_doctor_sees_an_article_that_lost_half_of_itself(wirecheck: Wirecheck, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "news.db")) as conn, conn:
        conn.execute("DELETE FROM readings WHERE revision = 3")
    said = wirecheck("doctor", "--json")
    wrong = {c["check"] for c in map(json.loads, said.out.splitlines()) if not c["ok"]}
    assert (said.code, "no article is half filed" in wrong) == (1, True)


@filled
def test_a_damaged_archive_is_not_mended_but_restored(wirecheck: Wirecheck, tmp_path: Path) -> None:
    damage(tmp_path / "news.db")
    said = wirecheck("doctor")
    assert (said.code, "`wirecheck restore` the last backup" in said.out) == (1, True)
    said = wirecheck("doctor", "--repair")
    assert (said.code, "`wirecheck restore` the last backup" in said.err) == (1, True)


@pytest.mark.parametrize("command", ["backup", "export", "compact"])
def test_without_an_archive_there_is_one_line_and_none_is_made(
    wirecheck: Wirecheck, tmp_path: Path, command: str
) -> None:
    said = wirecheck(command)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "WIRECHECK_DATABASE" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["backup"], ["restore", "x"], ["export"], ["import", "x"], ["compact"]])
def test_an_archive_in_memory_is_no_file(wirecheck, monkeypatch, words) -> None:
    monkeypatch.setenv("WIRECHECK_DATABASE", "sqlite:///:memory:")
    said = wirecheck(*words)
    assert (said.code, "in memory" in said.err) == (2, True)


@filled
def test_datasette_is_told_of_the_archive_by_its_name(wirecheck: Wirecheck) -> None:
    said = wirecheck("browse", "--metadata")
    tables = json.loads(said.out)["databases"]["news"]["tables"]
    assert tables["quotations"]["fts_table"] == "claim_words"
    assert tables["revisions"]["label_column"] == "title"


@filled
@pytest.mark.skipif(importlib.util.find_spec("datasette") is not None, reason="Datasette is installed")
def test_without_datasette_it_says_how_to_get_it(wirecheck: Wirecheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    said = wirecheck("browse")
    assert (said.code, "pip install datasette" in said.err) == (2, True)


@filled
def test_datasette_is_started_read_only_on_this_machine(
    wirecheck: Wirecheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Over a stand-in on the PATH, which says what it was handed."""
    program = tmp_path / "bin" / "datasette"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$@" > handed\ncp "$4" told.json\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    assert wirecheck("browse", "--port", "8125").code == 0
    handed = (tmp_path / "handed").read_text().split()
    assert handed[:2] == ["serve", "news.db"]
    assert handed[4:8] == ["--host", "127.0.0.1", "--port", "8125"]
    assert "quotations" in (tmp_path / "told.json").read_text()
