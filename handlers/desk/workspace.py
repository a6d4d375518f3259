"""What the desk's own little Slack remembers: the messages of its one channel, and the window that is open.

Held in memory and for one person; the archive itself is elsewhere. Everything that changes here is told
to whoever listens (the page, by server-sent events), numbered, so that nobody who looks away misses any.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

Block = Mapping[str, Any]
What = Literal["posted", "changed", "deleted", "view", "closed", "home"]

TEAM = "T0000DESK"
CHANNEL = "C0000DESK"  #: where the desk's alerts go: the id to post to
CHANNEL_NAME = "desk"
BOT_USER = "U00000BOT"
BOT_ID = "B00000BOT"
APP_ID = "A00000BOT"
BOT_NAME = "Wirecheck"
EDITOR = "U0000YOU"
EDITOR_NAME = "you"

KEPT = 500  # messages; older ones scroll away (what they told is in the archive)
FILES = 40  # pictures; older ones are gone, and what shows them says so
URL_USES, URL_LIFE = 5, timedelta(minutes=30)  # Slack's own limits for a response_url


@dataclass(frozen=True, slots=True)
class Message:
    """One message as Slack keeps it. ``unseen`` by others: an answer only the person who typed gets."""

    ts: str
    user: str
    text: str
    at: datetime
    blocks: tuple[Block, ...] = ()
    thread_ts: str = ""
    ephemeral: bool = False
    edited: bool = False
    metadata: Mapping[str, Any] | None = None

    @property
    def own(self) -> bool:
        return self.user == BOT_USER


@dataclass(frozen=True, slots=True)
class File:
    """A picture that the bot handed in: its bytes once they came, and the words for who does not see it.
    ``done``: the bot has said that this is all of it."""

    id: str
    name: str
    alt: str
    length: int
    data: bytes = b""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened: to the message ``ts``, or to the window (``view``)."""

    number: int
    what: What
    ts: str = ""


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """What a response_url may still do: how often, until when, and which message it may replace."""

    uses: int
    until: datetime
    ts: str = ""
    thread_ts: str = ""


