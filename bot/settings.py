"""What a newsroom can set, in the environment or in a file named .env, each with its reason and default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import permits
from bot.errors import BadSetting
from bot.severity import LEVELS, Level

#: A channel, private or not, or direct messages, by id.
CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{2,20}")
HOST_AND_PORT = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]*):(?P<port>\d{1,5})")
#: 32 bytes, as Fernet spells them.
KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
#: A workspace's id.
TEAM = re.compile(r"T[A-Z0-9]{2,20}")
#: What a Slack token of this kind begins with.
BEGINNINGS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}
EMPTY = SecretStr("")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the README's table of settings, and of .env.example."""

    name: str
    default: str
    description: str


class Settings(BaseSettings):
    """The settings as read. Make one with ``load``, which says what is wrong in one line."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, populate_by_name=True
    )

    database: str = Field(
        "sqlite:///wirecheck.db",
        validation_alias="WIRECHECK_DATABASE",
        description="Where the archive is: `sqlite:///` and a path, relative to where the bot is started.",
    )
    listen: str = Field(
        "127.0.0.1:3000",
        validation_alias="WIRECHECK_LISTEN",
        description="Address and port of the desk page, of `/healthz` and `/metrics`, and of `/slack/events` with HTTP.",
    )
    pipeline: str = Field(
        "en_core_web_sm",
        validation_alias="WIRECHECK_PIPELINE",
        description="The spaCy model that reads; any installed English one, such as `en_core_web_lg`.",
    )
    judge: str = Field(
        "",
        validation_alias="WIRECHECK_JUDGE",
        description="Who gives the second opinion on conflicts: the folder of any cross-encoder for natural language inference in ONNX form (`model.onnx`, `config.json`, `tokenizer.json`), or `none` to decide by typed comparison alone. Empty: the one that comes with the bot.",
    )
    alert_channel: str = Field(
        "",
        validation_alias="WIRECHECK_ALERT_CHANNEL",
        description="The Slack channel that gets the alerts: its id, such as `C0123456789`. Empty: the desk page alone shows them.",
    )
    alert_routes: str = Field(
        "",
        validation_alias="WIRECHECK_ALERT_ROUTES",
        description="Other channels for alerts of a severity (`high`, `normal`, `low`), such as `high:C0111111111,C0222222222 low:C0333333333`. Empty: all go to the one for alerts.",
    )
    admin_channel: str = Field(
        "",
        validation_alias="WIRECHECK_ADMIN_CHANNEL",
        description="The Slack channel told of what those who run the bot should know, such as a feed that is gone. Empty: the one for alerts.",
    )
    alert_threshold: float | None = Field(
        None,
        ge=0.0,
        le=1.0,
        validation_alias="WIRECHECK_ALERT_THRESHOLD",
        description="How sure it has to be, from 0 to 1, before it speaks up. Empty: as measured best (0.65).",
    )
    digest_threshold: float | None = Field(
        None,
        ge=0.0,
        le=1.0,
        validation_alias="WIRECHECK_DIGEST_THRESHOLD",
        description="How sure, from 0 to 1, before a conflict too unsure for an alert stands in the digest. Below it: silence. Empty: 0.5. As high as the one for alerts, or higher: no such section.",
    )
    calibration: str = Field(
        "",
        validation_alias="WIRECHECK_CALIBRATION",
        description="The file `wirecheck calibrate` wrote: how sure it is, as your desk has judged. Empty: as it came.",
    )
    readers: int = Field(
        1,
        ge=1,
        le=64,
        validation_alias="WIRECHECK_READERS",
        description="Processes that read articles; each holds the model, about 200 MB.",
    )
    fetch_private: bool = Field(
        False,
        validation_alias="WIRECHECK_FETCH_PRIVATE",
        description="`true` lets `/article add` and feeds reach addresses inside your own network. Leave it off unless all who can type are trusted.",
    )
    push_token: SecretStr = Field(
        EMPTY,
        validation_alias="WIRECHECK_PUSH_TOKEN",
        description="What a sender has to show to push articles to `POST /articles`, 16 characters at least. Empty: nobody may.",
    )
    watch: str = Field(
        "",
        validation_alias="WIRECHECK_WATCH",
        description="A folder to watch: what is put there is filed. Empty: none.",
    )
    slack_bot_token: SecretStr = Field(
        EMPTY,
        validation_alias="SLACK_BOT_TOKEN",
        description="Bot User OAuth Token of the Slack app, `xoxb-...`. Without it there is the desk page only.",
    )
    slack_app_token: SecretStr = Field(
        EMPTY,
        validation_alias="SLACK_APP_TOKEN",
        description="App-level token with `connections:write`, `xapp-...`: connects by Socket Mode, no public address needed.",
    )
    slack_signing_secret: SecretStr = Field(
        EMPTY,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Signing Secret of the Slack app: takes Slack's requests at `POST /slack/events`.",
    )
    slack_client_id: str = Field(
        "",
        validation_alias="SLACK_CLIENT_ID",
        description="Client ID of the Slack app; only for installing it in several workspaces, and then without SLACK_BOT_TOKEN.",
    )
    slack_client_secret: SecretStr = Field(
        EMPTY,
        validation_alias="SLACK_CLIENT_SECRET",
        description="Client Secret of the Slack app; only for installing it in several workspaces.",
    )
    secret_key: SecretStr = Field(
        EMPTY,
        validation_alias="WIRECHECK_SECRET_KEY",
        description="With several workspaces: the key under which their tokens are kept, from `openssl rand -base64 32`. Several after a comma: the first one locks, all unlock.",
    )
    teams: str = Field(
        "",
        validation_alias="WIRECHECK_TEAMS",
        description="With several workspaces: the ids (`T...`) of those that may install it, after commas. Empty: any.",
    )
    home_team: str = Field(
        "",
        validation_alias="WIRECHECK_HOME_TEAM",
        description="With several workspaces: the one (`T...`) whose archive is `WIRECHECK_DATABASE` itself; each other has a file beside it. Empty: each has its own.",
    )
    link_domains: str = Field(
        "",
        validation_alias="WIRECHECK_LINK_DOMAINS",
        description="With several workspaces: the domains in the manifest whose links show what is on file. The right to read links is asked for only then.",
    )
    may_add: str = Field(
        "",
        validation_alias="WIRECHECK_MAY_ADD",
        description="Who in Slack may file articles: people and user groups by id, such as `S012ABC = the editors, U034DEF = Ann Baker`. Empty: everybody.",
    )
    may_withdraw: str = Field(
        "",
        validation_alias="WIRECHECK_MAY_WITHDRAW",
        description="The same for taking articles off file and back.",
    )
    may_settle: str = Field(
        "",
        validation_alias="WIRECHECK_MAY_SETTLE",
        description="The same for settling, assigning and muting disputes.",
    )
    may_arrange: str = Field(
        "",
        validation_alias="WIRECHECK_MAY_ARRANGE",
        description="The same for digests, watches and feeds of channels; one's own direct messages are one's own affair.",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Where Slack's Web API is; for tests and proxies.",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any, info: Any) -> Any:
        """`NAME=` in a .env file means: as if it were not there."""
        if isinstance(value, str) and not value.strip():
            return cls.model_fields[info.field_name].default
        return value.strip() if isinstance(value, str) else value

    @field_validator("database")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith("sqlite:///") or value == "sqlite:///":
            raise ValueError("is no sqlite:/// address; try sqlite:///wirecheck.db")
        return value

    @field_validator("listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        found = HOST_AND_PORT.fullmatch(value)
        if found is None or int(found["port"]) > 65535:
            raise ValueError(f"is {value!r}; try an address and a port, such as 127.0.0.1:3000")
        return value

    @field_validator("judge")
    @classmethod
    def _judge(cls, value: str) -> str:
        if value not in ("", "none") and not Path(value).is_dir():
            raise ValueError(
                f"names no folder ({value}); give one that holds a model.onnx, or `none`, or leave it empty"
            )
        return value

    @field_validator("alert_routes")
    @classmethod
    def _alert_routes(cls, value: str) -> str:
        _routes(value)
        return value

    @field_validator("push_token")
    @classmethod
    def _push_token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value()
        if token and (len(token) < 16 or not token.isascii() or " " in token):
            raise ValueError("is too easy to guess; make one with `openssl rand -hex 24`")
        return value

    @field_validator("secret_key")
    @classmethod
    def _secret_key(cls, value: SecretStr) -> SecretStr:
        if not all(map(_is_key, keys_in(value))):
            raise ValueError("is no key of 32 bytes in base64; make one with `openssl rand -base64 32`")
        return value

    @field_validator("teams", "home_team")
    @classmethod
    def _teams(cls, value: str) -> str:
        if wrong := next((team for team in listed(value) if not TEAM.fullmatch(team)), ""):
            raise ValueError(f"has {wrong!r}; a workspace's id begins with T, such as T012ABC")
        return value

    @field_validator("may_add", "may_withdraw", "may_settle", "may_arrange")
    @classmethod
    def _holders(cls, value: str) -> str:
        permits.parse(value)
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token(cls, value: SecretStr, info: Any) -> SecretStr:
        name = alias(info.field_name)
        token = value.get_secret_value()
        if token and not token.startswith(BEGINNINGS[name]):
            raise ValueError(f"does not begin with {BEGINNINGS[name]}; look for the right one on the app's pages")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("is no http address; leave it empty for Slack's own")
        return value if value.endswith("/") else value + "/"

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)

    @property
    def alert_routes_by_severity(self) -> Mapping[Level, tuple[str, ...]]:
        """The channels that alerts of a severity go to, where those are others."""
        return _routes(self.alert_routes)

    @property
    def only_here(self) -> bool:
        """Whether it listens on this machine's own address alone."""
        host = self.address[0]
        return host == "localhost" or host == "::1" or host.startswith("127.")

    @property
    def slack(self) -> str:
        """How it connects to Slack: "socket", "http", or "" when the tokens for neither are there."""
        if not (self.slack_bot_token.get_secret_value() or self.several):
            return ""
        if self.slack_app_token.get_secret_value():
            return "socket"
        return "http" if self.slack_signing_secret.get_secret_value() else ""

    @property
    def several(self) -> bool:
        """Whether workspaces install it themselves; a bot token is for one workspace, and goes before that."""
        credentials = self.slack_client_id and self.slack_client_secret.get_secret_value()
        return bool(credentials) and not self.slack_bot_token.get_secret_value()

    @property
    def keys(self) -> tuple[str, ...]:
        """What tokens are locked and unlocked with, the one that locks first. ``BadSetting`` where there is none."""
        found = keys_in(self.secret_key)
        if not found:
            raise BadSetting(
                "WIRECHECK_SECRET_KEY is not set: with SLACK_CLIENT_ID the tokens of workspaces are kept, encrypted; "
                "make a key with `openssl rand -base64 32`, and keep a copy of it apart from the archive"
            )
        return found

    @property
    def rules(self) -> permits.Rules:
        """Who may change what."""
        typed = (self.may_add, self.may_withdraw, self.may_settle, self.may_arrange)
        return permits.Rules(*map(permits.parse, typed))


