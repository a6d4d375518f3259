"""Where the claims stand in an article: its text cut into pieces, each knowing which claims it is part of.

Claims nest ("KCNA said that the Commission said that ..."), overlap and repeat. Where several cover the
same words, the shortest one gives them their look; all of them are named.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.claims.blocks import BlockKind, blocks
from bot.nouns import Claim, Span

Part = Literal["", "source", "cue", "content", "own"]  # "own": content in the article's own voice


CLOSING = ".,;:!?…\"'”’»)"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words with one look. ``claims`` are numbers into the article's claims, innermost first;
    ``ends`` are those whose last words these are."""

    text: str
    part: Part = ""
    claims: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    claim: int
    part: Part
    reach: int  # how much the whole claim covers: the shorter, the more inward


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the text in pieces; joined, their texts are the block."""

    kind: BlockKind
    repeated: bool
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def paragraphs(text: str, claims: Sequence[Claim], title: str = "") -> list[Paragraph]:
    """The paragraphs and headings of the text, in order, as the reading sees them: ``title`` as it was told."""
    found, ends = blocks(text, title), _ends(text, claims)
    starts = [block.span.start for block in found]
    within: list[list[_Mark]] = [[] for _ in found]
    for mark in _marks(text, claims):  # by bisection: a text may have thousands of both
        first = max(bisect_right(starts, mark.span.start) - 1, 0)
        for number in range(first, bisect_left(starts, mark.span.end)):
            if mark.span.overlaps(found[number].span):
                within[number].append(mark)
    return [
        Paragraph(block.kind, block.repeated, tuple(_pieces(text, block.span, marks, ends)))
        for block, marks in zip(found, within, strict=True)
    ]


def _pieces(text: str, span: Span, marks: Sequence[_Mark], ends: Mapping[int, Sequence[int]]) -> list[Piece]:
    edges = {span.start, span.end, *(e for m in marks for e in (m.span.start, m.span.end))}
    edges |= {at for at in range(span.start, span.end + 1) if at in ends}
    cuts = sorted(at for at in edges if span.start <= at <= span.end)
    found = []
    for start, end in itertools.pairwise(cuts):
        covering = [m for m in marks if m.span.start < end and start < m.span.end]
        found.append(_piece(text[start:end], covering, tuple(ends.get(end, ()))))
    return found


def _marks(text: str, claims: Sequence[Claim]) -> list[_Mark]:
    made = []
    for number, claim in enumerate(claims):
        body: Part = "content" if claim.cue or claim.source else "own"
        spans = [(s, body) for s in claim.content]
        spans += [(s, "source") for s in claim.source] + [(s, "cue") for s in claim.cue]
        clipped = [(Span(max(s.start, 0), min(s.end, len(text))), part) for s, part in spans]
        reach = sum(s.end - s.start for s, _ in clipped)
        made += [_Mark(s, number, part, reach) for s, part in clipped if s.start < s.end]
    return made


def _ends(text: str, claims: Sequence[Claim]) -> dict[int, list[int]]:
    """Where each claim's number is set: after the last of its words and the stop that follows them."""
    at: dict[int, list[int]] = {}
    for number, claim in enumerate(claims):
        spans = claim.content or claim.cue or (claim.sentence,)
        end = min(max(s.end for s in spans), len(text))
        while end < len(text) and text[end] in CLOSING:
            end += 1
        at.setdefault(end, []).append(number)
    return at


def _piece(text: str, covering: Sequence[_Mark], ends: tuple[int, ...]) -> Piece:
    inward = sorted(covering, key=lambda m: (m.reach, m.part in ("content", "own"), m.claim))
    if not inward:
        return Piece(text, ends=ends)
    return Piece(text, inward[0].part, tuple(dict.fromkeys(m.claim for m in inward)), ends)
