"""A page's headline, out of the several places that name it with more or less around it."""

from __future__ import annotations

import re
from typing import Any

from bot.intake.structured import Said, meta

_PARTS = re.compile(r"\s+(?:[|–—·•»]|::|-)\s+|(?<=\w):\s+")


def headline(tree: Any, said: Said, found: str, outlet: str) -> str:
    """The headline as the page shows it; failing that as it is told to machines, without the outlet's name."""
    whole = _flat("".join(tree.xpath("//title[1]//text()")))
    named = [name for name in (_flat(said.headline), _flat(meta(tree, "og:title", "twitter:title"))) if name]
    heads = [h for h in (_flat(h.text_content()) for h in tree.xpath("//h1")) if h and not _is_name(h, outlet)]
    for head in heads:  # what readers and machines are both told
        if any(_same(head, name) or _same(head, _bare(name, outlet)) for name in (*named, whole)) or _within(
            head, whole
        ):
            return head
    if named:
        return _bare(named[0], outlet)
    if rest := _beside_a_name(tree, whole):
        return rest
    if len(heads) == 1:
        return heads[0]
    shown = _shown(tree, whole)
    return shown or _bare(whole, outlet) or _bare(_flat(found), outlet)


def _shown(tree: Any, whole: str) -> str:
    """The longest piece of the page's text that is a part of its ``title``, and most of it."""
    best = ""
    for element in tree.iter("h1", "h2", "b", "strong", "font", "span", "div", "td", "p"):
        words = _flat(element.text_content()) if len(element) < 3 else ""
        if len(best) < len(words) <= len(whole) and _within(words, whole):
            best = words
    return best


def _beside_a_name(tree: Any, whole: str) -> str:
    """The part of ``title`` that is a lesser heading, where its ``h1`` is the other part: the paper's name."""
    first = next((_flat(h.text_content()) for h in tree.xpath("//h1")), "")
    for head in tree.xpath("//h2 | //h3"):
        words = _flat(head.text_content())
        if first and words and whole != words and _same(whole.replace(words, "", 1), first):
            return words
    return ""


def _within(head: str, whole: str) -> bool:
    return len(head.split()) > 2 and head in whole and len(head) * 2 > len(whole)


def _bare(title: str, outlet: str) -> str:
    """Without the parts that name the outlet, or its section: what is longest is the headline."""
    parts = _PARTS.split(title)
    if len(parts) < 2:
        return title
    if outlet and _same(parts[-1], outlet):
        return title[: title.rfind(parts[-1])].rstrip(" |–—·•»:-")
    if outlet and _same(parts[0], outlet):
        return title[title.find(parts[0]) + len(parts[0]) :].lstrip(" |–—·•»:-")
    return title


def _is_name(head: str, outlet: str) -> bool:
    return bool(outlet) and _same(head, outlet)


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()


def _flat(text: str) -> str:
    return " ".join((text or "").split())
