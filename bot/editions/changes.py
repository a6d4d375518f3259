"""What changed between two editions, claim by claim: a figure corrected, a claim gone, a quotation added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.nouns import Change, ChangeKind, Claim, Older, Span

#: Two sentences this alike, letter by letter, are one that was rewritten.
REWRITTEN = 62.0
#: Or the shorter stands in the longer nearly whole: something was put in or cut.
EXTENDED, EXTENDED_LENGTH = 88.0, 40
#: More pairs than this are only compared where they stand in about the same part of the text.
PAIRS, NEAR = 40_000, 0.1

_WORD = re.compile(r"\w+(?:[.,]\d+)*|[$€£%]")
_NUMBER = re.compile(
    r"\d+(?:[.,:]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozens?)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|no|never|nobody|none|neither|denie[sd]|deny|denying|without)\b|n[’']t\b", re.IGNORECASE)


def flat(text: str) -> str:
    """A text as it is compared: its words, without case, punctuation and the spaces between."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def changes(older: Older, text: str, claims: Sequence[Claim]) -> tuple[Change, ...]:
    """The changes from ``older`` to this text with these claims, in the order of the new text, what is gone
    where it stood. Punctuation, spaces and capitals are no change; nor is a sentence split in two."""
    was, now = _sentences(older.claims), _sentences(claims)
    left, come = _unmatched(was, now)
    pairs, gone, added = _paired(left, come)
    old_whole, new_whole = flat(older.text), flat(text)
    # A sentence split in two, or two made one: each stands in the other text word for word.
    moved = [(a, b) for a, b in pairs if flat(a.quote) in new_whole and flat(b.quote) in old_whole]
    found = [_changed(a, b) for a, b in pairs if (a, b) not in moved]
    found += [Change("withdrawn", c, None) for c in gone if flat(c.quote) not in new_whole]
    found += [Change("quote added" if c.quoted else "added", None, c) for c in added if flat(c.quote) not in old_whole]
    return tuple(sorted(found, key=lambda c: _place(c, len(older.text), len(text))))


def _place(change: Change, old: int, new: int) -> float:
    if change.new is not None:
        return change.new.sentence.start / max(new, 1)
    return change.old.sentence.start / max(old, 1) if change.old else 0.0


def _sentences(claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each sentence: the one that best tells who says it."""
    best: dict[Span, Claim] = {}
    for claim in claims:
        held = best.get(claim.sentence)
        if held is None or (bool(claim.source_name), bool(claim.quantities)) > (
            bool(held.source_name), bool(held.quantities)
        ):  # fmt: skip
            best[claim.sentence] = claim
    return list(best.values())


def _unmatched(was: Sequence[Claim], now: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The claims of each side whose words do not stand in a sentence of the other as they are."""
    before, after = (Counter(flat(c.quote) for c in side) for side in (was, now))
    return [c for c in was if not after[flat(c.quote)]], [c for c in now if not before[flat(c.quote)]]


def _paired(left: Sequence[Claim], come: Sequence[Claim]) -> tuple[list[tuple[Claim, Claim]], list[Claim], list[Claim]]:
    """What was rewritten into what, the most alike first; then what is left of each side."""
    scored = sorted(_likely(left, come), reverse=True)
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in scored:
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    pairs = [(left[i], come[j]) for i, j in taken.items()]
    return (
        pairs,
        [c for i, c in enumerate(left) if i not in taken],
        [c for j, c in enumerate(come) if j not in used],
    )


def _likely(left: Sequence[Claim], come: Sequence[Claim]) -> Iterator[tuple[float, int, int]]:
    old, new = [flat(c.quote) for c in left], [flat(c.quote) for c in come]
    every = len(old) * len(new) <= PAIRS
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            if not every and abs(i / len(old) - j / len(new)) > NEAR:
                continue
            score = fuzz.ratio(a, b, score_cutoff=REWRITTEN)
            if not score and min(len(a), len(b)) >= EXTENDED_LENGTH:
                score = fuzz.partial_ratio(a, b, score_cutoff=EXTENDED) and REWRITTEN
            if score:
                yield score, i, j


def _changed(old: Claim, new: Claim) -> Change:
    marks = differing(old.quote, new.quote)
    kind: ChangeKind = "reworded"
    was, now = (Counter(m.casefold() for m in _NUMBER.findall(c.quote)) for c in (old, new))
    if was - now and now - was:
        kind = "number"
    elif len(_DENIES.findall(old.quote)) % 2 != len(_DENIES.findall(new.quote)) % 2:
        kind = "turned"
    shifted = tuple(
        tuple(Span(s.start + c.sentence.start, s.end + c.sentence.start) for s in spans)
        for c, spans in zip((old, new), marks, strict=True)
    )
    return Change(kind, old, new, (shifted[0], shifted[1]))


def differing(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words that differ, in each of two texts; neighbours joined. Punctuation does not count."""
    first, second = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    a, b = [m[0].casefold() for m in first], [m[0].casefold() for m in second]
    gone: list[Span] = []
    come: list[Span] = []
    for step in Indel.opcodes(a, b):
        if step.tag != "equal":
            _mark(gone, first[step.src_start : step.src_end])
            _mark(come, second[step.dest_start : step.dest_end])
    return _joined(gone, old), _joined(come, new)


def _mark(spans: list[Span], words: Sequence[re.Match[str]]) -> None:
    if words:
        spans.append(Span(words[0].start(), words[-1].end()))


def _joined(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Marks with nothing but spaces between them as one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and not text[out[-1].end : span.start].strip():
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
