"""Said to be so, and said not to be so: one happening affirmed by one side and denied by the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conflicts import firmness, gates, slots
from bot.conflicts.accounts import DENIAL
from bot.conflicts.finding import Finding, Outcome
from bot.conflicts.likeness import total
from bot.conflicts.side import Side
from bot.conflicts.words import stem
from bot.nouns import Event

#: Predicates too light for their negation to say anything by itself.
_LIGHT = frozenset(
    "be have do say make get go come take know see want need think believe give use call claim confirm comment respond answer try attempt continue start look find show mean work help ask exclude rule let seem appear become keep put set tell talk hear feel insist suggest argue note stress urge assess expect conclude estimate".split()
)
#: Words about the telling, not about what is told: "denied reports of", "rejected the allegations".
_TELLING = frozenset(
    stem(w)
    for w in """report reports allegation allegations claim claims accusation accusations charge charges suggestion
    suggestions rumour rumours assertion assertions story stories involvement responsibility any statement media""".split()
)


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Events of one act and one participant of which one is turned round, and denials of what is told."""
    yield from _turned_events(a, b)
    yield from _unused(a, b)
    yield from _denied(a, b)


def _turned_events(a: Side, b: Side) -> Iterator[Finding]:
    for meeting in slots.pairs(a, b):
        first, second = meeting.first, meeting.second
        if slots.turned(a, first) == slots.turned(b, second) or slots.opposites(first.predicate, second.predicate):
            continue
        if first.predicate in _LIGHT or second.predicate in _LIGHT or not first.predicate[:1].isalnum():
            continue
        if not (gates.real(first, a) and gates.real(second, b)) or {"patient", "agent"} & set(meeting.differ):
            continue
        same = stem(first.predicate) == stem(second.predicate)
        if not meeting.agree and not same:
            continue
        features = {
            "same_word": float(same),
            "agree": float(len(meeting.agree)),
            "differ": float(len(meeting.differ)),
        }
        reason = f"one says {_said(first, turned=slots.turned(a, first))}, the other {_said(second, turned=slots.turned(b, second))}"
        opposed = a.denies or b.denies
        outcome: Outcome = "clash" if meeting.surely else "doubt"
        loose = firmness.of_negation(a, b, meeting)
        features["elsewise"] = float(loose == firmness.ELSEWISE)
        yield Finding("negation", outcome, reason, ((first.span,), (second.span,)), features, opposed, loose)


def _yet_to_come(denial: Side) -> bool:
    """ "Denied that he was about to resign" is not undone by his resigning later."""
    return any(w.text in _COMING for w in denial.content) or any(
        e.modality in ("planned", "possible") or e.tense == "future" for e in denial.claim.events[:1]
    )


_COMING = frozenset("will would about plan plans planning intend intends going consider considering want seek".split())


def _tells_of_it(denial: Side, told: Side) -> bool:
    """Whether the other side has the denied act for an act of its own, when an act is denied at all."""
    acts = [e for e in denial.claim.events if e.predicate not in _LIGHT]
    if not acts:  # "denied the allegations of fraud": then the words must meet
        denied = denial.content_stems - _TELLING - denial.voice
        return total(denied & told.stems) >= 0.7 * total(denied)
    return any(
        slots.same_act(x.predicate, y.predicate) and not {"patient", "agent"} & set(slots.meet(x, y).differ)
        for x in acts
        for y in told.claim.events
    )


def _of_no_doer(denial: Side, told: Side) -> str:
    """Why an act denied of one doer is not told where the other side tells the act of nobody: "it was not done by them"."""
    for x in denial.claim.events:
        same = [e for e in told.claim.events if slots.same_act(x.predicate, e.predicate)]
        if same and x.predicate not in _LIGHT and x.role("agent") and not any(e.role("agent") for e in same):
            return firmness.OF_NOBODY
    return ""


def _told_of_the_same(denial: Side, told: Side) -> bool:
    """Whether what is denied first, and not only what hangs on it, is told by the other side of a participant that
    both name; true where no act is denied."""
    acts = denial.claim.events
    first = next((e for e in acts if e.predicate not in _LIGHT), None)
    if first is None:
        if _GUILT.search(denial.lower):
            return False  # of who did it accusations tell, which are compared as such
        things = frozenset(s for e in acts[:1] for r in e.role("patient") for s in slots.full(r))
        return things <= told.stems
    return not firmness.left_to_do(denial, first) and any(
        slots.same_act(first.predicate, e.predicate) and slots.meet(first, e).agree and gates.real(e, told)
        for e in told.claim.events
    )


