"""What the person at the desk does, put as Slack would put it to the bot: a command, a mention, a click.

Pure: values in, the form or the event out. Signing and sending is the stand-in's.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Mapping
from typing import Any

from handlers.desk.workspace import (
    APP_ID,
    BOT_USER,
    CHANNEL,
    CHANNEL_NAME,
    EDITOR,
    EDITOR_NAME,
    TEAM,
    Block,
    Message,
)

USER = {"id": EDITOR, "username": EDITOR_NAME, "name": EDITOR_NAME, "team_id": TEAM}
_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"”’]")


def escaped(typed: str) -> str:
    """Text as Slack passes on what a person typed: the three characters it escapes."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_command(typed: str) -> bool:
    return bool(re.match(r"/\w", typed))


def command(typed: str, *, response_url: str, trigger_id: str) -> dict[str, str]:
    """The form of a slash command: ``typed`` begins with the slash."""
    name, rest = re.match(r"(/\S+)\s*(.*)", typed, re.DOTALL).groups()  # type: ignore[union-attr]
    return {
        "token": "",
        "team_id": TEAM,
        "team_domain": "desk",
        "channel_id": CHANNEL,
        "channel_name": CHANNEL_NAME,
        "user_id": EDITOR,
        "user_name": EDITOR_NAME,
        "command": name.lower(),
        "text": escaped(rest.strip()),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def mention_text(typed: str) -> str:
    """What is posted in the channel when the person asks the bot something: links marked, the rest escaped."""
    marked, at = [], 0
    for link in _LINK.finditer(typed):
        marked += [escaped(typed[at : link.start()]), f"<{escaped(link[0])}>"]
        at = link.end()
    return f"<@{BOT_USER}> " + "".join(marked) + escaped(typed[at:])


def mention(message: Message) -> dict[str, Any]:
    """The event that tells the bot it was mentioned in this message."""
    event = {
        "type": "app_mention",
        "user": EDITOR,
        "text": message.text,
        "ts": message.ts,
        "channel": CHANNEL,
        "team": TEAM,
        "event_ts": message.ts,
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    return _event(event)


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "token": "",
        "team_id": TEAM,
        "api_app_id": APP_ID,
        "event": event,
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def home_opened(view: Mapping[str, Any] | None) -> dict[str, Any]:
    """The event that tells the bot its Home tab was opened, with the tab as it was drawn last."""
    event: dict[str, Any] = {"type": "app_home_opened", "user": EDITOR, "channel": CHANNEL, "tab": "home"}
    if view is not None:
        event["view"] = dict(view)
    return _event({**event, "event_ts": f"{time.time():.6f}"})


def element(blocks: tuple[Block, ...] | list[Any], block_id: str, action_id: str) -> dict[str, Any] | None:
    """The button, menu or select that was used, as the bot posted it; None when there is no such thing."""
    for block in blocks:
        if block.get("block_id") != block_id:
            continue
        asked = block.get("element") if block.get("dispatch_action") else None
        for one in [*(block.get("elements") or ()), block.get("accessory") or {}, asked or {}]:
            if one.get("action_id") == action_id:
                return dict(one)
    return None


def chosen(used: Mapping[str, Any], choice: int) -> dict[str, Any] | None:
    """The action a click on this element makes; ``choice`` numbers the option. None when there is no such option."""
    action = {k: used[k] for k in ("type", "action_id", "text", "value", "style") if k in used}
    if "options" in used:
        if not 0 <= choice < len(used["options"]):
            return None
        action["selected_option"] = used["options"][choice]
    return {**action, "action_ts": f"{time.time():.6f}"}


def click(
    action: Mapping[str, Any],
    block_id: str,
    *,
    trigger_id: str,
    message: Mapping[str, Any] | None = None,
    ephemeral: bool = False,
    view: Mapping[str, Any] | None = None,
    response_url: str = "",
) -> dict[str, str]:
    """The form of a click: in a message, or in a window."""
    told: dict[str, Any] = {**_who(trigger_id), "type": "block_actions"}
    told["actions"] = [{**action, "block_id": block_id}]
    told["state"] = {"values": {}}
    if message is not None:
        told["channel"] = {"id": CHANNEL, "name": CHANNEL_NAME}
        told["message"] = dict(message)
        told["response_url"] = response_url
        told["container"] = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": CHANNEL,
            "is_ephemeral": ephemeral,
        }
        if message.get("thread_ts"):
            told["container"]["thread_ts"] = message["thread_ts"]
    if view is not None:
        told["view"] = dict(view)
        told["container"] = {"type": "view", "view_id": view["id"]}
    return {"payload": json.dumps(told)}


def submission(view: Mapping[str, Any], typed: Mapping[tuple[str, str], str], *, trigger_id: str) -> dict[str, str]:
    """The form of a window sent off. ``typed`` maps (block id, action id) to what the person put in; options
    by their numbers, with commas between."""
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block.get("type") == "input":
            field = block["element"]
            put = typed.get((block["block_id"], field["action_id"]), "")
            values.setdefault(block["block_id"], {})[field["action_id"]] = _value(field, put)
    told = {**_who(trigger_id), "type": "view_submission", "response_urls": []}
    told["view"] = {**view, "state": {"values": values}}
    return {"payload": json.dumps(told)}


def dismissal(view: Mapping[str, Any], *, trigger_id: str) -> dict[str, str]:
    """The form that tells the bot its window was closed unsent."""
    told = {**_who(trigger_id), "type": "view_closed", "view": dict(view), "is_cleared": False}
    return {"payload": json.dumps(told)}


def _value(field: Mapping[str, Any], put: str) -> dict[str, Any]:
    if "options" not in field:
        return {"type": field["type"], "value": put or None}
    picked = [o for i, o in enumerate(field["options"]) if str(i) in put.split(",")]
    if field["type"] == "checkboxes":
        return {"type": "checkboxes", "selected_options": picked}
    return {"type": field["type"], "selected_option": picked[0] if picked else None}


def _who(trigger_id: str) -> dict[str, Any]:
    return {
        "user": USER,
        "team": {"id": TEAM, "domain": "desk"},
        "api_app_id": APP_ID,
        "token": "",
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger_id,
    }
