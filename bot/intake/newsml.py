"""News in XML as agencies send it: NewsML-G2, a message of many items or one item alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.errors import BadArticle, BadField
from bot.intake.moments import moment
from bot.intake.plain import paragraphs, unwrapped
from bot.intake.problems import Problem
from bot.intake.texts import checked, first_line
from bot.nouns import Article

G2 = "{http://iptc.org/std/nar/2006-10-01/}"
MARK = b"http://iptc.org/std/nar/2006-10-01/"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def is_newsml(data: bytes) -> bool:
    """Whether this is NewsML-G2, by its namespace near the beginning."""
    return MARK in data[:4000]


def from_file(data: bytes, *, path: str) -> Iterator[Article | Problem]:
    """The articles of a file, in order; an item that is none as a ``Problem``."""
    for n, item in enumerate(items(data, where=path), 1):
        try:
            yield article(item, origin=path)
        except BadArticle as error:
            yield Problem(path, f"item {n}: {error}")


def items(data: bytes, *, where: str) -> list[Any]:
    """The news items in it. Raises ``BadArticle`` for what cannot be read as XML or holds none."""
    from lxml import etree

    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise BadArticle(f"{where}: defines entities of its own, as only a trap does; send it without")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadArticle(f"{where}: is not XML ({error.msg}); send it as NewsML-G2") from error
    found = [root] if root.tag == f"{G2}newsItem" else list(root.iter(f"{G2}newsItem"))
    if not found:
        raise BadArticle(f"{where}: holds no newsItem; send text as NewsML-G2 newsItem")
    return found


def article(item: Any, *, origin: str) -> Article:
    """The article a newsItem carries; of one that was canceled, what it takes back. ``BadField`` names the element
    that keeps it from being one."""
    guid = (item.get("guid") or "").strip()
    if not guid:
        raise BadField("newsItem/@guid", "has no `guid`, by which its next version would be known")
    withdrawn = _canceled(item)
    text = "" if withdrawn else checked(_text(item), where="its contentSet")
    return Article(
        key=f"guid:{guid}",
        ref=guid,
        text=text,
        title=_words(item, "contentMeta/headline") or _words(item, "itemMeta/title") or first_line(text),
        outlet=_name(item, "contentMeta/infoSource", "itemMeta/provider", "contentMeta/creditline"),
        author=_words(item, "contentMeta/by") or _name(item, "contentMeta/creator"),
        url=guid if guid.startswith(("http://", "https://")) else "",
        # As in ninjs: the version's moment is what its "Monday" is counted from.
        published=_moment(item, "itemMeta/versionCreated", "contentMeta/contentCreated", "itemMeta/firstCreated"),
        dated_by="published: NewsML-G2",
        language=_language(item),
        origin=origin,
        withdrawn=withdrawn,
    )


def _canceled(item: Any) -> str:
    """Why its publisher takes it back, "" when it is usable. ``BadField`` when it is neither."""
    kind = _code(item, "itemMeta/itemClass")
    if kind and kind not in ("text", "composite"):
        raise BadField("itemMeta/itemClass", f"its itemClass is {kind!r}, and only text is filed")
    status = _code(item, "itemMeta/pubStatus")
    if status in ("canceled", "cancelled"):
        return _words(item, "itemMeta/edNote") or "canceled"
    if status and status != "usable":
        raise BadField("itemMeta/pubStatus", f"its pubStatus is {status!r}; only what is usable is filed")
    return ""


def _text(item: Any) -> str:
    for inline in item.iter(f"{G2}inlineXML"):
        for part in inline:
            body = next((e for e in part.iter() if isinstance(e.tag, str) and _local(e) in ("body.content",)), None)
            if body is None:
                body = next((e for e in part.iter() if isinstance(e.tag, str) and _local(e) == "body"), part)
            if text := paragraphs(body):
                return text
    for inline in item.iter(f"{G2}inlineData"):
        if (inline.get("contenttype") or "text/plain").startswith("text/plain") and (inline.text or "").strip():
            return unwrapped(str(inline.text))
    raise BadField("contentSet", "its contentSet holds no inlineXML and no plain inlineData; there is nothing to read")


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _path(path: str) -> str:
    return "/".join(f"{G2}{name}" for name in path.split("/"))


def _words(item: Any, path: str) -> str:
    found = item.find(_path(path))
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _name(item: Any, *paths: str) -> str:
    for path in paths:
        found = item.find(_path(path))
        if found is None:
            continue
        name = found.find(f"{G2}name")
        said = "".join((found if name is None else name).itertext()).strip() or found.get("literal") or ""
        if said or found.get("qcode"):
            return " ".join(str(said or found.get("qcode").rsplit(":", 1)[-1]).split())
    return ""


def _code(item: Any, path: str) -> str:
    """The last part of a qcode ("stat:usable") or of a URI that says the same."""
    found = item.find(_path(path))
    if found is None:
        return ""
    return str(found.get("qcode") or found.get("uri") or "").replace("/", ":").rsplit(":", 1)[-1]


def _moment(item: Any, *paths: str) -> datetime | None:
    for path in paths:
        if written := _words(item, path):
            try:
                return moment(written)
            except ValueError as error:
                raise BadField(path, f"its {path} is {written[:40]!r}, which is not ISO 8601") from error
    return None


def _language(item: Any) -> str:
    found = item.find(_path("contentMeta/language"))
    said = found.get("tag") if found is not None else item.get(XML_LANGUAGE)
    return str(said or "")[:2].lower()
