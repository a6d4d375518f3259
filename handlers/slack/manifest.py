"""The app as Slack is told of it: pasted once under "Create an app, from a manifest".

`manifest.json` beside this file is what ``manifest()`` gives, for Socket Mode. For HTTP, print another with
`python -m handlers.slack.manifest https://bot.example.org`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handlers.slack import http, messages, usage

FILE = Path(__file__).with_name("manifest.json")

#: What the bot asks to be allowed, and what for.
SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear questions put to it",
    "channels:history": "to look whether an alert was posted after all (conversations.history, .replies)",
    "chat:write": "to post alerts, digests and answers, and to redraw alerts",
    "chat:write.public": "to post in public channels it was not invited to",
    "commands": "for its slash commands",
    "groups:history": "the same look, in private channels",
    "im:write": "to open the direct messages of whoever watches something for themselves (conversations.open)",
    "im:history": "to hear direct messages, and the same look there",
    "metadata.message:read": "to know its own messages by the key they bear",
}

#: What stands in the menu of any message.
SHORTCUTS = (
    ("Check this message", messages.CHECK, "What on file contradicts it, or says the same"),
    ("File this article", messages.FILE, "Files the link in it, or its text, and says what that contradicts"),
)

EVENTS = ("app_home_opened", "app_mention", "message.im")


def manifest(url: str = "") -> dict[str, Any]:
    """The manifest; with ``url`` (the bot's own, https://...) for HTTP, without for Socket Mode."""
    where = {"request_url": url.rstrip("/") + http.PATH} if url else {}
    posted_to = {"url": where["request_url"]} if url else {}
    return {
        "display_information": {
            "name": "Wirecheck",
            "description": "Who said what, word for word, and what contradicts it.",
            "background_color": "#1d3a4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "wirecheck", "always_online": True},
            "shortcuts": [
                {"name": name, "type": "message", "callback_id": callback, "description": does}
                for name, callback, does in SHORTCUTS
            ],
            "slash_commands": [
                {
                    "command": command.name,
                    "description": command.does,
                    "usage_hint": command.hint,
                    "should_escape": False,
                    **posted_to,
                }
                for command in usage.ALL
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **where},
            "interactivity": {"is_enabled": True, **where},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def printed(url: str = "") -> str:
    """The manifest as JSON, as it stands in the file."""
    return json.dumps(manifest(url), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(printed(*sys.argv[1:2]))
