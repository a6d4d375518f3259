"""`wirecheck audit`, and what commands leave in the record."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.audit_cli import beginning
from bot.cli import main
from bot.errors import BadInput

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T10:00+02:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("30m", NOW - timedelta(minutes=30)),
        ("12h", NOW - timedelta(hours=12)),
        ("7d", NOW - timedelta(days=7)),
        ("4W", NOW - timedelta(weeks=4)),
    ],
)
def test_since_when(typed, when):
    assert beginning(typed, now=NOW) == when


@pytest.mark.parametrize("typed", ["yesterday", "d", "-3d", "12", "٣d", "99999999d"])
def test_since_no_such_time(typed):
    with pytest.raises(BadInput, match="say a day such as"):
        beginning(typed, now=NOW)


def test_what_is_done_in_a_terminal_is_told(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    story = tmp_path / "story.txt"
    story.write_text("A Quokka story\n\nThe mayor said the harbour is closed.\n", encoding="utf-8")
    assert main(["index", str(story)]) == 0
    assert main(["--workspace", "T0AAA", "status"]) == 0, "an archive of its own"
    capsys.readouterr()
    assert main(["audit"]) == 0
    assert "nothing was changed yet" in capsys.readouterr().err
    assert main(["withdraw", "story", "--reason", "the quokka is a wallaby"]) == 0
    capsys.readouterr()
    assert main(["audit"]) == 0
    told = capsys.readouterr().out
    assert "withdraw" in told
    assert "on file -> withdrawn" in told
    assert main(["audit", "--json", "--since", "1h"]) == 0
    [line] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["what"], line["before"], line["after"], line["via"], line["done"]) == (
        "withdraw",
        "on file",
        "withdrawn",
        "terminal",
        True,
    )
    rows = sqlite3.connect(tmp_path / "wirecheck.db").execute("SELECT * FROM audit").fetchall()
    assert "quokka" not in repr(rows).lower()
    assert main(["audit", "--since", "soon"]) == 2
    assert main(["--workspace", "T0AAA", "audit"]) == 0
    assert "nothing was changed yet" in capsys.readouterr().err
    assert main(["--workspace", "../x", "audit"]) == 2
