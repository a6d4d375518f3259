"""Who wants to hear of what: topics a channel watches or has muted, its quiet hours, and where an alert goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.answers.digests import clock_time, zone_named
from bot.answers.stems import stems
from bot.answers.terms import terms
from bot.errors import BadCommand
from bot.nouns import Conflict, Dispute
from bot.severity import Level, Severity, rises, severity

ANY = "any"
#: The longest topic that can be watched, in characters: a name, not an article.
LONGEST = 120

#: So many disputes in one channel within this time are told as one message, with each in its thread.
BURST, WITHIN = 6, timedelta(seconds=60)

_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b)\s*")


@dataclass(frozen=True, slots=True)
class Watch:
    """What a channel (or a person, in their direct messages) wants to hear of, or, ``muted``, does not.
    ``words`` are a topic or a name; "any" is everything."""

    channel: str
    words: str
    muted: bool = False
    by: str = ""
    at: datetime | None = None

    def wants(self, spoken: frozenset[str]) -> bool:
        """Whether what has these stems (``about``) is about it."""
        return self.words == ANY or all(term.stands_in(spoken) for term in terms(self.words))


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of a day, by the clocks of ``zone``, in which a channel is not to be disturbed."""

    channel: str
    start: str  # "22:00"
    end: str  # "07:00": on the next day, if that is earlier
    zone: str

    def holds(self, now: datetime) -> bool:
        """Whether it is quiet now."""
        there = now.astimezone(ZoneInfo(self.zone)).time()
        start, end = time.fromisoformat(self.start), time.fromisoformat(self.end)
        return start <= there < end if start < end else there >= start or there < end


def about(conflicts: Iterable[Conflict]) -> frozenset[str]:
    """The stems of what a dispute is about: its passages, who speaks in them, their topics, their headlines."""
    found: set[str] = set()
    for side in (s for c in conflicts for s in (c.old, c.new)):
        claim = side.claim
        for text in (claim.quote, claim.source_name, side.edition.title, *claim.chain, *claim.topics):
            found |= stems(text)
    return frozenset(found)


#: Which channels get the alerts of a severity; those of one that is not here go where alerts go otherwise.
BySeverity = Mapping[Level, Sequence[str]]
#: Where severity makes no difference.
EVERYWHERE: BySeverity = MappingProxyType({})


def routes(
    conflicts: Sequence[Conflict], watches: Sequence[Watch], *, otherwise: str, by_severity: BySeverity = EVERYWHERE
) -> tuple[str, ...]:
    """The channels a dispute is told in, each once: those of its severity, or ``otherwise``, and those that watch
    what it is about; none that has muted that."""
    concerned = concerning(conflicts, watches)
    muted = {w.channel for w in concerned if w.muted}
    usual = by_severity.get(weighed(conflicts, concerned).level) or (otherwise,)
    wanted = (*usual, *(w.channel for w in concerned if not w.muted))
    return tuple(c for c in dict.fromkeys(wanted) if c not in muted)


def risen(
    before: Sequence[Conflict], after: Sequence[Conflict], watches: Sequence[Watch], *, by_severity: BySeverity
) -> tuple[str, ...]:
    """The channels that are told of a dispute because what joined it (``after`` holds all) makes it matter more."""
    concerned = concerning(after, watches)
    was, now = weighed(before, concerned), weighed(after, concerned)
    if not rises(was, now):
        return ()
    muted = {w.channel for w in concerned if w.muted}
    return tuple(c for c in by_severity.get(now.level, ()) if c not in muted)


def concerning(conflicts: Iterable[Conflict], watches: Sequence[Watch]) -> list[Watch]:
    """The watches, and what is muted, that a dispute is about."""
    if not watches:
        return []
    spoken = about(conflicts)
    return [w for w in watches if w.wants(spoken)]


def weighed(conflicts: Sequence[Conflict], concerned: Iterable[Watch]) -> Severity:
    """How much a dispute matters, given what watches it is about."""
    return severity(conflicts, {w.words for w in concerned if not w.muted and w.words != ANY})


def told_at_once(count: int) -> str:
    """What stands above the thread of a burst."""
    return f"{count} disputes at once. Each is in this thread, with its buttons."


