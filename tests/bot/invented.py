"""Small articles of our own making, with the claims a reader would find in them, for tests of what follows reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.nouns import (
    Article,
    Claim,
    Conflict,
    Decision,
    Edition,
    Filing,
    Revision,
    Span,
    Statement,
    content_id,
)
from bot.ports import Rivals, Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def claim(quote: str, source: str = "", cue: str = "", cue_class: str = "", **more: object) -> Claim:
    """A claim that fills one sentence; its place and ids are set when it is put into an article."""
    made = Claim("", "", "", Span(0, 0), quote, (), source_name=source, cue_lemma=cue, cue_class=cue_class)  # type: ignore[arg-type]
    if source:
        made = replace(made, chain=(source,))
    return replace(made, **more)  # type: ignore[arg-type]


def article(ref: str, claims: Sequence[Claim], **more: object) -> tuple[Revision, tuple[Claim, ...]]:
    """An article whose sentences are those of the claims (each sentence once), and the claims in it."""
    quotes = list(dict.fromkeys(c.quote for c in claims))
    text = "\n".join(quotes)
    fields = {"title": quotes[0] if quotes else ref, "outlet": f"The {ref.title()}", **more}
    revision = Revision.of(Article(key=ref, ref=ref, text=text, **fields), NOON)  # type: ignore[arg-type]
    return revision, tuple(_placed(number, one, revision) for number, one in enumerate(claims))


def _placed(number: int, one: Claim, revision: Revision) -> Claim:
    start = revision.text.index(one.quote)
    sentence = Span(start, start + len(one.quote))
    return replace(
        one,
        id=content_id(revision.id, str(number)),
        article_id=revision.edition.article_id,
        revision_id=revision.id,
        sentence=sentence,
        content=one.content or (sentence,),
        topics=one.topics or tuple(sorted({w.strip(".,").lower() for w in one.quote.split() if len(w) > 3})),
    )


def statement(claim: Claim, edition: Edition) -> Statement:
    return Statement(claim, edition)


def statements(ref: str, claims: Sequence[Claim], **more: object) -> list[Statement]:
    """The claims as statements of one article."""
    revision, placed = article(ref, claims, **more)
    return [Statement(c, revision.edition) for c in placed]


async def file(
    store: Store,
    ref: str,
    claims: Sequence[Claim],
    *,
    channel: str = "C1",
    clashes: Sequence[Conflict] = (),
    joins: str = "",
    crooked: Claim | None = None,
    **more: object,
) -> list[Statement]:
    """Files an article; ``clashes`` are conflicts of its claims, all of them one dispute: a new one or,
    with ``joins``, that one. ``crooked`` is filed in place of its claim."""
    revision, placed = article(ref, claims, **more)
    placed = tuple(crooked if crooked and one.id == crooked.id else one for one in placed)

    def decide(rivals: Rivals) -> Decision:
        if not clashes:
            return Decision()
        dispute = joins or content_id("dispute", clashes[0].id)
        found = tuple((dispute, conflict) for conflict in clashes)
        return Decision(found, joined=(joins,)) if joins else Decision(found, opened=(dispute,))

    filing: Filing = await store.file(revision, placed, decide, alert_channel=channel, now=NOON)
    assert filing.outcome != "unchanged"
    return [Statement(c, revision.edition) for c in placed]


def clash(old: Statement, new: Statement, **more: object) -> Conflict:
    """Two statements that cannot both hold."""
    fields = {
        "label": "DISPUTED",
        "kind": "state",
        "confidence": 0.9,
        "reason": "one says over, the other says it goes on",
        "clash": ((old.claim.sentence,), (new.claim.sentence,)),
        **more,
    }
    return Conflict(old, new, **fields)  # type: ignore[arg-type]
