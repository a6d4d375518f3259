"""A text as its paragraphs, headings and furniture, each exactly where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from bot.claims import furniture
from bot.claims.capitals import WORD, Case, reading, titled
from bot.claims.english import foreign
from bot.claims.furniture import ENDS
from bot.claims.turns import Turn, floor, turns
from bot.nouns import Span

BlockKind = Literal["text", "heading", "furniture"]

#: A line longer than this is cut into windows, so that ten megabytes on one line are bounded work:
#: the parser's time and memory grow with the text it is given at once.
WINDOW = 6_000

#: A line that is no sentence and stands in a text more often than this is a button.
_MOST = 3

#: A teaser stands among the first blocks of a text.
_TEASERS = 12

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s+")
#: "NORTHTOWN, Peru (Reuters) - ": where an article begins, whatever is glued on before it.
_DATELINE = re.compile(
    r"(?<=\s)(?:[A-Z]{3,}[A-Z/'.-]*[ ,]+){1,3}(?:[A-Z][\w.]+ ){0,2}\([A-Z][A-Za-z/]{1,20}\)\s*[-–—]+\s"
)
_BEFORE_A_DATELINE = 500

#: A sentence of its own, of some length, follows the headline.
_AFTER_TITLE = re.compile(r"[.!?]?\s+[\"“‘(]?[A-Z0-9].{20}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading. ``reading`` is what the parser is given: as long as the text itself,
    so that every offset into it holds, but with a heading's capitals put back to those of a sentence."""

    span: Span
    kind: BlockKind
    reading: str
    repeated: bool = False  # says again what a later or earlier block says (a teaser, a deck)
    turn: Turn = ""


def blocks(text: str, title: str = "") -> tuple[Block, ...]:
    """The blocks of a text in order; white space belongs to none of them. ``title``, where it is known, tells
    a headline glued to what follows it. Furniture is also what is in no language we read."""
    speaking = frozenset(turns(text))
    pieces = list(_pieces(text, title.strip(), sorted(speaking)))
    words = [WORD.findall(span.of(text)) for span, _ in pieces]
    lines = [span.of(text) for span, _ in pieces]
    dropped = _dropped(lines, words, [glued for _, glued in pieces])
    case = Case.of(islice((w for w, gone in zip(words, dropped, strict=True) if not gone), 2_000))
    repeats = _repeats(lines, words)
    begins = [span.start in speaking and not gone for (span, _), gone in zip(pieces, dropped, strict=True)]
    kinds = [_kind(lines, words, i, gone=dropped[i], speaks=begins[i]) for i in range(len(pieces))]
    held = floor(lines, begins, [kind != "text" for kind in kinds])
    return tuple(
        Block(span, kinds[i], reading(lines[i], case, heading=kinds[i] == "heading"), i in repeats, held[i])
        for i, (span, _) in enumerate(pieces)
    )


def _pieces(text: str, title: str, speaking: Sequence[int]) -> Iterator[tuple[Span, bool]]:
    """The text cut into what may be a block, in order; true for what was found glued on and is furniture."""
    for line in _joined(text, list(_lines(text))):
        for part, glued in furniture.parts(text, line):
            for piece in _parted(text, part, title, speaking) if not glued else [part]:
                for window in _windows(text, piece):
                    yield window, glued


def _parted(text: str, part: Span, title: str, speaking: Sequence[int]) -> Iterator[Span]:
    """Cut where the headline ends that is glued to its article, and where somebody else begins to speak."""
    start = part.start
    dateline = _DATELINE.search(text, start, min(part.end, start + _BEFORE_A_DATELINE))
    cuts = [dateline.start()] if dateline is not None else []
    cuts += list(speaking[bisect_right(speaking, part.start) : bisect_left(speaking, part.end)])
    if title and text.startswith(title, start) and _AFTER_TITLE.match(text, start + len(title), part.end):
        cuts.append(start + len(title))
    for cut in (*sorted(cuts), part.end):
        piece = _trimmed(text, start, cut)
        if piece is not None:
            yield piece
        start = cut


