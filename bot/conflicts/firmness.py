"""Is a clash firm enough for a message, or only worth telling when somebody lays the two side by side?

Among all that is on file a new sentence meets hundreds of others about the same war and the same people,
and what looks like a clash is mostly two things told of two matters. An editor mutes a bot that cries
wolf, so a message asks more than a comparison: each function here says what is missing, "" if nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from bot.conflicts.accounts import accounts
from bot.conflicts.gates import ONE_STORY
from bot.conflicts.likeness import likeness, total, weight
from bot.conflicts.reports import ONE_REPORT, TWO_REPORTS, known, report, reported
from bot.conflicts.side import Side
from bot.conflicts.slots import Meeting, families, full, key, turned
from bot.conflicts.words import stem
from bot.nouns import Event, Role, Span, When

#: Weight of rare words that a denial and what it denies, or two accusations, must share.
_RARE_DENIED, _RARE_BLAMED, _RARE_CAUSED, _RARE_OPPOSED = 7.0, 12.0, 14.0, 9.0
#: The same for a denial and what it denies, and for two accusations, where the two articles report one event.
_RARE_DENIED_THERE, _RARE_BLAMED_THERE = 4.0, 5.0
#: The same for one deed that one side tells and the accused denies, and for a word told and denied.
_RARE_DEED, _RARE_WORD = 8.0, 5.0
#: The same for two counts of the harmed.
_RARE_ATTACK = 5.0
#: What titles about the same add to it: the deed is often named only there.
_TITLES = 8.0


#: Reasons that tell against a clash altogether, and not only against a message.
ELSEWISE = "not surely done with or for the same"
REFUSED = "it refuses something rather than denying it"


def rare(stems: Iterable[str]) -> float:
    """Weight of these stems without the countries, which half the paper names."""
    return total(frozenset(s for s in stems if not s.startswith("@")))


# --- events ----------------------------------------------------------------------------------------


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


def named(side: Side) -> frozenset[str]:
    """Stems of the names in what is claimed, countries left out: capitalised, not only for beginning a sentence."""
    return frozenset(w.stem for w in side.content[1:] if w.capital and w.content) & side.content_stems


def of_one_thing(a: Side, b: Side) -> bool:
    """Whether both sentences name one place or thing that few reports name."""
    return total(a.once(_particular) & b.once(_particular)) >= _ONE_THING


#: Weight of such names: one that is in none of the general counts.
_ONE_THING = 4.5


def two_reports(a: Side, b: Side) -> bool:
    """Whether the two articles plainly report two matters; not where the beginning of either is not at hand."""
    return known(a, b) and report(a, b) < TWO_REPORTS


def one_report(a: Side, b: Side) -> bool:
    """Whether the two articles report one event, and neither sentence names a place or a thing that is nowhere in the other nor in how
    its article begins: a round-up tells of many places."""
    return report(a, b) >= ONE_REPORT and _named_there(a, b) and _named_there(b, a)


def _named_there(a: Side, b: Side) -> bool:
    named = a.once(_particular)
    return not named or bool(named & (b.stems | reported(b)))


def _long_ago(side: Side, spans: Iterable[Span]) -> bool:
    """Whether what stands here is told of a time long before the article: background, and no news."""
    if side.published is None:
        return False
    news = side.published - timedelta(days=ONE_STORY)
    for span in spans:
        timed = [(abs(t.span.start - span.end), t) for t in side.claim.times if t.end]
        distance, nearest = min(timed, key=lambda pair: pair[0], default=(_NEAR + 1, None))
        if nearest and nearest.end and distance <= _NEAR and nearest.end < news:
            return True
    return False


def _all_long_ago(side: Side) -> bool:
    """Whether every time it names is long before the article, or a month or a year that is over."""
    times = [t for t in side.claim.times if t.start and t.end]
    return side.published is not None and bool(times) and all(_is_over(t, side.published) for t in times)


def _is_over(when: When, published: date) -> bool:
    if not (when.start and when.end):
        return False
    over = when.end < published and when.end - when.start >= timedelta(days=_A_MONTH)
    return over or when.end < published - timedelta(days=ONE_STORY)


#: Days that make a time no day of the news but a stretch of the past.
_A_MONTH = 27


TWO_MATTERS = "the two articles report two matters"
_OF_LONG_AGO = "told of a time long before the article"
#: How many characters from a word a time may stand and still be the time of it.
_NEAR = 100


def of_one_event(a: Side, b: Side) -> str:
    """Both must name the place or the thing it happened to or with, in the sentence or over it: countries, those who speak and
    those who rule are in every report of a war. Or the articles' titles must be about the same."""
    mine, yours = a.once(_particular), b.once(_particular)
    one_title = likeness(a, b).titles >= _SAME_TITLES and rare(a.title_stems & b.title_stems) >= _RARE_TITLE
    if mine & (yours | b.title_stems) or yours & a.title_stems or one_title:
        return ""
    return "no place or thing is named by both"


