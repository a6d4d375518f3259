"""The text of a piece of HTML, a line for each paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

BLOCKS = frozenset("p div br li h1 h2 h3 h4 h5 h6 blockquote tr table ul ol section".split())
FURNITURE = frozenset({"script", "style", "figure", "iframe", "noscript"})
#: What no XML may hold, and lxml turns down.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def prose(markup: str) -> str:
    """The text of a piece of HTML, a line for each paragraph."""
    if not markup.strip():
        return ""
    import lxml.html

    try:
        tree = lxml.html.fragment_fromstring(NO_XML.sub("", markup), create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return ""
    lines = (" ".join(line.split()) for line in "".join(_pieces(tree)).splitlines())
    return "\n".join(line for line in lines if line)


def _pieces(tree: Any) -> Iterator[str]:
    """The tree's text in order, with a line break wherever a block begins or ends."""
    from lxml import etree

    skipped = 0
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        starts = event == "start"
        if tag in FURNITURE:
            skipped += 1 if starts else -1
        if tag in BLOCKS:
            yield "\n"
        text = node.text if starts else node.tail
        if text and not skipped:
            yield text
