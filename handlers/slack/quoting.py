"""Words that are not ours, in Slack: a quotation verbatim, what clashes in bold, and who said it where.

Article text goes into rich text or plain text only: there nothing in it is parsed, so it can neither
ping a channel nor forge a link nor turn bold by itself (mrkdwn offers no way to escape ``*`` and ``_``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import urlsplit, urlunsplit

from bot.nouns import Claim, Edition, Span, Statement
from handlers.slack.limits import Block, units
from handlers.slack.unseen import displayable

#: Room for one quotation: two of them and all that stands beside them fit in one message with ease.
ROOM = 1_800

_LEFT_OUT = "[…]"


def escaped(text: str) -> str:
    """The text for mrkdwn and for a message's ``text``: ``& < >`` as Slack wants them, so nothing in it is a token."""
    return displayable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- rich text -----------------------------------------------------------------------------------


def words(text: str, **style: bool) -> dict[str, Any]:
    """A run of rich text. ``style`` is bold, italic or code."""
    return {"type": "text", "text": displayable(text), **({"style": style} if style else {})}


def rich(*groups: dict[str, Any]) -> Block:
    """A rich text block of these groups; empty ones, which Slack refuses, are left out."""
    return {"type": "rich_text", "elements": [g for g in groups if g["elements"]]}


def section(*leaves: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [x for x in leaves if x.get("text") != ""]}


def line(text: str, **style: bool) -> Block:
    """A paragraph of words that may not be ours."""
    return rich(section(words(text, **style)))


def quotation(quote: str, emphasis: Sequence[Span] = (), *, room: int = ROOM) -> dict[str, Any]:
    """The quotation, verbatim, with ``emphasis`` (offsets into ``quote``) in bold. One too long for ``room``
    is shown around its emphasis, with ``[…]`` where words are left out; what is shown stays verbatim."""
    leaves: list[dict[str, Any]] = []
    shown = windows(quote, emphasis, room)
    for n, part in enumerate(shown):
        if part.start > 0:
            leaves.append(words(f"{_LEFT_OUT} " if n == 0 else f" {_LEFT_OUT} ", italic=True))
        leaves += [words(text, bold=True) if bold else words(text) for text, bold in runs(quote, emphasis, part)]
    if shown[-1].end < len(quote):
        leaves.append(words(f" {_LEFT_OUT}", italic=True))
    leaves = [leaf for leaf in leaves if leaf["text"]]
    return {"type": "rich_text_quote", "elements": leaves or [words("(nothing that can be shown)", italic=True)]}


def runs(text: str, emphasis: Sequence[Span], part: Span) -> list[tuple[str, bool]]:
    """``part`` of the text as runs, each with whether it is emphasised; joined they are ``part.of(text)``."""
    marks = sorted(
        {part.start, part.end, *(min(max(e, part.start), part.end) for s in emphasis for e in (s.start, s.end))}
    )
    pieces = [Span(a, b) for a, b in itertools.pairwise(marks)]
    return [(p.of(text), any(s.covers(p) for s in emphasis)) for p in pieces]


def windows(text: str, emphasis: Sequence[Span], room: int) -> list[Span]:
    """Which parts of a text are shown where there is room for so many units: all of it, or what lies about
    its emphasis (at most three places, its beginning if it has none), cut between words."""
    if units(text) <= room:
        return [Span(0, len(text))]
    centres = [s.start for s in sorted(emphasis) if s.start < len(text)][:3] or [0]
    each = room // len(centres) // 2  # halved: a code point may be two units
    merged: list[Span] = []
    for centre in centres:
        start = max(0, centre - each // 3)
        found = Span(_word_start(text, start), _word_end(text, start + each))
        if merged and found.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(found.end, merged[-1].end))
        else:
            merged.append(found)
    return merged


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + 40)
    return space + 1 if at > 0 and space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, at - 40), at)
    return space if space > 0 else at


# --- who says it, where --------------------------------------------------------------------------


def said_with(claim: Claim) -> str:
    """The reporting verb in quotation marks, “claimed”; where it stands in another sentence (a quotation that
    goes on) only its lemma is known, and that is no quotation: without marks. "" when there is none."""
    if said := cue_in_sentence(claim):
        return f"“{_shortened(said)}”"
    return f"verb: {_shortened(claim.cue_lemma)}" if claim.cue_lemma else ""