def _dropped(lines: Sequence[str], words: Sequence[Sequence[str]], glued: Sequence[bool]) -> list[bool]:
    """Which of these lines are not read: furniture, lines that come again and again, other languages."""
    often = Counter(lines)
    return [
        glued[i]
        or (often[line] > _MOST and not ENDS.search(line))
        or furniture.is_furniture(line, words[i])
        or foreign(line, words[i])
        for i, line in enumerate(lines)
    ]


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        span = _trimmed(text, match.start(), match.end())
        if span is not None:
            yield span


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _joined(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Lines broken for width, not for sense, put together again: the first ends in the middle of a
    sentence, the next follows at once and goes on in lower case."""
    current: Span | None = None
    for line in lines:
        if current is not None and _goes_on(text, current, line):
            current = Span(current.start, line.end)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _goes_on(text: str, one: Span, two: Span) -> bool:
    gap = text[one.end : two.start]
    if gap.count("\n") > 1 or len(gap) > 12 or two.end - one.start > WINDOW:
        return False
    return text[two.start].islower() and not ENDS.search(text, one.end - 4, one.end) and one.end - one.start > 30


def _windows(text: str, line: Span) -> Iterator[Span]:
    """A very long line in pieces of at most ``WINDOW``: cut after a sentence, else between words, else anywhere."""
    start = line.start
    while line.end - start > WINDOW:
        cut = _cut(text, start, start + WINDOW)
        piece = _trimmed(text, start, cut)
        if piece is not None:
            yield piece
        start = cut
    rest = _trimmed(text, start, line.end)
    if rest is not None:
        yield rest


def _cut(text: str, start: int, limit: int) -> int:
    ends = [m.end() for m in _SENTENCE_END.finditer(text, start + WINDOW // 2, limit)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", start + 1, limit)
    return space + 1 if space > start else limit


def _kind(lines: Sequence[str], words: Sequence[Sequence[str]], i: int, *, gone: bool, speaks: bool) -> BlockKind:
    if gone or speaks:
        return "furniture" if gone else "text"
    line = lines[i]
    if len(words[i]) <= 25 and titled(words[i]) and (i < 3 or not ENDS.search(line)):
        return "heading"
    short = len(words[i]) <= 18 and len(line) <= 140 and not ENDS.search(line)
    return "heading" if short and (i == 0 or _before_a_paragraph(lines, i)) else "text"


def _before_a_paragraph(lines: Sequence[str], i: int) -> bool:
    return i + 1 < len(lines) and len(lines[i + 1]) > 1.5 * len(lines[i]) and lines[i][0].isupper()


def _repeats(lines: Sequence[str], words: Sequence[Sequence[str]]) -> frozenset[int]:
    """The teasers: blocks that break off in "..." and whose words stand, in the same order, at the
    start of other blocks; and blocks that stand a second time, word for word."""
    seen: dict[str, int] = {}
    found: set[int] = set()
    keys = [" ".join(w).lower() for w in words]
    for i, (line, key) in enumerate(zip(lines, keys, strict=True)):
        if len(key) > 30 and key in seen:
            found.add(i)
        seen.setdefault(key, i)
        if i < _TEASERS and _breaks_off(line):
            full = (k for t, k in zip(lines, keys, strict=True) if not _breaks_off(t))
            if _begun_elsewhere(line, list(full)):
                found.add(i)
    return frozenset(found)


def _breaks_off(text: str) -> bool:
    return text.rstrip().endswith(("...", "…", "[…]", "[...]"))


def _begun_elsewhere(teaser: str, keys: Sequence[str]) -> bool:
    sentences = [" ".join(WORD.findall(s.lower())) for s in _SENTENCE_END.split(teaser)]
    sentences = [s for s in sentences if len(s) > 20]
    return bool(sentences) and all(any(s in key for key in keys) for s in sentences)
