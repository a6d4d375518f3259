"""What the newsroom's nouns look like in Slack. Pure: nouns in, a message within Slack's limits out.

Each function returns what ``chat.postMessage`` and a response_url take as keyword arguments: ``text``
(the same in words, for screen readers and notifications), ``blocks``, and no unfurling.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.nouns import Counts, Dispute, Filing
from handlers.slack import wording
from handlers.slack.answer_blocks import answer, snippet
from handlers.slack.article_blocks import article, readmitted, withdrawn
from handlers.slack.digest_blocks import digest, plan
from handlers.slack.dispute_blocks import (
    alert,
    both,
    both_modal,
    buttons,
    joined,
    listed,
    pair,
    reminder,
)
from handlers.slack.limits import Block, Message, checked
from handlers.slack.quoting import attribution, escaped, line, moment, rich, section, words


def note(text: str) -> Message:
    """A line to a person; nothing in it is parsed."""
    return checked(escaped(text), [line(text)])


def help_text(usage: Sequence[tuple[str, str]], *, lead: str) -> Message:
    """Usage lines: (what to type, what it does)."""
    spoken = lead + " " + " ".join(f"{typed}: {does}." for typed, does in usage)
    return checked(escaped(spoken), [line(lead, bold=True), _lines(usage)])


def help_parts(parts: Sequence[tuple[str, Sequence[tuple[str, str]]]], *, lead: str) -> Message:
    """Usage lines under headings; in words the headings alone, which is as much as anybody listens to."""
    spoken = " ".join([lead, *(f"{heading}." for heading, _ in parts)])
    listed = [b for heading, usage in parts for b in (line(heading, bold=True), _lines(usage))]
    return checked(escaped(spoken), [line(lead, bold=True), *listed])


def _lines(usage: Sequence[tuple[str, str]]) -> Block:
    rows = [section(words(f"{typed}", code=True), words(f"  {does}")) for typed, does in usage]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": rows}]}


def filed(filings: Sequence[Filing]) -> Message:
    """What became of the articles handed in."""
    if not filings:
        return note("Nothing was filed: there was no article in it.")
    said = [wording.filing(f) for f in filings]
    return checked(escaped(" ".join(said)), [line(s) for s in said])


def status(counts: Counts) -> Message:
    return note(wording.counts(counts))


def settled(dispute: Dispute, *, changed: bool) -> Message:
    """What the person who pressed is told: done, or that somebody was quicker."""
    if dispute.state == "open":
        return note("The dispute is open again." if changed else "The dispute was open already.")
    done = wording.settlement(dispute)
    return note(f"Done. {done}" if changed else f"Somebody was quicker: {done}")


def assigned(dispute: Dispute, *, by: str, taken: bool) -> Message:
    """What the person who took a dispute on is told: done, or that somebody was quicker."""
    if taken:
        return note("Done. You took it on.")
    if dispute.holder == by:
        return note("You have taken it on already.")
    return note(f"Somebody was quicker: {dispute.holder or 'nobody'} has it now. Press again to take it over.")


def to_be_reminded(due: datetime) -> Message:
    """What the person who asked to be reminded is told, in their own time."""
    said = "You will be reminded of it in your direct messages"
    return checked(escaped(f"{said}, {due:%Y-%m-%d %H:%M} UTC."), [rich(section(words(said), *moment(due)))])


def muted(topic: str, *, new: bool) -> Message:
    """What the person who muted a topic is told."""
    done = "Muted" if new else "Muted already"
    return note(f"{done}: alerts about “{topic}” do not come to this channel. /unwatch {topic} brings them back.")


__all__ = [
    "Message",
    "alert",
    "answer",
    "article",
    "assigned",
    "attribution",
    "both",
    "both_modal",
    "buttons",
    "digest",
    "filed",
    "help_text",
    "joined",
    "listed",
    "muted",
    "note",
    "pair",
    "plan",
    "readmitted",
    "reminder",
    "settled",
    "snippet",
    "status",
    "to_be_reminded",
    "withdrawn",
]
