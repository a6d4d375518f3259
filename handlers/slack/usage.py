"""The commands as people learn them: one table for `help`, for the manifest and for wrong arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import digests_contents as contents
from handlers.slack import blocks
from handlers.slack.limits import Message


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: what it is called, what may follow it, what it does, and lines that work."""

    name: str
    hint: str
    does: str
    examples: Sequence[tuple[str, str]]


FACTS = Command(
    "/facts",
    "kursk [since:2025-04-01] [until:] [outlet:] [by:]",
    "What is on file about something: disputed first, word for word",
    (
        ("/facts kursk", "what is on file about Kursk, what is disputed first"),
        ("/facts troops deployment", "statements that speak of both"),
        ("/facts kursk since:2025-04-01 until:2025-04-30", "of those days; a month (2025-04) and yesterday do as well"),
        ('/facts kursk outlet:reuters by:"South Korean Foreign Ministry"', "of that paper, in that voice"),
    ),
)
WHO = Command(
    "/who",
    "condemned [what] [since:] [until:] [outlet:] [by:]",
    "Who said it with that verb, in any form of it",
    (
        ("/who condemned", "who condemned anything, with their words"),
        ("/who condemned deployment", "who condemned the deployment"),
        ("/who spoke out against", "a phrase does as well"),
        ("/who condemned since:2025-04-01 outlet:reuters", "the same filters as /facts"),
    ),
)
DISPUTES = Command(
    "/disputes",
    "[words] [open|settled]",
    "Disputes on file, with both sides",
    (
        ("/disputes", "the open ones, newest first"),
        ("/disputes settled", "those people have settled"),
        ("/disputes all", "both"),
        ("/disputes kursk", "those about Kursk, open or settled"),
    ),
)
TIMELINE = Command(
    "/timeline",
    "kursk [since:2025-04-01] [until:] [outlet:] [by:]",
    "Claims over time by side, as a picture and in words",
    (
        ("/timeline kursk", "who claimed what on which day, the sides of each dispute apart"),
        ("/timeline kursk since:2025-04-01 until:2025-04-30", "of those days; the same filters as /facts"),
        ('/timeline kursk by:"South Korean Foreign Ministry"', "one voice, beside what it disputes"),
    ),
)
DIGEST = Command(
    "/digest",
    "daily 07:30 Europe/London [with ...] [without ...] | now | off",
    "When this channel gets its digest, and what is in it",
    (
        ("/digest daily 07:30 Europe/London", "every day at half past seven, London time"),
        ("/digest weekdays 18:00 Europe/Berlin", "Monday to Friday"),
        ("/digest weekly mon 07:30 Europe/London", "once a week"),
        ("/digest daily 07:30 Europe/London with corrections, feeds", "what it holds anyway, and these"),
        ("/digest without topics", "as before, less that"),
        ("/digest only disputes, settled", "these and nothing else"),
        (f"/digest with {', '.join(contents.PARTS)}", "all there is to choose from"),
        ("/digest now", "what there is since the last one, for you alone; /digest now with feeds shows that too"),
        ("/digest status", "when it comes, and what is in it"),
        ("/digest off", "no more of it here"),
    ),
)
ARTICLE = Command(
    "/article",
    "add <link or text> | show <ref> | withdraw <ref> [why]",
    "File an article, look one up, or take it off file",
    (
        ("/article add https://example.org/story", "fetches, reads and files it; a feed's address files all in it"),
        ("/article add The mayor resigned on Monday, ...", "files the pasted text"),
        ("/article show https://example.org/story", "an article on file with its claims, by link, name or id"),
        ("/article history https://example.org/story", "the same: what each of its editions changed, by date"),
        ("/article withdraw https://example.org/story It was made up", "takes it off file, and tells who was shown it"),
        ("/article readmit https://example.org/story", "takes a withdrawn article on file again"),
    ),
)
FEEDS = Command(
    "/feeds",
    "list | add <site or feed> | check <feed> | remove <feed>",
    "The feeds that are followed: what they bring is filed by itself",
    (
        ("/feeds add https://example.org", "follows the feed of that site; a feed's own address does as well"),
        ("/feeds list", "all of them: when visited, what they bring, what is wrong"),
        ("/feeds check https://example.org/feed", "visits it now; its number in the list or its title does as well"),
        ("/feeds remove https://example.org/feed", "follows it no more; its articles stay on file"),
    ),
)
WATCH = Command(
    "/watch",
    "[me] <topic, person or any> | quiet 22:00-07:00 Europe/London",
    "What this channel, or you, are alerted of, and when it is quiet",
    (
        ("/watch kursk", "alerts of disputes about Kursk come to this channel too"),
        ('/watch "Kim Jong-un"', "a person's name does as well"),
        ("/watch any", "all alerts come here"),
        ("/watch me kursk", "to you alone, as a direct message"),
        ("/watch quiet 22:00-07:00 Europe/London", "alerts are held for the digest, or until these hours end"),
        ("/watch quiet off", "alerts at any hour"),
        ("/watch list", "what this channel watches and has muted"),
    ),
)
UNWATCH = Command(
    "/unwatch",
    "[me] <topic, person or any> | all",
    "No more alerts of that here, or, if it was muted, alerts again",
    (
        ("/unwatch kursk", "this channel is no longer alerted of Kursk for its own sake"),
        ("/unwatch me kursk", "nor are you"),
        ("/unwatch all", "of nothing any more; a channel that gets all alerts goes on getting them"),
    ),
)
WIRECHECK = Command(
    "/wirecheck",
    "help | status",
    "Help, and how much is on file",
    (
        ("/wirecheck help", "this list"),
        ("/wirecheck status", "how much is on file, and whether alerts are waiting"),
    ),
)

ALL = (FACTS, WHO, DISPUTES, TIMELINE, DIGEST, ARTICLE, FEEDS, WATCH, UNWATCH, WIRECHECK)


def of(command: Command) -> Message:
    """The help of one command."""
    return blocks.help_text(command.examples, lead=f"{command.name}: {command.does}.")


def everything() -> Message:
    """The help of all commands, and how to ask a question."""
    lead = "Wirecheck remembers who said what, word for word, and what contradicts it."
    question = (("@wirecheck how many troops were sent?", "answered in its thread"),)
    parts = [(f"{command.name}: {command.does}", command.examples) for command in ALL]
    return blocks.help_parts([*parts, ("Questions, by mention", question)], lead=lead)


def example(command: Command, verb: str) -> str:
    """A line with this verb that works."""
    return next(typed for typed, _ in command.examples if typed.split()[1:2] == [verb])
