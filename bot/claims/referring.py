"""Whom a pronoun or "the company" goes back to: the mention that stands out most where it is said."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.claims import gazetteer
from bot.claims.mentions import Mention
from bot.claims.people import NOBODY, Named

#: A mention counts half as much with each sentence further back.
_FADES = 0.5
#: How many sentences back a pronoun may reach, and how many mentions a description.
_SENTENCES, _REACH = 6, 300
#: The same for a body that goes by what it is.
_SLOWLY, _FAR = 0.85, 30
#: Who spoke last is likeliest to go on speaking.
_SPOKE = 0.6
#: Within one sentence the subject so far is likelier still.
_SAME = 1.5
#: Offices that a person has, or has not: nobody goes by one that has not been told of them.
OFFICES = frozenset(
    "president vice-president premier chancellor minister secretary governor mayor judge justice ambassador envoy speaker chairman"
    " chairwoman chairperson chair director commissioner attorney lawyer prosecutor sheriff head leader deputy spokesman"
    " spokeswoman spokesperson king queen prince princess pope bishop archbishop cardinal suspect defendant victim survivor"
    " witness man woman boy girl father mother son daughter brother sister wife husband widow uncle aunt neighbour neighbor"
    " partner colleague host reporter correspondent journalist interviewer author driver nurse doctor officer judge coroner"
    " whistle-blower whistleblower hostage captive reporter editor presenter aide manager executive ceo founder owner chief commander captain president-elect treasurer".split()
)
_FIGURES = frozenset(["percent", "cent", "%", "number", "figure", "time", "majority", "half", "third", "quarter"])
#: What somebody quoted speaks of is seldom who speaks next.
_QUOTED = 0.25
#: A mention of at least this weight is a subject.
_SUBJECT = 0.9
#: What is told of in "The chair was pushed, he said" is seldom who says so.
_TOLD = 0.25
_UNSURE = 0.8
#: Named often before is not named last.
_REST = 0.25


@dataclass
class Memory:
    """The mentions of an article so far, in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        """The next mention; it must stand after those before."""
        self.mentions.append(mention)
        self._places.append(mention.at)

    def back(self, at: int) -> Iterator[Mention]:
        """The mentions before this place, nearest first, as far as one reaches back."""
        i = bisect_left(self._places, at)
        for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
            yield self.mentions[k]

    def most_prominent(self, at: int, sentence: int, fits: Callable[[Mention], float], here: Here) -> Named | None:
        """Who stands out most among those that fit (0: does not, 1: does, between: may); None if nobody does."""
        worths: dict[Named, list[float]] = defaultdict(list)
        spoke, fades = False, _SLOWLY if here.slowly else _FADES
        for mention in self.back(at):
            distance = sentence - mention.sentence
            if distance > (_FAR if here.slowly else _SENTENCES):
                break
            fit = fits(mention)
            if not fit or (distance == 0 and mention.clause == here.clause and not here.owner):
                continue
            worth = (
                mention.weight
                * (fades**distance if distance else _SAME)
                * (_QUOTED if mention.quoted and not here.quoted else 1.0)
            )
            if here.trailing and distance == 0 and not mention.speaks:
                worth *= _TOLD
            if mention.speaks and not spoke and not mention.quoted:
                worth += _SPOKE * fades ** max(0, distance - 1)
                spoke = True
            worths[mention.named].append(fit * worth)
        return max(worths, key=lambda named: _together(worths[named])) if worths else None

    def spoke_last(self, at: int, sentence: int) -> Mention | None:
        """The one person who is a subject in the sentence before, or earlier in this one; None if several are, or nobody."""
        found: dict[Named, Mention] = {}
        for mention in self.back(at):
            if sentence - mention.sentence > 1:
                break
            known = found.get(mention.named)
            if mention.named.kind == "person" and not mention.quoted and (not known or mention.weight > known.weight):
                found[mention.named] = mention
        subjects = [m for m in found.values() if m.weight >= _SUBJECT]
        return subjects[0] if len(subjects) == 1 else None

    def last(self, at: int, fits: Callable[[Mention], bool]) -> Named:
        """The last before this place that fits; NOBODY if none does."""
        return next((m.named for m in self.back(at) if fits(m)), NOBODY)


def _together(worths: list[float]) -> float:
    """What the mentions of one make together: the best counts whole, the rest little."""
    return max(worths) + _REST * (sum(worths) - max(worths))


@dataclass(frozen=True, slots=True)
class Here:
    """Where a pronoun stands: the verb it hangs on, whether it owns something ("his"), whether within quotation marks.

    ``slowly``: "the company" may be far from its name, a pronoun may not. ``trailing``: it follows what is said, "..., he said".
    """

    clause: int = -1
    owner: bool = False
    slowly: bool = False
    quoted: bool = False
    trailing: bool = False


def fits_person(pronoun: str) -> Callable[[Mention], float]:
    """For "he" and "she": persons, and single voices without a name."""

    def fits(mention: Mention) -> float:
        if mention.plural or mention.pronoun not in ("", pronoun):
            return 0.0
        if mention.named.kind == "person":
            return 1.0 if mention.pronoun else _UNSURE
        if mention.named.kind or mention.lemma in gazetteer.words("document"):
            return 0.0
        known = mention.named.anonymous or mention.lemma in gazetteer.words("role")
        return 0.9 if known and mention.lemma not in ("person", "one", "another") else 0.5 if known else 0.0

    return fits


def fits_thing(mention: Mention) -> float:
    """For "it": bodies and countries before documents and places."""
    if mention.plural:
        return 0.0
    if mention.named.anonymous:
        return 0.0
    if not mention.named.kind and mention.speaks and mention.lemma not in gazetteer.words("role") | _FIGURES:
        return 0.7  # "the museum said"
    return {"org": 1.0, "country": 0.8, "document": 0.8, "place": 0.25}.get(mention.named.kind, 0.0)


def fits_several(mention: Mention) -> float:
    """For "they": more than one, or a body."""
    if mention.plural:
        return 1.0
    return {"org": 0.6 if mention.named.name[:1].isupper() else 0.4, "country": 0.3}.get(mention.named.kind, 0.0)
