"""The feeds as a Slack message. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.following import Followed
from handlers import feeds_words
from handlers.slack.blocks import note
from handlers.slack.dispute_blocks import context
from handlers.slack.limits import Block, Message, checked
from handlers.slack.quoting import escaped, line, rich, section, words

#: Feeds shown in one message, those in trouble first; the desk and the terminal show all.
SHOWN = 20
ORDER = ("gone", "failing", "new", "well")


def listed(found: Sequence[Followed], *, now: datetime) -> Message:
    """The feeds, those in trouble first, each with its number in the whole list."""
    if not found:
        return note("No feed is followed yet. Try /feeds add https://example.org")
    numbered = sorted(enumerate(found, 1), key=lambda each: ORDER.index(feeds_words.standing(each[1].feed)))
    said = f"{feeds_words.many(len(found), 'feed')} followed."
    drawn = [line(said, bold=True), *(_one(number, one, now) for number, one in numbered[:SHOWN])]
    if len(found) > SHOWN:
        drawn.append(context(f"{len(found) - SHOWN} more; the desk page and `wirecheck feeds list` show them all."))
    spoken = " ".join(f"{number}. {one.feed.name[:100]}: {_told(one, now)}." for number, one in numbered[:SHOWN])
    return checked(escaped(f"{said} {spoken}"), drawn)


def _one(number: int, one: Followed, now: datetime) -> Block:
    wrong = feeds_words.problem(one.feed)
    told = f"\n{_told(one, now)}" + (f"\n{wrong[:300]}" if wrong else "")
    name, address = f"{number}. {one.feed.name[:100]}\n", one.feed.url[:150]
    return rich(section(words(name, bold=True), words(address, code=True), words(told)))


def _told(one: Followed, now: datetime) -> str:
    return f"{feeds_words.brought(one, now)}; {feeds_words.visits(one.feed, now)}"
