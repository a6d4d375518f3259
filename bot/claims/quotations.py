"""Where the quotation marks open and close, over sentences and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nouns import Span

_OPENING = "“„«"
_CLOSING = "”»"
_MARKS = re.compile(r"[“”„«»\"]|''|``|(?<![\w])[‘'](?=\w)|(?<=[\w.,!?…])[’'](?!\w)")
#: A quotation left open is taken to the end of its paragraph only if it is not longer than this.
_LONGEST_OPEN = 4_000


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks, the marks included. ``goes_on``: the next paragraph continues
    it; ``single``: single marks, which more often set off a word than report one."""

    span: Span
    goes_on: bool = False
    single: bool = False

    def inner(self, text: str) -> Span:
        """The words without the marks."""
        start, end = self.span.start, self.span.end
        while start < end and text[start] in "“”„«»\"‘’'` ":
            start += 1
        while end > start and text[end - 1] in "“”„«»\"‘’'` ":
            end -= 1
        return Span(start, end)


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """Every quotation in these paragraphs, in order; none overlaps another (inner ones are left out)."""
    found: list[Quotation] = []
    for i, paragraph in enumerate(paragraphs):
        following = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        found.extend(_within(text, paragraph, following))
    return tuple(found)


def _within(text: str, paragraph: Span, following: Span | None) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    style = ""
    for match in _MARKS.finditer(text, paragraph.start, paragraph.end):
        mark = match.group()
        if opened is None:
            if _opens(text, match, paragraph):
                opened, style = match.start(), mark
            continue
        if _closes(text, match, style):
            found.append(Quotation(Span(opened, match.end()), single=style in "‘'"))
            opened = None
    if opened is not None and style not in "‘'" and paragraph.end - opened <= _LONGEST_OPEN:
        goes_on = following is not None and text[following.start] in '“"„«'
        found.append(Quotation(Span(opened, paragraph.end), goes_on=goes_on))
    return found


def _opens(text: str, match: re.Match[str], paragraph: Span) -> bool:
    mark = match.group()
    if mark in _CLOSING:  # a paragraph may open with the wrong mark
        return mark == "”" and match.start() == paragraph.start and text[match.end() : match.end() + 1].isalnum()
    before = text[match.start() - 1] if match.start() > paragraph.start else " "
    after = text[match.end()] if match.end() < paragraph.end else " "
    if mark in _OPENING or mark == "``":
        return True
    if mark == "’":
        return False
    return not after.isspace() and not before.isalnum()


def _closes(text: str, match: re.Match[str], style: str) -> bool:
    mark = match.group()
    if style in ("“", "„", "”"):
        return mark in ("”", "“" if style == "„" else "”") or (mark == '"' and not _opening_place(text, match))
    if style == "«":
        return mark == "»"
    if style == "‘":
        return mark == "’"
    if style == "``":
        return mark == "''"
    return mark == style and not _opening_place(text, match)


def _opening_place(text: str, match: re.Match[str]) -> bool:
    """Stands where only an opening mark can: after a space and before a letter."""
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    return before.isspace() and after.isalnum()
