"""Articles, claims and conflicts for tests of the archive: all that a test is not about is filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.nouns import Article, Claim, Conflict, Decision, Dispute, Revision, Span, Statement, content_id
from bot.ports import Rivals

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at(minutes: float = 0) -> datetime:
    """So many minutes after nine on a Monday."""
    return MONDAY + timedelta(minutes=minutes)


def revision(name: str = "harbour", text: str = "", *, minutes: float = 0, **particulars: object) -> Revision:
    """A revision of the article called ``name``, fetched so many minutes after nine."""
    given = {"title": f"The {name} story", "outlet": "The Gazette"} | particulars
    article = Article(key=name, ref=name, text=text or f"All about the {name}.", **given)  # type: ignore[arg-type]
    return Revision.of(article, at(minutes))


def claim(of: Revision, quote: str = "The harbour is closed.", *, start: int = 0, **parts: object) -> Claim:
    """A claim of that revision. Its topics are the words of its quotation unless given."""
    given = {
        "id": content_id("claim", of.id, quote, str(start)),
        "article_id": of.edition.article_id,
        "revision_id": of.id,
        "sentence": Span(start, start + len(quote)),
        "quote": quote,
        "content": (Span(start, start + len(quote)),),
        "topics": tuple(sorted({w.strip(".,").lower() for w in quote.split() if len(w) > 3})),
    } | parts
    return Claim(**given)  # type: ignore[arg-type]


def says(of: Revision, who: str, quote: str, *, lemma: str = "say", kind: str = "say", **parts: object) -> Claim:
    """A claim with a speaker and a cue."""
    return claim(of, quote, source_name=who, chain=(who,), cue_lemma=lemma, cue_class=kind, **parts)


def conflict(old: Statement, new: Statement, **parts: object) -> Conflict:
    """A conflict between two statements."""
    given = {
        "label": "DISPUTED",
        "kind": "state",
        "confidence": 0.9,
        "reason": "One says open, the other closed.",
        "clash": ((old.claim.sentence,), (new.claim.sentence,)),
    } | parts
    return Conflict(old=old, new=new, **given)  # type: ignore[arg-type]


def nothing(rivals: Rivals) -> Decision:
    """Decides that nothing clashes."""
    return Decision()


def everything(of: Revision, claims: Sequence[Claim]) -> Callable[[Rivals], Decision]:
    """Decides that each new claim clashes with its best rival; one dispute for each, joining the open
    one its rival is part of."""

    def decide(rivals: Rivals) -> Decision:
        found: list[tuple[str, Conflict]] = []
        opened: dict[str, None] = {}
        joined: dict[str, None] = {}
        for new in claims:
            for old in list(rivals.by_claim.get(new.id, ()))[:1]:
                clash = conflict(old, Statement(new, of.edition))
                home = next((d.id for d in rivals.disputes if _holds(d, old)), None)
                (joined if home else opened)[home or clash.id] = None
                found.append((home or clash.id, clash))
        return Decision(tuple(found), tuple(opened), tuple(joined))

    return decide


def _holds(dispute: Dispute, statement: Statement) -> bool:
    return any(statement.claim.id in (c.old.claim.id, c.new.claim.id) for c in dispute.conflicts)
