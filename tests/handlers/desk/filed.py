"""A small archive with one dispute, its claims read by hand: what pages and stand-in are tested on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.newsroom import Newsroom
from bot.nouns import Article, Claim, Conflict, Decision, Quantity, Revision, Span, Statement, When, content_id
from handlers.desk.workspace import CHANNEL
from store.memory import MemoryStore

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

OPEN = """Halden bridge open again

The port authority said on Thursday that the Halden bridge was open to all traffic.
Its head, Ada Lund, told reporters that 40 engineers had checked it.
"""
SHUT = """Bridge still shut, police say

Police said the Halden bridge was still closed on Friday.
"""


def at(text: str, words: str, nth: int = 0) -> Span:
    """Where these words stand (the nth time)."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def claim(revision: Revision, sentence: str, content: str, source: str = "", cue: str = "", **more: object) -> Claim:
    """A claim found by its words."""
    text = revision.text
    whole = at(text, sentence)
    within = Span(whole.start, whole.end)

    def spans(words: str) -> tuple[Span, ...]:
        start = text.index(words, within.start) if words else -1
        return (Span(start, start + len(words)),) if words else ()

    values: dict = {
        "id": content_id(revision.id, sentence, content),
        "article_id": revision.edition.article_id,
        "revision_id": revision.id,
        "sentence": whole,
        "quote": sentence,
        "content": spans(content),
        "source": spans(source),
        "source_name": source,
        "cue": spans(cue),
        "cue_lemma": "say" if cue else "",
        "cue_class": "say" if cue else "",
        "topics": ("bridge", "halden"),
    }
    return Claim(**{**values, **more})


def first() -> tuple[Revision, list[Claim]]:
    """The bridge is open; with a claim inside a claim's neighbour, a number, a time and an oddity."""
    revision = Revision.of(
        Article("file:open", "open", OPEN, "Halden bridge open again", outlet="The Halden Post", published=NOW), NOW
    )
    thursday = When(at(OPEN, "on Thursday"), date(2026, 3, 12), date(2026, 3, 12), "published")
    forty = Quantity(at(OPEN, "40"), 40, 40, of="engineer")
    return revision, [
        claim(
            revision,
            "The port authority said on Thursday that the Halden bridge was open to all traffic.",
            "that the Halden bridge was open to all traffic",
            "The port authority",
            "said",
            times=(thursday,),
        ),
        claim(
            revision,
            "Its head, Ada Lund, told reporters that 40 engineers had checked it.",
            "that 40 engineers had checked it",
            "Ada Lund",
            "told",
            quantities=(forty,),
            oddities=("40 is a round number",),
        ),
    ]


def second() -> tuple[Revision, list[Claim]]:
    """The bridge is shut, in an article without outlet or date."""
    revision = Revision.of(Article("file:shut", "shut", SHUT, "Bridge still shut, police say"), NOW)
    sentence = "Police said the Halden bridge was still closed on Friday."
    return revision, [claim(revision, sentence, "the Halden bridge was still closed on Friday", "Police", "said")]


def third() -> tuple[Revision, list[Claim]]:
    """One more report that the bridge is shut."""
    text = "Halden bridge\n\nBus drivers said the Halden bridge was closed to them.\n"
    revision = Revision.of(Article("file:buses", "buses", text, "Halden bridge"), NOW)
    sentence = "Bus drivers said the Halden bridge was closed to them."
    return revision, [claim(revision, sentence, "the Halden bridge was closed to them", "Bus drivers", "said")]


def against(new: Claim, revision: Revision) -> Conflict:
    """A claim of a further report, against the first one's."""
    found = clash()
    closed = (at(revision.text, "closed"),)
    return replace(found, new=Statement(new, revision.edition), clash=(found.clash[0], closed))


def clash() -> Conflict:
    (old, said), (new, against) = first(), second()
    return Conflict(
        Statement(said[0], old.edition),
        Statement(against[0], new.edition),
        "DISPUTED",
        "state",
        0.9,
        "open, says one; closed, says the other",
        ((at(OPEN, "open", 1),), (at(SHUT, "closed"),)),
    )


async def put(store: MemoryStore, revision: Revision, claims: Sequence[Claim], decision: Decision = Decision()) -> None:  # noqa: B008
    """Files a revision with what is decided beforehand."""
    await store.file(revision, claims, lambda rivals: decision, alert_channel=CHANNEL, now=NOW)


async def archive() -> MemoryStore:
    """Both articles on file, and the dispute between them."""
    store, conflict = MemoryStore(), clash()
    await put(store, *first())
    await put(store, *second(), Decision(((conflict.id, conflict),), opened=(conflict.id,)))
    return store


async def unread(revision: Revision) -> tuple[Claim, ...]:
    """A reader that reads nothing: what is tested here does not depend on the reading."""
    return ()


def newsroom(store: MemoryStore) -> Newsroom:
    return Newsroom(store, unread, clock=lambda: NOW, alert_channel=CHANNEL)
