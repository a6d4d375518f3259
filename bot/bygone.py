"""Articles that went out: what they are known by when they come again, and what people are told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.intake.links import canonical, key_of
from bot.nouns import Edition, Withdrawal, content_id


def names_of(article_id: str, urls: Iterable[str], digests: Iterable[str]) -> Iterator[str]:
    """What an article is known by when it comes again, as hashes from which nothing can be read: its id, its
    addresses, its texts."""
    yield f"article:{article_id}"
    for url in filter(None, urls):
        yield f"article:{content_id(key_of(canonical(url) or url))}"
    for digest in filter(None, digests):
        yield f"text:{content_id(digest)}"


def told(edition: Edition, gone: Withdrawal) -> str:
    """What the channels that were shown an article are told when it is withdrawn."""
    who = f"{edition.where} has withdrawn" if gone.publisher else f"{gone.by or 'The newsroom'} took off file"
    why = f" ({gone.reason.strip().rstrip('.')})" if gone.reason.strip() else ""
    return (
        f"{who} “{edition.title or edition.ref}”{why}. What it says was shown here; it no longer counts, "
        "and answers leave it out."
    )
