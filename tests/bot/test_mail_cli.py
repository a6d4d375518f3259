"""`wirecheck mail -`, as a mail server runs it: what it is told by the exit code decides what becomes of the mail."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bot import settings
from bot.cli import main
from tests.bot.intake import made


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for row in settings.table():
        monkeypatch.delenv(row.name, raising=False)
    monkeypatch.chdir(tmp_path)


def hand_over(data: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return main(["mail", "-"])


def test_a_mail_handed_over_twice_is_one_article(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = made.mail("The mayor said that nine people were hurt.")
    assert hand_over(mail, monkeypatch) == 0
    assert "Bridge closed" in capsys.readouterr().out
    assert hand_over(mail, monkeypatch) == 0
    assert main(["status"]) == 0
    assert "1  articles" in capsys.readouterr().out


def test_a_mail_with_nothing_in_it_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hand_over(made.mail(""), monkeypatch) == 2


def test_while_the_archive_cannot_take_it_the_mail_server_is_to_try_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wirecheck.db").write_bytes(b"this is no archive at all, however it is called" * 100)
    assert hand_over(made.mail("The mayor said that nine people were hurt."), monkeypatch) == 75
    assert "wirecheck" in capsys.readouterr().err
