"""The newsroom as people reach it: each change is made only by who may, and stands in the record.

Whatever a listener does it does through this, so that none can forget to ask. What is in neither list of
``bot.changes`` is out of reach: a new method has to be entered there first.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from bot.audit import AuditShelf, Line, Person, acting
from bot.changes import CHANGES, PARTS, READS, Change, Given
from bot.errors import NotAllowed
from bot.permits import Right, Rules, groups_to_ask, may, refusal

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

#: Which of these user groups a person is in, as the workspace says.
Membership = Callable[[str, Collection[str]], Awaitable[Collection[str]]]


async def in_no_group(person: str, groups: Collection[str]) -> Collection[str]:
    """For where there are no user groups: on the desk page, and in a terminal."""
    return ()


class Guard:
    """Who may, and where it is written down that they did."""

    def __init__(
        self,
        shelf: AuditShelf,
        *,
        clock: Callable[[], datetime],
        rules: Rules | None = None,
        membership: Membership = in_no_group,
    ) -> None:
        self.shelf = shelf
        self.clock = clock
        self._rules = rules or Rules()
        self._membership = membership

    async def admit(self, right: Right, person: Person) -> None:
        """``NotAllowed``, with whom to ask, for who may not. At this machine, on the desk or in a terminal, all may."""
        if person.via != "slack":
            return
        asked = groups_to_ask(self._rules, right, person.id)
        groups = await self._membership(person.id, asked) if asked else ()
        if not may(self._rules, right, person.id, groups):
            raise NotAllowed(refusal(self._rules, right))


def guarded(newsroom: Newsroom, guard: Guard) -> Newsroom:
    """The same newsroom, through the guard."""
    return cast("Newsroom", _Guarded(newsroom, guard, ""))


class _Guarded:
    """A newsroom, or a part of one, whose changes pass the guard."""

    def __init__(self, part: Any, guard: Guard, path: str) -> None:
        self.__part = part
        self.__guard = guard
        self.__path = path

    def __getattr__(self, name: str) -> Any:
        path = f"{self.__path}{name}"
        found = getattr(self.__part, name)
        if path in PARTS:
            return None if found is None else _Guarded(found, self.__guard, f"{path}.")
        if path in CHANGES:
            return self.__asking(CHANGES[path], found)
        if path in READS:
            return found
        raise AttributeError(f"bot/changes.py says of {path!r} neither that it reads nor what it changes")

    async def may(self, right: Right) -> bool:
        """Whether who is at work here may make this kind of change."""
        try:
            await self.__guard.admit(right, acting())
        except NotAllowed:
            return False
        return True

    def __asking(self, change: Change, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def asked(*args: Any, **kwargs: Any) -> Any:
            person, given = acting(), _given(method, args, kwargs)
            await self.__guard.admit(_right(change, given), person)
            subject, before = await change.look(self.__part, given)
            line = Line(self.__guard.clock(), person, change.what, subject, before, done=False)
            number = await self.__guard.shelf.begin(line)  # before: a change without its line there never is
            try:
                result = await method(*args, **kwargs)
            except Exception:
                await self.__guard.shelf.end(number, ())
                raise
            await self.__guard.shelf.end(number, change.tell(result, given, subject, before))
            return result

        return asked


def _given(method: Callable[..., Any], args: Any, kwargs: Any) -> Given:
    bound = inspect.signature(method).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments


def _right(change: Change, given: Given) -> Right:
    """What is set for somebody's own direct messages is their own affair."""
    channel = str(given.get("channel") or "")
    return "own" if change.right == "arrange" and channel.startswith("D") else change.right