def listed(typed: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in typed.split(",") if part.strip())


def keys_in(secret: SecretStr) -> tuple[str, ...]:
    """The keys between commas, as Fernet spells them (OpenSSL writes + and / for - and _)."""
    return tuple(key.replace("+", "-").replace("/", "_") for key in listed(secret.get_secret_value()))


def _is_key(key: str) -> bool:
    return KEY.fullmatch(key) is not None


def _routes(typed: str) -> Mapping[Level, tuple[str, ...]]:
    """Routes as a setting names them: "high:C011,C022 low:C033". ``ValueError`` for what is none."""
    found: dict[Level, tuple[str, ...]] = {}
    for part in typed.split():
        name, colon, channels = part.partition(":")
        level = next((known for known in LEVELS if known == name.lower()), None)
        ids = tuple(c for c in channels.split(",") if c)
        if level is None or not colon or not ids or not all(CHANNEL_ID.fullmatch(c) for c in ids):
            raise ValueError(f"has {part!r}; name severities and channel ids, such as high:C0111111111 low:C0222222222")
        if level in found:
            raise ValueError(f"names {level} twice; write its channels together: {level}:C0111111111,C0222222222")
        found[level] = ids
    return found


def alias(field: str) -> str:
    """The environment variable a setting is read from."""
    return str(Settings.model_fields[field].validation_alias)


