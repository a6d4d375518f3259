"""Everything that can be typed, pressed or sent, found in the code: for tests that try all of it."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.slack import leaving
from handlers.slack.app import FEATURES
from tests.handlers.slack.signed import direct, mention
from tests.handlers.slack.workspaces import Two

_stamps = itertools.count(1_700_100_000)


class Recorder:
    """In place of Bolt's app: notes what each feature listens for."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def listen(wanted: Any, *more: Any) -> Callable[[Any], Any]:
            name = wanted.get("callback_id") or wanted.get("action_id") if isinstance(wanted, Mapping) else wanted
            self.found.append((kind, str(name)))
            return lambda listener: listener

        return listen


def listeners() -> list[tuple[str, str]]:
    """(kind, name) of every listener there is, as the code registers them."""
    recorder = Recorder()
    for feature in FEATURES:
        feature.register(recorder, None)  # type: ignore[arg-type]
    leaving.register(recorder, leaving.only_told)  # type: ignore[arg-type]
    return list(dict.fromkeys(recorder.found))


@dataclass(frozen=True)
class Known:
    """What somebody knows of a workspace's archive."""

    dispute: str
    claim: str
    article: str
    address: str
    feed: str
    channel: str = "C1"


TYPED = (
    "harbour", "list", "now", "status", "daily 07:30 Europe/London", "off", "me harbour", "show {article}",
    "add Harbour folk say the port is shut.", "withdraw {article}", "readmit {article}", "remove {feed}",
    "quiet 22:00-07:00 Europe/London",
)  # fmt: skip
#: (what a button bears, where it stands): what is known of a dispute can be pressed in either place.
PRESSED = (
    ("{dispute}", "message"), ("{dispute}", "home"), ("{dispute}:mute:harbour", "message"), ("{claim}", "message"),
    ("0 /facts harbour", "message"), ("{channel} harbour", "home"),
)  # fmt: skip
#: Of these, what is somebody's: whoever knows it could send it from another workspace.
FORGED = frozenset(sent for sent in (*TYPED, *(value for value, _ in PRESSED)) if "{" in sent)
#: What an article on file says, and a message as well.
ON_FILE = "Everybody says the harbour is open."
#: A long text is taken for an article.
PASTED = "Harbour folk say the port is shut. The council met. Nobody else spoke of it at all. " * 5


#: (what is sent, before what is known stands in it; what sends it, given a ``TeamSender``).
Request = tuple[str, Callable[[Any], Any]]


def requests(kind: str, name: str, known: Known, *, user: str = "ann", but: Collection[str] = ()) -> Iterator[Request]:
    """Each thing to send to this listener. ``but`` are words left out."""
    filled = {field: getattr(known, field) for field in Known.__dataclass_fields__}
    who = {"id": f"U{user}", "username": user}
    if kind == "command":
        for typed in [typed for typed in TYPED if typed not in but]:
            text = typed.format(**filled)
            yield typed, lambda team, text=text: team.command(name, text, user=user)
    elif kind in ("action", "options", "view"):
        for value, place in PRESSED:
            body = _pressed(kind, name, value.format(**filled), "modal" if kind == "view" else place) | {"user": who}
            yield value, lambda team, body=body: team.interact(_at(team, body))
    elif kind == "shortcut":
        for text in (ON_FILE, PASTED):
            body = {"type": "message_action", "callback_id": name, "message": {"text": text, "ts": "1772452800.0001"}}
            body |= {"user": who, "channel": {"id": "C1"}}
            yield text, lambda team, body=body: team.interact(_at(team, body))
    elif kind == "event":
        yield from ((name, lambda team, event=event: team.event(event)) for event in _events(name, known, f"U{user}"))
    else:
        raise AssertionError(f"what is sent to a listener for {kind}?")


def _pressed(kind: str, name: str, value: str, place: str) -> dict[str, Any]:
    """A press with this value wherever one can stand."""
    metadata = json.dumps({"asked": "harbour", "found": 0, "disputes": 0}) if place == "home" else value
    action = {"type": "button", "action_id": name, "block_id": "b", "action_ts": "1", "value": value}
    option = {"value": value, "text": {"type": "plain_text", "text": "x"}}
    chosen = [action] if place != "home" else [{**action, "selected_option": option}]
    view = {"id": "V1", "type": place, "private_metadata": metadata, "callback_id": name, "state": {"values": {}}}
    if kind == "view":
        return {"type": "view_submission", "view": view}
    where = {"view": view} if place != "message" else {"channel": {"id": "C1"}, "container": {"is_ephemeral": True}}
    return {"type": "block_actions" if kind == "action" else "block_suggestion", "actions": chosen, **where}


def _at(team: Any, body: dict[str, Any]) -> dict[str, Any]:
    """With an address to answer at, where there is a message."""
    return body if "view" in body else {**body, "response_url": team.slack.response_url()}


def _events(name: str, known: Known, user: str) -> Iterator[dict[str, Any]]:
    ts = f"{next(_stamps)}.000100"
    if name == "app_mention":
        yield mention("<@UBOT> harbour?", ts=ts, user=user)
        yield mention(f"<@UBOT> {PASTED}", ts=f"{ts}1", user=user)
    elif name == "message":
        yield direct("is the harbour closed?", ts=ts, user=user)
    elif name == "link_shared":
        links = [{"url": known.address, "domain": "harbour.example"}]
        yield {"type": name, "channel": "C1", "message_ts": ts, "user": user, "links": links}
    elif name == "app_home_opened":
        yield {"type": name, "tab": "home", "user": user, "channel": "D1"}
    elif name == "app_uninstalled":
        yield {"type": name}
    elif name == "tokens_revoked":
        yield {"type": name, "tokens": {"bot": ["UBOT"]}}
    else:
        raise AssertionError(f"what is sent for the event {name}?")


def shown(bot: Two) -> str:
    """Everything Slack was given since ``forget`` to show to somebody, without what differs each time."""
    slack = bot.slack
    given = [slack.answers, dict(slack.messages), slack.homes, slack.modals, slack.unfurled]
    words = json.dumps(given, ensure_ascii=False, default=str)
    return re.sub(r"\(reference [0-9a-f]+\)|\"ts\": \"[^\"]+\"|1700\d+|!date\^\d+", "", words)


def forget(bot: Two) -> None:
    """Begins anew."""
    slack = bot.slack
    for held in (slack.answers, slack.messages, slack.homes, slack.modals, slack.unfurled, slack.calls, slack.by_token):
        held.clear()


#: What is written down when somebody is only shown something.
SEEN = ("seen", "shown", "sqlite_sequence")


def archived(path: Any, *, but: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """All that is in an archive, table by table."""
    import sqlite3

    with sqlite3.connect(path) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            name: db.execute(f'SELECT * FROM "{name}"').fetchall()
            for name in tables
            if name not in but and not name.startswith(("claim_words", "dispute_words"))
        }
