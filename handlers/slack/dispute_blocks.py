"""A dispute on Slack's screen: both sides word for word, what clashes in bold, and the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import acts
from bot.nouns import Conflict, Dispute, Span, Statement
from bot.severity import Severity
from handlers.slack import paging, wording
from handlers.slack.limits import Block, Message, checked, checked_modal
from handlers.slack.quoting import attribution, escaped, line, moment, quotation, rich, section, spoken, words

HEADINGS = ("On file", "Against it")

SHOW = "dispute_show"
RESOLVE = "dispute_resolve"
DISMISS = "dispute_dismiss"
DISMISS_WHY = "dispute_dismiss_why"
REOPEN = "dispute_reopen"
ASSIGN = "dispute_assign"
MORE = "dispute_more"

#: How many of the things people did with a dispute are told on its alert: the latest.
ACTS = 5


def alert(dispute: Dispute, severity: Severity | None = None, *, side_by_side: bool = True) -> Message:
    """The alert: one message per dispute, its first pair of quotations and the buttons; also how it is
    redrawn when a report joins it or it is settled; with how much it matters. ``side_by_side`` False: one quotation under the other,
    for a Slack that does not take the table."""
    shown = beside(dispute.conflicts[0]) if side_by_side else pair(dispute.conflicts[0])
    body = [header(wording.title(dispute)), *shown, _standing(dispute)]
    if severity is not None:
        body.append(context(f"Severity: {severity}"))
    return checked(
        alert_text(dispute), body, tail=[*_settled(dispute), *done(dispute), buttons(dispute), more(dispute)]
    )


def reminder(dispute: Dispute) -> Message:
    """What somebody asked to be reminded of, as it now stands."""
    said = "You asked to be reminded of this dispute."
    body = [line(said, bold=True), header(wording.title(dispute)), *beside(dispute.conflicts[0]), _standing(dispute)]
    tail = [*_settled(dispute), *done(dispute), buttons(dispute), more(dispute)]
    return checked(f"{said} {alert_text(dispute)}", body, tail=tail)


def done(dispute: Dispute) -> list[Block]:
    """Who did what with it and when, in the reader's own time; the latest last."""
    latest = dispute.acts[-ACTS:]
    lines = [section(words(("\n" if n else "") + wording.act(act)), *moment(act.at)) for n, act in enumerate(latest)]
    leaves = [leaf for one in lines for leaf in one["elements"]]
    return [rich(section(*leaves))] if leaves else []


def alert_text(dispute: Dispute) -> str:
    """The alert in words, escaped: what a screen reader reads out."""
    first = dispute.conflicts[0]
    done = wording.settlement(dispute)
    said = [
        done,
        wording.title(dispute).rstrip("?") + ".",
        f"Why: {_flat(dispute.reason or first.reason).rstrip('.')}.",
    ]
    return f"{escaped(' '.join(s for s in said if s))} {spoken(first.old)} — {spoken(first.new)}"


def both(dispute: Dispute) -> Message:
    """Everything a dispute holds: every pair, both sides whole."""
    return checked(alert_text(dispute), _all_pairs(dispute), tail=_settled(dispute))


def both_modal(dispute: Dispute) -> dict[str, Any]:
    """``both``, as a modal for where there is no message to answer (the Home tab)."""
    return checked_modal("Both sides", [*_all_pairs(dispute), *_settled(dispute)])


def _all_pairs(dispute: Dispute) -> list[Block]:
    blocks = [header(wording.title(dispute))]
    for n, conflict in enumerate(dispute.conflicts):
        blocks += [*([{"type": "divider"}] if n else []), *pair(conflict)]
    return [*blocks, _standing(dispute)]


