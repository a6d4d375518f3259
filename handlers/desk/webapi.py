"""Slack's Web API as the desk answers it: one small function per method, over the workspace in memory.

Names, arguments, answers and refusals are those of Slack, as far as Wirecheck calls on them, so that
the very same listeners and noticeboard work here and there.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.desk import blockrules
from handlers.desk.workspace import (
    APP_ID,
    BOT_ID,
    BOT_NAME,
    BOT_USER,
    CHANNEL,
    CHANNEL_NAME,
    EDITOR,
    EDITOR_NAME,
    TEAM,
    Message,
    Workspace,
)

LARGEST = 4 * 2**20  # bytes of a file

Args = Mapping[str, Any]
Says = dict[str, Any]
NESTED = ("blocks", "attachments", "metadata", "view", "files")  # JSON inside a form or a query


class SlackSays(Exception):
    """A refusal, with Slack's word for it and what it adds under response_metadata."""

    def __init__(self, error: str, *messages: str) -> None:
        super().__init__(error)
        self.error, self.messages = error, messages


def call(workspace: Workspace, method: str, args: Args) -> Says:
    """What Slack would answer to this call: always with "ok", and "error" when not."""
    try:
        if method not in METHODS:
            raise SlackSays("unknown_method")
        return {"ok": True, **METHODS[method](workspace, _unpacked(args))}
    except SlackSays as refusal:
        told = {"response_metadata": {"messages": [f"[ERROR] {m}" for m in refusal.messages]}}
        return {"ok": False, "error": refusal.error, **(told if refusal.messages else {})}


def _unpacked(args: Args) -> Args:
    opened = dict(args)
    for name in NESTED:
        if isinstance(opened.get(name), str) and opened[name]:
            try:
                opened[name] = json.loads(opened[name])
            except ValueError as wrong:
                raise SlackSays("invalid_arguments", f"{name} is not JSON") from wrong
    return opened


# --- who is who ----------------------------------------------------------------------------------


def auth_test(workspace: Workspace, args: Args) -> Says:
    return {
        "url": "https://desk.invalid/",
        "team": "The desk",
        "team_id": TEAM,
        "user": BOT_NAME.lower(),
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def users_info(workspace: Workspace, args: Args) -> Says:
    people = {EDITOR: _user(EDITOR, EDITOR_NAME, False), BOT_USER: _user(BOT_USER, BOT_NAME, True)}
    if args.get("user") not in people:
        raise SlackSays("user_not_found")
    return {"user": people[args["user"]]}


def _user(user: str, name: str, is_bot: bool) -> Says:
    profile = {"real_name": name, "display_name": name}
    return {
        "id": user,
        "team_id": TEAM,
        "name": name.lower(),
        "real_name": name,
        "profile": profile,
        "is_bot": is_bot,
        "tz": "Etc/UTC",
        "tz_offset": 0,
    }


def users_list(workspace: Workspace, args: Args) -> Says:
    return {"members": [_user(EDITOR, EDITOR_NAME, False), _user(BOT_USER, BOT_NAME, True)]}


def bots_info(workspace: Workspace, args: Args) -> Says:
    return {"bot": {"id": BOT_ID, "app_id": APP_ID, "name": BOT_NAME, "user_id": BOT_USER, "deleted": False}}


# --- the channel ---------------------------------------------------------------------------------


def channel_info(workspace: Workspace, args: Args) -> Says:
    _in_channel(args)
    return {"channel": _channel()}


def channel_open(workspace: Workspace, args: Args) -> Says:
    """The direct messages of the one person there is are the one channel there is."""
    if args.get("users") != EDITOR:
        raise SlackSays("user_not_found")
    return {"channel": {"id": CHANNEL}}


def channels_list(workspace: Workspace, args: Args) -> Says:
    return {"channels": [_channel()], "response_metadata": {"next_cursor": ""}}


def _channel() -> Says:
    return {
        "id": CHANNEL,
        "name": CHANNEL_NAME,
        "is_channel": True,
        "is_member": True,
        "is_private": False,
        "is_archived": False,
    }


def _in_channel(args: Args) -> None:
    if str(args.get("channel", "")).lstrip("#") not in {CHANNEL, CHANNEL_NAME}:
        raise SlackSays("channel_not_found")


def history(workspace: Workspace, args: Args) -> Says:
    """Newest first, replies left out, by pages; with metadata when it is asked for."""
    _in_channel(args)
    found = [m for m in reversed(workspace.top()) if not m.ephemeral and _within(m, args)]
    return _page(workspace, found, args)


def replies(workspace: Workspace, args: Args) -> Says:
    """The message and its thread, oldest first."""
    _in_channel(args)
    parent = workspace.messages.get(str(args.get("ts", "")))
    if parent is None:
        raise SlackSays("thread_not_found")
    found = [parent, *(m for m in workspace.thread(parent.ts) if not m.ephemeral and _within(m, args))]
    return _page(workspace, found, args)


def _within(message: Message, args: Args) -> bool:
    ts, oldest, latest = float(message.ts), float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    inclusive = _true(args.get("inclusive"))
    return oldest < ts < latest or (inclusive and ts in (oldest, latest))


def _page(workspace: Workspace, found: list[Message], args: Args) -> Says:
    start = int(args.get("cursor") or 0)
    limit = min(int(args.get("limit") or 100), 999)
    after = str(start + limit) if len(found) > start + limit else ""
    with_metadata = _true(args.get("include_all_metadata"))
    return {
        "messages": [as_slack(workspace, m, with_metadata=with_metadata) for m in found[start : start + limit]],
        "has_more": bool(after),
        "response_metadata": {"next_cursor": after},
    }


def _true(value: Any) -> bool:
    return str(value).lower() in {"1", "true"}


def as_slack(workspace: Workspace, message: Message, *, with_metadata: bool = False) -> Says:
    """The message in the shape Slack gives it to an app."""
    told: Says = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text, "team": TEAM}
    if message.own:
        told |= {"bot_id": BOT_ID, "app_id": APP_ID, "subtype": "bot_message"}
    if message.blocks:
        told["blocks"] = [dict(b) for b in message.blocks]
    if message.thread_ts:
        told["thread_ts"] = message.thread_ts
    if message.edited:
        told["edited"] = {"user": message.user, "ts": message.ts}
    if count := len(workspace.thread(message.ts)):
        told |= {"thread_ts": message.ts, "reply_count": count}
    if with_metadata and message.metadata:
        told["metadata"] = message.metadata
    return told


