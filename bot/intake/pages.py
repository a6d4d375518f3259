"""A web page as an article: its text without the furniture around it, its title, outlet, author and dates."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from bot.errors import BadArticle
from bot.intake import bylines, cleaning, dates, pruning, refusals, regained, structured
from bot.intake.decoding import encoding_of
from bot.intake.links import canonical, host_of, key_of, same_site
from bot.intake.plain import from_markup
from bot.intake.structured import Said
from bot.intake.texts import checked
from bot.intake.titles import headline
from bot.nouns import Article

#: Fewer words than these on the page, and its scripts are asked for the story.
SHELL = 80
#: What the page shows is the story if it is at least this much of what is told to machines.
SHOWN = 0.6
#: A language is told from so many words at least.
ENOUGH = 12


def from_file(data: bytes, *, path: str) -> Article:
    """The article in a saved page. Raises ``BadArticle`` when there is none in it."""
    return from_page(decode_page(data, "", where=path), where=path, file=path)


def decode_page(data: bytes, content_type: str, *, where: str) -> str:
    """The page's markup: UTF-8 if it is, whatever is declared, else by the encoding that it or its server
    declares, else by the look of its bytes."""
    from w3lib.encoding import html_to_unicode

    if b"\x00" in data[:4000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadArticle(f"{where}: is not a page; its bytes are not text")
    if _is_utf8(data):
        return data.decode("utf-8-sig")
    _, markup = html_to_unicode(content_type or None, data, auto_detect_fun=encoding_of)
    return str(markup)


def _is_utf8(data: bytes) -> bool:
    """Old encodings give valid UTF-8 beyond ASCII only by a rare chance, and servers declare them of everything.
    ISO 2022 is ASCII to the eye, and has to be declared."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def from_page(markup: str, *, where: str, url: str = "", file: str = "") -> Article:
    """The article on a page that came from ``url`` or from a ``file``. Raises ``BadArticle`` with why there is
    none to file: nothing found, a paywall's teaser, an error, a check for robots."""
    from trafilatura import load_html
    from trafilatura.metadata import extract_metadata

    tree = load_html(markup) if markup.strip() else None
    if tree is None:
        raise BadArticle(f"{where}: no article found on the page; paste its text, or save that as .txt")
    about = extract_metadata(copy.deepcopy(tree), default_url=url or None, extensive=False)
    page = _page_url(about.url or "", url)
    said, pieces = structured.said(tree, page or url), refusals.pieces(tree)
    outlet = bylines.outlet(tree, said, _flat(about.sitename), host_of(page or url), pieces)
    title = headline(tree, said, _flat(about.title), outlet)
    author = bylines.author(tree, said, _flat(about.author), title, pieces)
    text = _text(tree, said, url, title=title, outlet=outlet, author=author)
    when = dates.published(tree, markup, url or page, said, title, pieces)
    if why := refusals.refusal(tree, text, " ".join(pieces), title=title, said=said, dated=when is not None):
        raise BadArticle(f"{where}: {why}")
    if not text:
        raise BadArticle(f"{where}: no article found on the page; paste its text, or save that as .txt")
    checked(text, where=where)
    changed = dates.updated(tree, said, when.at if when else None, dates.near(pieces, title))
    return Article(
        key=key_of(page) if page else f"file:{Path(file).resolve()}" if file else f"url:{url}",
        ref=Path(file).stem if file else page or url,
        text=text,
        title=title,
        outlet=outlet,
        author=author,
        url=page or url,
        published=when.at if when else None,
        updated=changed.at if changed else None,
        dated_by="; ".join(
            f"{what}: {dated.by}" for what, dated in (("published", when), ("updated", changed)) if dated is not None
        ),
        language=language(text, tree.get("lang") or ""),
        origin=file or url,
    )


def _text(tree: Any, said: Said, url: str, *, title: str, outlet: str, author: str) -> str:
    """The story: as the page shows it, or where it shows little, as its machine's part has it."""
    shown = cleaning.story(_shown(tree, url, title), title=title, outlet=outlet, author=author)
    words = len(shown.split())
    told = _told(said.body)
    if words < SHOWN * len(told.split()):
        shown, words = cleaning.story(told, title=title, outlet=outlet, author=author), len(told.split())
    if words < SHELL and (drawn := structured.drawn_by_script(tree)):
        found = cleaning.story(_told(drawn), title=title, outlet=outlet, author=author)
        shown = found if len(found.split()) > max(words, SHELL) else shown
    return shown


def _told(body: str) -> str:
    """What is written for machines, whether as markup or as plain text."""
    return from_markup(body, where="the page") if "</" in body or "<p" in body or "<br" in body else body


def _shown(tree: Any, url: str, title: str) -> str:
    from trafilatura import bare_extraction

    clean = pruning.pruned(copy.deepcopy(tree))
    found = bare_extraction(
        copy.deepcopy(clean),
        url=url or None,
        include_comments=False,
        include_images=False,
        with_metadata=False,
    )
    text = "" if found is None else str(getattr(found, "text", "") or "").strip()
    return regained.with_its_lead(clean, regained.whole(clean, text), title)


def _page_url(found: str, url: str) -> str:
    """The page's own canonical URL, unless it claims to be somebody else's: that would let any page put
    itself in the place of another publisher's article."""
    claimed = canonical(found)
    if not url:
        return claimed
    return claimed if claimed and same_site(claimed, url) else canonical(url)


def language(text: str, declared: str) -> str:
    """The language of a text (ISO 639-1): by its words, or of very few words as ``declared``."""
    words = text.split()
    if len(words) < ENOUGH:
        return declared.strip()[:2].lower()
    import py3langid

    found, _ = py3langid.classify(" ".join(words[:300]))
    return str(found)


def _flat(value: str | None) -> str:
    return " ".join((value or "").split())