def beside(conflict: Conflict) -> list[Block]:
    """The two sides of a conflict beside each other, and the one-line reason. A message may hold one table,
    so this is for the alert; lists and threads have ``pair``."""
    sides = _sides(conflict)
    # A quotation stands in a plain section here: clients draw no quote's bar within a table. Cells are all
    # rich text: nothing in it is parsed, and Slack has been seen to stumble over cells of raw text.
    rows = [
        [rich(section(words(heading, bold=True))) for heading in HEADINGS],
        [rich(section(*quotation(s.claim.quote, in_quote(s, clash))["elements"])) for s, clash in sides],
        [rich(attribution(s)) for s, _ in sides],
    ]
    settings = [{"align": "left", "is_wrapped": True} for _ in HEADINGS]
    return [{"type": "table", "column_settings": settings, "rows": rows}, *_why(conflict)]


def pair(conflict: Conflict) -> list[Block]:
    """The two sides of a conflict one under the other, and the one-line reason."""
    drawn = [side(heading, s, clash) for heading, (s, clash) in zip(HEADINGS, _sides(conflict), strict=True)]
    return [*drawn, *_why(conflict)]


def _sides(conflict: Conflict) -> list[tuple[Statement, Sequence[Span]]]:
    """What is on file and what stands against it, each with its words that clash."""
    clash = conflict.clash if len(conflict.clash) == 2 else ((), ())
    return list(zip((conflict.old, conflict.new), clash, strict=True))


def _why(conflict: Conflict) -> list[Block]:
    return [line(f"Why: {conflict.reason}")] if conflict.reason else []


def side(heading: str, statement: Statement, clash: Sequence[Span]) -> Block:
    """One side: heading, the quotation with its clash in bold, who says it and where."""
    emphasis = in_quote(statement, clash)
    return rich(section(words(heading, bold=True)), quotation(statement.claim.quote, emphasis), attribution(statement))


