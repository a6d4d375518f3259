"""Who is meant by a description: "the ministry", "the Russian president", "the 53-year-old", "the striker", "the company"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.claims import gazetteer, naming, referring, roles
from bot.claims.mentions import Mention
from bot.claims.people import NOBODY, Named, Roll
from bot.claims.referring import Memory

if TYPE_CHECKING:
    from spacy.tokens import Token

#: "the 53-year-old": whoever was told to be of that age.
AGED = re.compile(r"(\d{1,3})-year-old")
#: Bodies that go by what they are where nothing else describes them: "the company" may be any body, "the ministry" may not.
ANY_BODY = frozenset(
    "company firm operator employer airline manufacturer carmaker retailer utility club organisation organization group agency"
    " contractor landlord owner developer supplier insurer enterprise shipyard producer distributor publisher charity newspaper publisher paper broadcaster bank brewery theatre museum museum institute union federation".split()
)
#: Names of places that the parser may take for bodies.
_WHERE = frozenset("point street road square park bridge tower river lake island bay valley hill avenue".split())
#: One office under several names.
_LAWMAKERS = frozenset(
    "lawmaker legislator politician senator sen. congressman congresswoman representative rep. mp mep deputy democrat republican".split()
)
_OWNERS = frozenset(["his", "her", "its", "their", "whose"])


class Prominent(Protocol):
    """Whoever stands out most before this word among those that fit."""

    def __call__(
        self, head: Token, base: int, fits: Callable[[Mention], float], *, slowly: bool = False
    ) -> Named | None: ...


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What an article tells of everybody it names, asked with a description.

    ``about``: by name, the words for what they are; ``first``: everybody in the order they are first named.
    """

    roll: Roll
    memory: Memory
    about: Mapping[str, set[str]]
    first: Sequence[Named]
    sentence: Callable[[Token, int], int]
    named: Callable[[Token, int], Named]
    prominent: Prominent

    def of(self, head: Token, base: int) -> Named:
        """ "the ministry", "the Russian president", "the official": the last who is called so, else the first further down."""
        aged = AGED.search(naming.phrase(head))
        if aged and (found := self.called({aged[1]}, set(), ("person",), base + head.idx)):
            return found
        lemma = head.lemma_.lower()
        if head.tag_ in ("NNS", "NNPS") or not self._definite(head, base):
            return NOBODY
        wanted, countries = self._told(head, base)
        at = base + head.idx
        if lemma in gazetteer.words("group"):
            found = self.called({lemma} | wanted, countries, ("org",), at)
            if found is not NOBODY or wanted or countries or lemma not in ANY_BODY:
                return found
            return self.prominent(head, base, lambda m: self._may_be(m, lemma), slowly=True) or NOBODY
        found = self.called({lemma} | wanted, countries, ("person",), at)
        if found is NOBODY and lemma in ANY_BODY and not wanted and not countries:
            found = self.prominent(head, base, lambda m: self._may_be(m, lemma), slowly=True) or NOBODY
        if found is not NOBODY:
            return found
        if named := self._epithet(head, base):
            return named
        paper = lemma in gazetteer.words("document")
        return self.memory.last(
            at,
            lambda m: (
                m.lemma == lemma and not m.plural and (m.named.anonymous or (paper and _same_paper(m.named, wanted)))
            ),
        )

    def _epithet(self, head: Token, base: int) -> Named:
        """ "“I am ready,” Ann Lee said. The striker added ...": a name for whoever spoke last, should nothing speak against it."""
        aged = bool(AGED.search(naming.phrase(head)))
        lemma = head.lemma_.lower()
        if not aged and (lemma not in gazetteer.words("role") or lemma in referring.OFFICES):
            return NOBODY
        if not any(c.lower_ == "the" for c in head.children):
            return NOBODY
        at, sentence = base + head.idx, self.sentence(head, base)
        last = self.memory.spoke_last(at, sentence)
        if last is None or last.named.anonymous or " " not in last.named.name:
            return NOBODY  # one word alone may be a town or a club
        about = self.about.get(last.named.name, set())
        told = about & gazetteer.words("role") - {lemma, *last.named.name.lower().split()}
        if lemma in _LAWMAKERS and about & _LAWMAKERS:
            told = set()
        age = any(w.isdigit() for w in about)
        pronoun = roles.pronoun_of(lemma)
        if (
            (aged and age)
            or (not aged and told)
            or (pronoun and self.roll.pronoun(last.named.name) not in ("", pronoun))
        ):
            return NOBODY
        return last.named

    def _definite(self, head: Token, base: int) -> bool:
        """ "the minister", "Moscow's minister"; bare, as headings and press releases write ("Minister: ...", "The Company")."""
        dets = {c.lower_ for c in head.children if c.dep_ in ("det", "poss")}
        if dets & {"a", "an", "another", "some", "one", "no", "each", "any"}:
            return False
        numbered = any(c.dep_ == "nummod" for c in head.children)
        return not numbered

    def _told(self, head: Token, base: int) -> tuple[set[str], set[str]]:
        """What the phrase itself says of whom it means: words, and countries."""
        words = {
            t.lower_ for c in head.lefts if c.dep_ in ("amod", "compound", "nmod") for t in c.subtree if t.is_alpha
        }
        for child in head.children:
            if child.dep_ == "poss":
                words |= {t.lower_ for t in child.subtree if t.is_alpha and t.lower_ not in naming.DETERMINERS}
                if child.lower_ in _OWNERS:
                    owner = self.named(child, base)
                    words -= {child.lower_}
                    words |= {w.lower() for w in owner.name.split()} if gazetteer.country_of(owner.name) else set()
            if child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i == head.i + 1:
                words |= {t.lower_ for t in child.subtree if t.pos_ in ("NOUN", "PROPN", "ADJ") and t.is_alpha}
        countries = {gazetteer.country_of(w) for w in words} - {""}
        return {w for w in words if not gazetteer.country_of(w) and not roles.is_filler(w)}, countries

    def called(self, wanted: set[str], countries: set[str], kinds: tuple[str, ...], at: int) -> Named:
        def fits(named: Named) -> bool:
            if named.kind not in kinds or named.anonymous:
                return False
            about = self.about.get(named.name) or set(named.name.lower().split())
            if not all(w in about for w in wanted):
                return False
            theirs = {gazetteer.country_of(w) for w in about} - {""}
            return not (countries and theirs and not countries & theirs)

        found = self.memory.last(at, lambda m: fits(m.named))
        return found if found is not NOBODY else next((n for n in self.first if fits(n)), NOBODY)

    def _may_be(self, mention: Mention, lemma: str) -> float:
        """May this body be "the company", 0 to 1? Not one whose own name says that it is a ministry, or that is printed as a word."""
        named = mention.named
        if not named.name[:1].isupper() or gazetteer.lookup(named.name) is not None or mention.plural:
            return 0.0
        if named.kind == "person" and not mention.pronoun and not self.about[named.name] & gazetteer.words("role"):
            return 0.4  # may be a body taken for a person: "Calder Rovers"
        if named.kind != "org" or named.name.lower().split()[-1] in _WHERE:
            return 0.0
        own = {w.lower() for w in named.name.split()} & gazetteer.words("group")
        fits = not own or lemma in own or lemma in ("organisation", "organization", "group", "agency")
        return 1.0 if fits else 0.0

    def of_that_country(self, head: Token, base: int, country: str) -> Named:
        """ "the Swede": the last person told to be Swedish."""
        if head.tag_ in ("NNS", "NNPS") or not any(c.lower_ == "the" for c in head.children):
            return NOBODY
        adjectives = gazetteer.peoples_of(country)
        fits = lambda m: m.named.kind == "person" and bool(adjectives & self.about.get(m.named.name, set()))  # noqa: E731
        return self.memory.last(base + head.idx, fits)


def _same_paper(named: Named, wanted: set[str]) -> bool:
    """May "the damage report" be this one, by its description? "The statement" alone is whoever gave it out."""
    words = set(named.name.lower().split())
    return wanted <= words and len(words) > len(wanted) + 2 if named.kind == "document" else not wanted
