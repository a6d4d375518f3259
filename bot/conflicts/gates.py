"""The gates: what must hold before two statements can contradict each other at all.

Each gate is a small pure function that takes two sides and gives a verdict with its reason in words.
A gate that stays shut makes the pair NOT_COMPARABLE (or SAME, for copies); which gates a typed
comparison needs it asks for itself, since a denial may be hedged where a count may not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.conflicts.accounts import accounts
from bot.conflicts.likeness import Likeness
from bot.conflicts.reports import ONE_REPORT, report
from bot.conflicts.side import Side
from bot.nouns import Event

#: Cues whose content nobody asserts: silence, wishes and orders.
_NOT_ASSERTED = frozenset({"withhold", "demand", "promise"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate said. ``open`` lets the pair through."""

    gate: str
    open: bool
    why: str

    def __str__(self) -> str:
        return f"{self.gate}: {'yes' if self.open else 'no'}, {self.why}"


def different_articles(a: Side, b: Side) -> Verdict:
    """Two sentences of one article are its own business, and a headline repeats its lead; nor does a wire story
    clash with its own copies, cut and updated as they are."""
    if a.claim.article_id == b.claim.article_id:
        return Verdict("different articles", False, "both stand in one article")
    apart = a.statement.edition.voice != b.statement.edition.voice
    return Verdict("different articles", apart, "two articles" if apart else "both tell one story, copied")


def different_words(a: Side, b: Side) -> Verdict:
    """Copies of one wire story are one voice: a sentence never clashes with its own copy."""
    if copies(a, b):
        return Verdict("different words", False, "one is a copy of the other")
    return Verdict("different words", True, "each in its own words")


def copies(a: Side, b: Side) -> bool:
    """Whether two quotations are copies: the same words but for a few, the numbers all the same."""
    if a.claim.quote == b.claim.quote:
        return True
    first, second = a.once(_texts), b.once(_texts)
    if min(len(first), len(second)) < 5 or abs(len(first) - len(second)) > 0.2 * max(len(first), len(second)):
        return False
    if a.once(_fixed) != b.once(_fixed):
        return False
    return Indel.normalized_similarity(first, second, score_cutoff=0.85) >= 0.85


_TURNING = frozenset("not no never none nobody nothing neither without n't denied denies deny refused rejected".split())


def _texts(side: Side) -> tuple[str, ...]:
    return tuple(w.text for w in side.words)


def same_details(a: Side, b: Side) -> bool:
    """Whether both have the same figures and the same words that turn a sentence round."""
    return _fixed(a) == _fixed(b)


def _fixed(side: Side) -> tuple[frozenset[str], frozenset[str]]:
    """What no copyist changes: the figures and the words that turn a sentence round."""
    figures = frozenset(w.text for w in side.words if w.digits)
    turned = frozenset(w.text for w in side.words if w.text in _TURNING or w.text.endswith("n't"))
    return figures, turned


def asserted(side: Side) -> Verdict:
    """A plan, a wish, an order or a silence asserts nothing that could be contradicted."""
    claim = side.claim
    if claim.cue and claim.cue_class in ("deny", "confirm") and _SILENT.search(_before_cue(side)):
        return Verdict("asserted", False, "neither confirmed nor denied, nothing is asserted")
    if claim.cue_class in _NOT_ASSERTED:
        what = {"withhold": "declined to say", "demand": "a demand", "promise": "a promise"}[claim.cue_class]
        return Verdict("asserted", False, f"{what}, nothing is asserted")
    if claim.modality == "planned" or _PLANNED.match(side.lower):
        return Verdict("asserted", False, "a plan, not a fact")
    if claim.modality == "possible" or _POSSIBLE.match(side.lower):
        return Verdict("asserted", False, "said to be possible, not to be so")
    return Verdict("asserted", True, "stated as a fact")


