"""Statements for the comparing's tests: handmade ones, and sentences read by the reader itself."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Edition, Event, Quantity, Revision, Role, Span, Statement, content_id

FILED = datetime(2024, 5, 2, 9, tzinfo=UTC)


def moment(day: str) -> datetime | None:
    """Noon of a day written 2024-05-01; None for ""."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC) if day else None


def edition(article: str = "one", *, day: str = "2024-05-01", outlet: str = "", title: str = "") -> Edition:
    article_id = content_id(article)
    return Edition(article_id, content_id(article, "text"), article, title, outlet, published=moment(day))


def statement(
    quote: str, article: str = "one", *, day: str = "2024-05-01", title: str = "", **claim: object
) -> Statement:
    """A claim in the paper's own voice whose content is the whole sentence, unless said otherwise."""
    where = edition(article, day=day, title=title)
    whole = Span(0, len(quote))
    made = {
        "id": content_id(article, quote, day, str(sorted(claim))),
        "article_id": where.article_id,
        "revision_id": where.revision_id,
        "sentence": whole,
        "quote": quote,
        "content": (whole,),
        **claim,
    }
    return Statement(Claim(**made), where)  # type: ignore[arg-type]


def at(quote: str, words: str) -> Span:
    """Where these words stand in the sentence."""
    start = quote.index(words)
    return Span(start, start + len(words))


def quantity(quote: str, words: str, low: float | None, high: float | None, of: str = "", **more: object) -> Quantity:
    return Quantity(at(quote, words), low, high, of=of, **more)  # type: ignore[arg-type]


def event(quote: str, words: str, predicate: str, *roles: tuple[str, str], **more: object) -> Event:
    """An event at ``words`` with roles given as (role, words of the phrase)."""
    parts = tuple(
        Role(name, at(quote, phrase), phrase.split()[-1].lower(), words=tuple(phrase.lower().split()))
        for name, phrase in roles
    )
    return Event(predicate, at(quote, words), roles=parts, **more)  # type: ignore[arg-type]


@cache
def reader() -> SpacyReader:
    return SpacyReader()


@cache
def read(
    text: str, article: str = "one", day: str = "2024-05-01", title: str = "", outlet: str = ""
) -> tuple[Statement, ...]:
    """The statements of a text as the reader reads them."""
    revision = Revision.of(
        Article(key=article, ref=article, text=text, title=title, outlet=outlet, published=moment(day)), FILED
    )
    return tuple(Statement(claim, revision.edition) for claim in reader().read(revision))
