"""A text as its paragraphs, headings and furniture, each exactly where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from bot.claims import cues
from bot.nouns import Span

BlockKind = Literal["text", "heading", "furniture"]

#: A line longer than this is cut into windows, so that ten megabytes on one line are bounded work:
#: the parser's time and memory grow with the text it is given at once.
WINDOW = 6_000

#: A teaser stands among the first blocks of a text.
_TEASERS = 12

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s+")
_STAMP = re.compile(r"^\(?\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?|[A-Z]{2,4})?\)?\s*[-–—:]?$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"""^\W*(?:
        (?:read|see|watch|listen|learn|find\ out)\ (?:more|also|the\ (?:full|rest|whole)|next|it)\b.{0,120}
      | (?:related|recommended|more\ on\ this(?:\ story)?|more\ from|also\ read|don['’]t\ miss)\b\W.{0,120}
      | (?:sign\ up|subscribe|follow\ us|share\ (?:this|on)|click\ here|advertisement|sponsored)\b.{0,160}
      | (?:photo|image|picture|video|file\ photo|graphic)s?(?:\ (?:credit|by|courtesy)|:|/).{0,200}
      | (?:getty\ images|shutterstock|all\ rights\ reserved|copyright\b|©).{0,160}
      | by\ [A-Z][\w.'’-]+(?:\ [A-Z][\w.'’-]+){1,4}(?:,?\ .{0,60})?
      | (?:last\ )?(?:updated|published|posted|modified)(?:\ (?:at|on)|:)?\ .{0,60}\d.{0,40}
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_BYLINE = re.compile(r"^\W*by\ [A-Z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading. ``reading`` is what the parser is given: as long as the text itself,
    so that every offset into it holds, but with a heading's capitals put back to those of a sentence."""

    span: Span
    kind: BlockKind
    reading: str
    repeated: bool = False  # says again what a later or earlier block says (a teaser, a deck)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order; white space belongs to none of them."""
    spans = [piece for line in _joined(text, list(_lines(text))) for piece in _windows(text, line)]
    case = _Case.of(text, spans)
    kinds = [_kind(text, spans, i) for i in range(len(spans))]
    repeats = _repeats([s.of(text) for s in spans])
    return tuple(
        Block(span, kind, _reading(span.of(text), kind, case), i in repeats)
        for i, (span, kind) in enumerate(zip(spans, kinds, strict=True))
    )


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
    return text[two.start].islower() and not _ENDS.search(text, one.end - 4, one.end) and one.end - one.start > 30


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


def _kind(text: str, spans: Sequence[Span], i: int) -> BlockKind:
    line = spans[i].of(text)
    if len(line) <= 220 and (_STAMP.match(line) or _is_furniture(line)):
        return "furniture"
    words = _WORD.findall(line)
    if not words:
        return "furniture"
    if len(words) <= 25 and _titled(words) and (i < 3 or not _ENDS.search(line)):
        return "heading"
    if (
        len(words) <= 18
        and len(line) <= 140
        and not _ENDS.search(line)
        and (i == 0 or _before_a_paragraph(text, spans, i))
    ):
        return "heading"
    return "text"


def _is_furniture(line: str) -> bool:
    if not _FURNITURE.match(line):
        return False
    # "By Monday the town had fallen." is a sentence, "By Ann Lee" is a byline.
    return not _BYLINE.match(line) or not line.rstrip().endswith((".", "!", "?"))


def _before_a_paragraph(text: str, spans: Sequence[Span], i: int) -> bool:
    if i + 1 >= len(spans):
        return False
    return len(spans[i + 1].of(text)) > 1.5 * len(spans[i].of(text)) and text[spans[i].start].isupper()


def _titled(words: Sequence[str]) -> bool:
    """Title case, or all capitals: nearly every longer word begins with a capital."""
    long = [w for w in words if len(w) > 3]
    return len(long) >= 3 and sum(w[0].isupper() for w in long) >= 0.8 * len(long)


def _repeats(texts: Sequence[str]) -> frozenset[int]:
    """The teasers: blocks that break off in "..." and whose words stand, in the same order, at the
    start of other blocks; and blocks that stand a second time, word for word."""
    seen: dict[str, int] = {}
    found: set[int] = set()
    keys = [" ".join(_WORD.findall(t.lower())) for t in texts]
    full = [k for t, k in zip(texts, keys, strict=True) if not _breaks_off(t)]
    for i, (text, key) in enumerate(zip(texts, keys, strict=True)):
        if len(key) > 30 and key in seen:
            found.add(i)
        seen.setdefault(key, i)
        if i < _TEASERS and _breaks_off(text) and _begun_elsewhere(text, full):
            found.add(i)
    return frozenset(found)


def _breaks_off(text: str) -> bool:
    return text.rstrip().endswith(("...", "…", "[…]", "[...]"))


def _begun_elsewhere(teaser: str, keys: Sequence[str]) -> bool:
    sentences = [" ".join(_WORD.findall(s.lower())) for s in _SENTENCE_END.split(teaser)]
    sentences = [s for s in sentences if len(s) > 20]
    return bool(sentences) and all(any(s in key for key in keys) for s in sentences)


@dataclass(frozen=True, slots=True)
class _Case:
    """Which words this article itself writes small, and which with a capital, in mid-sentence."""

    small: frozenset[str]
    capital: frozenset[str]

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> _Case:
        small: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for span in spans[:2_000]:
            line = span.of(text)
            words = _WORD.findall(line)
            if len(words) < 6 or _titled(words):
                continue
            for word in words[1:]:
                (capital if word[0].isupper() else small)[word.lower()] += 1
        return cls(
            frozenset(w for w in small if small[w] >= capital[w]),
            frozenset(w for w in capital if capital[w] > small[w]),
        )


@cache
def _always_small() -> frozenset[str]:
    """Words that are small in any sentence, whatever the article; the rest of a heading keeps its capitals
    unless the article itself writes the word small."""
    text = resources.files("bot.claims").joinpath("data", "small_words.txt").read_text(encoding="utf-8")
    listed = {w for line in text.splitlines() if not line.startswith("#") for w in line.split()}
    return frozenset(listed | {form for verb in cues.verbs() for form in _forms(verb.split()[0])})


def _forms(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb; those of an irregular one are common enough to be listed."""
    stem = verb[:-1] if verb.endswith("e") else verb
    third = verb[:-1] + "ies" if verb.endswith("y") else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    past = verb[:-1] + "ied" if verb.endswith("y") else stem + "ed"
    return verb, third, past, stem + "ing"


def _reading(line: str, kind: BlockKind, case: _Case) -> str:
    # One character for one: white space as spaces, and no half of a surrogate pair, which nothing can encode.
    line = re.sub(r"[\ud800-\udfff]", "\ufffd", re.sub(r"[\s\u200b\ufeff\x00-\x1f]", " ", line))
    words = _WORD.findall(line)
    shouted = len(words) >= 4 and sum(w.isupper() for w in words if len(w) > 1) >= 0.7 * len(words)
    if not shouted and not (kind == "heading" and _titled(words)):
        return line
    return "".join(_recased(line, case, shouted))


def _recased(line: str, case: _Case, shouted: bool) -> Iterator[str]:
    at, first = 0, True
    for match in _WORD.finditer(line):
        yield line[at : match.start()]
        yield _word(match.group(), case, shouted, first)
        at, first = match.end(), False
    yield line[at:]


def _word(word: str, case: _Case, shouted: bool, first: bool) -> str:
    low = word.lower()
    if len(low) != len(word):  # a letter whose small form is longer would move every offset
        return word
    if first or low in case.capital:
        return low[0].upper() + low[1:] if shouted and len(low[0].upper()) == 1 else word
    if low in case.small or low in _always_small():
        return low
    if shouted:
        return low
    return word
