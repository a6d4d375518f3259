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
from bot.claims.lines import SENTENCE_END, joined, trimmed, windows
from bot.claims.turns import Turn, floor, turns
from bot.nouns import Span

BlockKind = Literal["text", "heading", "furniture"]

#: A line that is no sentence and stands in a text more often than this is a button.
_MOST = 3

#: A teaser stands among the first blocks of a text.
_TEASERS = 12

#: "NORTHTOWN, Peru (Reuters) - ": where an article begins, whatever is glued on before it.
_DATELINE = re.compile(
    r"(?<=\s)(?:[A-Z]{3,}[A-Z/'.-]*[ ,]+){1,3}(?:[A-Z][\w.]+ ){0,2}\([A-Z][A-Za-z/]{1,20}\)\s*[-–—]+\s"
)
_BEFORE_A_DATELINE = 500

#: How far down a text a teaser may stand, how long it may be, and by how many characters it is known again.
_TOP, _LONGEST_TEASER, _PROBE = 3_000, 700, 20
_DOTS = re.compile(r"(?:\.\.\.|…|\[…\])\s*")
_BULLET = re.compile(r"^[•·▪◦‣*–—-]\s")

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
    kinds = _kinds(lines, words, dropped, begins)
    held = floor(lines, begins, [kind != "text" for kind in kinds])
    return tuple(
        Block(span, kinds[i], reading(lines[i], case, heading=kinds[i] == "heading"), i in repeats, held[i])
        for i, (span, _) in enumerate(pieces)
    )


def _pieces(text: str, title: str, speaking: Sequence[int]) -> Iterator[tuple[Span, bool]]:
    """The text cut into what may be a block, in order; true for what was found glued on and is furniture."""
    for line in joined(text):
        for part, glued in furniture.parts(text, line):
            for piece in _parted(text, part, title, speaking) if not glued else [part]:
                for window in windows(text, piece):
                    yield window, glued


def _parted(text: str, part: Span, title: str, speaking: Sequence[int]) -> Iterator[Span]:
    """Cut where the headline ends that is glued to its article, and where somebody else begins to speak."""
    start = part.start
    dateline = _DATELINE.search(text, start, min(part.end, start + _BEFORE_A_DATELINE))
    cuts = [dateline.start()] if dateline is not None and dateline.start() - start >= _PROBE else []
    cuts += list(speaking[bisect_right(speaking, part.start) : bisect_left(speaking, part.end)])
    again = _told_again(text, part)
    if again is not None:
        cuts.append(again)
    if title and text.startswith(title, start) and _AFTER_TITLE.match(text, start + len(title), part.end):
        stop = text[start + len(title)] in ".!?"
        cuts.append(start + len(title) + stop)
    for cut in (*sorted(cuts), part.end):
        piece = trimmed(text, start, cut)
        if piece is not None:
            yield piece
        start = cut


def _told_again(text: str, part: Span) -> int | None:
    """Where the article begins that has its own beginning, cut short or whole, glued on before it."""
    start, reach = part.start, min(part.end, part.start + _LONGEST_TEASER)
    if start > _TOP or reach - start < 2 * _PROBE:
        return None
    again = text.find(text[start : start + _PROBE], start + _PROBE, reach)
    if again < 0:
        return None
    dots = _DOTS.search(text, start, again)
    told = text[start : dots.start() if dots is not None else again].rstrip()
    return (dots.end() if dots is not None else again) if text.startswith(told, again) else None


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


def _kinds(
    lines: Sequence[str], words: Sequence[Sequence[str]], dropped: Sequence[bool], begins: Sequence[bool]
) -> list[BlockKind]:
    kept = [line for line, gone in zip(lines, dropped, strict=True) if not gone]
    stops = len(kept) < 2 or any(ENDS.search(line) for line in kept)
    return [
        "furniture" if dropped[i] else "text" if begins[i] else _kind(lines, words, i, stops=stops)
        for i in range(len(lines))
    ]


def _kind(lines: Sequence[str], words: Sequence[Sequence[str]], i: int, *, stops: bool) -> BlockKind:
    """``stops``: some line of the text ends in a full stop, so that to end without one means something."""
    line, ends = lines[i], ENDS.search(lines[i]) is not None
    if _BULLET.match(line) or (ends and line.isupper() and len(words[i]) > 6):
        return "text"
    if len(words[i]) <= 25 and titled(words[i]) and (i < 3 or not ends):
        return "heading"
    short = len(words[i]) <= (18 if stops else 7) and len(line) <= 140 and not ends
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
    sentences = [" ".join(WORD.findall(s.lower())) for s in SENTENCE_END.split(teaser)]
    sentences = [s for s in sentences if len(s) > 20]
    return bool(sentences) and all(any(s in key for key in keys) for s in sentences)
