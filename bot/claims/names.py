"""Who is meant: a speaker's full name out of everything the article calls people and bodies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims import gazetteer, naming, roles

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LOCATIVE = frozenset(
    ["in", "at", "near", "around", "outside", "inside", "into", "across", "throughout", "via", "within", "over"]
)
_PERSONAL = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
}
_SUBJECT = frozenset(["nsubj", "nsubjpass"])
_ORGANISED = frozenset(["ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "WORK_OF_ART", "LAW"])
#: "the 53-year-old": whoever was told to be of that age.
_AGED = re.compile(r"(\d{1,3})-year-old")
#: How far back, in mentions, a pronoun or "the ministry" may reach.
_REACH = 300


@dataclass(frozen=True, slots=True)
class Named:
    """Who is meant: full name, kind (person, org, country, place or ""), and whether it is a voice without a name."""

    name: str
    kind: str = ""
    anonymous: bool = False


NOBODY = Named("")


@dataclass(frozen=True, slots=True)
class _Mention:
    at: int
    named: Named
    words: frozenset[str]  # of the name and of what stands with it: title, role, nationality; lower case
    head: str
    pronoun: str = ""
    subject: bool = False
    plural: bool = False
    sentence: int = 0


class Cast:
    """Everybody an article names, in order; answers who a word in it stands for.

    Built once per article from its parsed paragraphs; the questions asked of it change nothing.
    """

    def __init__(self, docs: Sequence[tuple[Doc, int]]) -> None:
        """``docs``: each paragraph's parse, and where it begins in the text."""
        self._people: dict[str, list[tuple[int, str]]] = {}
        self._short: dict[str, str] = {}
        self._known: dict[int, Named] = {}  # what was asked before, by the place of the word
        for doc, base in docs:
            self._enrol(doc, base)
        self._mentions = sorted((m for doc, base in docs for m in self._mentions_in(doc, base)), key=lambda m: m.at)
        self._places = [m.at for m in self._mentions]

    # --- who stands in the article

    def _enrol(self, doc: Doc, base: int) -> None:
        for ent in doc.ents:
            words = naming.bare(ent.text.split())
            if ent.label_ == "PERSON" and 2 <= len(words) <= 5 and all(w[:1].isalpha() for w in words):
                known = self._people.setdefault(words[-1].lower(), [])
                if not known or known[-1][1] != " ".join(words):
                    known.append((base + ent.start_char, " ".join(words)))
            if ent.label_ in _ORGANISED and len(words) >= 2:
                initials = "".join(w[0] for w in words if w[:1].isupper())
                if len(initials) >= 2:
                    self._short.setdefault(initials, naming.without_article(words))

    def _mentions_in(self, doc: Doc, base: int) -> Iterator[_Mention]:
        ordinal = {}
        for number, sentence in enumerate(doc.sents):
            for i in range(sentence.start, sentence.end):
                ordinal[i] = base * 1000 + number
        for token in doc:
            if not roles.may_be_named(token):
                continue
            named = self._own_name(token, base)
            if named is NOBODY:
                continue
            yield _Mention(
                at=base + token.idx,
                named=named,
                words=frozenset(w.lower() for w in named.name.split()) | roles.company(token),
                head=token.lemma_.lower(),
                pronoun=roles.pronoun(token, named.name) if named.kind == "person" else "",
                subject=token.dep_ in _SUBJECT,
                plural=token.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in token.children),
                sentence=ordinal.get(token.i, 0),
            )

    # --- who a word stands for

    def named(self, head: Token, base: int) -> Named:
        """Who the phrase headed by this token stands for, as a voice: a capital is its government."""
        if head.pos_ == "PRON" or head.lower_ in _PERSONAL:
            return self._pronoun(head, base)
        beside = roles.apposition(head)
        if beside is not None and (named := self._own_name(beside, base)) is not NOBODY and not named.anonymous:
            return named
        bearer = roles.bearer(head)
        own = self._own_name(bearer, base)
        if own is not NOBODY and not own.anonymous:
            return self._longest(own, base + head.idx)
        referred = self._described(head, base)
        if referred is not NOBODY:
            return referred
        return own if own is not NOBODY else Named(naming.phrase(head), "", roles.is_anonymous(head))

    def name_of(self, head: Token, base: int) -> tuple[str, str]:
        """The resolved name and kind of whoever or whatever takes part in an event; ("", "") for a thing."""
        if head.dep_ == "pobj" and head.head.lower_ in _LOCATIVE and head.pos_ == "PROPN":
            place = naming.place(head)
            if place is not None:
                return place
        if head.pos_ not in ("PROPN", "PRON", "NOUN"):
            return "", ""
        named = self.named(head, base)
        if named.anonymous or not named.kind:
            return "", ""
        return named.name, named.kind

    def _own_name(self, head: Token, base: int) -> Named:
        """What the phrase itself says, without looking back; NOBODY if it names nobody."""
        at = base + head.idx
        if at not in self._known:
            self._known[at] = self._called(head, base)
        return self._known[at]

    def _called(self, head: Token, base: int) -> Named:
        words = naming.words_of(head)
        if not words:
            return Named(naming.phrase(head), "", True) if roles.is_anonymous(head) else NOBODY
        text = " ".join(words)
        entry = gazetteer.lookup(text)
        if entry is not None and entry.how != "people":
            return Named(entry.name, entry.kind)
        body = naming.body(head, words)
        if body:
            return Named(body, "org")
        if head.pos_ != "PROPN":
            return NOBODY
        bare = naming.bare(words)
        if not bare:
            return NOBODY
        if text in self._short and text.isupper():
            return self._expanded(text)
        person = self._person(bare, base + head.idx)
        if person:
            return Named(person, "person")
        if entry is not None:
            return Named(text, "org")
        kind = {"PERSON": "person", "GPE": "place", "LOC": "place", "FAC": "place"}.get(
            head.ent_type_, "org" if head.ent_type_ else ""
        )
        return Named(" ".join(bare), kind or ("person" if len(bare) > 1 else "org"))

    def _expanded(self, short: str) -> Named:
        name = self._short[short]
        entry = gazetteer.lookup(name)
        return Named(entry.name if entry else name, entry.kind if entry else "org")

    def _person(self, words: Sequence[str], at: int) -> str:
        """The full name this is one of: the last one of that surname before here, else the first after."""
        known = self._people.get(words[-1].lower(), [])
        if len(words) > 1:
            return next((name for _, name in known if name.split()[0] == words[0]), "")
        before = bisect_right(known, at, key=lambda place_name: place_name[0])
        return known[max(0, before - 1)][1] if known else ""

    def _back(self, at: int) -> Iterator[_Mention]:
        i = bisect_left(self._places, at)
        for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
            yield self._mentions[k]

    def _pronoun(self, head: Token, base: int) -> Named:
        low = head.lower_
        if low in ("who", "which", "that", "whom", "whose"):
            verb = head.head
            while verb.dep_ not in ("relcl", "ROOT") and verb.head is not verb:
                verb = verb.head
            if verb.dep_ == "relcl" and verb.head.i < head.i:
                return self.named(verb.head, base)
            return Named(head.text, "", True)
        if low in _PERSONAL:
            return self._last_person(_PERSONAL[low], head, base)
        if low in ("it", "its", "itself"):
            return self._last(base + head.idx, lambda m: m.named.kind in ("org", "country"), head) or Named(
                head.text, "", True
            )
        if low in ("they", "their", "them", "themselves"):
            return self._last(base + head.idx, lambda m: m.plural or m.named.kind == "org", head) or Named(
                head.text, "", True
            )
        return Named(naming.phrase(head), "", True)

    def _last_person(self, pronoun: str, head: Token, base: int) -> Named:
        fits = self._last(
            base + head.idx,
            lambda m: m.named.kind == "person" and m.pronoun in ("", pronoun),
            head,
        ) or self._last(base + head.idx, lambda m: m.named.anonymous and not m.plural, head)
        return fits or Named(head.text, "person", True)

    def _last(self, at: int, fits, head: Token) -> Named | None:  # type: ignore[no-untyped-def]
        """The nearest that fits: subjects of this sentence and the last two before others."""
        near: list[_Mention] = []
        sentences: list[int] = []
        for mention in self._back(at):
            if mention.sentence not in sentences:
                sentences.append(mention.sentence)
                if near and len(sentences) > 3:
                    break
            if fits(mention):
                if mention.subject:
                    return mention.named
                near.append(mention)
        return near[0].named if near else None

    def _described(self, head: Token, base: int) -> Named:
        """ "the ministry", "the Russian president", "the official": the last who is called so."""
        aged = _AGED.fullmatch(naming.phrase(head))
        if aged:
            return self._last_called(base + head.idx, "", {aged[1]}, set(), ("person",))
        lemma = head.lemma_.lower()
        definite = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that") for c in head.children)
        if not definite or head.tag_ == "NNS":
            return NOBODY
        before = {c.lower_ for c in head.children if c.dep_ in ("amod", "compound", "nmod")}
        wanted = {w for w in before if not roles.is_filler(w)}
        countries = {gazetteer.country_of(w) for w in wanted} - {""}
        wanted = {w for w in wanted if not gazetteer.country_of(w)}
        if lemma in gazetteer.words("group"):
            return self._last_called(base + head.idx, lemma, wanted, countries, ("org",))
        if lemma in gazetteer.words("role") or lemma in gazetteer.words("anonymous"):
            return self._last_called(base + head.idx, lemma, wanted, countries, ("person", ""))
        return NOBODY

    def _last_called(self, at: int, lemma: str, wanted: set[str], countries: set[str], kinds: tuple[str, ...]) -> Named:
        for mention in self._back(at):
            if mention.named.kind not in kinds or (lemma and lemma not in mention.words) or not wanted <= mention.words:
                continue
            theirs = {gazetteer.country_of(w) for w in mention.words} - {""}
            if countries and theirs and not countries & theirs:
                continue
            return mention.named
        return NOBODY

    def _longest(self, named: Named, at: int) -> Named:
        """A body's fuller name, where the article has one: "the Commission" after "the Election Commission"."""
        if named.kind != "org" or gazetteer.lookup(named.name) is not None:
            return named
        words = set(named.name.lower().split())
        for mention in self._back(at):
            theirs = set(mention.named.name.lower().split())
            if (
                mention.named.kind == "org"
                and words < theirs
                and mention.named.name.lower().split()[-1] == named.name.lower().split()[-1]
            ):
                return mention.named
        return named
