"""One thing told as done and as not done, and opposed predicates: of one participant, plainly, and of all of it."""

from __future__ import annotations

import re

from bot.conflicts.firmness.context import AT_ALL, ELSEWISE, OF_NOBODY, left_to_do, negates
from bot.conflicts.firmness.matters import TWO_MATTERS, named, of_one_event, two_reports
from bot.conflicts.side import Side
from bot.conflicts.slots import Meeting, families, full, key, turned
from bot.conflicts.words import stem
from bot.nouns import Event, Role


def of_events(a: Side, b: Side, meeting: Meeting) -> str:
    """Two events must be told of one participant known by name, or of two, and be done to the same, or
    where nothing is done to anything, with or for the same."""
    done_to = "patient" in meeting.agree
    if not done_to and (meeting.first.role("patient") or meeting.second.role("patient")):
        return "not surely done to the same"
    if not done_to and not _besides_agree(meeting):
        return ELSEWISE
    if {"agent", "patient"} <= set(meeting.agree) and named(a) & named(b):
        return ""
    if _besides_differ(meeting):
        return ELSEWISE
    return "" if _one_name(meeting) else "they have no named participant in common"


def of_opposites(a: Side, b: Side, meeting: Meeting) -> str:
    """The same, and opposed predicates must be of one thing, not merely of one doer; what is agreed to and what refused
    stands after them."""
    if {meeting.first.predicate, meeting.second.predicate} & _TAKES_A_DEED:
        return "what is agreed to need not be what is refused"
    if not {"patient", "attribute"} & set(meeting.agree):
        return "one doer of two things"
    return of_events(a, b, meeting)


_TAKES_A_DEED = frozenset(
    "agree refuse decline accept approve reject consent allow permit ban bar prohibit forbid succeed fail".split()
)


def _besides_agree(meeting: Meeting) -> bool:
    """Whether what it is done with, for or in is the same; neither saying so will do."""
    mine, yours = _besides(meeting.first), _besides(meeting.second)
    return bool(mine & yours) or not (mine or yours)


def _besides_differ(meeting: Meeting) -> bool:
    mine, yours = _besides(meeting.first), _besides(meeting.second)
    return bool(mine and yours) and not mine & yours


def _besides(event: Event) -> frozenset[str]:
    return frozenset(s for r in event.roles if r.role not in _CORE for s in full(r))


_CORE = frozenset({"agent", "patient", "attribute"})


def _one_name(meeting: Meeting) -> bool:
    return any(
        x.name and y.name and key(x) & key(y)
        for name in meeting.agree
        for x in meeting.first.role(name)
        for y in meeting.second.role(name)
    )


def of_negation(a: Side, b: Side, meeting: Meeting) -> str:
    """One side must plainly say it and the other plainly say that it is not so."""
    for side, event in ((a, meeting.first), (b, meeting.second)):
        if not turned(side, event) and negates(side):
            return "the one that says so has a “not” of its own"
        if left_to_do(side, event) or _only_spoken_of(side, event):
            return "told to be done, not that it was done"
        if event.polarity == "-" and (_bears_on_the_manner(side, event) or _NOT_SO_MUCH.search(side.lower)):
            return "the “not” bears on how, not on whether"
        if turned(side, event) and event.role("agent") and not _other(event, meeting).role("agent"):
            return OF_NOBODY
        if turned(side, event) and _COMPARED.search(side.lower):
            return "it compares, and denies no more than the degree"
        if event.polarity == "-" and _AT_SOME_TIME.match(side.lower[event.span.end - side.claim.sentence.start :]):
            return "denied of some time only"
        if any(_some_of_them(side, r) for r in event.role("agent", "patient")):
            return "told of some of them"
    if stem(meeting.first.predicate) != stem(meeting.second.predicate):
        return "not said with one word"
    if bool(_ANOTHER_ONE.search(a.lower)) != bool(_ANOTHER_ONE.search(b.lower)):
        return "one of them speaks of another one, or of another time"
    if {meeting.first.predicate, meeting.second.predicate} & _OF_ANYTHING:
        return "who decides one thing need not decide another"
    if {meeting.first.predicate, meeting.second.predicate} & _OF_WHAT_FOLLOWS:
        return "it is said of what follows, which is not compared"
    if any(w.text in _PENDING for s, e in ((a, meeting.first), (b, meeting.second)) if turned(s, e) for w in s.words):
        return "not yet, which what follows does not contradict"
    again = (
        of_one_event(a, b) if families(stem(meeting.first.predicate)) else ""
    )  # attacks and deals come again and again
    return again or of_events(a, b, meeting) or (TWO_MATTERS if two_reports(a, b) else "")


def _other(event: Event, meeting: Meeting) -> Event:
    return meeting.second if event is meeting.first else meeting.first


_ANOTHER_ONE = re.compile(
    r"\b(?:another|(?:the|an|its|his|her|their) other|second|third|fourth|different|separate|neighbou?ring|sister|again|ever before)\b"
)


_AT_SOME_TIME = re.compile(r"[^.;]{0,60}\b(?:when|while|until|before|during|under|since)\b")


_COMPARED = re.compile(r"\b(?:so|such|as \w+ as|more|less|most|least|\w+er than)\b")


def _some_of_them(side: Side, role: Role) -> bool:
    """ "37% of Americans", "two-thirds of the city": what some do others need not."""
    first, past = side.between(role.span)
    words = side.words[max(0, first - 3) : past]
    return any(w.digits or w.text in _SOME for w in words)


_SOME = frozenset(
    "most many some few several half third thirds quarter quarters percent majority part parts much".split()
)


def _only_spoken_of(side: Side, event: Event) -> bool:
    """ "Invading Ukraine would cause", "approve of joining": the act is talked about and not told."""
    start, end = (x - side.claim.sentence.start for x in (event.span.start, event.span.end))
    if not side.lower[:end].endswith("ing") or event.polarity == "-":
        return False
    before = side.lower[:start]
    return bool(_WOULD.match(side.lower[end:]) or _APPROVES.search(before) or _BESIDE.search(before))


_BESIDE = re.compile(r"\b(?:while|when|after|before|by|on|upon)\s+$")


_WOULD = re.compile(r"[^.;,]{0,40}\b(?:would|could|might)\b")


_APPROVES = re.compile(
    r"\b(?:of|about|against|for|back\w*|support\w*|consider\w*|oppos\w*|approv\w*|favou?r\w*|avoid\w*)\s+(?:\w+\s+){0,3}$"
)


_OF_WHAT_FOLLOWS = frozenset(
    """clear unclear sure certain aware prepared ready willing able likely unlikely true possible important necessary
    hopeful confident optimistic worried concerned committed determined convinced interested keen eager afraid glad proud tough easy hard difficult question matter hold assignment""".split()
)


_OF_ANYTHING = frozenset("decision decide option choice plan chance right".split())


_PENDING = frozenset({"yet", "still", "until"})


def _bears_on_the_manner(side: Side, event: Event) -> bool:
    """ "Isn't unlawfully detained" says that it is lawful, not that nobody is detained."""
    first, _ = side.between(event.span)
    return any(w.text.endswith("ly") and w.text not in AT_ALL for w in side.words[max(0, first - 2) : first])


_NOT_SO_MUCH = re.compile(
    r"\b(?:not|n't)\b(?:.{0,60}\bso much as\b| (?:\w+ )?(?:only|just|merely|simply|solely|necessarily|always|entirely|all|every)\b|.{0,20}\b(?:all-out|full-scale|large-scale)\b)"
)