# --- posting -------------------------------------------------------------------------------------


def post(workspace: Workspace, args: Args) -> Says:
    _in_channel(args)
    content = _content(workspace, args)
    message = workspace.post(
        **content, thread_ts=str(args.get("thread_ts") or ""), metadata=args.get("metadata") or None
    )
    told = as_slack(workspace, message, with_metadata=True)
    return {"channel": CHANNEL, "ts": message.ts, "message": told}


def post_ephemeral(workspace: Workspace, args: Args) -> Says:
    _in_channel(args)
    if args.get("user") != EDITOR:
        raise SlackSays("user_not_in_channel")
    message = workspace.post(**_content(workspace, args), thread_ts=str(args.get("thread_ts") or ""), ephemeral=True)
    return {"message_ts": message.ts}


def update(workspace: Workspace, args: Args) -> Says:
    message = _own_message(workspace, args)
    changed: Says = {**_content(workspace, args)}
    if args.get("metadata"):
        changed["metadata"] = args["metadata"]
    message = workspace.change(message.ts, **changed)
    return {"channel": CHANNEL, "ts": message.ts, "text": message.text, "message": as_slack(workspace, message)}


def delete(workspace: Workspace, args: Args) -> Says:
    message = _own_message(workspace, args)
    workspace.delete(message.ts)
    return {"channel": CHANNEL, "ts": message.ts}


def permalink(workspace: Workspace, args: Args) -> Says:
    _in_channel(args)
    ts = str(args.get("message_ts", ""))
    if ts not in workspace.messages:
        raise SlackSays("message_not_found")
    return {"channel": CHANNEL, "permalink": f"/#m{ts}"}


def _own_message(workspace: Workspace, args: Args) -> Message:
    _in_channel(args)
    message = workspace.messages.get(str(args.get("ts", "")))
    if message is None or message.ephemeral:  # Slack does not let an app edit what only one person sees
        raise SlackSays("message_not_found")
    if not message.own:
        raise SlackSays("cant_update_message")
    return message


def _content(workspace: Workspace, args: Args) -> Says:
    """The text and blocks of a message, or Slack's refusal of them."""
    text, blocks = str(args.get("text") or ""), args.get("blocks") or ()
    if not text and not blocks:
        raise SlackSays("no_text")
    if len(text) > blockrules.TEXT:
        raise SlackSays("msg_too_long")
    if not isinstance(blocks, list | tuple):
        raise SlackSays("invalid_blocks_format")
    if wrong := blockrules.complaint(blocks):
        raise SlackSays("invalid_blocks", wrong)
    if not shows_only_files(workspace, blocks):
        raise SlackSays("invalid_blocks", "invalid slack file")
    return {"text": text, "blocks": tuple(numbered(blocks))}


def shows_only_files(workspace: Workspace, blocks: Any) -> bool:
    """Whether every picture in these blocks is a file that was handed in whole."""
    shown = [b["slack_file"].get("id") for b in blocks if b.get("type") == "image" and "slack_file" in b]
    return all((file := workspace.files.get(str(i))) is not None and file.done for i in shown)


def numbered(blocks: Any) -> list[Says]:
    """Blocks with the ids Slack gives where the app gave none: a click names its block and its element."""
    named = []
    for i, block in enumerate(blocks):
        block = {"block_id": f"b{i}", **block}
        if "elements" in block and block["type"] == "actions":
            block["elements"] = [{"action_id": f"a{i}.{j}", **e} for j, e in enumerate(block["elements"])]
        if block.get("accessory"):
            block["accessory"] = {"action_id": f"a{i}.x", **block["accessory"]}
        if block.get("element"):
            block["element"] = {"action_id": f"a{i}.e", **block["element"]}
        named.append(block)
    return named


