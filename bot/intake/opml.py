"""OPML: the list of feeds that feed readers hand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from bot.errors import BadFeed
from bot.intake.subscriptions import Feed

#: More feeds than this in one file are no newsroom's.
MOST = 5_000
#: Folders within folders, deeper than anybody keeps them.
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed as the file has it."""

    url: str
    title: str = ""
    site: str = ""
    folder: str = ""


def read(data: bytes, *, where: str) -> list[Outline]:
    """The feeds in an OPML file, each once, in its order, with the folder they are in ("a / b"). Raises
    ``BadFeed`` if it is none, or names no feed."""
    from lxml import etree

    if b"<!ENTITY" in data.replace(b"\x00", b""):
        raise BadFeed(f"{where}: defines entities of its own; it is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFeed(f"{where}: is no OPML that can be read ({type(error).__name__})") from error
    if root is None or str(root.tag).lower() != "opml":
        raise BadFeed(f"{where}: is no OPML; a feed reader exports one")
    body = next((c for c in root if str(c.tag).lower() == "body"), root)
    found = {outline.url: outline for outline in _outlines(body, ())}
    if not found:
        raise BadFeed(f"{where}: names no feed; its outlines have no xmlUrl")
    return list(found.values())[:MOST]


def _outlines(node: Any, folders: tuple[str, ...]) -> Iterator[Outline]:
    if len(folders) > DEEPEST:
        return
    for child in node:
        if str(child.tag).lower() != "outline":
            continue
        said = {str(k).lower(): " ".join(str(v).split()) for k, v in child.attrib.items()}
        title, url = said.get("title") or said.get("text", ""), said.get("xmlurl", "")
        if url:
            yield Outline(
                url, title, said.get("htmlurl", ""), " / ".join(folders) or said.get("category", "").strip("/")
            )
        yield from _outlines(child, folders if url or not title else (*folders, title))


def write(feeds: Iterable[Feed], *, now: datetime) -> bytes:
    """These feeds as OPML 2.0, those of one folder together."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Feeds that Wirecheck follows"
    etree.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    body = etree.SubElement(root, "body")
    folders: dict[str, Any] = {}
    for feed in feeds:
        home = body
        if feed.folder:
            made = {"text": feed.folder, "title": feed.folder}
            home = folders.get(feed.folder)
            if home is None:
                home = folders[feed.folder] = etree.SubElement(body, "outline", made)
        said = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.url, "htmlUrl": feed.site}
        etree.SubElement(home, "outline", {k: _sayable(v) for k, v in said.items() if v})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _sayable(text: str) -> str:
    """A text as XML can hold it."""
    return "".join(c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