def in_quote(statement: Statement, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of the revision's text as offsets into the claim's quotation; what lies outside it is dropped."""
    return within(statement.claim.sentence, spans)


def within(inside: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of a text as offsets into a stretch of it; what lies outside is dropped."""
    at = inside.start
    return tuple(
        Span(max(s.start, inside.start) - at, min(s.end, inside.end) - at) for s in spans if s.overlaps(inside)
    )


def joined(dispute: Dispute, revision_id: str) -> Message:
    """What a further report brought to a dispute, for the alert's thread."""
    news = [c for c in dispute.conflicts if revision_id in (c.new.claim.revision_id, c.old.claim.revision_id)]
    blocks: list[Block] = [line(f"One more report on this: {wording.many(wording.reports(dispute), 'report')} now.")]
    shown: set[str] = set()
    for conflict in news or dispute.conflicts[-1:]:
        is_old = conflict.old.claim.revision_id == revision_id and conflict.new.claim.revision_id != revision_id
        ours, clash = (conflict.old, conflict.clash[0]) if is_old else (conflict.new, conflict.clash[1])
        if ours.claim.id in shown:
            continue
        shown.add(ours.claim.id)
        against = conflict.new if is_old else conflict.old
        blocks += [side("It says", ours, clash), line(f"Against {_who(against)}. {conflict.reason}")]
    first = (news or dispute.conflicts[-1:])[0]
    return checked(f"One more report: {spoken(first.new)}", blocks)


def _who(statement: Statement) -> str:
    claim = statement.claim
    return f"{claim.source_name} in {statement.edition.where}" if claim.source_name else statement.edition.where


def listed(
    disputes: Sequence[Dispute],
    *,
    words_typed: str = "",
    only_open: bool = False,
    asked: str = "",
    page: int = 0,
    share: bool = True,
    by: str = "",
) -> Message:
    """A page of disputes, each with its first pair and its buttons; says so when there are none, and where
    the settled ones are if only open ones were looked for. ``asked`` is what brings them again, ``by`` who shared it."""
    about = f" about “{_flat(words_typed)}”" if words_typed else ""
    if not disputes:
        said = (
            "No open disputes. Try /disputes all for the settled ones too."
            if only_open
            else f"No disputes on file{about}."
        )
        return checked(escaped(said), [line(said)])
    said = f"{wording.many(len(disputes), 'dispute')} on file{about}."
    made = paging.pages([paging.Piece(tuple(brief(dispute)), things=2) for dispute in disputes])
    n = paging.chosen(made, page)
    told = [f"Page {n + 1} of {len(made)}"] if len(made) > 1 else []
    told += [f"{asked}, shared by {by}"] if by else []
    blocks = [line(said, bold=True), *map(context, told), *made[n]]
    tail = paging.buttons(asked, n, len(made), private=not by, share=share)
    return checked(escaped(said + " " + "; ".join(map(wording.title, disputes))), blocks, tail=tail)


def brief(dispute: Dispute) -> list[Block]:
    """A dispute in few blocks, for lists and Home."""
    head = rich(section(words(wording.title(dispute), bold=True)))
    return [{"type": "divider"}, head, *pair(dispute.conflicts[0])[:2], *_settled(dispute), buttons(dispute)]


def header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def context(text: str) -> Block:
    """Small print; plain text, so whatever stands in it is shown as it is."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def _standing(dispute: Dispute) -> Block:
    pairs = wording.many(len(dispute.conflicts), "pair") + " of statements"
    told = wording.many(wording.reports(dispute), "report")
    return context(f"{wording.likely(dispute.confidence).capitalize()} · {told}, {pairs} · dispute {dispute.id}")


def _settled(dispute: Dispute) -> list[Block]:
    done = wording.settlement(dispute)
    return [line(done, bold=True)] if done else []


def buttons(dispute: Dispute) -> Block:
    """Show both, Resolve, Not a conflict (at once, or with why); on a settled one: Show both, Reopen."""
    elements = [_button("Show both", SHOW, dispute.id, f"Show both sides of dispute {dispute.id}")]
    if dispute.state == "open":
        elements.append(_assign(dispute))
        elements += [
            {**_button("Resolve", RESOLVE, dispute.id, "Mark the dispute as resolved"), "style": "primary"},
            _button("Not a conflict", DISMISS, dispute.id, "Mark the dispute as not a conflict"),
            _why_menu(dispute.id),
        ]
    else:
        elements.append(_button("Reopen", REOPEN, dispute.id, "Open the dispute again"))
    return {"type": "actions", "block_id": f"dispute:{dispute.id}", "elements": elements}


def _assign(dispute: Dispute) -> dict[str, Any]:
    """Takes it on, from who has it as the reader sees it: who presses on what has changed is told."""
    text = "Take over" if dispute.holder else "Assign to me"
    whose = f" from {dispute.holder}" if dispute.holder else ""
    return _button(text, ASSIGN, f"{dispute.id}:{dispute.holder}", f"{text}{whose}: dispute {dispute.id}")


def more(dispute: Dispute) -> Block:
    """Remind me, and mute a topic of it in this channel."""
    rows = [(f"Remind me {said}", f"{dispute.id}:remind:{after}") for after, said in wording.REMINDERS.items()]
    rows += [(f"Mute “{topic}” in this channel", f"{dispute.id}:mute:{topic}") for topic in acts.topics(dispute)]
    options = [{"text": {"type": "plain_text", "text": text, "emoji": False}, "value": value} for text, value in rows]
    placeholder = {"type": "plain_text", "text": "Remind me, or mute", "emoji": False}
    menu = {"type": "static_select", "action_id": MORE, "placeholder": placeholder, "options": options}
    return {"type": "actions", "block_id": f"more:{dispute.id}", "elements": [menu]}


def _button(text: str, action: str, value: str, label: str) -> dict[str, Any]:
    plain = {"type": "plain_text", "text": text, "emoji": False}
    return {"type": "button", "text": plain, "action_id": action, "value": value, "accessibility_label": label[:75]}


def _why_menu(dispute_id: str) -> dict[str, Any]:
    options = [
        {"text": {"type": "plain_text", "text": said, "emoji": False}, "value": f"{dispute_id}:{why}"}
        for why, said in wording.NOT_A_CONFLICT.items()
    ]
    return {"type": "overflow", "action_id": DISMISS_WHY, "options": options}


def _flat(text: str) -> str:
    return " ".join(text.split())
