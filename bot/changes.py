"""What can be changed, and what each change says of itself in the record: ids and states, never an article's words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.audit import Done
from bot.nouns import USUAL, DigestPlan, Filing
from bot.permits import Right
from bot.watches import Quiet, Watch

#: What a call was made with, by the names of the real thing's parameters.
Given = Mapping[str, Any]
Look = Callable[[Any, Given], Awaitable[tuple[str, str]]]
Tell = Callable[[Any, Given, str, str], Sequence[Done]]


async def _unknown(part: Any, given: Given) -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: the right it takes, what it is called; ``look`` gives (subject, state) before it is made,
    ``tell`` what came of it, from its result, what was given, the subject and the state before."""

    right: Right
    what: str
    tell: Tell
    look: Look = _unknown


# --- articles


def _filed(filings: Sequence[Filing], given: Given, subject: str, before: str) -> list[Done]:
    return [
        Done(f.edition.article_id, "not on file" if f.outcome == "new" else "on file", f.outcome)
        for f in filings
        if f.taken_in or f.withdrawal
    ]


async def _article(part: Any, given: Given) -> tuple[str, str]:
    (edition, _), *_ = await part.show(next(iter(given.values())))
    return edition.article_id, "on file"


def _withdrawn(result: Any, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(subject, before, "withdrawn")] if result[1] else []


def _readmitted(result: Any, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(subject, "withdrawn", "on file")]


def _forgotten(result: Any, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(subject, "on file or withdrawn", "forgotten")]


# --- disputes


async def _state(part: Any, given: Given) -> tuple[str, str]:
    found = await part.dispute(given["dispute_id"])
    return found.id, found.state


def _settled(result: Any, given: Given, subject: str, before: str) -> list[Done]:
    how = f" ({given['how']})" if given.get("how") else ""
    return [Done(subject, before, f"{given['state']}{how}")] if result[1] else []


def _assigned(taken: bool, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(given["dispute_id"], f"with {given['holder'] or 'nobody'}", f"with {given['by']}")] if taken else []


def _muted(new: bool, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(given["channel"], "not muted", f"muted: {given['topic']}")] if new else []


def _reminded(due: datetime, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(given["dispute_id"], "", f"to be reminded at {due:%Y-%m-%d %H:%M} UTC")]


# --- what channels get


def plan(found: DigestPlan | None) -> str:
    """A plan in a few words."""
    if found is None:
        return "no digest"
    day = f" on day {found.weekday}" if found.cadence == "weekly" else ""
    parts = "" if found.parts == USUAL else f" with {', '.join(found.parts)}"
    return f"{found.cadence}{day} {found.at} {found.zone}{parts}"


async def _planned(part: Any, given: Given) -> tuple[str, str]:
    return given["channel"], plan(await part.digest_plan(given["channel"]))


def _replanned(found: DigestPlan | None, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(subject, before, plan(found))] if plan(found) != before else []


def watch(found: Watch) -> str:
    """A watch in a few words."""
    return f"{'muted' if found.muted else 'watched'}: {found.words}"


def hours(found: Quiet | None) -> str:
    """Quiet hours in a few words."""
    return f"quiet {found.start}-{found.end} {found.zone}" if found else "no quiet hours"


async def _hours(part: Any, given: Given) -> tuple[str, str]:
    return given["channel"], hours((await part.of(given["channel"]))[1])


def _watched(result: Any, given: Given, subject: str, before: str) -> list[Done]:
    found, new = result
    return [Done(found.channel, "", watch(found))] if new else []


def _unwatched(gone: Sequence[Watch], given: Given, subject: str, before: str) -> list[Done]:
    return [Done(w.channel, watch(w), "") for w in gone]


def _quieted(found: Quiet | None, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(subject, before, hours(found))] if hours(found) != before else []


# --- feeds


def _followed(checked: Any, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(checked.feed.url, "not followed", "followed")] if checked.added else []


def _left(feed: Any, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(feed.url, "followed", "not followed")]


def _visited(checked: Any, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(checked.feed.url, "followed", f"visited, {checked.new} new")] if checked.looked else []


def _all_visited(found: Sequence[Any], given: Given, subject: str, before: str) -> list[Done]:
    return [done for checked in found for done in _visited(checked, given, subject, before)]


def _taken_in(result: Any, given: Given, subject: str, before: str) -> list[Done]:
    return [Done(feed.url, "not followed", "followed") for feed in result[0]]


#: Every method of the newsroom and its parts that changes something, by its path.
CHANGES: Mapping[str, Change] = {
    "file": Change("add", "file", lambda filing, *rest: _filed([filing], *rest)),
    "add": Change("add", "add", _filed),
    "withdraw": Change("withdraw", "withdraw", _withdrawn, _article),
    "readmit": Change("withdraw", "readmit", _readmitted, _article),
    "forget": Change("withdraw", "forget", _forgotten, _article),
    "settle": Change("settle", "settle", _settled, _state),
    "plan_digest": Change("arrange", "digest", _replanned, _planned),
    "handling.assign": Change("settle", "assign", _assigned),
    "handling.mute": Change("settle", "mute", _muted),
    "handling.remind": Change("own", "remind", _reminded),
    "lookout.watch": Change("arrange", "watch", _watched),
    "lookout.unwatch": Change("arrange", "unwatch", _unwatched),
    "lookout.keep_quiet": Change("arrange", "quiet hours", _quieted, _hours),
    "feeds.add": Change("arrange", "follow a feed", _followed),
    "feeds.remove": Change("arrange", "leave a feed", _left),
    "feeds.check": Change("arrange", "visit a feed", _visited),
    "feeds.check_all": Change("arrange", "visit all feeds", _all_visited),
    "feeds.take_in": Change("arrange", "follow feeds", _taken_in),
}

#: Every one that only reads. What stands in neither list is out of reach through ``bot.guarded``.
READS = frozenset({
    "facts", "who", "ask", "timeline", "understand", "answer", "check", "clashes", "disputes", "dispute", "show", "dossier", "claim",
    "articles", "text", "counts", "verify", "stand", "digest_plan", "digest_plans", "digest", "preview", "showed", "clock", "alert_channel",
    "lookout.of", "lookout.everything", "lookout.severity", "feeds.followed", "feeds.find", "feeds.now", "feeds.hand_out", "feeds.file_all",
})  # fmt: skip
#: What is a part with methods of its own.
PARTS = frozenset({"handling", "lookout", "feeds"})
