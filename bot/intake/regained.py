"""What the extraction of a page left behind and is the story's own: its first paragraphs, or all of it."""

from __future__ import annotations

import re
from typing import Any

from bot.intake.plain import BLOCKS, paragraphs
from bot.intake.pruning import running

#: The element that holds so much of the page's running text is where the story is.
NEARLY_ALL = 0.75
#: Fewer words than these, and less than this of the running text there, and the story was missed.
FEW, MISSED = 60, 0.4
#: So many words, and a sentence's end, make a paragraph.
WORDS = 12
_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_GAPS = re.compile(r"\W+")


def whole(tree: Any, text: str) -> str:
    """The text taken out of a page without its furniture, or, where that missed the story, the paragraphs
    of the element that holds it."""
    box, count = densest(tree)
    if box is None or len(text.split()) >= min(FEW, MISSED * count):
        return text
    return paragraphs(box)


def densest(tree: Any) -> tuple[Any, int]:
    """The smallest element with nearly all of the page's running text, and how many words that is."""
    words = running(tree)
    total = words.get(tree, 0)
    if total < WORDS:
        return None, 0
    box = tree
    while (inner := next((c for c in box if words.get(c, 0) >= NEARLY_ALL * total), None)) is not None:
        box = inner
    return box, words[box]


def with_its_lead(tree: Any, text: str, title: str) -> str:
    """The text with the paragraphs before it that stand between the headline and its first line."""
    first = _squeezed(text.split("\n", 1)[0])
    if not text or not first:
        return text
    before: list[str] = []
    below = False
    taken = _squeezed(text)
    for block in _blocks(tree):
        words = " ".join(block.text_content().split())
        letters = _squeezed(words)
        if letters and letters == _squeezed(title):
            below, before = True, []
        elif letters and (first.startswith(letters) or letters.startswith(first)):
            return "\n".join([*before, text]) if below else text
        elif below and len(words.split()) >= WORDS and _END.search(words) and letters not in taken:
            before.append(words)
    return text


def _blocks(tree: Any) -> list[Any]:
    """The innermost blocks: headlines and paragraphs."""
    return [
        element
        for element in tree.iter()
        if isinstance(element.tag, str)
        and (element.tag in BLOCKS or element.tag == "span")
        and not any(isinstance(c.tag, str) and c.tag in BLOCKS for c in element.iterdescendants())
        and not element.xpath(
            "ancestor-or-self::nav | ancestor-or-self::aside | ancestor-or-self::footer | ancestor-or-self::li"
        )
    ]


def _squeezed(text: str) -> str:
    return _GAPS.sub("", text).lower()
