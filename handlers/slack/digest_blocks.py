"""The digest on screen, and what is said of when it comes and what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import editions
from bot.answers import digests_contents as contents
from bot.nouns import Digest, DigestPlan, Dispute, Edited, Edition, Withdrawal
from handlers import feeds_words
from handlers.slack import wording
from handlers.slack.dispute_blocks import brief, context, header
from handlers.slack.limits import Block, Message, checked, cut
from handlers.slack.quoting import clock, escaped, line, rich, section, words

#: So many disputes stand there whole, with their buttons, however many kinds of them there are: about what a message of
#: Slack's holds. Of each kind the others stand there by name, up to so many.
WHOLE, NAMED = 8, 6
#: So many corrections and feeds stand there, each in a line.
LINES = 8
#: So much of a title, or of a name.
TITLE = 120


def digest(news: Digest) -> Message:
    """What there is since the last one, as far as its plan asks for it."""
    said = _said(news)
    span = section(words("From "), clock(news.since), words(" to "), clock(news.until))
    blocks: list[Block] = [header("Digest"), line(said), rich(span), *_disputes(news)]
    return checked(escaped(said), blocks, tail=_rest(news))


def plan(digest_plan: DigestPlan | None) -> Message:
    """What was set: when it comes from now on, and what is in it."""
    if digest_plan is None:
        said = "No digest for this channel from now on. /digest daily 07:30 Europe/London brings it back."
        return checked(said, [line(said)])
    said, inside = wording.plan(digest_plan), held(digest_plan)
    return checked(escaped(f"{said} {inside}"), [line(said), context(inside)])


def standing(digest_plan: DigestPlan | None) -> str:
    """When the digest comes to a channel, and what is in it, in a line or two."""
    if digest_plan is None:
        return "This channel has no digest yet. /digest now shows one of the last day, for you alone."
    return f"{wording.plan(digest_plan)} {held(digest_plan)}"


def held(digest_plan: DigestPlan) -> str:
    """What is in it, and what else there could be."""
    others = [part for part in contents.PARTS if part not in digest_plan.parts]
    more = f" Not in it: {', '.join(others)}; /digest with {others[0]} adds that." if others else ""
    return f"In it: {contents.in_words(digest_plan.parts)}.{more}"


# --- how many


def _said(news: Digest) -> str:
    """All of it in one line: for the notification, and for who hears it read out."""
    asked, many = news.parts, wording.many
    told = [
        many(len(news.held), "dispute") + " held in quiet hours" if news.held else "",
        many(len(news.opened), "new dispute") if "disputes" in asked else "",
        f"{len(news.quiet)} less sure" if news.quiet else "",
        f"{len(news.settled)} settled" if "settled" in asked else "",
        f"{len(news.open)} still open" if "open" in asked else "",
        many(len(news.corrections), "article") + " corrected" if "corrections" in asked else "",
        f"{len(news.withdrawn)} withdrawn" if news.withdrawn else "",
        f"{many(len(news.feeds), 'feed')} in trouble" if "feeds" in asked else "",
        f"{many(news.articles, 'article')} and {many(news.claims, 'claim')} filed",
    ]
    return f"Digest: {', '.join(filter(None, told))}."


# --- disputes


def _disputes(news: Digest) -> list[Block]:
    """Each kind of them under its heading; the room for whole ones is shared out, so that none crowds out another."""
    kinds: Mapping[str, Sequence[Dispute]] = {
        "Held in quiet hours": news.held,
        "New disputes": news.opened,
        "Settled": news.settled,
        "Less sure, so not alerted": news.quiet,
        "Still open": news.open,
    }
    notes = {
        "Held in quiet hours": "Each stands in this thread, with its buttons.",
        "Less sure, so not alerted": "/disputes shows both sides of each, with its buttons.",
    }
    whole = dict(zip(kinds, shared([len(found) for found in kinds.values()], WHOLE), strict=True))
    blocks: list[Block] = []
    for heading, found in kinds.items():
        if found:
            blocks += [
                *_listed(heading, found, whole[heading]),
                *([context(notes[heading])] if heading in notes else []),
            ]
    if "disputes" in news.parts and not news.opened and not news.held:
        blocks = [{"type": "divider"}, line("New disputes", bold=True), line("None."), *blocks]
    return blocks


def shared(wanted: Sequence[int], room: int) -> list[int]:
    """How much of ``room`` each gets: no more than it wants, and what is left in turn, the first first."""
    given = [0] * len(wanted)
    while room and given != list(wanted):
        for n, want in enumerate(wanted):
            if room and given[n] < want:
                given[n], room = given[n] + 1, room - 1
    return given


def _listed(heading: str, disputes: Sequence[Dispute], whole: int) -> list[Block]:
    blocks: list[Block] = [{"type": "divider"}, line(heading, bold=True)]
    for dispute in disputes[:whole]:
        blocks += brief(dispute)[1:]
    if named := disputes[whole : whole + NAMED]:
        blocks.append(_bullets([_by_name(dispute) for dispute in named]))
    left = len(disputes) - whole - len(named)
    return [*blocks, *([context(f"{left:,} more: /disputes shows them.")] if left else [])]


def _by_name(dispute: Dispute) -> str:
    sides = dispute.conflicts[0]
    named = dict.fromkeys(s.claim.source_name or s.edition.where for s in (sides.old, sides.new))
    return cut(f"{wording.title(dispute)} {' and '.join(named)}", TITLE)


# --- all else


def _rest(news: Digest) -> list[Block]:
    """What is told in lines: it stands below whatever disputes there are."""
    rows = [*_corrections(news), *_feeds(news)]
    counted = [("Most claimed about", news.topics), ("Most quoted, in so many articles", news.voices)]
    told = [
        (heading, ", ".join(f"{cut(name, TITLE)} ({count:,})" for name, count in found)) for heading, found in counted
    ]
    lines = [rich(section(words(f"{heading}: ", bold=True), words(names))) for heading, names in told if names]
    return [*rows, *([{"type": "divider"}, *lines] if lines else [])]


def _corrections(news: Digest) -> list[Block]:
    if "corrections" not in news.parts:
        return []
    told = [*(_withdrawn(*one) for one in news.withdrawn), *(_corrected(*one) for one in news.corrections)]
    return _lines("Corrected, changed or withdrawn", told, "/article show, with the link of one, tells what it said.")


def _corrected(edition: Edition, edited: Edited) -> str:
    return f"{_name(edition)}: {editions.summary(edited)}"


def _withdrawn(edition: Edition, gone: Withdrawal) -> str:
    return f"{_name(edition)}: {wording.withdrawal(gone)}"


def _name(edition: Edition) -> str:
    title = f"“{cut(edition.title, TITLE)}”" if edition.title else edition.ref
    return f"{cut(edition.outlet, TITLE)}, {title}" if edition.outlet else title


def _feeds(news: Digest) -> list[Block]:
    if "feeds" not in news.parts:
        return []
    told = [f"{cut(feed.name, TITLE)}: {feeds_words.problem(feed)}" for feed in news.feeds]
    well = f"All {news.followed:,} are well." if news.followed else "None is followed yet."
    return _lines("Feeds in trouble", told, "/feeds list tells more.", none=well)


def _lines(heading: str, told: Sequence[str], note: str, *, none: str = "None.") -> list[Block]:
    blocks: list[Block] = [{"type": "divider"}, line(heading, bold=True)]
    if not told:
        return [*blocks, line(none)]
    left = len(told) - LINES
    more = f"{left:,} more. {note}" if left > 0 else note
    return [*blocks, _bullets(told[:LINES]), context(more)]


def _bullets(told: Sequence[str]) -> Block:
    rows = [section(words(one)) for one in told]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": rows}]}