def load(**overrides: Any) -> Settings:
    """The settings of the environment and .env. Raises ``BadSetting``: one line, never with a token in it."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise BadSetting("; ".join(_complaint(dict(e)) for e in error.errors(include_url=False))) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f".env cannot be read ({error}); mend or remove it") from error


def without_slack() -> dict[str, Any]:
    """What to change in settings so that nothing reaches Slack."""
    fields = [name for name in Settings.model_fields if name.startswith("slack_")]
    fields += ["alert_channel", "admin_channel", "secret_key", "teams", "home_team"]
    return {name: Settings.model_fields[name].default for name in fields}


def _complaint(error: dict[str, Any]) -> str:
    name = str(error["loc"][0]) if error["loc"] else "a setting"
    name = alias(name) if name in Settings.model_fields else name
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{name} {said}" if error["type"] == "value_error" else f"{name}: {said[:1].lower()}{said[1:]}"


def table() -> list[Row]:
    """Every setting, in the order people meet them: the README's table and .env.example are made of this."""
    return [Row(alias(n), _shown(f.default), str(f.description)) for n, f in Settings.model_fields.items()]


def _shown(default: Any) -> str:
    if isinstance(default, SecretStr) or default is None:
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def env_example() -> str:
    """The text of .env.example: all settings, each with what it is for, set to its default."""
    head = "# Copy to .env and fill in what you need; everything has a default, and nothing here is needed to try it.\n"
    return head + "".join(f"\n# {row.description}\n{row.name}={row.default}\n" for row in table())
