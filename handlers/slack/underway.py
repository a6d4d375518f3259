"""What the bot is at work on for people: noted before Slack is told that it came, struck off when it is answered.

Slack sends a request again only as long as it has no ack. What was acked and not answered when the bot was killed is
found here and done once more (``takingup``), so what is done for a request must bear being done twice: which of its
answers Slack took is noted, and a listener can ask whether it is at work ``again``.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import BadSetting, WirecheckError
from bot.requests import Notes, Request, RequestShelf
from handlers.slack.installations import Seal
from handlers.slack.limits import Message, checked
from handlers.slack.quoting import line

logger = logging.getLogger(__name__)

#: Under this name a request tells the listeners that it was taken up again.
TAKEN_UP = "taken_up"
#: Until an answer that Slack did not take is tried once more: at first, doubled each time, and at most.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(minutes=3)
#: So long after it was cut short an event is left alone: an answer in a thread can be seen, once it came.
CUT_SHORT = timedelta(seconds=15)
_PERHAPS = "Perhaps told before: the bot was stopped, or heard nothing from Slack, while it answered."


class Doing:
    """One request at work. ``attempts``: how often it was taken up again; ``told``: how many of its answers were taken
    before; ``kept``: whether it is taken up again if it is not finished now."""

    def __init__(
        self,
        key: str,
        ledger: Ledger,
        *,
        at: datetime,
        event: bool,
        kept: bool = True,
        attempts: int = 0,
        told: int = 0,
    ) -> None:
        self.event = event
        self.key, self.at, self.kept, self.attempts = key, at, kept and ledger.kept, attempts
        self.started = False
        self._later: timedelta | None = None
        self._ledger, self._before, self._count = ledger, told, 0

    @property
    def again(self) -> bool:
        """Whether it was begun before, so that part of it may be done."""
        return self.attempts > 0

    @property
    def answer(self) -> str:
        """What the answer whose turn it is is called."""
        return f"answer:{self.key}:{self._count}"

    def answered_before(self) -> bool:
        """Whether the answer whose turn it is was taken before; then it is the next one's turn."""
        if self._count >= self._before:
            return False
        self._count += 1
        return True

    def answered(self) -> None:
        """Slack took the answer."""
        self._count += 1
        if self.kept:
            self._ledger.told(self.key, self._count)

    def start(self) -> None:
        """A listener is at it."""
        self.started = True
        if self.kept:
            self._ledger.at_work.setdefault(self.key, self)

    def try_later(self, asked: float | None = None) -> None:
        """Slack took no answer (and asked to wait so many seconds): once the listener is done it waits for another try."""
        wait = min(FIRST_WAIT * int(2 ** min(self.attempts, 10)), LONGEST_WAIT)
        self._later = max(wait, timedelta(seconds=asked or 0))

    def end(self, *, cancelled: bool = False) -> None:
        """No listener is at it any more. What was cut short is for the next life."""
        if self._ledger.at_work.get(self.key) is self:
            del self._ledger.at_work[self.key]
        if not self.kept:
            return
        if self._later is not None:
            self._ledger.put_off(self.key, self._later)
        elif cancelled:
            self._ledger.put_off(self.key, CUT_SHORT if self.event else timedelta(0))
        else:
            self._ledger.ended(self.key)


_current: ContextVar[Doing | None] = ContextVar("doing", default=None)


def current() -> Doing | None:
    """The request that is at work here; None for one that bears no name."""
    return _current.get()


def at(doing: Doing | None) -> None:
    """From here on, in this task and those it starts, this request is at work."""
    _current.set(doing)


def again() -> bool:
    """Whether what is done here may have been done before, in part or whole, for the same request."""
    doing = current()
    return doing is not None and doing.again


def came(otherwise: datetime) -> datetime:
    """When the request came that is at work here: the same however often it is taken up."""
    doing = current()
    return doing.at if doing is not None else otherwise


def perhaps_told(message: Mapping[str, Any]) -> Message:
    """The message, saying of itself that it may be a repetition."""
    more = {k: v for k, v in message.items() if k not in ("text", "blocks")}
    return {**checked(str(message["text"]), message.get("blocks") or (), tail=[line(_PERHAPS, italic=True)]), **more}