def _particular(side: Side) -> frozenset[str]:
    """Stems of the names in it that are no country, nobody who speaks, no person and no body of state."""
    roles = [r for e in side.claim.events for r in e.roles]
    done_to = frozenset(s for r in roles if r.role != "agent" and r.kind != "person" for s in full(r))
    people = frozenset(s for r in roles if r.kind in ("person", "org") for s in full(r)) | side.voice
    return frozenset(s for s in named(side) - (people - done_to) - _BODIES if weight(s) >= _PARTICULAR)


#: How alike two titles are that are about the same, and what a name weighs at least that not every report has.
_SAME_TITLES, _PARTICULAR = 0.4, 3.0
#: Weight of rare words that two such titles share: "what we know on day 98" is over every day's news.
_RARE_TITLE = 6.0
_BODIES = frozenset(
    stem(w)
    for w in """nato un eu united nations european union kremlin pentagon congress senate parliament government ministry council
    president minister secretary general monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december west western east eastern north south""".split()
)


def _one_name(meeting: Meeting) -> bool:
    return any(
        x.name and y.name and key(x) & key(y)
        for name in meeting.agree
        for x in meeting.first.role(name)
        for y in meeting.second.role(name)
    )


_NEGATORS = frozenset(
    """not no never nobody none nothing neither nor without hardly barely few little unlikely false falsely fake""".split()
)


def of_negation(a: Side, b: Side, meeting: Meeting) -> str:
    """One side must plainly say it and the other plainly say that it is not so."""
    for side, event in ((a, meeting.first), (b, meeting.second)):
        if not turned(side, event) and _negates(side):
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


OF_NOBODY = "denied of one doer, and the other side names none"


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


def left_to_do(side: Side, event: Event) -> bool:
    """ "Directed him to lie": that he was told to is said, not that he did."""
    first, _ = side.between(event.span)
    return first > 0 and side.words[first - 1].text == "to"


_OF_WHAT_FOLLOWS = frozenset(
    """clear unclear sure certain aware prepared ready willing able likely unlikely true possible important necessary
    hopeful confident optimistic worried concerned committed determined convinced interested keen eager afraid glad proud tough easy hard difficult question matter hold assignment""".split()
)
_OF_ANYTHING = frozenset("decision decide option choice plan chance right".split())
_PENDING = frozenset({"yet", "still", "until"})


def _negates(side: Side) -> bool:
    return any(w.text in _NEGATORS or w.text.endswith("n't") for w in side.content)


def _bears_on_the_manner(side: Side, event: Event) -> bool:
    """ "Isn't unlawfully detained" says that it is lawful, not that nobody is detained."""
    first, _ = side.between(event.span)
    return any(w.text.endswith("ly") and w.text not in _AT_ALL for w in side.words[max(0, first - 2) : first])


_NOT_SO_MUCH = re.compile(
    r"\b(?:not|n't)\b(?:.{0,60}\bso much as\b| (?:\w+ )?(?:only|just|merely|simply|solely|necessarily|always|entirely|all|every)\b|.{0,20}\b(?:all-out|full-scale|large-scale)\b)"
)
_AT_ALL = frozenset("actually really yet immediately only formally officially publicly".split())