_GUILT = re.compile(r"\b(?:involvement|involved|responsib\w+|role|hand|part) in\b|\b(?:responsib\w+|blame)\b")
_NOT_THE_ACT = "the act that is denied is not told of the same participant"

#: "No tear gas was used": the negation bears on the thing, and any verb may affirm it.
_USED = frozenset(stem(w) for w in "use find involve employ deploy fire contain possess receive".split())


def _unused(a: Side, b: Side) -> Iterator[Finding]:
    """A thing said not to have been used or found, and told by the other side to have been."""
    for first in a.claim.events:
        for second in b.claim.events:
            turned = slots.turned(a, first), slots.turned(b, second)
            if turned[0] == turned[1] or not (gates.real(first, a) and gates.real(second, b)):
                continue
            if stem((first if turned[0] else second).predicate) not in _USED:
                continue
            both = _thing(first) & _thing(second)
            if len(both) >= 2 and slots.meet(first, second).agree:
                features = {"unused": 1.0, "agree": 1.0}
                both_used = {stem(first.predicate), stem(second.predicate)} <= _USED
                loose = firmness.of_negation(a, b, slots.meet(first, second)) if both_used else _NOT_OF_USE
                yield Finding("negation", "clash", _UNUSED, ((first.span,), (second.span,)), features, True, loose)


_NOT_OF_USE = "one of them does not speak of using it"
_UNUSED = "one says it was not used or found, the other that it was"


def _thing(event: Event) -> frozenset[str]:
    return frozenset(s for r in event.role("patient") for s in slots.full(r))


def _said(event: Event, *, turned: bool) -> str:
    return f"“not {event.predicate}”" if turned else f"“{event.predicate}”"


#: "Disputed the report that said so": the report is told of, and not for true. (Land may be disputed as well.)
_DISPUTED = re.compile(r"\bdisput(?:e|es|ed|ing)\b")


#: How much of what is denied the other side must have at least for a message where nothing but the two articles says that it is one
#: matter. In our own stories 14 of 20 such doubts that are above it are marked a clash, four more are one to a reader.
_MOSTLY = 0.5
#: And how much of it in so many words.
_IN_ITS_WORDS = 4.0


def _says_what(denial: Side, met: frozenset[str]) -> bool:
    """Whether it says itself what it denies ("these claims" are another sentence's), and that is met by more than names."""
    plain = {w.stem for w in denial.content if not w.capital}
    return total(met & plain) > 0 and not _THOSE_CLAIMS.search(denial.lower)


_THOSE_CLAIMS = re.compile(
    r"\b(?:these|those|such|both|all|any|his|her|their|its) (?:\w+ )?(?:claims?|allegations?|accusations?|reports?|charges?|suggestions?|statements?|remarks?)"
    r"\b(?! (?:that|of|about|by|to)\b)"
)


def _denied(a: Side, b: Side) -> Iterator[Finding]:
    """A denial whose content the other side tells as so."""
    denials = [a.denies, b.denies]
    if denials[0] == denials[1]:
        return
    denial, told = (a, b) if denials[0] else (b, a)
    if any(e.polarity == "-" for e in told.claim.events) or DENIAL.search(told.lower) or _DISPUTED.search(told.lower):
        return  # it tells of a denial itself
    denied = denial.content_stems - _TELLING - denial.voice
    if not denied:
        return
    tells = told.stems - (told.voice - told.content_stems)
    acts = frozenset(family for s in tells for family in slots.families(s))
    met = frozenset(s for s in denied if s in tells or slots.families(s) & acts)
    share = total(met) / (total(denied) or 1.0)
    if share < 0.4 or total(met) < 3 or _yet_to_come(denial):
        return
    places = (denial.claim.cue, told.claim.content)
    if denial is b:
        places = (places[1], places[0])
    of_it = _tells_of_it(denial, told)
    outcome: Outcome = "clash" if of_it else "doubt"
    loose = firmness.of_denial(denial, told, met) or _of_no_doer(denial, told)
    firm = firmness.one_report(a, b) and not a.voice & b.voice and not _GUILT.search(denial.lower)
    firm = firm and share >= _MOSTLY and total(denied & tells) >= _IN_ITS_WORDS and _says_what(denial, denied & tells)
    if not loose and not firm and not _told_of_the_same(denial, told):
        loose = _NOT_THE_ACT
    refused = float(loose == firmness.REFUSED)
    features = {"denial": 1.0, "share": share, "told": float(of_it), "elsewise": refused}
    reason = "one side denies what the other says"
    yield Finding("negation", outcome, reason, places, features, True, loose, firm=firm)
