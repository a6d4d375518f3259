"""What is judged must be one party’s act."""

from __future__ import annotations

import re

from bot.conflicts.firmness.context import DENIES, NOT_YET, before, rest
from bot.conflicts.firmness.matters import of_one_event
from bot.conflicts.side import Side
from bot.nouns import Span


def of_law(a: Side, where: Span, b: Side, there: Span) -> str:
    """Each must judge an act, and the same party's; who denies a crime does not say that the act is lawful."""
    if a.denies or b.denies or DENIES.search(a.lower) or DENIES.search(b.lower):
        return "a crime is denied, the act is not called lawful"
    if of_one_event(a, b):
        return of_one_event(a, b)
    for side, span in ((a, where), (b, there)):
        if NOT_YET.search(before(side, span)) or _OUGHT.search(before(side, span) + rest(side, span)):
            return "it is hoped or feared, not done"
    mine, yours = _judged(a, where), _judged(b, there)
    if mine and yours and not mine & yours:
        return "two parties' acts are judged"
    return ""


_OUGHT = re.compile(r"\b(?:should|must|ought)\b")


def _judged(side: Side, span: Span) -> frozenset[str]:
    """The countries named before the judgement, of which one is judged."""
    first, _ = side.between(span)
    before = frozenset(w for w in side.about(side.words[:first]) if w.startswith("@"))
    return before or side.voice & frozenset("@" + n for n in side.nations)
