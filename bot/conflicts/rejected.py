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
from bot.nouns import Quantity, When

#: What stands right before a figure that is rejected.
_REJECTS = re.compile(
    r"(?:(?<!if )\bnot(?:, as [^,]{3,50},)?|\brather than|\binstead of|n't)\s+(?:(?:the|on|in|some|about|as many as|a total of)\s+){0,2}[$€£]?$"
)
#: "Not 12 but 15" of a price rise, "not 40 per cent": a figure is rejected only beside the one put in its place.
_NEAR = 80
#: Weight of words the two must share beside the figure.
_ONE_MATTER = 3.0


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """The figure of one side that the other rejects for another."""
    yield from _taken_back(a, b, swapped=False)
    yield from _taken_back(b, a, swapped=True)
    yield from _withdrawn(a, b, swapped=False)
    yield from _withdrawn(b, a, swapped=True)
    yield from _another_day(a, b, swapped=False)
    yield from _another_day(b, a, swapped=True)


#: What says that an earlier word was wrong, and not that things went otherwise than planned.
_AS_WAS_SAID = re.compile(
    r"\b(?:corrects?|correction|corrected|wrong|error|mistake\w*|clarif\w+|as (?:\w+ ){0,4}(?:reported|stated|announced|estimated|said|written|put))\b"
)


def corrected(a: Side, b: Side) -> Iterator[Finding]:
    """The same where one says expressly that the other's word was wrong; it holds for plans and promises too."""
    if _AS_WAS_SAID.search(a.lower) or _AS_WAS_SAID.search(b.lower):
        yield from compare(a, b)


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


#: A figure called wrong with none put in its place: "withdraws the figure of 2.4 tonnes", "the figure of six was wrong".
_FIGURE_OF = re.compile(r"\b(?:figures?|number|toll|count|estimate) of (?:about |around |some |nearly )?[$€£]?$")
_WITHDRAWS = re.compile(r"\b(?:withdr(?:aws?|ew|awn|awing)|retract(?:s|ed|ing)?|corrects?|corrected)\b[^.;]{0,30}$")
_WRONG = re.compile(
    r"^[^.;]{0,60}?\b(?:was|is|had been) (?:wrong|incorrect|mistaken|inaccurate|an? (?:error|mistake)|too (?:high|low))\b"
)


def _withdrawn(said: Side, withdraws: Side, *, swapped: bool) -> Iterator[Finding]:
    for no in withdraws.once(_called_wrong):
        for given in said.claim.quantities:
            one_kind = figure(given) == figure(no) and len({given.unit, no.unit} - {""}) <= 1
            if one_kind and total(said.stems & withdraws.stems) >= _ONE_MATTER and not said.once(_called_wrong):
                places = ((given.span,), (no.span,))
                reason = f"the figure of {_words(said, given)} is called wrong"
                yield Finding("number", "clash", reason, places[::-1] if swapped else places, {"rejected": 1.0})
                return


def _called_wrong(side: Side) -> tuple[Quantity, ...]:
    out = []
    for no in side.claim.quantities:
        start, end = (x - side.claim.sentence.start for x in (no.span.start, no.span.end))
        lead = _FIGURE_OF.search(side.lower[:start])
        if lead and (_WITHDRAWS.search(side.lower[: lead.start()]) or _WRONG.search(side.lower[end:])):
            out.append(no)
    return tuple(out)


def _another_day(said: Side, rejects: Side, *, swapped: bool) -> Iterator[Finding]:
    """ "On 2 March, not 22 March" against the 22 March of the other."""
    turned_down = rejects.once(_rejected_days)
    if not turned_down or total(said.stems & rejects.stems) < _ONE_MATTER or said.once(_rejected_days):
        return
    for given in said.claim.times:
        for no, instead in turned_down:
            if given.start and (given.start, given.end) == (no.start, no.end):
                places = ((given.span,), (instead.span,))
                reason = f"{_words(rejects, instead)}, says one, and not {_words(rejects, no)}"
                yield Finding("date", "clash", reason, places[::-1] if swapped else places, {"rejected": 1.0})
                return


def _rejected_days(side: Side) -> tuple[tuple[When, When], ...]:
    """Each time that a side rejects, with the one it puts in its place."""
    out = []
    for no in side.claim.times:
        if _REJECTS.search(side.lower[: no.span.start - side.claim.sentence.start]):
            near = [t for t in side.claim.times if t is not no and abs(t.span.start - no.span.start) <= _NEAR]
            if near:
                out.append((no, min(near, key=lambda t: (t.span > no.span, abs(t.span.start - no.span.start)))))
    return tuple(out)


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


def _words(side: Side, told: Quantity | When) -> str:
    base = side.claim.sentence.start
    return side.claim.quote[told.span.start - base : told.span.end - base]