# --- denials ---------------------------------------------------------------------------------------

#: Verbs that always deny; the others do when what they are of is a telling: "dismissed the report".
_DENYING = frozenset({"deny", "refute", "rebut", "debunk", "disavow"})
_TOLD = re.compile(
    r"\b(?:reports?|allegations?|claims?|accusations?|charges?|suggestions?|rumou?rs?|assertions?|stor(?:y|ies)|statements?)\b"
)
_FALSEHOOD = re.compile(
    r"\b(?:false(?:ly)?|fake|lies|hoax|propaganda|disinformation|fabricat\w+|trumped[- ]up|baseless|unfounded|groundless|bogus|made[- ]up|sham)\b"
)


_ALLEGED = re.compile(
    r"\b(?:the|an?|this|that|of|for|any|over|into|about) (?:alleged|suspected|reported|possible)\b|\b(?:alleg|suppos|purport)edly\b"
)
_SUPPOSED = re.compile(r"\b(?:if|whether|unless)\b")


def of_denial(denial: Side, told: Side, met: Iterable[str]) -> str:
    """The denial must be of a telling, and the other side must tell it for true and of the same matter."""
    lemma = denial.claim.cue_lemma
    if lemma not in _DENYING and not (lemma and _TOLD.search(denial.lower)):
        return REFUSED
    if _FALSEHOOD.search(told.lower) or _negates(told):
        return "the other side calls it false as well"
    if not all(denial.claim.sentence.covers(s) for s in denial.claim.cue):
        return "the word for it stands in another sentence"
    if two_reports(denial, told):
        return TWO_MATTERS
    together = one_report(denial, told)
    if not together and of_one_event(denial, told):
        return of_one_event(denial, told)
    if _SUPPOSED.search(told.lower) or _ALLEGED.search(told.lower):
        return "the other side only supposes it"
    if rare(met) < (_RARE_DENIED_THERE if together else _RARE_DENIED):
        return "too little says that the same is denied"
    return ""


def of_words(a: Side, b: Side, about: Iterable[str], events: Iterable[tuple[Event, Event]], *, same_word: bool) -> str:
    """Opposed words must be of one participant, or one word told by one side and denied by the other."""
    if rare(about) < (_RARE_WORD if same_word else _RARE_OPPOSED):
        return "too little says that they are about the same"
    if same_word and _FALSEHOOD.search(a.lower) and _FALSEHOOD.search(b.lower):
        return "both call it false"
    if same_word:
        return "" if a.denies != b.denies else "one word in two senses"
    if any(_of_one(x) & _of_one(y) for x, y in events):
        return ""
    return "the opposed words are not of one participant"


def _of_one(event: Event) -> frozenset[str]:
    roles = event.role("patient") or event.role("agent", "attribute")
    return frozenset(s for r in roles for s in full(r) if not s.startswith("@"))


def of_everything(side: Side) -> bool:
    """Whether it is a denial that names no place, no thing and no number of what is denied: "denies attacking civilians"."""
    return side.once(_of_everything)


def _of_everything(side: Side) -> bool:
    told = any(x.denies for x in accounts(side))
    return told and not _particular(side) and not side.claim.quantities


def one_denier(a: Side, b: Side) -> bool:
    """Whether one party denies in both."""
    return bool(_deniers(a) & _deniers(b))


def _deniers(side: Side) -> frozenset[str]:
    return frozenset(party for x in accounts(side) for party in x.denies)


# --- over and going on -----------------------------------------------------------------------------


def theme(event: Event) -> frozenset[str]:
    """What it is that is over or goes on: what it is done to, else what does it; people and bodies do many things."""
    roles = event.role("patient") or event.role("agent")
    return frozenset(s for r in roles if r.kind not in ("person", "org") for s in full(r) if not s.startswith("@"))


