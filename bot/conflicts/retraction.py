"""A voice that takes back its own word: "conceded that it had been wrong", "corrected his earlier statement".

What exactly is taken back mostly stands in other words than it was said in, so that no typed comparison finds
it. That the same voice says of the same matter that it was mistaken is enough between two passages laid side
by side; among all that is on file it does not say which of its many words are meant, so it is no message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conflicts.accounts import absolute
from bot.conflicts.finding import Finding
from bot.conflicts.likeness import total
from bot.conflicts.reports import ONE_REPORT, report
from bot.conflicts.side import Side

TAKES_BACK = re.compile(
    r"\b(?:(?:was|were|is|had been|been) (?:wrong|mistaken|untrue|in error|an error|a mistake|incorrect|inaccurate|erroneous)"
    r"|wrongly|mistakenly|in error|by mistake"
    r"|correct(?:s|ed|ing)?(?: its| his| her| their| the| an)?(?: earlier| previous| own)? (?:statement|figure|account|report|record|version|testimony|claim|article|toll)"
    r"|correction|sets? (?:the record straight|right)|misstated|misspoke|misreported|misread|mistyped|t(?:ook|akes) back|retract(?:s|ed|ion)?"
    r"|(?:conced|acknowledg)(?:es|ed) that|admit(?:s|ted) that|as (?:first|previously|earlier) (?:reported|stated|announced)"
    r"|withdr(?:aws?|ew|awn|awing) (?:its|his|her|their|an|the)(?: earlier| first| previous| own)? (?:statement|claim|figure|remark|account|report|allegation|accusation|testimony)"
    r"|(?:is|are) hereby corrected|mixed up|regret(?:s|ted) (?:(?:its|his|her|their) (?:remark|statement|word|claim)s?|having said)"
    r"|contrary to (?:its|his|her|their|an|the) (?:own |earlier |first |previous )*(?:statement|report|account|claim))\b"
)
#: Weight of words that the two must share to be of one matter.
_ONE_MATTER = 5.0
#: The same for a message, where the two articles report one event besides.
_SURELY_ONE_MATTER = 8.0


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """The later side's taking back of what the earlier said, when one voice speaks in both."""
    if not (a.published and b.published and a.published <= b.published and a.voice & b.voice):
        return
    match = TAKES_BACK.search(b.lower)
    shared = a.stems & b.stems
    if match is None or TAKES_BACK.search(a.lower) or total(shared) < _ONE_MATTER:
        return
    places = (a.claim.content, (absolute(b, match),))
    features = {"about": min(total(shared), 20.0) / 20}
    loose = "" if _plainly(a, b) and report(a, b) >= ONE_REPORT and total(shared) >= _SURELY_ONE_MATTER else _WHICH
    yield Finding("other", "clash", "the same voice takes back what it said", places, features, loose=loose)


def _plainly(a: Side, b: Side) -> bool:
    """Whether somebody known by more than a country takes back what was said, in words that say so of a word or a figure."""
    return bool(_SO_SAID.search(b.lower)) and any(not s.startswith("@") for s in a.voice & b.voice)


_SAID = r"(?:statements?|figures?|accounts?|reports?|records?|versions?|testimony|claims?|articles?|tolls?|counts?|remarks?|words?|allegations?|accusations?|tables?)"
_SO_SAID = re.compile(
    rf"\b(?:correct(?:s|ed|ing)? (?:\w+ ){{0,3}}{_SAID}|retract(?:s|ed|ing) (?:\w+ ){{0,3}}{_SAID}|misstated|misspoke|misreported|mistyped|mixed up|miscounted"
    rf"|withdr(?:aws?|ew|awn|awing) (?:\w+ ){{0,3}}{_SAID}|regret(?:s|ted) (?:(?:\w+ ){{1,2}}{_SAID}|having (?:said|told|claimed|called))"
    rf"|(?:wrong|mistaken|in error|untrue|incorrect) (?:in|about|when|to (?:say|claim|state|call|announce))\b|{_SAID} (?:\w+ ){{0,7}}?(?:was|were|had been) (?:wrong|mistaken|untrue|incorrect|inaccurate|false)"
    rf"|(?:gave|given) (?:\w+ ){{0,2}}(?:wrong|incorrect|inaccurate|false) (?:information|figures?|dates?|times?|names?)|(?:is|are) hereby corrected|sets? the record straight"
    rf"|(?:now|since) (?:\w+ ){{0,2}}(?:conced|acknowledg|admit)\w* that|did not correspond to reality|had (?:previously|earlier|first) (?:said|denied|claimed|insisted))\b"
)
_WHICH = "it does not say which of its words it takes back"
