"""Editions of small articles whose every sentence is a claim, for tests of what changed from one to the next."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.nouns import Article, Claim, Older, Revision, Span, content_id

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def revision(text: str, *, published: datetime | None = None, updated: datetime | None = None) -> Revision:
    article = Article("url:paper.example/1", "one", text, "One", "The Paper", published=published, updated=updated)
    return Revision.of(article, DAY)


def claims(of: Revision) -> tuple[Claim, ...]:
    """One claim for each sentence; a quotation where it has quotation marks."""
    found = []
    for match in re.finditer(r"[^\n]+?[.!?][”\"]?(?=\s|$)", of.text):
        quote = match[0].strip()
        start = of.text.index(quote, match.start())
        span = Span(start, start + len(quote))
        said = "“" in quote
        ids = content_id(of.id, str(start)), of.edition.article_id, of.id
        found.append(Claim(*ids, span, quote, (span,), quoted=said, source_name="Somebody" if said else ""))
    return tuple(found)


def older(text: str, **dates: datetime) -> Older:
    """The edition that another takes the place of."""
    of = revision(text, **dates)
    return Older(of.edition, of.text, claims(of))