def respond(workspace: Workspace, token: str, args: Args) -> str:
    """What a response_url answers: "ok", or one of Slack's refusals."""
    url = workspace.use(token)
    if url is None:
        return "expired_url"
    if _true(args.get("delete_original")) and url.ts in workspace.messages:
        workspace.delete(url.ts)
        return "ok"
    try:
        content = _content(workspace, _unpacked(args))
    except SlackSays as refusal:
        return refusal.error
    if _true(args.get("replace_original")) and url.ts in workspace.messages:
        workspace.change(url.ts, **content)
        return "ok"
    public = args.get("response_type") == "in_channel"
    message = workspace.post(
        **content, ephemeral=not public, thread_ts=str(args.get("thread_ts") or url.thread_ts or "")
    )
    if not url.ts:  # later uses of the same url may replace this answer
        workspace.urls[token] = replace(workspace.urls[token], ts=message.ts)
    return "ok"


# --- pictures ------------------------------------------------------------------------------------

LONGEST_ALT = 1_000  # characters, as Slack


def expect_file(workspace: Workspace, args: Args) -> Says:
    """Where to send a file. The address is completed by whoever listens: it knows where that is."""
    name, length, alt = str(args.get("filename", "")), str(args.get("length", "")), str(args.get("alt_txt") or "")
    if not name or not length.isdecimal() or not 0 < int(length) <= LARGEST:
        raise SlackSays("invalid_arguments")
    if len(alt) > LONGEST_ALT:
        raise SlackSays("alt_txt_too_large")
    file = workspace.expect(name, length=int(length), alt=alt)
    return {"file_id": file.id, "upload_url": f"/upload/{file.id}"}


def complete_files(workspace: Workspace, args: Args) -> Says:
    """Makes what was sent a file that messages can show."""
    wanted = args.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackSays("invalid_arguments")
    found = [workspace.files.get(str(one.get("id", ""))) for one in wanted if isinstance(one, Mapping)]
    if len(found) != len(wanted) or not all(file is not None and file.data for file in found):
        raise SlackSays("file_not_found")
    return {"files": [{"id": workspace.came(str(one["id"]), done=True).id} for one in wanted]}


# --- windows -------------------------------------------------------------------------------------


def open_view(workspace: Workspace, args: Args) -> Says:
    if not workspace.triggered(str(args.get("trigger_id", ""))):
        raise SlackSays("expired_trigger_id")
    return {"view": workspace.show(_view(args))}


def update_view(workspace: Workspace, args: Args) -> Says:
    current = workspace.view
    if current is None or args.get("view_id") not in (current["id"], None):
        raise SlackSays("not_found")
    return {"view": workspace.show({**_view(args), "id": current["id"]})}


def show_view(workspace: Workspace, view: Any) -> None:
    """Shows the window that the bot's acknowledgement asks for."""
    workspace.show(_view({"view": view}))


def publish_view(workspace: Workspace, args: Args) -> Says:
    return {"view": workspace.publish(_view(args))}


def _view(args: Args) -> Says:
    view = args.get("view")
    if not isinstance(view, Mapping) or view.get("type") not in {"modal", "home"}:
        raise SlackSays("invalid_arguments", "view must be a modal or a home")
    blocks = view.get("blocks") or []
    if wrong := blockrules.complaint(blocks, limit=blockrules.VIEW_BLOCKS):
        raise SlackSays("invalid_arguments", wrong)
    if view["type"] == "modal" and not 1 <= len((view.get("title") or {}).get("text", "")) <= 24:
        raise SlackSays("invalid_arguments", "title must be 1 to 24 characters")
    if any(b.get("type") == "input" for b in blocks) and view["type"] == "modal" and not view.get("submit"):
        raise SlackSays("invalid_arguments", "a view with inputs needs submit")
    return {
        "private_metadata": "",
        "callback_id": "",
        **view,
        "blocks": numbered(blocks),
        "id": f"V{secrets.token_hex(5).upper()}",
        "team_id": TEAM,
        "app_id": APP_ID,
        "bot_id": BOT_ID,
        "hash": "0",
        "state": {"values": {}},
    }


def nothing(workspace: Workspace, args: Args) -> Says:
    return {}


def no_members(workspace: Workspace, args: Args) -> Says:
    """Here are no user groups; nor does the desk ask, where all may do all."""
    return {"users": []}


METHODS: Mapping[str, Callable[[Workspace, Args], Says]] = {
    "api.test": nothing,
    "auth.test": auth_test,
    "bots.info": bots_info,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post,
    "chat.update": update,
    "conversations.history": history,
    "conversations.info": channel_info,
    "conversations.join": channel_info,
    "conversations.list": channels_list,
    "conversations.open": channel_open,
    "conversations.replies": replies,
    "files.completeUploadExternal": complete_files,
    "files.getUploadURLExternal": expect_file,
    "reactions.add": nothing,
    "reactions.remove": nothing,
    "usergroups.users.list": no_members,
    "users.conversations": channels_list,
    "users.info": users_info,
    "users.list": users_list,
    "views.open": open_view,
    "views.publish": publish_view,
    "views.push": open_view,
    "views.update": update_view,
}
