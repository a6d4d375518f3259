"""Articles that went out: what they are known by when they come again, and what people are told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.editions.changes import flat
from bot.errors import NotOnFile
from bot.intake.links import canonical, key_of
from bot.nouns import Article, Dispute, Edition, Withdrawal, content_id
from bot.ports import Search, Store

#: A headline of fewer words than this stands in a kill notice by chance.
NAMED_BY = 4
#: Statements looked through for the article that a kill notice names.
LOOKED_THROUGH = 200


#: How a dispute ended, and by whom, when an article in it went out; and when that came back.
WITHDRAWN, READMITTED, MYSELF = "An article in it was withdrawn", "The article is on file again", "Wirecheck"


def closed_by_withdrawal(dispute: Dispute) -> bool:
    """Whether nobody but a withdrawal settled it."""
    return dispute.state == "resolved" and (dispute.settled_by, dispute.settled_how) == (MYSELF, WITHDRAWN)


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


async def taken_back(store: Store, article: Article) -> Edition | None:
    """The article on file that this one takes back: itself in an earlier edition, or else the one article of the
    same outlet whose headline the notice spells out. None where that is not clear."""
    try:
        (edition, _), *_ = await store.article(content_id(article.key))
    except NotOnFile:
        return await _named(store, article)
    return edition


async def _named(store: Store, article: Article) -> Edition | None:
    told = f" {flat(article.title)} {flat(article.text)} "
    words = tuple(dict.fromkeys(w for w in told.split() if len(w) > 2))
    if not article.outlet or not words:
        return None
    found = await store.search(Search(words=words, any_words=True, outlet=article.outlet, limit=LOOKED_THROUGH))
    named = {s.edition.article_id: s.edition for s in found if _names(told, s.edition.title)}
    return next(iter(named.values())) if len(named) == 1 else None


def _names(told: str, title: str) -> bool:
    return len(title.split()) >= NAMED_BY and f" {flat(title)} " in told
