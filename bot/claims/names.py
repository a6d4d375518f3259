"""Who is meant: a speaker's full name out of everything the article calls people and bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from typing import TYPE_CHECKING

from bot.claims import gazetteer, homeland, mentions, naming, roles, unnamed
from bot.claims.descriptions import AGED, ANY_BODY, Descriptions
from bot.claims.mentions import Mention
from bot.claims.paragraph import Stretch
from bot.claims.people import NOBODY, Named, Roll
from bot.claims.referring import Here, Memory, fits_person, fits_several, fits_thing
from bot.claims.runs import Run

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["NOBODY", "Cast", "Named"]

_LOCATIVE = frozenset(
    ["in", "at", "near", "around", "outside", "inside", "into", "across", "throughout", "via", "within", "over"]
)
_PERSONAL = {
    **dict.fromkeys(["he", "him", "his", "himself"], "he"),
    **dict.fromkeys(["she", "her", "hers", "herself"], "she"),
}
_THING = frozenset(["it", "its", "itself"])
_SEVERAL = frozenset(["they", "their", "them", "themselves"])
_RELATIVE = frozenset(["who", "which", "that", "whom", "whose"])
_OWNERS = frozenset(["his", "her", "its", "their", "whose"])
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "his", "her", "its", "their", "our"])
#: Who speaks for somebody else: named with the one they speak for.
_MOUTHPIECES = frozenset(["spokesman", "spokeswoman", "spokesperson"])


class Cast:
    """Everybody an article names, in order; answers who a word in it stands for.

    Built once per article from its parsed paragraphs; the questions asked of it change nothing.
    """

    def __init__(self, docs: Sequence[tuple[Doc, int]]) -> None:
        """``docs``: each paragraph's parse, and where it begins in the text."""
        self._roll = Roll(docs)
        self._memory = Memory()
        self._known: dict[int, Named] = {}  # by the place of the word
        self._about: dict[str, set[str]] = defaultdict(set)  # name -> what it is told to be
        self._first: list[Named] = []  # persons and bodies in the order they are first named
        self._sentence: dict[tuple[int, int], int] = {}
        self._persons: dict[int, set[int]] = {}
        self._descriptions = Descriptions(
            self._roll, self._memory, self._about, self._first, self._sentence_of, self.named, self._prominent
        )
        self._docs = docs
        self._homeland = homeland.homeland(doc for doc, _ in docs)
        self._speaking: Set[int] = frozenset()
        self._heard = False
        for doc, base in docs:
            self._introduce(doc, base)

    def listen(self, speaking: Set[int]) -> None:
        """Goes through the article in order, remembering who stands where; ``speaking``: where those named as sources stand
        (heads, offsets into the text). Done without them by the first question, if not before."""
        self._speaking, self._heard = speaking, True
        count = 0
        for doc, base in self._docs:
            count = self._hear(doc, base, count)

    # --- who stands in the article

    def _introduce(self, doc: Doc, base: int) -> None:
        self._persons[base] = {r.lead for r in self._roll.runs[base] if self._roll.kind(r) == "person"}
        for run in self._roll.runs[base]:
            if self._roll.kind(run) == "role":
                continue
            named = self._run_named(run, doc, base)
            if named.name not in self._about:
                self._first.append(named)
            self._about[named.name] |= roles.told_of(doc, run) | {w.lower() for w in named.name.split()}

    def _sentence_of(self, head: Token, base: int) -> int:
        return self._sentence.get((base, head.i), 0)

    def _hear(self, doc: Doc, base: int, count: int) -> int:
        spoken = mentions.quoted(doc)
        for sentence in doc.sents:
            if any(t.is_alpha and t.i not in spoken for t in sentence):
                count += 1  # what is quoted whole keeps nobody from going on speaking
            for token in sentence:
                self._sentence[base, token.i] = count
                if token.pos_ not in ("NOUN", "PROPN", "PRON") or token.dep_ == "compound":
                    continue
                named = self._together(token, base, self._voice(doc, token, base))
                if named:
                    self._memory.add(self._mention(token, base, named, count, token.i in spoken))
        return count

    def _voice(self, doc: Doc, token: Token, base: int) -> Named:
        """Whoever this word brings up, if it is worth remembering; NOBODY for things."""
        if any(c.lower_ in ("no", "neither") for c in token.children):
            return NOBODY  # "no councillor" is nobody to come back to
        if token.pos_ == "PRON":
            personal = token.lower_ in _PERSONAL or token.lower_ in _THING | _SEVERAL
            named = self.named(token, base) if personal else NOBODY
            return named if not named.anonymous or named.name != token.text else NOBODY
        run = self._roll.run_at(base, token)
        if run is not None and self._roll.kind(run) != "role":
            return self.named(token, base) if token.i == roles.root(doc, run).i else NOBODY
        lemma = token.lemma_.lower()
        told = any(lemma in gazetteer.words(k) for k in ("role", "group", "anonymous", "document"))
        return self.named(token, base) if told or mentions.speaks(token) else NOBODY

    def _together(self, token: Token, base: int, named: Named) -> Named:
        """ "Norway and Sweden": the first of those joined brings up them all."""
        others = [self.named(t, base) for t in mentions.joined(token) if t is not token]
        if not named or named.anonymous or not others or any(not o or o.anonymous for o in others):
            return named
        return Named(" and ".join(dict.fromkeys([named.name, *(o.name for o in others)])), named.kind)

    def _mention(self, token: Token, base: int, named: Named, count: int, quoted: bool) -> Mention:
        person = named.kind == "person" and not named.anonymous
        speaks = mentions.speaks(token) or base + token.idx in self._speaking
        return Mention(
            at=base + token.idx,
            named=named,
            lemma=token.lemma_.lower(),
            weight=1.0 if speaks else mentions.weight(token),
            noun=token.lower_,
            speaks=speaks,
            sentence=count,
            quoted=quoted,
            plural=mentions.is_plural(token) or token.lower_ in _SEVERAL,
            pronoun=self._roll.pronoun(named.name) if person else roles.pronoun_of(token.lemma_.lower()),
            clause=base + clause if (clause := mentions.clause_of(token)) >= 0 else -1,
        )

    # --- who a word stands for

    def named(self, head: Token, base: int) -> Named:
        """Who the phrase headed by this token stands for, as a voice: a capital is its government."""
        if not self._heard:
            self.listen(frozenset())
        at = base + head.idx
        if at not in self._known:
            self._known[at] = self._find(head, base)
        return self._known[at]

    def speaker(self, head: Token, base: int, source: Sequence[Stretch]) -> Named:
        """Who speaks: as ``named``, but with the words marked as the source at hand, should the parse have
        missed that a name stands right by the description: "the consultancy Argent & Pole", "a driver who braked, Ann Lee, 44"."""
        head = unnamed.noun_of(head, source)
        named = self.named(head, base)
        if (
            not source
            or head.pos_ not in ("NOUN", "PROPN")
            or (named.kind in ("person", "country", "place") and not named.anonymous)
        ):
            return named
        run = self._roll.run_at(base, head)
        if run is not None and self._roll.kind(run) not in ("role", ""):
            return named
        return self._close_by(head, base, source) or named

    def _close_by(self, head: Token, base: int, source: Sequence[Stretch]) -> Named:
        if head.tag_ in ("NNS", "NNPS"):
            return NOBODY
        doc, last = head.doc, source[-1][1]
        for run in self._roll.runs[base]:
            if not head.i < run.lead < last:
                continue
            kind, before = self._roll.kind(run), doc[run.lead - 1]
            firm = kind == "org" and head.lemma_.lower() in ANY_BODY
            adjacent = run.lead == head.i + 1 and kind in ("person", "org")
            if (
                adjacent
                or (firm and before.text == "," and run.lead == head.i + 2)
                or (kind == "person" and before.text == "," and not _owns(doc, run))
            ):
                return self._run_named(run, doc, base)
        return NOBODY

    def _find(self, head: Token, base: int) -> Named:
        if head.pos_ == "PRON" or head.lower_ in _PERSONAL or head.lower_ in _OWNERS:
            return self._pronoun(head, base)
        run = self._roll.run_at(base, head)
        if run is None and (bearer := self._of_whom_it_tells(head, base)):
            return bearer
        if run is not None and self._roll.kind(run) != "role":
            if self._roll.kind(run) == "org" and len(run.words) == 1 and (beside := self._beside(head, base)):
                return beside
            named = self._of_whom(run, head, base, self._run_named(run, head.doc, base))
            if named.name == run.name and run.name.lower() in gazetteer.words("group"):
                return self._descriptions.of(head, base) or named  # "The Company", as a press release calls itself
            people = _people_word(run.name)
            aged = AGED.search(naming.phrase(head)) if people else None
            if aged and (found := self._descriptions.called({aged[1]}, set(), ("person",), base + head.idx)):
                return found
            return (self._descriptions.of_that_country(head, base, people) or named) if people else named
        return (
            self._beside(head, base)
            or self._called_right_after(head, base)
            or self._carried(head, base)
            or self._descriptions.of(head, base)
            or homeland.national(head, self._homeland)
            or self._body(head, base)
            or self._unnamed(head, base)
        )

    def _carried(self, head: Token, base: int) -> Named:
        """ "an army statement", "one of them": those whose word it is."""
        at, sentence = base + head.idx, self._sentence_of(head, base)
        return unnamed.issuer(head, lambda t: self.named(t, base)) or unnamed.some_of_them(
            head, at, sentence, self._memory
        )

    def _of_whom_it_tells(self, head: Token, base: int) -> Named:
        """ "Ann Lee, a trader whose shop burned,": the trader is she."""
        if head.dep_ != "appos" or head.tag_ != "NN" or head.head.i > head.i or head.head.dep_ == "appos":
            return NOBODY
        if base + head.idx in self._speaking:
            return NOBODY  # "... will represent Ann Lee, a spokesman for the office said"
        run = self._roll.run_at(base, head.head)
        if run is None or self._roll.kind(run) != "person":
            return NOBODY
        return self._run_named(run, head.doc, base)

    def _of_whom(self, run: Run, head: Token, base: int, named: Named) -> Named:
        """ "Syrian state TV", "CNN's Decision Desk": a word for a body is no name without what stands before it."""
        if named.kind != "org" or named.name != run.name or gazetteer.lookup(run.name) is not None:
            return named
        common = gazetteer.words("group") | gazetteer.words("house")
        if len(run.words) == 1 and run.name.lower() in common:
            words = naming.words_of(head)
            return Named(" ".join(words), "org") if len(words) > 1 and words[-1] == head.text else named
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        whose = self._roll.run_at(base, owner) if owner is not None else None
        if whose is None or whose.name.split()[0] in run.words or self._roll.kind(whose) == "person":
            return named
        country = gazetteer.country_of(whose.name) or gazetteer.country_of("the " + whose.name)
        if country and " of " in f" {run.name} ":
            return Named(f"{run.name} of {country}", "org")
        return Named(f"{gazetteer.adjective_of(country) or whose.name} {run.name}", "org")

    def _beside(self, head: Token, base: int) -> Named:
        at_tokens = {i: r for r in self._roll.runs[base] if head.i < r.end <= head.i + 30 for i in range(r.lead, r.end)}
        at = roles.bearer(head, at_tokens, self._persons.get(base, set()))
        if at is None:
            return NOBODY
        named = self._run_named(at_tokens[at], head.doc, base)
        return named if named.kind == "person" else NOBODY

    def _called_right_after(self, head: Token, base: int) -> Named:
        """ "the association of patients Herzlicht": the body by its name."""
        if head.tag_ != "NN" or head.lemma_.lower() not in gazetteer.words("group"):
            return NOBODY
        end = roles.office_end(head)
        run = self._roll.run_at(base, head.doc[end]) if head.i + 1 < end < len(head.doc) else None
        return (
            self._run_named(run, head.doc, base)
            if run and run.lead == end and self._roll.kind(run) == "org"
            else NOBODY
        )

    def _run_named(self, run: Run, doc: Doc, base: int) -> Named:
        at = base + doc[run.start].idx
        pronoun = roles.pronoun_before(doc, run) if len(run.words) == 1 and self._roll.kind(run) == "person" else ""
        if pronoun:
            return Named(self._roll.full(run.words, at, pronoun), "person")
        return self._roll.name(run, at)

    def name_of(self, head: Token, base: int) -> tuple[str, str]:
        """The resolved name and kind of whoever or whatever takes part in an event; ("", "") for a thing."""
        if head.dep_ == "pobj" and head.head.lower_ in _LOCATIVE and head.pos_ == "PROPN":
            place = naming.place(head)
            if place is not None:
                return place
        if head.pos_ not in ("PROPN", "PRON", "NOUN"):
            return "", ""
        named = self.named(head, base)
        if named.anonymous or named.kind not in ("person", "org", "country", "place"):
            return "", ""
        return named.name, named.kind

    # --- pronouns

    def _pronoun(self, head: Token, base: int) -> Named:
        low = head.lower_
        if low in _RELATIVE:
            return self._relative(head, base)
        if low in _PERSONAL:
            found = self._prominent(head, base, fits_person(_PERSONAL[low]))
            return found or Named(head.text, "person", True)
        if low in _THING:
            found = self._prominent(head, base, fits_thing)
            return found or Named(head.text, "", True)
        if low in _SEVERAL:
            found = self._prominent(head, base, fits_several)
            return found or Named(head.text, "", True)
        return Named(naming.phrase(head), "", True)

    def _prominent(
        self, head: Token, base: int, fits: Callable[[Mention], float], *, slowly: bool = False
    ) -> Named | None:
        clause = mentions.clause_of(head)
        here = Here(base + clause if clause >= 0 else -1, head.dep_ == "poss", slowly, trailing=mentions.trails(head))
        return self._memory.most_prominent(base + head.idx, self._sentence_of(head, base), fits, here)

    def _relative(self, head: Token, base: int) -> Named:
        verb = head.head
        while verb.dep_ not in ("relcl", "ROOT") and verb.head is not verb:
            verb = verb.head
        if verb.dep_ == "relcl" and verb.head.i < head.i:
            return self.named(verb.head, base)
        return Named(head.text, "", True)

    # --- bodies and voices without a name

    def _body(self, head: Token, base: int) -> Named:
        if self._is_persons(head, base):
            return NOBODY  # "President Lee's office" is the office of Ann Lee
        words = naming.words_of(head)
        entry = gazetteer.lookup(" ".join(words)) if words else None
        if entry is not None and entry.how != "people":
            return Named(entry.name, entry.kind)
        body = naming.body(head, words) if words else ""
        return Named(body, "org") if body else NOBODY

    def _is_persons(self, head: Token, base: int) -> bool:
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        whose = self._roll.run_at(base, owner) if owner is not None else None
        return whose is not None and self._roll.kind(whose) == "person"

    def _fuller(self, token: Token, base: int) -> str:
        """The full name of whoever this word of a phrase stands for: "the company", "the Panel", "Mrs Lee"; "" if it says so itself."""
        run = self._roll.run_at(base, token)
        if run is not None and self._roll.kind(run) != "role":
            if token.i != run.end - 1 or token.dep_ == "compound" or self._roll.kind(run) not in ("person", "org"):
                return ""
            name = self._run_named(run, token.doc, base).name
            return name if set(run.words) < set(name.split()) else ""
        if not unnamed.stands_for_somebody(token):
            return ""
        named = self.named(token, base)
        fits = named.kind == "org" or (named.kind == "person" and token.lemma_.lower() not in gazetteer.words("group"))
        return named.name if fits and named.name[:1].isupper() and not named.anonymous else ""

    def _unnamed(self, head: Token, base: int) -> Named:
        lemma = head.lemma_.lower()
        phrase = naming.phrase(head, lambda t: self._fuller(t, base))
        owner = next((c for c in head.children if c.dep_ == "poss" and c.lower_ in _OWNERS), None)
        whose = self.named(owner, base) if owner is not None and head.dep_ != "conj" else NOBODY
        if whose is NOBODY and lemma in _MOUTHPIECES and len(phrase.split()) == 1:
            whose = (
                self._prominent(head, base, lambda m: 1.0 if m.named.kind == "org" and not m.plural else 0.0) or NOBODY
            )
        if whose.name and not whose.anonymous:
            tie = "for" if lemma in _MOUTHPIECES or lemma == "lawyer" else "of"
            phrase = f"{phrase} {tie} {whose.name}"
        if lemma in gazetteer.words("document") and head.tag_ in ("NN", "NNP"):
            return Named(phrase, "document")  # it has a name of its own, or none to hide
        if roles.is_anonymous(head):
            return Named(phrase, "", True)
        return Named(phrase, "org" if lemma in gazetteer.words("group") else "")


def _owns(doc: Doc, run: Run) -> bool:
    """Does the name end in a possessive: "Ann Lee's lawyer"?"""
    return run.end < len(doc) and doc[run.end].tag_ == "POS"


def _people_word(name: str) -> str:
    """The country whose people this is ("Swede"), else ""."""
    entry = gazetteer.lookup(name)
    return entry.name if entry is not None and entry.how == "people" else ""