def cue_in_sentence(claim: Claim) -> str:
    """The reporting verb as it stands in the quotation; "" where it stands in another sentence."""
    offset = claim.sentence.start
    return " ".join(claim.quote[s.start - offset : s.end - offset] for s in claim.cue if claim.sentence.covers(s))


def speaker(claim: Claim) -> str:
    """Who says it, through whom, in words: "Central Military Commission, via KCNA"."""
    if not claim.source_name and not claim.source:
        return "The article itself"
    offset = claim.sentence.start
    named = claim.source_name or " ".join(
        claim.quote[s.start - offset : s.end - offset] for s in claim.source if claim.sentence.covers(s)
    )
    passed_on = [name for name in claim.chain if name and name != claim.source_name]
    return (named or "A voice not named") + (" (not named)" if claim.anonymous else "") + _via(passed_on)


def _via(names: Sequence[str]) -> str:
    return f", via {', '.join(names)}" if names else ""


def day(moment: datetime | None) -> str:
    """A date for people, "28 April 2025", or "" if it is not known. (Not strftime: its names follow the machine.)"""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}" if moment else ""


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def moment(when: datetime | None) -> list[dict[str, Any]]:
    """When it was published. A moment is shown in the reader's own time zone; a mere date (midnight) is not,
    or west of Greenwich it would be the day before."""
    if when is None:
        return []
    if when.time() == time(0):
        return [words(f" · {day(when)}")]
    return [words(" · "), clock(when)]


def clock(when: datetime) -> dict[str, Any]:
    """Day and hour, in the reader's own time zone."""
    stamp = int(when.timestamp())
    return {
        "type": "date",
        "timestamp": stamp,
        "format": "{date_long}, {time}",
        "fallback": f"{day(when)}, {when:%H:%M} UTC",
    }


def safe_link(url: str) -> tuple[str, str] | None:
    """(URL, host) if it may be offered as a link: http(s), no user name before the host, nothing unseen."""
    if not url or len(url) > 2_000 or displayable(url) != url or re.search(r"[\s\\]", url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "%" in host or parts.username is not None:
        return None
    rest = percent(urlunsplit(("", "", parts.path, parts.query, parts.fragment)), safe="/:?#[]@!$&'()*+,;=%~-._")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{rest}", host


def place(edition: Edition) -> list[dict[str, Any]]:
    """Outlet or file, date where known, a link where there is one: its words are ours and name the real host."""
    leaves = [words(f" · {_shortened(edition.where)}"), *moment(edition.published)]
    if then := as_of(edition):
        leaves.append(words(f" · {then}"))
    if link := safe_link(edition.url):
        leaves += [words(" · "), {"type": "link", "url": link[0], "text": f"open at {link[1]}"}]
    return leaves


def as_of(edition: Edition) -> str:
    """That an edition is not the current one, and when it stood so; "" for what the article says now."""
    if not edition.superseded:
        return ""
    return (
        f"as of {day(edition.fetched)}, since changed or withdrawn" if edition.fetched else "since changed or withdrawn"
    )


def attribution(statement: Statement, *further: str) -> dict[str, Any]:
    """One line under a quotation: who, with which word, where, when, link, and the claim's id; ``further``
    lines follow. One section, as clients do not agree on whether a second one starts a new line."""
    claim = statement.claim
    said = said_with(claim)
    leaves = [words(_shortened(speaker(claim)), bold=True)]
    if said:
        leaves.append(words(f" · {said}"))
    if claim.heading:
        leaves.append(words(" · in a heading"))
    return section(
        *leaves,
        *place(statement.edition),
        words(" · claim "),
        words(claim.id, code=True),
        *(words(f"\n{more}", italic=True) for more in further),
    )


def spoken(statement: Statement, quote: str | None = None) -> str:
    """The same for a screen reader, escaped: 'Foreign Ministry ("condemned"), Daily, 28 April 2025: "..."'."""
    claim, edition = statement.claim, statement.edition
    said = f" ({said_with(claim)})" if said_with(claim) else ""
    beside = ", ".join(x for x in (edition.where, day(edition.published), as_of(edition)) if x)
    return escaped(
        f"{_shortened(speaker(claim))}{said}, {_shortened(beside)}: “{_shortened(quote or claim.quote, 500)}”"
    )


def _shortened(text: str, room: int = 120) -> str:
    flat = " ".join(displayable(text).split())
    return flat if len(flat) <= room else flat[: room - 1] + "…"
