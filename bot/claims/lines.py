"""The lines of a text as the paragraphs they were written in, however they were broken on their way here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.claims.furniture import ENDS
from bot.nouns import Span

#: A line longer than this is cut into windows, so that ten megabytes on one line are bounded work:
#: the parser's time and memory grow with the text it is given at once.
WINDOW = 6_000

SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s+")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

#: A text broken for width has so many lines at least, none wider than the widest a wire or a mail has.
_BROKEN, _NARROWEST, _WIDEST = 6, 45, 100


def joined(text: str) -> Iterator[Span]:
    """The lines in order, white space around them left out; those broken for width, not for sense, are put
    together again: the first ends in the middle of a sentence, and the next follows at once."""
    lines = list(_lines(text))
    width = _width(text, lines)
    current: Span | None = None
    for i, line in enumerate(lines):
        if current is not None and _goes_on(text, current, lines[i - 1], line, width):
            current = Span(current.start, line.end)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def windows(text: str, line: Span) -> Iterator[Span]:
    """A very long line in pieces of at most ``WINDOW``: cut after a sentence, else between words, else anywhere."""
    start = line.start
    while line.end - start > WINDOW:
        cut = _cut(text, start, start + WINDOW)
        piece = trimmed(text, start, cut)
        if piece is not None:
            yield piece
        start = cut
    rest = trimmed(text, start, line.end)
    if rest is not None:
        yield rest


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without the white space around it; None if there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        span = trimmed(text, match.start(), match.end())
        if span is not None:
            yield span


def _width(text: str, lines: Sequence[Span]) -> int:
    """How wide the lines of this text were set; 0 if they were not broken for width."""
    if len(lines) < _BROKEN or any(line.end - line.start > _WIDEST for line in lines):
        return 0
    ends = sorted(_column(text, line) for line in lines)
    filled = ends[len(ends) // 2] > 0.8 * ends[-1]
    return ends[-1] if filled and _NARROWEST <= ends[-1] <= _WIDEST else 0


def _column(text: str, line: Span) -> int:
    """Where the line ends, counted from where it begins with what sets it in."""
    return line.end - text.rfind("\n", 0, line.start) - 1


def _goes_on(text: str, whole: Span, one: Span, two: Span, width: int) -> bool:
    """``one`` is the last line of ``whole``, ``two`` the one after it."""
    gap = text[one.end : two.start]
    if gap.count("\n") > 1 or len(gap) > 12 or two.end - whole.start > WINDOW:
        return False
    if width and gap in ("\n", "\r\n", " \n"):
        # The next word had no room on this line. (A new paragraph would be set in, or the line left short.)
        return _column(text, one) + 1 + _first_word(text, two) > width
    return text[two.start].islower() and not ENDS.search(text, one.end - 4, one.end) and whole.end - whole.start > 30


def _first_word(text: str, line: Span) -> int:
    space = text.find(" ", line.start, line.end)
    return (space if space >= 0 else line.end) - line.start


def _cut(text: str, start: int, limit: int) -> int:
    ends = [m.end() for m in SENTENCE_END.finditer(text, start + WINDOW // 2, limit)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", start + 1, limit)
    return space + 1 if space > start else limit