#: What a whole sentence hangs on, also what somebody says in it.
_POSSIBLE = re.compile(
    r"[\"“]?(?:it (?:is|was|remains|seems) (?:\w+ly |also |still |even )?(?:possible|conceivable|thinkable|unclear|uncertain|not clear|not yet clear"
    r"|doubtful|hoped|feared|likely) (?:that|whether|if)|perhaps|maybe|possibly)\b"
)
_PLANNED = re.compile(r"there (?:is|are|was|were) (?:\w+ ){0,2}(?:plans?|proposals?|hopes?|fears?|talk)\b")


def may_accuse(side: Side) -> bool:
    """Whether it names a culprit all the same: "hinted that Kyiv could be behind it", "called for those who
    shelled the town to be tried". Silence and promises do not."""
    return side.claim.cue_class not in ("withhold", "promise") and side.claim.modality != "planned"


#: What makes "confirming" or "denying" a silence: "refrained from confirming or denying".
_SILENT = re.compile(
    r"\b(?:refrain\w*|declin\w*|refus\w*|neither|nor|not|never|without|cannot|avoid\w*|\w+n't)\s+(?:\w+\s+){0,4}$"
)


def _before_cue(side: Side) -> str:
    start = side.claim.cue[0].start - side.claim.sentence.start
    return side.lower[max(0, start) - 60 if start > 60 else 0 : max(0, start)]


def unhedged(side: Side) -> Verdict:
    """A guess is not contradicted by a fact."""
    hedged = side.claim.modality in ("hedged", "possible") or side.claim.cue_class in ("estimate", "believe")
    return Verdict("unhedged", not hedged, "a guess or an estimate" if hedged else "said without a hedge")


def real(event: Event, side: Side) -> bool:
    """Whether an event is told as having happened or happening, not as planned or possible. A hedge that
    only the "said" of an attribution lends it counts for nothing: the claim says itself if it is hedged."""
    plain = event.modality == "plain" or (event.modality == "hedged" and side.claim.modality == "plain")
    return plain and event.tense != "future"


def about_one_thing(like: Likeness, *, at_least: float) -> Verdict:
    """Two sentences that share nothing rare do not speak of one event."""
    enough = like.shared >= at_least or (like.titles >= 0.5 and like.shared > 0)
    return Verdict("about one thing", enough, f"they share {'enough' if enough else 'too little'} ({like.shared:.1f})")


#: Things told apart by a number after their name.
_NUMBERED = frozenset(
    """reactor barrack block gate flight route highway pier unit room building bus tram line lot platform terminal turbine
    boiler ward train car engine well shaft furnace cell mine bridge tower berth hangar section article clause""".split()
)


def one_instance(a: Side, b: Side) -> Verdict:
    """Reactor 1 is not reactor 2, nor is the Arnholt mill the Kestrel mill."""
    mine, yours = a.once(_instances), b.once(_instances)
    for thing in sorted(mine.keys() & yours.keys()):
        if not mine[thing] & yours[thing]:
            return _two(thing, f"{thing} {min(mine[thing])}", f"{thing} {min(yours[thing])}")
    named, others = a.once(_named), b.once(_named)
    for thing in sorted(named.keys() & others.keys()):
        if not any(_same_name(x, y) for x in named[thing] for y in others[thing]) and not (
            _told(named[thing], b) or _told(others[thing], a)
        ):
            first, second = (" ".join(min(names)).title() for names in (named[thing], others[thing]))
            return _two(thing, f"the {first} {thing}", f"the {second} {thing}")
    return Verdict("one instance", True, "nothing that is numbered or named differs")


def _two(thing: str, first: str, second: str) -> Verdict:
    return Verdict("one instance", False, f"two different ones: {first} and {second}")


def _instances(side: Side) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for word, after in zip(side.words, side.words[1:], strict=False):
        if after.digits and word.text in _NUMBERED:
            out[word.text] = out.get(word.text, frozenset()) | {after.text}
    return out


