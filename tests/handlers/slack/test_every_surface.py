"""Every message, window and drawing that the bot shows in Slack, thrown hostile text at: none is forgotten, none does harm."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import handlers.slack
from bot.answers.digests_contents import PARTS
from bot.answers.timeline import Lane, Matter, Point, Timeline
from bot.checking import Findings
from bot.following import Followed
from bot.intake.subscriptions import Feed, Tally
from bot.nouns import (
    Answer,
    Claim,
    ClaimSheet,
    Digest,
    DigestPlan,
    Dispute,
    Edited,
    Filing,
    Section,
    Snippet,
    Span,
    Statement,
    Withdrawal,
)
from bot.severity import Severity
from handlers.slack import (
    article_blocks,
    blocks,
    claim_blocks,
    dispute_blocks,
    feed_blocks,
    home_blocks,
    message_blocks,
    pictures,
    timeline_blocks,
    underway,
    unfurl,
    usage,
)
from tests.handlers.slack.block_rules import complaints
from tests.handlers.slack.newsroom_fake import NOW, conflict, dispute, statement
from tests.handlers.slack.test_hostile import (
    COUNTS,
    NASTY,
    SETTINGS,
    dossier,
    harmless,
    hostile,
    quotes,
    verbatim,
)

#: A bit of everything, and far over every limit.
VERY_LONG = (" ".join(NASTY) + " ") * 25
SOURCES = sorted(Path(handlers.slack.__file__).parent.glob("*.py"))
Shown = dict[str, Any]


def stated(text: str) -> Statement:
    """A statement all of whose words, names and addresses are these."""
    made = statement(text or "x", who=text, cue=text[:200], outlet=text, url=text)
    claim: Claim = replace(made.claim, oddities=(text, text), chain=(text,))
    return Statement(claim, replace(made.edition, title=text, author=text))


def disputed(text: str, **more: Any) -> Dispute:
    """A dispute between two such statements."""
    said = stated(text)
    made = conflict(said, said, clash=(text[:1], text[-1:]), reason=text)
    return dispute(made, made, reason=text, settled_by=text, settled_how=text, **more)


def snippet(text: str) -> Snippet:
    return Snippet(stated(text), text or "x", (Span(0, 1), Span(len(text) // 2, len(text))), (text,), (text,))


def answered(text: str) -> Answer:
    sections = (
        Section("disputed", text, (snippet(text),) * 3, dispute=disputed(text), side=text),
        Section("answer", text, (snippet(text),) * 9),
    )
    return Answer(text, True, text, sections, (text, text), (text,))


def told_over_time(text: str) -> Timeline:
    points = tuple(Point(f"A{n}", date(2025, 4, 1 + n), snippet(text)) for n in range(12))
    lanes = (Lane("A", text, points, side=1), Lane("B", text, (Point("B1", None, snippet(text)),), side=2))
    return Timeline(text, text, text, (Matter(text, lanes, disputed(text)),), (text,), (text,))


def sheet(text: str) -> ClaimSheet:
    said, passage = stated(text), f"{text} {text or 'x'} {text}"
    at = Span(len(text) + 1, len(text) + 1 + len(text or "x"))
    return ClaimSheet(said, passage, at, (disputed(text),) * 3, dossier(said, text))


def followed(text: str) -> list[Followed]:
    feed = replace(Feed.at("https://a.example/feed", now=NOW), title=text)
    return [Followed(feed, Tally(due=3))] * 40


def everything_new(text: str) -> Digest:
    """A digest of all there can be in one, much of each."""
    edition, found = stated(text).edition, disputed(text)
    return Digest(
        "C1", NOW, NOW, (found,) * 9, (disputed(text, state="resolved"),) * 3, ((text, 3),) * 9, 1, 2,
        quiet=(found,) * 9, held=(found,) * 9, open=(found,) * 30,
        corrections=((edition, Edited(silent=True)),) * 30,
        withdrawn=((edition, Withdrawal("a", NOW, text, text)),) * 9,
        voices=((text, 3),) * 9, feeds=tuple(f.feed for f in followed(text)) * 9, followed=9, parts=tuple(PARTS),
    )  # fmt: skip


#: What each of them looks like with such a text wherever one can stand: by file and function.
MESSAGES: dict[str, Callable[[str], Shown]] = {
    "answer_blocks.answer": lambda t: blocks.answer(answered(t), asked=f"/facts {t}", page=1, private=True, by=t),
    "article_blocks.article": lambda t: blocks.article(dossier(stated(t), t)),
    "article_blocks.readmitted": lambda t: article_blocks.readmitted(Filing(stated(t).edition, "new", 3)),
    "article_blocks.withdrawn": lambda t: blocks.withdrawn(stated(t).edition, done=True),
    "blocks.assigned": lambda t: blocks.assigned(disputed(t, holder=t), by="@ann", taken=False),
    "blocks.filed": lambda t: blocks.filed([Filing(stated(t).edition, "new", 3)] * 30),
    "blocks.help_parts": lambda t: blocks.help_parts([(t, [(t, t)] * 9)] * 3, lead=t),
    "blocks.help_text": lambda t: blocks.help_text([(t, t)] * 9, lead=t),
    "blocks.muted": lambda t: blocks.muted(t, new=True),
    "blocks.note": lambda t: blocks.note(t or "x"),
    "blocks.settled": lambda t: blocks.settled(disputed(t, state="dismissed"), changed=False),
    "blocks.status": lambda t: blocks.status(COUNTS),
    "blocks.to_be_reminded": lambda t: blocks.to_be_reminded(NOW),
    "digest_blocks.digest": lambda t: blocks.digest(everything_new(t)),
    "digest_blocks.plan": lambda t: blocks.plan(DigestPlan("C1", "daily", "07:30", t, NOW, parts=("feeds",))),
    "dispute_blocks.alert": lambda t: blocks.alert(disputed(t, holder=t), Severity("high", (t, t))),
    "dispute_blocks.both": lambda t: blocks.both(disputed(t)),
    "dispute_blocks.joined": lambda t: blocks.joined(disputed(t), "rev-a1"),
    "dispute_blocks.listed": lambda t: blocks.listed([disputed(t)] * 12, words_typed=t, asked=f"/disputes {t}", by=t),
    "dispute_blocks.reminder": lambda t: blocks.reminder(disputed(t)),
    "feed_blocks.listed": lambda t: feed_blocks.listed(followed(t), now=NOW),
    "message_blocks.checked_message": lambda t: message_blocks.checked_message(
        Findings(3, disputed(t).conflicts * 4, (stated(t),) * 9)
    ),
    "message_blocks.filed_with": lambda t: message_blocks.filed_with(
        blocks.filed([Filing(stated(t).edition, "new", 3)] * 9), [disputed(t)] * 12
    ),
    "pictures.without": lambda t: pictures.without(timeline_blocks.timeline(told_over_time(t), asked=t, file="F1")),
    "timeline_blocks.timeline": lambda t: timeline_blocks.timeline(
        told_over_time(t), asked=f"/timeline {t}", page=1, private=True, by=t, file="F1"
    ),
    "underway.perhaps_told": lambda t: underway.perhaps_told(blocks.answer(answered(t), asked=t)),
    "usage.everything": lambda t: usage.everything(),
    "usage.of": lambda t: usage.of(usage.FACTS),
}

#: The same for windows, which take more blocks, and what stands under a link: each gives its blocks.
VIEWS: dict[str, Callable[[str], list[Shown]]] = {
    "claim_blocks.claim": lambda t: claim_blocks.claim(sheet(t))["blocks"],
    "dispute_blocks.both_modal": lambda t: dispute_blocks.both_modal(disputed(t))["blocks"],
    "home_blocks.home": lambda t: home_blocks.home(
        home_blocks.Home(COUNTS, [disputed(t)] * 30, NOW, answered(t), "D1", {"C1": t}, feeds=followed(t)),
        home_blocks.State(t[:300]),
    )["blocks"],
    "unfurl.drawing": lambda t: unfurl.drawing(dossier(stated(t), t), [disputed(t)] * 9),
}

#: Where a message is put together, and where a block of one that was is exchanged for a shorter.
ONE_PLACE = {"limits", "pictures"}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of the handlers for Slack that others may call, as "file.function"."""
    for path in SOURCES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.stem}.{node.name}", node