def of_states(side: Side, over: Event, other: Side, going: Event, *, settled: bool) -> str:
    """The thing that is over must be the thing that goes on, not some more of its kind, and not merely told of the same
    person; and ``side`` must say that it is over, not what comes after that."""
    if two_reports(side, other):
        return TWO_MATTERS
    if left_to_do(side, over):
        return "told to be done, not that it was done"
    if side.lower[: over.span.end - side.claim.sentence.start].endswith("ing") and _IS.search(_before(side, over.span)):
        return "it is ending, not over"
    if _ONCE.search(_before(side, over.span)):
        return "it tells of what comes once it is over"
    if _NOT_YET.search(_before(side, over.span)):
        return "it is hoped or feared, not done"
    if settled:
        mine, yours = _called(side, over), _called(other, going) | _just_after(other, going)
        return "" if mine & yours or not (mine and named(other)) else "another place"
    if side.lower[over.span.end - side.claim.sentence.start :].startswith(" of ") and not _of_what(side, over) & _heads(
        going
    ):
        return "what is over is not what goes on"
    if going.scope == "some" and over.role("agent") and over.role("patient"):
        return "one ended its own, others go on"
    if going.predicate in _DONE_TO and going.role("patient"):
        return "it tells of what somebody does, not of what goes on"
    mine, yours = _called(side, over), _called(other, going)
    if not _heads(over) & _heads(going) or (mine and yours and not mine & yours):
        return "what is over is not what goes on"
    return "" if theme(over) & theme(going) else "what is over is not what goes on"


def _of_what(side: Side, event: Event) -> frozenset[str]:
    """What the noun for it is of: "the end of the Winter Games"."""
    _, past = side.between(event.span)
    return frozenset(w.stem for w in side.words[past : past + 5])


def _called(side: Side, event: Event) -> frozenset[str]:
    """The names in what it is told of: the Soyuz launches are not the ISS."""
    spans = [side.between(r.span) for r in event.role("patient") or event.role("agent")]
    return frozenset(w.stem for first, past in spans for w in side.words[first:past] if w.capital and w.content)


_IS = re.compile(r"\b(?:is|are|was|were|'s|'re)\s+(?:\w+ly\s+|now\s+|already\s+)?$")


def _just_after(side: Side, event: Event) -> frozenset[str]:
    """The names right after it: "a fight goes on over the city of Lysk in the Luhansk region" is over Lysk."""
    _, past = side.between(event.span)
    return frozenset(w.stem for w in side.words[past : past + 6] if w.capital and w.content)


def _heads(event: Event) -> frozenset[str]:
    """What it is that is over or goes on, by the one word for it."""
    return frozenset(
        stem(r.head)
        for r in event.role("patient") or event.role("agent")
        if not r.words[:1] or not r.words[0][0].isdigit()
    )


_DONE_TO = frozenset("keep hold have last go still".split())
_ONCE = re.compile(r"\b(?:after|before|until|till|once|when|if|unless)\b[^.;,]{0,60}$")


# --- law -------------------------------------------------------------------------------------------


def of_law(a: Side, where: Span, b: Side, there: Span) -> str:
    """Each must judge an act, and the same party's; who denies a crime does not say that the act is lawful."""
    if a.denies or b.denies or _DENIES.search(a.lower) or _DENIES.search(b.lower):
        return "a crime is denied, the act is not called lawful"
    if of_one_event(a, b):
        return of_one_event(a, b)
    for side, span in ((a, where), (b, there)):
        if _NOT_YET.search(_before(side, span)) or _OUGHT.search(_before(side, span) + _rest(side, span)):
            return "it is hoped or feared, not done"
    mine, yours = _judged(a, where), _judged(b, there)
    if mine and yours and not mine & yours:
        return "two parties' acts are judged"
    return ""


_OUGHT = re.compile(r"\b(?:should|must|ought)\b")


def _rest(side: Side, span: Span) -> str:
    """Some of the words after it."""
    return side.lower[max(0, span.end - side.claim.sentence.start) :][:60]


def _judged(side: Side, span: Span) -> frozenset[str]:
    """The countries named before the judgement, of which one is judged."""
    first, _ = side.between(span)
    before = frozenset(w for w in side.about(side.words[:first]) if w.startswith("@"))
    return before or side.voice & frozenset("@" + n for n in side.nations)