class WatchShelf(Protocol):
    """Where watches and quiet hours are kept; ``StoreFailed`` when they cannot be."""

    async def watch(self, wanted: Watch) -> bool:
        """Keeps it, in place of one with the same words; False when exactly that was kept already."""
        ...

    async def unwatch(self, channel: str, words: str) -> Sequence[Watch]:
        """Drops the one with these words, all of the channel with ""; those that were dropped."""
        ...

    async def watches(self, channel: str = "") -> Sequence[Watch]:
        """Those of a channel, or all; first kept first."""
        ...

    async def keep_quiet(self, quiet: Quiet | None, *, channel: str) -> None:
        """Sets a channel's quiet hours; None takes them away."""
        ...

    async def quiet_hours(self) -> Sequence[Quiet]: ...


class Lookout:
    """What people tell the bot to look out for."""

    def __init__(self, shelf: WatchShelf, *, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._clock = clock

    async def watch(
        self, channel: str, typed: str, *, by: str = "", muted: bool = False, now: datetime | None = None
    ) -> tuple[Watch, bool]:
        """Watches, or mutes, a topic in a channel: what is watched, and whether that is new. ``BadCommand``."""
        wanted = Watch(channel, topic(typed), muted, by, now or self._clock())
        return wanted, await self._shelf.watch(wanted)

    async def unwatch(self, channel: str, typed: str) -> Sequence[Watch]:
        """No longer watches, or mutes, a topic; "all" is all of them. ``BadCommand`` when it never did."""
        words = "" if typed.strip().lower() == "all" else topic(typed)
        gone = await self._shelf.unwatch(channel, words)
        if not gone:
            held = ", ".join(f"/unwatch {w.words}" for w in (await self._shelf.watches(channel))[:5])
            what = f"“{words}” is not watched here" if words else "Nothing is watched here"
            raise BadCommand(f"{what}; " + (f"these are: {held}" if held else "try /watch kursk"))
        return gone

    async def of(self, channel: str) -> tuple[Sequence[Watch], Quiet | None]:
        """What a channel watches and has muted, and its quiet hours."""
        quiet = next((q for q in await self._shelf.quiet_hours() if q.channel == channel), None)
        return await self._shelf.watches(channel), quiet

    async def everything(self) -> tuple[Sequence[Watch], Sequence[Quiet]]:
        """What all channels and persons watch and have muted, and their quiet hours."""
        return await self._shelf.watches(), await self._shelf.quiet_hours()

    async def severity(self, dispute: Dispute) -> Severity:
        """How much a dispute matters, and why, as things stand."""
        return weighed(dispute.conflicts, concerning(dispute.conflicts, await self._shelf.watches()))

    async def keep_quiet(self, channel: str, typed: str) -> Quiet | None:
        """Sets a channel's quiet hours as typed: "22:00-07:00 Europe/London"; None for "off". ``BadCommand``."""
        quiet = parse_quiet(channel, typed)
        await self._shelf.keep_quiet(quiet, channel=channel)
        return quiet


def topic(typed: str) -> str:
    """The topic typed, freed of quotation marks; "any" for everything. ``BadCommand`` when it says nothing."""
    words = " ".join(typed.strip("\"“”„' \n").split())
    if words.lower() in {ANY, "anything", "everything", "*"}:
        return ANY
    if len(words) > LONGEST:
        raise BadCommand(f"That is too long for a topic ({LONGEST} characters at most); e.g. /watch kursk")
    if not terms(words):
        raise BadCommand('Say what, e.g. /watch kursk, /watch "Kim Jong-un", or /watch any')
    return words


QUIET_EXAMPLE = "/watch quiet 22:00-07:00 Europe/London"


def parse_quiet(channel: str, typed: str) -> Quiet | None:
    """The hours typed; None for "off". A zone left out is UTC. ``BadCommand`` with an example that works."""
    said = typed.strip()
    if said.lower() in {"off", "none", "never"}:
        return None
    hours, _, zone = _BETWEEN.sub("-", said).partition(" ")
    start, dash, end = hours.partition("-")
    if not dash:
        raise BadCommand(f"Say from when to when, e.g. {QUIET_EXAMPLE}, or /watch quiet off")
    first, last = clock_time(start, QUIET_EXAMPLE), clock_time(end, QUIET_EXAMPLE)
    if first == last:
        raise BadCommand(f"From {first} to {last} is no time at all; e.g. {QUIET_EXAMPLE}")
    return Quiet(channel, first, last, zone_named(zone.split(), QUIET_EXAMPLE))
