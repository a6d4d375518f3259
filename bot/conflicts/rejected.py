"""A figure that one side gives and the other takes back in so many words: "604 escaped, not 412".

No two sentences clash more plainly, whatever they count and whenever they were published: who writes "not
412" has read the 412. It needs no more likeness than that both speak of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conflicts.finding import Finding
from bot.conflicts.likeness import total
from bot.conflicts.numbers import figure
from bot.conflicts.side import Side
from bot.nouns import Quantity

#: What stands right before a figure that is rejected.
_REJECTS = re.compile(
    r"(?:\bnot|\brather than|\binstead of|n't)\s+(?:(?:the|some|about|as many as|a total of)\s+){0,2}[$€£]?$"
)
#: "Not 12 but 15" of a price rise, "not 40 per cent": a figure is rejected only beside the one put in its place.
_NEAR = 80
#: Weight of words the two must share beside the figure.
_ONE_MATTER = 3.0


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """The figure of one side that the other rejects for another."""
    yield from _taken_back(a, b, swapped=False)
    yield from _taken_back(b, a, swapped=True)


def _taken_back(said: Side, rejects: Side, *, swapped: bool) -> Iterator[Finding]:
    turned_down = rejects.once(_rejected)
    if not turned_down or total(said.stems & rejects.stems) < _ONE_MATTER:
        return
    own = {figure(no) for no, _ in said.once(_rejected)}
    for given in said.claim.quantities:
        for no, instead in turned_down:
            if figure(given) == figure(no) and figure(given) not in own and _of_one_kind(given, no, instead):
                places = ((given.span,), (instead.span,))
                if swapped:
                    places = (places[1], places[0])
                reason = f"{_words(rejects, instead)}, says one, and not {_words(said, given)}"
                yield Finding("number", "clash", reason, places, {"rejected": 1.0})
                return


def _rejected(side: Side) -> tuple[tuple[Quantity, Quantity], ...]:
    """Each figure that a side rejects, with the one it puts in its place: before it rather than after."""
    out = []
    for no in side.claim.quantities:
        if not _REJECTS.search(side.lower[: no.span.start - side.claim.sentence.start]):
            continue
        near = [q for q in side.claim.quantities if q is not no and abs(q.span.start - no.span.start) <= _NEAR]
        near = [q for q in near if _of_one_kind(no, q, q)]
        if near:
            out.append((no, min(near, key=lambda q: (q.span > no.span, abs(q.span.start - no.span.start)))))
    return tuple(out)


def _of_one_kind(a: Quantity, b: Quantity, c: Quantity) -> bool:
    """Whether their units are the same, as far as they have any: "11 per cent, not the 19"."""
    return len({q.unit for q in (a, b, c)} - {""}) <= 1


def _words(side: Side, quantity: Quantity) -> str:
    base = side.claim.sentence.start
    return side.claim.quote[quantity.span.start - base : quantity.span.end - base]
