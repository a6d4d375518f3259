"""An article on Slack's screen: its claims word for word, what its editions changed, its copies, and how it went."""

from __future__ import annotations

from collections.abc import Sequence

from bot import editions
from bot.nouns import Change, Claim, Dossier, Edited, Edition, Filing
from handlers.slack import wording
from handlers.slack.dispute_blocks import context, within
from handlers.slack.limits import Block, Message, checked
from handlers.slack.quoting import escaped, line, place, quotation, rich, section, words

#: How many claims of an article `/article show` prints before it says how many there are.
CLAIMS_SHOWN = 12
#: How many of its editions and copies are named, and how many changes of the latest edition quoted.
EDITIONS_SHOWN, COPIES_NAMED, CHANGES_QUOTED = 8, 8, 3


def article(found: Dossier) -> Message:
    """An article on file: its particulars, what became of it, its claims word for word."""
    edition, claims = found.revisions[0]
    name = edition.title or edition.ref
    told = f"{wording.many(len(claims), 'claim')}, {wording.many(len(found.revisions), 'revision')} on file"
    out = wording.withdrawal(found.withdrawal)
    head = rich(section(words(f"{name}\n", bold=True), *place(edition)))
    blocks = [head, context(f"{told} · {edition.ref}"), *([line(out, bold=True)] if out else [])]
    blocks += [*_editions(found), *_copies(found.copies), *(_claim(c) for c in claims[:CLAIMS_SHOWN])]
    if len(claims) > CLAIMS_SHOWN:
        blocks.append(context(f"{len(claims) - CLAIMS_SHOWN} more claims; `wirecheck read` prints them all."))
    return checked(escaped(" ".join(part for part in (f"{name}. {told}.", out) if part)), blocks)


def _claim(claim: Claim) -> Block:
    who = claim.source_name or "the article itself"
    return rich(quotation(claim.quote, room=400), section(words(who, bold=True), words(f" · claim {claim.id}")))


def _editions(found: Dossier) -> list[Block]:
    """What each edition changed, the latest first, and the latest one's weightiest changes word for word."""
    if len(found.revisions) < 2 and not found.edits:
        return []
    rows = [
        f"{wording.fetched(e)}: {editions.summary(found.edits.get(e.revision_id)) or 'as first filed'}"
        for e, _ in found.revisions[:EDITIONS_SHOWN]
    ]
    blocks = [line("Editions", bold=True), *(context(row) for row in rows)]
    latest = found.edits.get(found.revisions[0][0].revision_id)
    return blocks + [b for change in _weightiest(latest) for b in _change(change)]


def _weightiest(edited: Edited | None) -> Sequence[Change]:
    return editions.weighty(edited)[:CHANGES_QUOTED]


def _change(change: Change) -> list[Block]:
    """Both wordings, what differs in bold."""
    blocks = []
    for heading, claim, marks in zip(("It said", "It says now"), (change.old, change.new), change.marks, strict=True):
        if claim is not None:
            quote = quotation(claim.quote, within(claim.sentence, marks), room=400)
            blocks.append(rich(section(words(heading, bold=True)), quote))
    return blocks if change.new else [*blocks, context("That is gone.")]


def _copies(copies: Sequence[Edition]) -> list[Block]:
    if not copies:
        return []
    named = ", ".join(dict.fromkeys(e.where for e in copies[:COPIES_NAMED]))
    more = f" and {len(copies) - COPIES_NAMED} more" if len(copies) > COPIES_NAMED else ""
    return [context(f"The same story, copied, in {named}{more}: they count as one voice.")]


def withdrawn(edition: Edition, *, done: bool) -> Message:
    """What the person who withdrew it is told."""
    name = edition.title or edition.ref
    if not done:
        return _said(f"“{name}” was withdrawn already.")
    return _said(
        f"Withdrawn: “{name}”. What it says no longer counts, and the channels that were shown it are told. "
        f"/article readmit {edition.ref} takes it on file again."
    )


def readmitted(filing: Filing) -> Message:
    """What the person who took it back in is told."""
    return _said(f"On file again. {wording.filing(filing)}")


def _said(text: str) -> Message:
    return checked(escaped(text), [line(text)])
