"""Where the claims stand in an article: its text cut into pieces, each knowing which claims it is part of.

Claims nest ("KCNA said that the Commission said that ..."), overlap and repeat. Where several cover the
same words, the shortest one gives them their look; all of them are named.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.nouns import Claim, Span

Part = Literal["", "source", "cue", "content", "own"]  # "own": content in the article's own voice


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


def lines(text: str, claims: Sequence[Claim]) -> list[list[Piece]]:
    """The lines of the text that say anything, each in pieces whose texts joined are the line."""
    marks, ends = _marks(text, claims), _ends(text, claims)
    cuts = sorted({0, len(text), *(m.span.start for m in marks), *(m.span.end for m in marks), *ends})
    drawn: list[list[Piece]] = [[]]
    opened: list[_Mark] = []
    waiting = sorted(marks, key=lambda m: m.span.start)
    for start, end in itertools.pairwise(cuts):
        while waiting and waiting[0].span.start <= start:
            opened.append(waiting.pop(0))
        opened = [m for m in opened if m.span.end > start]
        piece = _piece(text[start:end], opened, tuple(ends.get(end, ())))
        for number, part in enumerate(_by_line(piece)):
            if number:
                drawn.append([])
            if part.text or part.ends:
                drawn[-1].append(part)
    return [line for line in drawn if any(p.text.strip() for p in line)]


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
    """Where each claim's number is set: after the last of its words (before any blank that follows)."""
    at: dict[int, list[int]] = {}
    for number, claim in enumerate(claims):
        spans = claim.content or claim.cue or (claim.sentence,)
        end = min(max(s.end for s in spans), len(text))
        at.setdefault(end, []).append(number)
    return at


def _piece(text: str, covering: Sequence[_Mark], ends: tuple[int, ...]) -> Piece:
    inward = sorted(covering, key=lambda m: (m.reach, m.part in ("content", "own"), m.claim))
    if not inward:
        return Piece(text, ends=ends)
    return Piece(text, inward[0].part, tuple(dict.fromkeys(m.claim for m in inward)), ends)


def _by_line(piece: Piece) -> list[Piece]:
    texts = piece.text.split("\n")
    last = len(texts) - 1
    return [Piece(t, piece.part, piece.claims, piece.ends if i == last else ()) for i, t in enumerate(texts)]
