"""`wirecheck withdraw`, `readmit` and `forget`, run for real, and what `index` says of what changed and what is out."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot import settings
from bot.cli import main

Run = Callable[..., tuple[int, str, str]]

URL = "https://gazette.example/ferry"
TEXT = "Ferry lost off Arnholt\n\nThe ferry Anna sank off Arnholt, killing 12 people, the coast guard said on Monday."
STORY = {"url": URL, "outlet": "The Gazette", "title": "Ferry lost off Arnholt", "text": TEXT}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for row in settings.table():
        monkeypatch.delenv(row.name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("WIRECHECK_DATABASE", f"sqlite:///{tmp_path}/test.db")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def wirecheck(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def filed(wirecheck: Run, tmp_path: Path) -> Path:
    path = tmp_path / "story.jsonl"
    path.write_text(json.dumps(STORY))
    assert wirecheck("index", str(path))[0] == 0
    return path


def events(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def test_what_an_edition_changed_is_said_and_told_to_scripts(wirecheck: Run, filed: Path) -> None:
    filed.write_text(json.dumps({**STORY, "text": TEXT.replace("12", "15")}))
    _, out, _ = wirecheck("index", str(filed))
    assert "1 number corrected; changed without a word" in " ".join(out.split())
    filed.write_text(json.dumps({**STORY, "text": TEXT.replace("12", "17"), "updated": "2030-01-01T00:00:00Z"}))
    _, out, _ = wirecheck("index", "--json", str(filed))
    (event, *_) = events(out)
    assert event["outcome"] == "revised"
    assert event["edited"]["silent"] is False
    (change,) = event["edited"]["changes"]
    assert (change["kind"], "15 people" in change["old"], "17 people" in change["new"]) == ("number", True, True)


def test_an_article_is_withdrawn_and_taken_back(wirecheck: Run, filed: Path) -> None:
    code, out, _ = wirecheck("withdraw", URL, "--reason", "made up")
    assert (code, out.startswith(f"withdrawn: “Ferry lost off Arnholt” ({URL});")) == (0, True)
    assert "already" in wirecheck("withdraw", URL)[1]
    assert "Not on file" in wirecheck("ask", "/facts ferry")[1]
    assert "stays withdrawn" in wirecheck("index", "--again", str(filed))[1]
    code, out, _ = wirecheck("readmit", URL)
    assert (code, out.startswith("filed ")) == (0, True)
    assert "Not on file" not in wirecheck("ask", "/facts ferry")[1]
    code, _, err = wirecheck("readmit", URL)
    assert (code, "is not withdrawn" in err) == (2, True)


def test_scripts_are_told_too(wirecheck: Run, filed: Path) -> None:
    article = events(wirecheck("withdraw", "--json", URL)[1])
    assert [(e["event"], e["changed"]) for e in article] == [("withdrawn", True)]
    assert events(wirecheck("withdraw", "--json", URL)[1])[0]["changed"] is False
    assert events(wirecheck("readmit", "--json", URL)[1])[0]["outcome"] == "new"
    (gone,) = events(wirecheck("forget", "--json", "--yes", URL)[1])
    assert gone == {"event": "forgotten", "id": article[0]["id"]}


def test_forgetting_asks_first(wirecheck: Run, filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    code, _, err = wirecheck("forget", URL)
    assert (code, "--yes" in err) == (2, True), "nobody can be asked here"
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    code, _, err = wirecheck("forget", URL)
    assert (code, "“Ferry lost off Arnholt”" in err, "nothing was removed" in err) == (2, True, True)
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    code, out, _ = wirecheck("forget", URL)
    assert (code, out.startswith("forgotten: ")) == (0, True)
    assert "Arnholt" not in out


def test_what_is_forgotten_is_gone_from_the_file_and_does_not_come_back(
    wirecheck: Run, filed: Path, tmp_path: Path
) -> None:
    wirecheck("forget", "--yes", "--near-copies", "--reason", "asked to", URL)
    held = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    assert b"Arnholt" not in held
    assert "stays forgotten" in wirecheck("index", "--again", str(filed))[1]
    for command in ("withdraw", "readmit", "forget"):
        code, _, err = wirecheck(command, URL)
        assert (code, f"no article '{URL}' is on file" in err) == (1, True)
    assert wirecheck("doctor")[0] == 0


def test_what_an_agency_takes_back_is_taken_off_file(wirecheck: Run, filed: Path, tmp_path: Path) -> None:
    back = tmp_path / "back.jsonl"
    back.write_text(json.dumps({"url": URL, "withdrawn": "The captain was never there."}))
    code, out, _ = wirecheck("index", "--json", str(back))
    (event, *_) = events(out)
    assert (code, event["outcome"], event["withdrawn"]) == (0, "withdrawn", "The captain was never there.")
    assert "taken off file" not in wirecheck("index", "--again", str(back))[1], "once is enough"
    back.write_text(json.dumps({"url": "https://gazette.example/other", "withdrawn": True}))
    code, _, err = wirecheck("index", str(back))
    assert (code, "takes back an article that is not on file" in err) == (2, True)