@dataclass
class _Batch:
    """What waits to be noted, and who waits for it."""

    begun: list[Request] = field(default_factory=list)
    waiting: list[asyncio.Future[bool]] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    put_off: dict[str, datetime] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.begun or self.told or self.ended or self.held or self.put_off)

    def notes(self) -> Notes:
        told = {key: count for key, count in self.told.items() if key not in self.ended}
        return Notes(self.begun, told, self.ended, self.held, self.put_off)

    def settle(self, fresh: list[bool] | Exception) -> None:
        """Tells those who wait."""
        for n, future in enumerate(self.waiting):
            if future.done():
                continue
            if isinstance(fresh, Exception):
                future.set_exception(fresh)
            else:
                future.set_result(fresh[n])


class Ledger:
    """Notes what comes and goes: all that waits while the archive is busy goes in as one. With no ``shelf`` nothing is
    kept. ``secret`` is what the bot alone knows, under which requests are sealed."""

    def __init__(self, shelf: RequestShelf | None, *, clock: Callable[[], datetime], secret: str) -> None:
        self.shelf, self.clock = shelf, clock
        self.at_work: dict[str, Doing] = {}
        self._seal = Seal([_key(secret)])
        self._batch = _Batch()
        self._writing: asyncio.Task[None] | None = None

    @property
    def kept(self) -> bool:
        return self.shelf is not None

    def begin(self, names: Sequence[str], body: Mapping[str, Any] | None, *, at: datetime) -> asyncio.Future[bool]:
        """Whether none of these names was seen before; what it takes to do it again (None: nothing) is on file then.
        ``StoreFailed`` when the archive cannot note it."""
        sealed = b"" if body is None else self._seal.locked(json.dumps(body).encode())
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._batch.begun.append(Request(tuple(names), at, sealed))
        self._batch.waiting.append(future)
        self._soon()
        return future

    def opened(self, sealed: bytes) -> dict[str, Any] | None:
        """The request that was sealed; None where the bot's token is another by now."""
        try:
            found: dict[str, Any] = json.loads(self._seal.unlocked(sealed))
        except BadSetting:
            return None
        return found

    def told(self, key: str, count: int) -> None:
        """So many answers to it were taken."""
        self._batch.told[key] = count
        self._soon()

    def ended(self, key: str) -> None:
        """It is at an end, and nothing is kept of it but that it was seen."""
        self._batch.ended.add(key)
        self._soon()

    def put_off(self, key: str, wait: timedelta) -> None:
        """It is to be taken up again after that."""
        self._batch.put_off[key] = self.clock() + wait
        self._soon()

    def hold(self) -> None:
        """What is at work is left alone by others."""
        self._batch.held.update(self.at_work)
        if self._batch:
            self._soon()

    async def flush(self, timeout: float = 1.0) -> None:  # noqa: ASYNC109
        """Waits until all is noted."""
        if self._writing is not None and not self._writing.done():
            await asyncio.wait({self._writing}, timeout=timeout)

    def _soon(self) -> None:
        if self.shelf is not None and (self._writing is None or self._writing.done()):
            self._writing = asyncio.create_task(self._write(self.shelf))

    async def _write(self, shelf: RequestShelf) -> None:
        while self._batch:
            if not self._batch.begun:
                await _a_moment()
            batch, self._batch = self._batch, _Batch()
            try:
                batch.settle(list(await shelf.note(batch.notes(), now=self.clock())))
            except Exception as failed:  # whoever waits has to hear of it
                expected = isinstance(failed, WirecheckError)
                logger.error("not noted what was asked", extra={"reason": str(failed)}, exc_info=not expected)
                batch.settle(failed)
                self._again(batch)
                return

    def _again(self, batch: _Batch) -> None:
        """What could not be noted goes in with what comes next."""
        later = self._batch
        later.told = {**batch.told, **later.told}
        later.ended |= batch.ended
        later.put_off = {**batch.put_off, **later.put_off}


async def _a_moment() -> None:
    """As long as a listener takes to come to its end once its last answer is taken: both are noted as one then."""
    for _ in range(5):
        await asyncio.sleep(0)


def _key(secret: str) -> str:
    derived = HKDF(SHA256(), 32, salt=None, info=b"wirecheck requests").derive(secret.encode())
    return base64.urlsafe_b64encode(derived).decode()