@dataclass(slots=True)
class Workspace:
    """The channel, its messages in order, and the open window. Single-threaded: lives on the event loop."""

    clock: Callable[[], datetime]
    messages: dict[str, Message] = field(default_factory=dict)
    view: Mapping[str, Any] | None = None
    home: Mapping[str, Any] | None = None
    number: int = 0  # of the last change
    life: str = field(default_factory=lambda: secrets.token_hex(4))  # numbers begin anew with each start
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    _triggers: deque[str] = field(default_factory=lambda: deque(maxlen=200))
    _last_ts: int = 0
    _ears: set[asyncio.Queue[Change | None]] = field(default_factory=set)
    _recent: deque[Change] = field(default_factory=lambda: deque(maxlen=KEPT))

    # --- messages

    def post(
        self,
        text: str,
        *,
        user: str = BOT_USER,
        blocks: Sequence[Block] = (),
        thread_ts: str = "",
        ephemeral: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> Message:
        """Adds a message at the end; its ts is unique and later than any before."""
        now = self.clock()
        message = Message(self._next_ts(now), user, text, now, tuple(blocks), thread_ts, ephemeral, metadata=metadata)
        self.messages[message.ts] = message
        while len(self.messages) > KEPT:
            del self.messages[next(iter(self.messages))]
        self._tell("posted", message.ts)
        return message

    def change(self, ts: str, **what: Any) -> Message:
        """The message with some of it replaced. ``KeyError`` when it is not here."""
        self.messages[ts] = replace(self.messages[ts], edited=True, **what)
        self._tell("changed", ts)
        return self.messages[ts]

    def delete(self, ts: str) -> None:
        """Takes a message away. ``KeyError`` when it is not here."""
        del self.messages[ts]
        self._tell("deleted", ts)

    def thread(self, ts: str) -> list[Message]:
        """The replies to a message, oldest first."""
        return [m for m in self.messages.values() if m.thread_ts == ts and m.ts != ts]

    def top(self) -> list[Message]:
        """The messages that are no replies, oldest first. A reply whose thread has scrolled away counts as one."""
        return [m for m in self.messages.values() if m.thread_ts in ("", m.ts) or m.thread_ts not in self.messages]

    def _next_ts(self, now: datetime) -> str:
        self._last_ts = max(self._last_ts + 1, int(now.timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # --- pictures

    def expect(self, name: str, *, length: int, alt: str) -> File:
        """Makes room for a file that is to come; the oldest gives way."""
        file = File(f"F{secrets.token_hex(5).upper()}", name, alt, length)
        self.files[file.id] = file
        while len(self.files) > FILES:
            del self.files[next(iter(self.files))]
        return file

    def came(self, file_id: str, **what: Any) -> File:
        """The file with more of it. ``KeyError`` when it is not expected."""
        self.files[file_id] = replace(self.files[file_id], **what)
        return self.files[file_id]

    # --- the window (a modal)

    def show(self, view: Mapping[str, Any]) -> Mapping[str, Any]:
        """Opens a window, or replaces the one that is open."""
        self.view = view
        self._tell("view")
        return view

    def publish(self, home: Mapping[str, Any]) -> Mapping[str, Any]:
        """Draws the Home tab anew."""
        self.home = home
        self._tell("home")
        return home

    def close_view(self) -> None:
        self.view = None
        self._tell("closed")

    # --- what Slack hands out with each thing a person does

    def trigger(self) -> str:
        """A new trigger_id: it entitles the app to open a window."""
        self._triggers.append(secrets.token_hex(12))
        return self._triggers[-1]

    def triggered(self, trigger_id: str) -> bool:
        """Whether this trigger_id was handed out here (and uses it up)."""
        if trigger_id not in self._triggers:
            return False
        self._triggers.remove(trigger_id)
        return True

    def response_token(self, *, ts: str = "", thread_ts: str = "") -> str:
        """The secret end of a new response_url."""
        now = self.clock()
        self.urls = {k: u for k, u in self.urls.items() if u.until > now}
        token = secrets.token_urlsafe(18)
        self.urls[token] = ResponseUrl(URL_USES, now + URL_LIFE, ts, thread_ts)
        return token

    def use(self, token: str) -> ResponseUrl | None:
        """Uses a response_url once; None when it is unknown, too old or used up."""
        url = self.urls.get(token)
        if url is None or url.uses < 1 or url.until <= self.clock():
            return None
        self.urls[token] = replace(url, uses=url.uses - 1)
        return url

    # --- telling

    @contextmanager
    def listening(self, since: int) -> Any:
        """Gives an iterator over all changes after number ``since``; it ends when the desk closes or the
        listener has fallen too far behind (then it must look at the whole again)."""
        ear: asyncio.Queue[Change | None] = asyncio.Queue(maxsize=KEPT)
        for change in self._recent:
            if change.number > since:
                ear.put_nowait(change)
        self._ears.add(ear)
        try:
            yield _drain(ear)
        finally:
            self._ears.discard(ear)

    def missed(self, since: int, life: str) -> bool:
        """Whether changes after ``since`` have been forgotten, or ``since`` was counted before a restart."""
        oldest = self._recent[0].number if self._recent else self.number + 1
        return life != self.life or since > self.number or since + 1 < oldest

    def hush(self) -> None:
        """Ends every listener: the desk is closing."""
        for ear in tuple(self._ears):
            self._end(ear)

    def _tell(self, what: What, ts: str = "") -> None:
        self.number += 1
        change = Change(self.number, what, ts)
        self._recent.append(change)
        for ear in tuple(self._ears):
            try:
                ear.put_nowait(change)
            except asyncio.QueueFull:
                self._end(ear)

    def _end(self, ear: asyncio.Queue[Change | None]) -> None:
        self._ears.discard(ear)
        while ear.full():
            ear.get_nowait()
        ear.put_nowait(None)


async def _drain(ear: asyncio.Queue[Change | None]) -> AsyncIterator[Change]:
    while (change := await ear.get()) is not None:
        yield change
