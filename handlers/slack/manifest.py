"""The app as Slack is told of it: pasted once under "Create an app, from a manifest".

`manifest.json` beside this file is what ``manifest()`` gives, for Socket Mode. For HTTP, print another with
`python -m handlers.slack.manifest https://bot.example.org`. Domains after it (or after nothing, for Socket Mode) are those whose
links show what is on file of them: `python -m handlers.slack.manifest reuters.com apnews.com`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from handlers.slack import http, install, messages, usage

FILE = Path(__file__).with_name("manifest.json")

#: What the bot asks to be allowed, and what for.
SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear questions put to it",
    "channels:history": "to look whether an alert was posted after all (conversations.history, .replies)",
    "channels:read": "to know which channels somebody is in, whose watches their Home tab shows (users.conversations)",
    "chat:write": "to post alerts, digests and answers, and to redraw alerts",
    "chat:write.public": "to post in public channels it was not invited to",
    "commands": "for its slash commands",
    "files:write": "to hand in the picture of a timeline (files.getUploadURLExternal, .completeUploadExternal)",
    "groups:history": "the same look, in private channels",
    "groups:read": "the same, for private channels",
    "im:write": "to open the direct messages of whoever watches something for themselves (conversations.open)",
    "im:history": "to hear direct messages, and the same look there",
    "metadata.message:read": "to know its own messages by the key they bear",
    "usergroups:read": "to see who is in the user groups that may change things (usergroups.users.list)",
}

#: What stands in the menu of any message.
SHORTCUTS = (
    ("Check this message", messages.CHECK, "What on file contradicts it, or says the same"),
    ("File this article", messages.FILE, "Files the link in it, or its text, and says what that contradicts"),
)

#: What is asked besides where links are to show what is on file: Slack tells only of links of these domains.
UNFURL_SCOPES: Mapping[str, str] = {
    "links:read": "to hear of links to articles (link_shared)",
    "links:write": "to show what is on file under them (chat.unfurl)",
}
UNFURL_EVENTS = ("link_shared",)
#: Slack takes so many.
MOST_DOMAINS = 5

EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")


def manifest(url: str = "", domains: Sequence[str] = ()) -> dict[str, Any]:
    """The manifest; with ``url`` (the bot's own, https://...) for HTTP, without for Socket Mode. ``domains`` are
    those whose links show what is on file of them. ``ValueError`` for more than Slack takes."""
    if len(domains) > MOST_DOMAINS:
        raise ValueError(f"Slack takes {MOST_DOMAINS} domains at most, not {len(domains)}: {', '.join(domains)}")
    unfurled: dict[str, Any] = {"unfurl_domains": list(domains)} if domains else {}
    scopes = {**SCOPES, **(UNFURL_SCOPES if domains else {})}
    events = (*EVENTS, *(UNFURL_EVENTS if domains else ()))
    where = {"request_url": url.rstrip("/") + http.PATH} if url else {}
    back = {"redirect_urls": [url.rstrip("/") + install.REDIRECT]} if url else {}
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
            **unfurled,
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
        "oauth_config": {**back, "scopes": {"bot": sorted(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(events), **where},
            "interactivity": {"is_enabled": True, **where},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def printed(url: str = "", domains: Sequence[str] = ()) -> str:
    """The manifest as JSON, as it stands in the file."""
    return json.dumps(manifest(url, domains), indent=2, ensure_ascii=False) + "\n"


def _told(asked: Sequence[str]) -> str:
    """The manifest for what was given on the command line: perhaps the bot's address, then domains."""
    url = asked[0] if asked and asked[0].startswith(("http://", "https://")) else ""
    return printed(url, asked[1:] if url else asked)


if __name__ == "__main__":
    sys.stdout.write(_told(sys.argv[1:]))