# --- counts ----------------------------------------------------------------------------------------

#: Days after which nobody hurt, and somebody, are of two attacks.
_ONE_COUNT = 1


def of_nobody(a: Side, b: Side, harm: str) -> str:
    """That nobody was hurt clashes with a count of the hurt only where one attack is spoken of."""
    if harm == "damaged":
        return "damage is counted in many things"
    if _little_of_one_attack(a, b):
        return "too little says that it is one attack"
    if two_places(a, b):
        return "each names another place"
    apart = abs((a.published - b.published).days) if a.published and b.published else 0
    return "days apart" if apart > _ONE_COUNT else ""


def of_counts(a: Side, b: Side) -> str:
    """Two counts of the harmed must not each be put in a place of its own: strikes come in twos and threes. Days later
    the same town has been struck again."""
    if two_places(a, b):
        return "each names another place"
    if two_reports(a, b):
        return TWO_MATTERS
    if _SUPPOSED.search(a.lower) or _SUPPOSED.search(b.lower):
        return "one of them only supposes it"
    if _all_long_ago(a) or _all_long_ago(b):
        return _OF_LONG_AGO
    if max(len(a.words), len(b.words)) > _GLUED:
        return "too long a sentence to tell what it counts"
    later = a.published and b.published and abs((a.published - b.published).days) > _ONE_COUNT
    return (
        "too little says that it is one attack"
        if _little_of_one_attack(a, b, 3 if later else 1)
        else of_one_event(a, b)
    )


#: Words of a sentence that is several, glued.
_GLUED = 70


def _little_of_one_attack(a: Side, b: Side, times: int = 1) -> bool:
    """Whether little is shared but the war and the harm, which every report of every attack has."""
    about = (a.stems & b.stems) - _OF_WAR - _OF_HARM
    return rare(about) + _TITLES * likeness(a, b).titles < times * _RARE_ATTACK


def two_places(a: Side, b: Side) -> bool:
    """Whether each puts it in a place of its own."""
    mine, yours = a.once(_places), b.once(_places)
    return bool(mine and yours) and not mine & yours


def _places(side: Side) -> frozenset[str]:
    """Stems of the towns and regions that it puts something in, countries left out."""
    words = [w for w in side.words if w.text != "the"]
    led = ((x, y) for x, y in pairwise(words) if x.text in _LEADS_TO_A_PLACE and y.capital and y.content)
    named = {y.stem for _, y in led}
    roles = (r for e in side.claim.events for r in e.roles if r.name and r.kind == "place")
    return frozenset(named | {s for r in roles for s in full(r)}) & frozenset(s for s in side.stems if s[:1] != "@")


_LEADS_TO_A_PLACE = frozenset("in near at outside around of".split())


# --- who did it ------------------------------------------------------------------------------------

#: Before an act that nobody says has happened: "might attack", "would not be used to hit".
_NOT_YET = re.compile(
    r"\b(?:might|may|could|would|wouldn't|will|won't|if|whether|plans?|planned|planning|pledg\w*|vow\w*|can|threat(?:s|en\w*)?|seek\w*|tr(?:y|ies|ied|ying) to|hop(?:e|es|ed|ing)|prepar\w+|fears?|warn\w*|aim(?:s|ed|ing)?|capable|possible|potential|imminent|intention|intent|intend\w*)\b"
    r"[^.;]{0,80}$"
)


def of_deed(a: Side, first: tuple[Span, ...], b: Side, second: tuple[Span, ...]) -> str:
    """What is told and denied must be one deed: the words beside the parties and the deed say so."""
    if _long_ago(a, first) or _long_ago(b, second):
        return _OF_LONG_AGO
    if two_reports(a, b):
        return TWO_MATTERS
    if not one_report(a, b):
        about = frozenset(s for s in a.stems & b.stems if not families(s)) - _OF_WAR
        if rare(about) + _TITLES * likeness(a, b).titles < _RARE_DEED:
            return "too little says that it is one deed"
        if of_one_event(a, b):
            return of_one_event(a, b)
    if any(_TO_COME.match(_after(side, s)) for side, spans in ((a, first), (b, second)) for s in spans):
        return "it is denied that it is planned, not that it was done"
    if any(_after_a_manner(side, s) for side, spans in ((a, first), (b, second)) for s in spans):
        return "the “not” bears on how, not on whether"
    return of_blame(a, first, b, second)


