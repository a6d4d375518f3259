"""The inbox and the journal of imports of the archive in memory: the same promises, as long as it lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.intake.inbox import Answered, Tray, Waiting
from bot.intake.journal import Fault, Reached
from bot.nouns import Article, content_id


@dataclass(frozen=True, slots=True)
class Letter:
    """An article in the inbox and what became of it."""

    waiting: Waiting
    not_before: datetime
    state: str = "waiting"


class MemoryInbox:
    """Implements ``bot.intake.inbox.Inbox``."""

    def __init__(self) -> None:
        self._letters: dict[int, Letter] = {}
        self._last = 0
        self._answers: dict[str, Answered] = {}

    async def receive(
        self, articles: Sequence[Article], *, key: str, digest: str, answer: bytes, now: datetime
    ) -> Answered:
        if key in self._answers:
            return self._answers[key]
        if key:
            self._answers[key] = Answered(digest, answer, first=False)
        for article in articles:
            self._last = n = max(self._last, *self._letters, 0) + 1
            self._letters[n] = Letter(Waiting(n, article), now)
        return Answered(digest, answer, first=True)

    def forget(self, article_id: str) -> None:
        """Nothing of this article lies here any more."""
        kept = {n: le for n, le in self._letters.items() if content_id(le.waiting.article.key) != article_id}
        self._last, self._letters = max(self._last, *self._letters, 0), kept
        mine = article_id.encode()
        self._answers = {key: answered for key, answered in self._answers.items() if mine not in answered.answer}

    async def take(self, *, now: datetime, limit: int = 20) -> Sequence[Waiting]:
        first: dict[str, Letter] = {}
        for letter in self._letters.values():
            if letter.state == "waiting":
                first.setdefault(letter.waiting.article.key, letter)
        return [le.waiting for le in first.values() if le.not_before <= now][:limit]

    async def filed(self, n: int, *, now: datetime) -> None:
        self._letters[n] = replace(self._letters[n], state="filed")

    async def put_off(self, n: int, *, until: datetime, reason: str) -> None:
        self._failed(n, reason, not_before=until)

    async def give_up(self, n: int, *, reason: str) -> None:
        self._failed(n, reason, state="given up")

    def _failed(self, n: int, reason: str, **changes: object) -> None:
        letter = self._letters[n]
        if letter.state == "waiting":
            waiting = replace(letter.waiting, attempts=letter.waiting.attempts + 1, reason=reason)
            self._letters[n] = replace(letter, waiting=waiting, **changes)  # type: ignore[arg-type]

    async def tray(self) -> Tray:
        states = [letter.state for letter in self._letters.values()]
        return Tray(states.count("waiting"), states.count("given up"))

    async def given_up(self, *, limit: int = 50) -> Sequence[Waiting]:
        return [le.waiting for le in reversed(self._letters.values()) if le.state == "given up"][:limit]


class MemoryJournal:
    """Implements ``bot.intake.journal.Journal``."""

    def __init__(self) -> None:
        self._reached: dict[str, Reached] = {}
        self._faults: dict[str, dict[str, Fault]] = {}

    def forget(self, article_id: str) -> None:
        """No file is said any more to hold this article."""
        for path, one in self._reached.items():
            if one.ref.partition(" ")[0] == article_id:
                self._reached[path] = replace(one, ref="")

    async def find(self, path: str) -> Reached | None:
        return self._reached.get(path)

    async def note(self, reached: Sequence[Reached], faults: Sequence[Fault] = ()) -> None:
        for one in reached:
            if one.done == 0:
                self._faults.pop(one.path, None)
            self._reached[one.path] = one
        for fault in faults:
            self._faults.setdefault(fault.path, {})[fault.item] = fault

    async def recent(self, *, limit: int = 40) -> Sequence[Reached]:
        found = sorted(self._reached.values(), key=lambda r: r.path)
        return sorted(found, key=lambda r: r.at, reverse=True)[:limit]

    async def faults(self, roots: Sequence[str], *, limit: int = 1000, offset: int = 0) -> Sequence[Fault]:
        def under(path: str) -> bool:
            return any(path == root or path.startswith(f"{root}/") for root in roots)

        found = [f for path in sorted(self._faults) if under(path) for f in self._faults[path].values()]
        return found[offset : offset + limit]