#: How alike two spellings of one name are at least: Kyiv and Kiev, Zaporizhia and Zaporizhzhya.
_SPELT = 70.0
_BEFORE_A_NAME = frozenset("the a an this that another".split())
_NO_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december north south east west northern southern eastern western""".split()
)

Names = frozenset[tuple[str, ...]]


def _named(side: Side) -> dict[str, Names]:
    """What bears a name in front, by what it is: "the fire at the Arnholt mill" has a mill, called Arnholt. Countries
    and days are no such names."""
    out: dict[str, set[tuple[str, ...]]] = {}
    inside, countries = set(side.content), {i for start, end, _ in side.countries for i in range(start, end)}
    acts = {e.span.start - side.claim.sentence.start for e in side.claim.events}
    for i, thing in enumerate(side.words):
        if thing not in inside or thing.capital or not thing.content or thing.start in acts:
            continue
        first = i
        while first and side.words[first - 1].capital and _touch(side, first - 1):
            first -= 1
        if first == i or not first or side.words[first - 1].text not in _BEFORE_A_NAME:
            continue
        name = tuple(w.text for w in side.words[first:i])
        if countries.isdisjoint(range(first, i)) and _NO_NAMES.isdisjoint(name):
            out.setdefault(thing.stem, set()).add(name)
    return {thing: frozenset(names) for thing, names in out.items()}


def _touch(side: Side, i: int) -> bool:
    """Whether only a space stands between a word and the next."""
    return side.claim.quote[side.words[i].end : side.words[i + 1].start] == " "


def _same_name(one: Iterable[str], other: Collection[str]) -> bool:
    return any(x == y or fuzz.ratio(x, y) >= _SPELT for x in one for y in other)


def _told(names: Names, side: Side) -> bool:
    """Whether the other side speaks of that name too, in whatever way."""
    spoken = [w.text for w in side.words if w.capital]
    return any(_same_name(name, spoken) for name in names)


def one_event(a: Side, b: Side, like: Likeness) -> Verdict:
    """Among all that is on file, only what clearly speaks of one event is worth a message: something rarer
    than countries in common, or articles whose titles are about the same, not long apart."""
    when = one_story(a, b)
    if not when.open:
        return when
    rare = like.rare
    if report(a, b) >= ONE_REPORT and (like.shared >= _SOMETHING or (a.once(_who_did_it) and b.once(_who_did_it))):
        return Verdict("one event", True, "the two articles report one event")
    if rare >= _RARE_ENOUGH or (like.titles >= 0.25 and rare >= 1.5 and like.part >= 0.1):
        return Verdict("one event", True, f"they share what few articles have ({rare:.1f})")
    return Verdict("one event", False, f"they share too little that is rare ({rare:.1f})")


#: What two sentences must share where the two articles report one event; unless both say who did it or did not, which they may say in
#: words that have nothing in common.
_SOMETHING = 3.0


def _who_did_it(side: Side) -> bool:
    return bool(side.countries or side.voice) and bool(accounts(side))


def one_story(a: Side, b: Side) -> Verdict:
    """Whether the story has not moved on between the two."""
    when = comparable_time(a, b, within=ONE_STORY)
    return Verdict("one event", when.open, when.why)


#: Days after which a story has moved on.
ONE_STORY = 10
#: Weight of rare words in common that makes one event: two or three names or unusual nouns.
_RARE_ENOUGH = 9.0


def days_apart(a: Side, b: Side) -> int | None:
    """Days between the two publications; None if either has no date."""
    if a.published is None or b.published is None:
        return None
    return abs((a.published - b.published).days)


def comparable_time(a: Side, b: Side, *, within: int) -> Verdict:
    """What was so in spring may be otherwise in autumn."""
    apart = days_apart(a, b)
    if apart is None:
        return Verdict("comparable time", True, "at least one has no date")
    return Verdict("comparable time", apart <= within, f"published {apart} day{'s' * (apart != 1)} apart")


def scopes_meet(a: Event, b: Event) -> Verdict:
    """ "Over in the north" and "goes on in the south" are both true: two parts do not clash."""
    meet = not (a.scope == "some" and b.scope == "some")
    return Verdict("scope", meet, "one speaks of the whole" if meet else "each speaks of a part")
