"""The manifest asks for exactly what the listeners and the noticeboard need, and installs in one paste."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from handlers.slack import manifest, usage
from handlers.slack.client import UNFURLING, WEB_API
from tests.handlers.slack.signed import Sender, direct, mention
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said

TOLD = json.loads(manifest.FILE.read_text("utf-8"))

#: What Slack's documentation asks for each method and event (any one of them does).
NEEDS = {
    "auth.test": [],
    "chat.postMessage": ["chat:write"],
    "chat.update": ["chat:write"],
    "conversations.history": ["channels:history", "groups:history", "im:history"],
    "conversations.open": ["im:write"],
    "conversations.replies": ["channels:history", "groups:history", "im:history"],
    "usergroups.users.list": ["usergroups:read"],
    "files.completeUploadExternal": ["files:write"],
    "files.getUploadURLExternal": ["files:write"],
    "users.conversations": ["channels:read", "groups:read"],
    "views.open": [],
    "views.publish": [],
    "app_home_opened": [],
    "app_mention": ["app_mentions:read"],
    "app_uninstalled": [],
    "tokens_revoked": [],
    "message.im": ["im:history"],
    "chat.unfurl": ["links:write"],
    "link_shared": ["links:read"],
}
#: Methods that slack_sdk calls for us, all in one of its own.
IN_ONE = {"files.completeUploadExternal": "files_upload_v2", "files.getUploadURLExternal": "files_upload_v2"}
FOR_COMMANDS = {"commands"}
FOR_MORE = {"chat:write.public", "metadata.message:read"}  # posting uninvited; reading one's own keys


def test_the_file_is_what_the_code_says() -> None:
    assert manifest.FILE.read_text("utf-8") == manifest.printed()


def test_it_asks_for_the_scopes_its_methods_and_events_need_and_no_more() -> None:
    events = TOLD["settings"]["event_subscriptions"]["bot_events"]
    needed = {scope for name in (*WEB_API, *events) for scope in NEEDS[name]} | FOR_COMMANDS | FOR_MORE
    assert set(TOLD["oauth_config"]["scopes"]["bot"]) == needed


def test_every_method_that_is_declared_is_called_somewhere() -> None:
    """A method nobody calls any more would keep its scope in the manifest for nothing."""
    folder = manifest.FILE.parent
    code = "".join(p.read_text("utf-8") for p in folder.glob("*.py") if p.name != "client.py")
    code += (folder / "client.py").read_text("utf-8").split("UNFURLING =")[1]
    for method in (*WEB_API, *UNFURLING):
        assert f'"{method}"' in code or f".{IN_ONE.get(method, method.replace('.', '_'))}(" in code, method


def test_with_domains_it_asks_for_what_their_links_need_and_no_more() -> None:
    more = manifest.manifest(domains=["harbour.example"])
    assert more["features"]["unfurl_domains"] == ["harbour.example"]
    asked = set(more["oauth_config"]["scopes"]["bot"]) - set(TOLD["oauth_config"]["scopes"]["bot"])
    assert asked == {scope for name in (*UNFURLING, *manifest.UNFURL_EVENTS) for scope in NEEDS[name]}
    assert "link_shared" in more["settings"]["event_subscriptions"]["bot_events"]
    assert "unfurl_domains" not in TOLD["features"]
    assert json.loads(manifest._told(["https://bot.example.org", "a.example"]))["features"]["unfurl_domains"] == [
        "a.example"
    ]
    with pytest.raises(ValueError, match="5 domains at most"):
        manifest.manifest(domains=[f"{n}.example" for n in range(6)])


def test_socket_mode_is_on_and_buttons_are() -> None:
    assert TOLD["settings"]["socket_mode_enabled"] is True
    assert TOLD["settings"]["interactivity"]["is_enabled"] is True
    assert "request_url" not in json.dumps(TOLD)


def test_for_http_every_request_goes_to_one_address() -> None:
    url = "https://bot.example.org/slack/events"
    told = json.loads(
        subprocess.run(
            [sys.executable, "-m", "handlers.slack.manifest", "https://bot.example.org/"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    assert told["settings"]["socket_mode_enabled"] is False
    assert told["settings"]["event_subscriptions"]["request_url"] == url
    assert told["settings"]["interactivity"]["request_url"] == url
    assert {c["url"] for c in told["features"]["slash_commands"]} == {url}
    assert told["oauth_config"]["redirect_urls"] == ["https://bot.example.org/slack/oauth_redirect"]


async def test_each_shortcut_in_it_has_a_listener_of_its_own(send: Sender, slack: SlackDouble) -> None:
    for shortcut in TOLD["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        slack.answers.clear()
        assert (await send.point_at(shortcut["callback_id"], "The bridge is open."))[0] == 200
        assert len(slack.answers) == 1


def test_it_keeps_to_slacks_limits_for_manifests() -> None:
    assert len(TOLD["display_information"]["name"]) <= 35
    assert len(TOLD["display_information"]["description"]) <= 140
    for command in TOLD["features"]["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000


@pytest.mark.parametrize("command", [c["command"] for c in TOLD["features"]["slash_commands"]])
async def test_each_command_in_it_has_a_listener_of_its_own(send: Sender, slack: SlackDouble, command: str) -> None:
    await send.command(command, "help")
    own = next(c for c in usage.ALL if c.name == command)
    others = [e for c in usage.ALL if c is not own for e, _ in c.examples]
    assert own.examples[0][0] in said(slack.answers[0])
    if command != "/wirecheck":  # whose help is everybody's
        assert not any(e in said(slack.answers[0]) for e in others)


@pytest.mark.parametrize(
    ("name", "event", "method"),
    [
        ("app_mention", mention("<@UBOT> bridge?"), "chat.postMessage"),
        ("message.im", direct("bridge?"), "chat.postMessage"),
        ("app_home_opened", {"type": "app_home_opened", "user": "U1", "tab": "home"}, "views.publish"),
    ],
)
async def test_each_event_in_it_is_answered(
    send: Sender, slack: SlackDouble, name: str, event: dict, method: str
) -> None:
    assert name in TOLD["settings"]["event_subscriptions"]["bot_events"]
    await send.event(event)
    assert len(slack.called(method)) == 1
