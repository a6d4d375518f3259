"""A timeline on Slack's screen: the picture, then every claim in the order of time, by the names it has there."""

from __future__ import annotations

from typing import Any

from bot.answers.timeline import Lane, Matter, Point, Timeline, in_words
from handlers import timeline_picture
from handlers.slack import paging, pictures
from handlers.slack.answer_blocks import OPEN, show_both
from handlers.slack.dispute_blocks import context
from handlers.slack.limits import BUTTON, Block, Message, checked, cut
from handlers.slack.paging import Piece
from handlers.slack.quoting import attribution, escaped, line, quotation, rich, section, spoken, words

#: Claims on one page, and how much of each is quoted: a timeline is skimmed.
THINGS, ROOM = 8, 500
#: Room for the words of a picture in a message.
ALT = 1_900


def timeline(
    found: Timeline,
    *,
    asked: str,
    page: int = 0,
    private: bool = False,
    share: bool = True,
    by: str = "",
    file: str | None = None,
) -> Message:
    """A page of it; ``file`` is the picture as Slack knows it, "" where it did not take it, None for none. ``asked`` brings it again; ``private`` for
    one that only who asked sees; ``by`` is who shared it."""
    made = paging.pages([p for m in found.matters for p in _pieces(m)], things=THINGS)
    n = paging.chosen(made, page)
    told = [f"Page {n + 1} of {len(made)}"] if len(made) > 1 else []
    told += [f"{asked}, shared by {by}"] if by else []
    blocks = [line(found.text, bold=True), *(context(note) for note in (*found.notes, *told))]
    if file is not None:
        blocks.append(pictures.image(file, timeline_picture.alt(found, ALT)) if file else context(pictures.NOT_SHOWN))
    blocks += made[n]
    if found.suggestions:
        blocks.append(line("Nearest on file: " + ", ".join(found.suggestions)))
    shown = [point for m in found.matters for _, point in m.in_order][n * THINGS : (n + 1) * THINGS]
    tail = [*_open(shown), *paging.buttons(asked, n, len(made), private=private, share=share)]
    return checked(_text(found), blocks, tail=tail)


def _text(found: Timeline) -> str:
    """The same in words, escaped: what the picture shows, and the first claims."""
    parts = [escaped(timeline_picture.alt(found)) if found.matters else escaped(found.text), *map(escaped, found.notes)]
    parts += [spoken(p.snippet.statement, p.snippet.quote) for m in found.matters[:1] for _, p in m.in_order[:3]]
    return " ".join(p for p in parts if p)


def _pieces(matter: Matter) -> list[Piece]:
    """A piece for each claim, under the heading of its matter, which tells whose row is which."""
    rows = ". ".join(f"{lane.letter}: {timeline_picture.shortened(lane.name, 120)}" for lane in matter.lanes)
    heading: list[Block] = [line(timeline_picture.heading(matter), bold=True), context(f"{rows}.")]
    if matter.dispute is not None:
        heading.append(show_both(matter.dispute.id))
    return [Piece((_claim(lane, point),), tuple(heading)) for lane, point in matter.in_order]


def _claim(lane: Lane, point: Point) -> Block:
    shown = point.snippet
    when = in_words(point.day) if point.day else "no date"
    also = [f"also in {', '.join(shown.also_in)}"] if shown.also_in else []
    cautions = [f"Caution: {warning}" for warning in shown.warnings]
    head = section(words(f"{point.name} · {when}", bold=True))
    return rich(head, quotation(shown.quote, shown.emphasis, room=ROOM), attribution(shown.statement, *also, *cautions))


def _open(shown: list[Point]) -> list[Block]:
    """A menu of the page's claims: the chosen one opens in its window."""
    options = [_option(point) for point in shown]
    placeholder = {"type": "plain_text", "text": "Open a claim: its passage, rivals and history", "emoji": False}
    menu: dict[str, Any] = {"type": "static_select", "action_id": OPEN, "placeholder": placeholder, "options": options}
    return [{"type": "actions", "block_id": "timeline:open", "elements": [menu]}] if options else []


def _option(point: Point) -> dict[str, Any]:
    claim = point.snippet.statement.claim
    who = claim.source_name or point.snippet.statement.edition.where
    text = cut(f"{point.name}: {timeline_picture.shortened(who, 60)}", BUTTON)
    return {"text": {"type": "plain_text", "text": text, "emoji": False}, "value": claim.id}
