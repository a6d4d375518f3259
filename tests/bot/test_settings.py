"""The settings: every one described, wrong ones told in one line, and none of them ever shows a token."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.errors import BadSetting
from bot.permits import Holder, Rules

ROOT = Path(__file__).resolve().parents[2]

#: As OpenSSL writes it: with a plus and a slash, which Fernet spells otherwise.
KEY = "+/" + "A" * 41 + "="

INTERFACES = {
    "WIRECHECK_DATABASE",
    "WIRECHECK_LISTEN",
    "WIRECHECK_PIPELINE",
    "WIRECHECK_JUDGE",
    "WIRECHECK_ALERT_CHANNEL",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_API_URL",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for row in settings.table():
        monkeypatch.delenv(row.name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_promised_variable_is_there_with_a_description() -> None:
    rows = settings.table()
    assert {row.name for row in rows} >= INTERFACES
    assert all(row.description.endswith(".") for row in rows)
    assert len({row.name for row in rows}) == len(rows)


def test_the_example_file_is_what_the_settings_say() -> None:
    """Written by: python -c "from bot.settings import env_example; print(env_example(), end='')" > .env.example"""
    assert (ROOT / ".env.example").read_text("utf-8") == settings.env_example()


def test_the_example_file_changes_nothing(tmp_path: Path) -> None:
    plain = settings.load()
    (tmp_path / ".env").write_text(settings.env_example(), encoding="utf-8")
    assert settings.load() == plain


def test_the_defaults() -> None:
    found = settings.load()
    assert found.database == "sqlite:///wirecheck.db"
    assert found.address == ("127.0.0.1", 3000)
    assert found.pipeline == "en_core_web_sm"
    assert found.slack == ""
    assert found.alert_threshold is None
    assert not found.fetch_private


def test_dot_env_is_read_and_the_environment_goes_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("WIRECHECK_LISTEN=127.0.0.1:4000\nWIRECHECK_READERS=3\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("WIRECHECK_READERS", "5")
    found = settings.load()
    assert found.address == ("127.0.0.1", 4000)
    assert found.readers == 5


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WIRECHECK_JUDGE", "nli", "names no folder"),
        ("WIRECHECK_DATABASE", "postgres://db/x", "sqlite:///wirecheck.db"),
        ("WIRECHECK_DATABASE", "sqlite:///", "sqlite:///wirecheck.db"),
        ("WIRECHECK_LISTEN", "3000", "127.0.0.1:3000"),
        ("WIRECHECK_LISTEN", "127.0.0.1:70000", "127.0.0.1:3000"),
        ("WIRECHECK_READERS", "many", "valid integer"),
        ("WIRECHECK_READERS", "0", "greater than or equal to 1"),
        ("WIRECHECK_ALERT_THRESHOLD", "1.5", "less than or equal to 1"),
        ("WIRECHECK_FETCH_PRIVATE", "perhaps", "boolean"),
        ("SLACK_BOT_TOKEN", "xapp-1-SECRET", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1-SECRET", "xapp-"),
        ("SLACK_API_URL", "slack.test", "no http address"),
        ("WIRECHECK_TEAMS", "T012ABC, ../etc", "begins with T"),
        ("WIRECHECK_HOME_TEAM", "harbour", "begins with T"),
        ("WIRECHECK_MAY_ADD", "@ann", "S012ABC = the editors"),
        ("WIRECHECK_MAY_SETTLE", "U0ANN; U0BEN", "S012ABC = the editors"),
    ],
)
def test_an_impossible_value_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as told:
        settings.load()
    line = str(told.value)
    assert line.startswith(name)
    assert says in line
    assert "\n" not in line
    assert "SECRET" not in line


def test_two_impossible_values_are_both_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRECHECK_LISTEN", "x")
    monkeypatch.setenv("WIRECHECK_JUDGE", "x")
    with pytest.raises(BadSetting, match=r"WIRECHECK_LISTEN.*WIRECHECK_JUDGE"):
        settings.load()


def test_empty_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in settings.table():
        monkeypatch.setenv(row.name, " ")
    assert settings.load().address == ("127.0.0.1", 3000)


@pytest.mark.parametrize(
    ("bot", "app", "secret", "how"),
    [
        ("", "", "", ""),
        ("xoxb-1", "", "", ""),
        ("", "xapp-1", "s", ""),
        ("xoxb-1", "", "s", "http"),
        ("xoxb-1", "xapp-1", "", "socket"),
        ("xoxb-1", "xapp-1", "s", "socket"),
    ],
)
def test_how_it_connects_to_slack(monkeypatch: pytest.MonkeyPatch, bot: str, app: str, secret: str, how: str) -> None:
    for name, value in (("SLACK_BOT_TOKEN", bot), ("SLACK_APP_TOKEN", app), ("SLACK_SIGNING_SECRET", secret)):
        monkeypatch.setenv(name, value)
    found = settings.load()
    assert found.slack == how
    assert found.model_copy(update=settings.without_slack()).slack == ""


@pytest.mark.parametrize(
    ("bot", "app", "secret", "several", "how"),
    [
        ("", "", "s", True, "http"),
        ("", "xapp-1", "", True, "socket"),
        ("", "", "", True, ""),
        ("xoxb-1", "", "s", False, "http"),  # a token is of one workspace, and goes before
    ],
)
def test_with_a_client_id_workspaces_install_it_themselves(monkeypatch, bot, app, secret, several, how) -> None:
    for name, value in (
        ("SLACK_CLIENT_ID", "1.2"),
        ("SLACK_CLIENT_SECRET", "c"),
        ("SLACK_BOT_TOKEN", bot),
        ("SLACK_APP_TOKEN", app),
        ("SLACK_SIGNING_SECRET", secret),
    ):
        monkeypatch.setenv(name, value)
    assert (settings.load().several, settings.load().slack) == (several, how)


def test_the_first_key_locks_and_a_missing_one_is_told(monkeypatch) -> None:
    monkeypatch.setenv("WIRECHECK_SECRET_KEY", f"{KEY}, {'B' * 43}=")
    assert settings.load().keys == ("-_" + "A" * 41 + "=", "B" * 43 + "=")
    monkeypatch.delenv("WIRECHECK_SECRET_KEY")
    with pytest.raises(BadSetting, match="openssl rand -base64 32"):
        settings.load().keys  # noqa: B018


@pytest.mark.parametrize("typed", ["hidden", f"{KEY},hiddenä", f"{KEY} {KEY}", "hidden" * 9])
def test_what_is_no_key_is_not_shown(monkeypatch, typed) -> None:
    monkeypatch.setenv("WIRECHECK_SECRET_KEY", typed)
    with pytest.raises(BadSetting, match="openssl rand -base64 32") as told:
        settings.load()
    assert "hidden" not in str(told.value)


def test_who_may_what(monkeypatch) -> None:
    assert settings.load().rules == Rules()
    monkeypatch.setenv("WIRECHECK_MAY_SETTLE", "S0EDIT = the editors")
    assert settings.load().rules == Rules(settle=(Holder("S0EDIT", "the editors"),))


def test_tokens_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-SECRET")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "SECRET")
    assert "SECRET" not in repr(settings.load()) + str(settings.load())


@pytest.mark.parametrize(
    ("listen", "address", "only_here"),
    [
        ("[::1]:3000", ("::1", 3000), True),
        ("localhost:3000", ("localhost", 3000), True),
        (":8080", ("127.0.0.1", 8080), True),
        ("0.0.0.0:80", ("0.0.0.0", 80), False),
        ("[::]:80", ("::", 80), False),
        ("10.0.0.7:80", ("10.0.0.7", 80), False),
    ],
)
def test_where_it_listens(
    monkeypatch: pytest.MonkeyPatch, listen: str, address: tuple[str, int], only_here: bool
) -> None:
    monkeypatch.setenv("WIRECHECK_LISTEN", listen)
    assert settings.load().address == address
    assert settings.load().only_here is only_here
