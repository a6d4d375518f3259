"""A web page as an article: its text without the furniture around it, its title, outlet, author and date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.errors import BadArticle
from bot.intake.decoding import encoding_of
from bot.intake.links import canonical, host_of, key_of, same_site
from bot.intake.moments import moment
from bot.intake.texts import checked
from bot.nouns import Article

#: Where publishers write the exact moment; the value is ISO 8601 on pages that keep to their own standard.
MOMENTS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='DC.date.issued' or @name='pubdate']/@content",
)


def from_file(data: bytes, *, path: str) -> Article:
    """The article in a saved page. Raises ``BadArticle`` when there is none in it."""
    return from_page(decode_page(data, "", where=path), where=path, file=path)


def decode_page(data: bytes, content_type: str, *, where: str) -> str:
    """The page's markup, by the encoding it or its server declares, else by the look of its bytes."""
    from w3lib.encoding import html_to_unicode

    if b"\x00" in data[:4000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadArticle(f"{where}: is not a page; its bytes are not text")
    _, markup = html_to_unicode(content_type or None, data, auto_detect_fun=encoding_of)
    return str(markup)


def from_page(markup: str, *, where: str, url: str = "", file: str = "") -> Article:
    """The article on a page that came from ``url`` or from a ``file``."""
    found, tree = _extract(markup, url)
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not text:
        raise BadArticle(f"{where}: no article found on the page; paste its text, or save that as .txt")
    checked(text, where=where)
    page = _page_url(found, url)
    return Article(
        key=key_of(page) if page else f"file:{Path(file).resolve()}" if file else f"url:{url}",
        ref=Path(file).stem if file else page or url,
        text=text,
        title=_flat(found.title),
        outlet=_flat(found.sitename) or host_of(page or url),
        author=_flat(found.author),
        url=page or url,
        published=published(tree, markup, url),
        origin=file or url,
    )


def _extract(markup: str, url: str) -> tuple[Any, Any]:
    from trafilatura import bare_extraction, load_html

    tree = load_html(markup)
    if tree is None:
        return None, None
    # Tables on a news page are results and prices, no prose; a page laid out in tables has nothing else.
    for tables in (False, True):
        found = bare_extraction(
            markup,
            url=url or None,
            favor_precision=True,
            include_comments=False,
            include_tables=tables,
            include_images=False,
            with_metadata=True,
        )
        if found is not None and (getattr(found, "text", "") or "").strip():
            return found, tree
    return None, tree


def _page_url(found: Any, url: str) -> str:
    """The page's own canonical URL, unless it claims to be somebody else's: that would let any page put
    itself in the place of another publisher's article."""
    claimed = canonical(found.url or "")
    if not url:
        return claimed
    return claimed if claimed and same_site(claimed, url) else canonical(url)


def published(tree: Any, markup: str, url: str) -> datetime | None:
    """When the page says it was published; to the second if it says so, else midnight UTC of that day."""
    exact = _exact(tree)
    if exact is not None:
        return exact
    from htmldate import find_date

    # Not "extensive": a date found anywhere in the text is as likely another story's.
    found = find_date(markup, extensive_search=False, original_date=True, url=url or None)
    if not found:
        return None
    day = date.fromisoformat(found)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _exact(tree: Any) -> datetime | None:
    for path in MOMENTS:
        for written in tree.xpath(path) if tree is not None else ():
            try:
                return moment(str(written))
            except ValueError:
                continue
    return None


def _flat(value: str | None) -> str:
    return " ".join((value or "").split())
