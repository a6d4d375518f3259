"""Who speaks next in a transcript: a name, a colon, and what they say until the next name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

#: Somebody's turn in a transcript "begins" (a name, a colon, what they say) or "goes on".
Turn = Literal["", "begins", "goes on"]

#: A name before a colon, where a sentence may begin: "President of Peru Ann Lee: Good evening."
_LABEL = re.compile(
    r"(?:^|(?<=[.!?…\"”’)\]>])\s|(?<=\n))\s{0,4}"
    r"(?P<who>[A-Z][\w.'’-]*(?:[ \t]+(?:(?:of|the|and|for|de|la|von|van|al|bin)[ \t]+){0,2}[A-Z][\w.'’-]*){0,7})"
    r"(?:[ \t]*\([^()\n]{1,40}\))?[ \t]?:[ \t]+(?=[\"“'‘(]?[A-Z0-9])"
)
#: A transcript has at least so many turns; in one of so many, a name that comes once is a speaker too.
_FEWEST, _MANY = 3, 8
#: Somebody talking of themselves, or to whom they face, as no article does.
_IN_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|[Mm]e|[Uu]s|[Yy]ou|[Yy]our|[Ll]et['’]s)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
#: A label of another kind, "Question 3: ...", or what is done in the hall: "(Applause.)".
_NO_SPEECH = re.compile(r"^(?:[A-Z][^.:!?]{0,60}:\s|\(.*\)$|\[.*\]$)", re.DOTALL)


def turns(text: str) -> Iterator[int]:
    """Where in the text somebody's turn begins (at the name), in order; none unless several names come again."""
    found = [(m.start("who"), m["who"].split()) for m in _LABEL.finditer(text)]
    often = Counter(words[-1].lower() for _, words in found)
    known = {at for at, words in found if _comes_again(words, often[words[-1].lower()])}
    if len(found) < _FEWEST or not known:
        return
    # What stands at the very top, or before the first of them, may be a headline.
    top, first = len(text) - len(text.lstrip()), min(known)
    for at, words in found:
        # Who speaks once among them: "MS ROY: Was it signed?"
        capitals = " ".join(words).isupper() and text[at - 1 : at] in ("", "\n")
        once = (capitals and at > top) or (at > first and len(known) >= _MANY and 2 <= len(words) <= 8)
        if at in known or once:
            yield at


def _comes_again(words: Sequence[str], times: int) -> bool:
    return times >= 2 and (len(words) > 1 or words[0].isupper() or times >= _FEWEST)


def floor(lines: Sequence[str], begins: Sequence[bool], stops: Sequence[bool]) -> list[Turn]:
    """For each line whether a turn begins with it or goes on in it. ``stops``: no turn goes on over this line.
    A turn goes on as far as the last paragraph in which the speaker says "I", "we" or "you": what
    follows that may as well be the article's own word."""
    held: list[Turn] = ["begins" if b else "" for b in begins]
    open_ = False
    waiting: list[int] = []
    for i, line in enumerate(lines):
        if begins[i] or stops[i] or _NO_SPEECH.match(line):
            open_, waiting = begins[i] or (open_ and not stops[i] and line[:1] in "(["), []
        elif open_:
            waiting.append(i)
            if _IN_PERSON.search(_QUOTED.sub("", line)):
                for mine in waiting:
                    held[mine] = "goes on"
                waiting = []
    return held