def test_whatever_makes_a_message_is_in_the_table() -> None:
    """A new one has to be put there, and with that hostile text is thrown at it."""
    made = {n for n, f in functions() if f.returns is not None and ast.unparse(f.returns) == "Message"}
    assert made - {"limits.checked"} == set(MESSAGES)


def test_whatever_makes_a_window_or_the_home_tab_is_in_the_table() -> None:
    def makes(node: ast.AST) -> bool:
        names = {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        return bool(names & {"checked_modal", "checked_home"})

    assert {n for n, f in functions() if makes(f)} == set(VIEWS) - {"unfurl.drawing"}


def test_messages_are_put_together_in_one_place() -> None:
    """No dictionary with blocks and a text is made anywhere but where the limits are kept."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            keys = {k.value for k in node.keys if isinstance(k, ast.Constant)} if isinstance(node, ast.Dict) else set()
            spread = isinstance(node, ast.Dict) and None in node.keys
            if "blocks" in keys and (spread or keys & {"text", "type"}):
                found.add(path.stem)
    assert found == ONE_PLACE


def look(name: str, text: str) -> None:
    if name in MESSAGES:
        message = MESSAGES[name](text)
        harmless(message)
        assert all(verbatim(q, text or "x") or verbatim(q, f"{text} {text or 'x'} {text}") for q in quotes(message))
        return
    shown = VIEWS[name](text)
    assert complaints(shown, most=100) == []
    for block in shown:  # one by one: a window takes more of them than a message
        harmless({"text": "Seen.", "blocks": [block]})


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_the_worst_there_is_does_no_harm(name: str) -> None:
    for text in (*NASTY, VERY_LONG):
        look(name, text)


@pytest.mark.parametrize(
    "name", ["digest_blocks.digest", "claim_blocks.claim", "unfurl.drawing", "timeline_blocks.timeline"]
)
def test_anything_does_no_harm(name: str) -> None:
    @given(hostile)
    @SETTINGS
    def thrown(text: str) -> None:
        look(name, text)

    thrown()
