"""One act judged two ways: in line with the law, says one; in breach of it, says the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.conflicts import firmness
from bot.conflicts.finding import Finding
from bot.conflicts.likeness import weight
from bot.conflicts.side import Side
from bot.conflicts.words import load
from bot.nouns import Span

_NOT_BEFORE = re.compile(
    r"\b(?:not(?! (?:only|just|merely)\b)|n't|never|no|nor|neither|without|far from|anything but|hardly)\s+(?:\w+\s+){0,2}$"
)
#: An act that is asked for, alleged by nobody or only feared is not judged.
_IF_BEFORE = re.compile(
    r"\b(?:if|whether|would|could|may|might|should|accused? of|risk of|avoid|for)\s+(?:\w+\s+){0,2}$"
)


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {phrase: heading for heading, phrase in load("judgements.txt")}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"), table


def judgements(side: Side) -> list[tuple[str, Span]]:
    """How this side judges an act: ("lawful" or "unlawful", where it says so)."""
    pattern, table = _phrases()
    out = []
    base = side.claim.sentence.start
    for match in pattern.finditer(side.lower):
        span = Span(base + match.start(), base + match.end())
        if not any(c.overlaps(span) for c in side.claim.content):
            continue
        if not _judges(side, match.start(), match.end()):
            continue
        if not _of_law(match.group(), side.lower[match.end() : match.end() + 70]):
            continue
        verdict = table[match.group()]
        if _NOT_BEFORE.search(side.lower[: match.start()]) or side.denies:
            verdict = "lawful" if verdict == "unlawful" else "unlawful"
        out.append((verdict, span))
    return out


#: "The legal case", "legitimate targets": the word names a kind of thing and judges nothing.
_ATTRIBUTE = re.compile(r"^(?:legal|lawful|legitimate|constitutional|illegal|unlawful|illegitimate|proper)$")
_JUDGING = re.compile(
    r"\b(?:is|are|was|were|be|been|being|as|it|(?:it|that|what|he|she)'s|not|entirely|fully|completely|totally|deems?|deemed)\s+$"
)


def _judges(side: Side, start: int, end: int) -> bool:
    """Whether the word between these places of the sentence says what an act is: "is legal", not "the legal case"."""
    if not _ATTRIBUTE.match(side.lower[start:end]):
        return True
    return bool(_JUDGING.search(side.lower[:start])) and not _OF_A_NOUN.match(side.lower[end:])


#: "Are lawful combatants": what they are is told, and no act judged.
_OF_A_NOUN = re.compile(
    r"\s+(?!(?:under|in|by|and|or|but|because|to|for|according|as|at|on|if|when|since|despite|that|from|with|within|while|under)\b)[a-z]"
)


_LAW = re.compile(
    r"\b(?:law|laws|charter|rules?|resolutions?|treat(?:y|ies)|agreements?|accords?|conventions?|constitution\w*|rights?|regulations?|standards?"
    r"|obligations?|terms|norms?|sanctions|embargo|ceasefire|truce|statutes?|code|pact|deal|contract|mandate|court|ruling|order)\b"
)
_PEOPLE_OF_LAW = re.compile(
    r"^s?\s*(?:investigat|prosecut|tribunal|court|probe|charge|suspect|trial|expert|inquir|law)"
)


def _of_law(phrase: str, after: str) -> bool:
    """Whether a phrase judges by law: "consistent with a nerve agent" does not, nor do war crimes investigators."""
    if phrase.startswith("war crime"):
        return not _PEOPLE_OF_LAW.search(after)
    return not phrase.endswith((" with", " to", " of", "es", "ed", "ing")) or _LAW.search(after) is not None


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Opposite judgements of what seems to be one act."""
    mine, yours = a.once(judgements), b.once(judgements)
    for verdict, where in mine:
        for other, there in yours:
            if verdict != other:
                shared = sum(weight(s) for s in a.content_stems & b.content_stems)
                reason = f"one calls it {_called(verdict)}, the other {_called(other)}"
                features = {"rule": min(shared, 20.0) / 20}
                loose = firmness.of_law(a, where, b, there)
                yield Finding("legality", "clash", reason, ((where,), (there,)), features, True, loose)
                return


def _called(verdict: str) -> str:
    return "in line with the law" if verdict == "lawful" else "a violation"