#: "Denied that it is planning to attack", "denied any intention to".
_TO_COME = re.compile(
    r"[^.;]{0,60}\b(?:plan(?:s|ned|ning)?|intend\w*|intentions?|intent|prepar\w+|about to|going to|will|would)\b"
)


def _after(side: Side, span: Span) -> str:
    return side.lower[max(0, span.end - side.claim.sentence.start) :] if _DENIES.search(_at(side, span)) else ""


_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject|dismiss|refut)")


def _after_a_manner(side: Side, span: Span) -> bool:
    first, _ = side.between(span)
    before = [w.text for w in side.words[max(0, first - 3) : first]]
    return any(w.endswith("ly") and w not in _AT_ALL for w in before) and any(w in _NEGATORS for w in before)


#: Who fights and with what, in every report of every war.
_OF_HARM = frozenset(
    stem(w)
    for w in "kill kills killed wound wounded injure injured injury injuries hurt dead die people person victims".split()
)
_OF_WAR = frozenset(
    stem(w)
    for w in "force forces troop troops army military missile missiles artillery soldier soldiers war invasion target targets authority authorities city cities civilian civilians".split()
)


def of_blame(a: Side, first: tuple[Span, ...], b: Side, second: tuple[Span, ...]) -> str:
    """What one side is blamed for must have happened, by its own telling."""
    for side, spans in ((a, first), (b, second)):
        if any(_REFUSING.match(_at(side, s)) for s in spans) and not _TOLD.search(side.lower):
            return REFUSED
        if not all(side.claim.sentence.covers(s) for s in spans):
            return "the word for it stands in another sentence"
        if side.claim.modality == "possible" or any(_NOT_YET.search(_before(side, s)) for s in spans):
            return "it is feared or planned, not done"
    return ""


#: Words that deny a telling and refuse an offer alike.
_REFUSING = re.compile(r"(?:has |have |had )?(?:\w+ly )?(?:reject|dismiss|rul)\w*\b")


def _at(side: Side, span: Span) -> str:
    start = side.claim.sentence.start
    return side.lower[max(0, span.start - start) : max(0, span.end - start)]


def _before(side: Side, span: Span) -> str:
    start = max(0, span.start - side.claim.sentence.start)
    return side.lower[max(0, start - 80) : start]


def of_counter_blame(a: Side, mine: frozenset[str], b: Side, yours: frozenset[str], about: Iterable[str]) -> str:
    """Two accusations of two parties are mostly of two acts, unless each of them speaks and accuses the other."""
    if not (mine & b.voice and yours & a.voice):
        return "they do not accuse each other"
    if one_report(a, b) and rare(about) >= _RARE_BLAMED_THERE:
        return ""
    return of_one_event(a, b) if rare(about) >= _RARE_BLAMED else "the two may be blamed for two acts"


#: An accident of another kind or of long ago, set beside the news.
_CAUSED = re.compile(
    r"\b(?:because of|due to|owing to|caus\w+|result\w*|stem\w*|blam\w+|triggered|(?:was|is|were|been|be|being|call\w*|as) an?)\b[^.;]{0,50}$"
)
_ANOTHER = re.compile(
    r"\b(?:worst|deadliest|biggest|largest|training|traffic|road|car|leak|spillover|by)\b[^.;,]{0,25}$"
)


def of_causes(shared: Iterable[str], side: Side, accident: Span) -> str:
    """An accident and an attack are in the paper every day: they must clearly be one event."""
    if not _CAUSED.search(_before(side, accident)):
        return "it does not say what caused it"
    if _ANOTHER.search(_before(side, accident)) or _NOT_YET.search(_before(side, accident)):
        return "the accident is another"
    return "" if rare(shared) >= _RARE_CAUSED else "the accident and the attack may be two events"
