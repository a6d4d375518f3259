"""What a page says of itself for machines: JSON-LD, its meta elements, and the data its own scripts draw it from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: schema.org's names for what a newsroom publishes.
ARTICLES = re.compile(r"(?:News|Blog|LiveBlog)?(?:Article|Posting)$|^(?:Report|PressRelease)$")
#: Keys under which scripts keep a story, or a part of one.
BODIES = frozenset(
    "articlebody body bodyhtml body_html content contenthtml html text value markup story fulltext".split()
)
_ASSIGNED = re.compile(r"^\s*(?:window\.|self\.|var |const |let )?[\w.$\[\]\"']+\s*=\s*(?=[{\[])")
#: Scripts beyond this size are applications, not stories.
MAX_SCRIPT = 3_000_000
_TAG = re.compile(r"<(?:p|br|div|h\d|li)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What the page's JSON-LD says of its article; "" for what it does not say."""

    headline: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    modified: str = ""
    body: str = ""
    free: bool | None = None
    is_article: bool = False


def said(tree: Any, url: str = "") -> Said:
    """What the JSON-LD of a page says of the article on it, the page at ``url``."""
    things = list(_things(tree))
    heads = _heads(tree)
    mine = [thing for thing in things if _is_article(thing) and not _is_anothers(thing, url, heads)]
    # Teasers of other stories are articles as well; the page's own says more of itself.
    best = max(mine, key=_fullness, default=None)
    if best is None:
        return Said()
    by_id = {str(t["@id"]): t for t in things if "@id" in t and "name" in t}
    return Said(
        headline=_words(best.get("headline")) or _words(best.get("name")),
        author=", ".join(_names(best.get("author"), by_id)),
        outlet=next(iter(_names(best.get("publisher"), by_id)), ""),
        published=_words(best.get("datePublished")),
        modified=_words(best.get("dateModified")),
        body=str(best.get("articleBody") or "") if isinstance(best.get("articleBody"), str) else "",
        free=_free(best.get("isAccessibleForFree")),
        is_article=True,
    )


def _things(tree: Any) -> Iterator[Mapping[str, Any]]:
    for text in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        try:
            data = json.loads(str(text).strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _flat(data, 0)


def _flat(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _flat(item, depth)
    elif isinstance(data, Mapping) and depth < 5:
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _flat(data.get(key), depth + 1)


def _is_article(thing: Mapping[str, Any]) -> bool:
    kinds = thing.get("@type")
    return any(isinstance(k, str) and ARTICLES.search(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def _heads(tree: Any) -> str:
    heads = tree.xpath("//title[1] | //h1")
    return _letters(" ".join(str(head.text_content()) for head in heads))


def _is_anothers(thing: Mapping[str, Any], url: str, heads: str) -> bool:
    """Whether it names another address than the page's, and a headline that the page does not have."""
    main = thing.get("mainEntityOfPage")
    told = thing.get("url") or (main.get("@id") if isinstance(main, Mapping) else main)
    if not url or not isinstance(told, str) or not told.startswith("http"):
        return False
    headline = _letters(_words(thing.get("headline")))
    return _path(told) != _path(url) and bool(headline) and headline not in heads


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _path(url: str) -> str:
    return re.sub(r"^https?://[^/]*", "", url).partition("?")[0].partition("#")[0].rstrip("/")


def _fullness(thing: Mapping[str, Any]) -> int:
    return sum(
        bool(thing.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "publisher", "image")
    )


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> list[str]:
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping) and "name" not in item:
            item = by_id.get(str(item.get("@id")), item)
        name = item.get("name") if isinstance(item, Mapping) else item
        for one in name if isinstance(name, list) else [name]:
            if (words := _words(one)) and not words.startswith("http"):
                found.append(words)
    return list(dict.fromkeys(found))


def _words(value: Any) -> str:
    from html import unescape

    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def _free(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def meta(tree: Any, *names: str) -> str:
    """The first of these meta elements that says something, by name, property or itemprop."""
    for name in names:
        path = "//meta[@name=$n or @property=$n or @itemprop=$n]/@content"
        for value in tree.xpath(path, n=name):
            if words := " ".join(str(value).split()):
                return words
    return ""


# --- pages that are drawn by a script


def drawn_by_script(tree: Any) -> str:
    """The longest story in the data of the page's scripts, as markup or as one paragraph on each line; ""
    when there is none."""
    best = ""
    for script in tree.xpath("//script[not(@src)]"):
        text = (script.text or "").strip()
        if not 200 < len(text) < MAX_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        text = _ASSIGNED.sub("", text).rstrip(";")
        if not text.startswith(("{", "[")):
            continue
        try:
            data, _ = json.JSONDecoder(strict=False).raw_decode(text)
        except (ValueError, RecursionError):
            continue
        best = max(best, *_stories(data, 0), key=len)
    return best


def _stories(data: Any, depth: int) -> list[str]:
    """The stories in a piece of data: long texts under a telling key, and lists of paragraphs."""
    found = [""]
    if depth > 12:
        return found
    if isinstance(data, Mapping):
        for key, value in data.items():
            if isinstance(value, str) and str(key).lower() in BODIES and len(value) > 400 and " " in value:
                found.append(value)
            elif isinstance(value, (Mapping, list)):
                found += _stories(value, depth + 1)
    elif isinstance(data, list):
        found.append(_blocks(data))
        for item in data:
            if isinstance(item, (Mapping, list)):
                found += _stories(item, depth + 1)
    return [max(found, key=len)]


def _blocks(items: Sequence[Any]) -> str:
    """An editor's blocks: each paragraph's text, in order; "" when the list holds something else."""
    texts = [text for item in items if isinstance(item, Mapping) and (text := _block(item))]
    if len(texts) < 3 or sum(len(t.split()) for t in texts) < 60:
        return ""
    return "\n".join(t if _TAG.search(t) else f"<p>{t}</p>" for t in texts)


def _block(item: Mapping[str, Any]) -> str:
    kind = str(item.get("type") or item.get("__typename") or item.get("name") or "paragraph").lower()
    if not any(word in kind for word in ("paragraph", "text", "html", "heading", "list", "quote", "body")):
        return ""
    for holder in (item, item.get("attributes"), item.get("data"), item.get("attrs")):
        if isinstance(holder, Mapping):
            for key in ("content", "text", "html", "value", "body"):
                value = holder.get(key)
                if isinstance(value, str) and len(value.split()) > 3:
                    return value
    return ""
