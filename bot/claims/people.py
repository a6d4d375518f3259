"""The roll of an article: everybody and every body it names, each under the fullest name the article gives."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims import gazetteer, roles, runs, spellings
from bot.claims.runs import Run

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Letters behind a firm's name that make it the fuller one: "Apple" is "Apple Inc." where the article says so once.
_FULLER = frozenset("inc inc. ltd ltd. plc llc corp corp. co. ag gmbh sa nv group holdings".split())


@dataclass(frozen=True, slots=True)
class Named:
    """Who is meant: full name, kind (person, org, country, place or ""), and whether it is a voice without a name."""

    name: str
    kind: str = ""
    anonymous: bool = False

    def __bool__(self) -> bool:
        """Is anybody meant at all?"""
        return bool(self.name)


NOBODY = Named("")

#: Bodies that are places at once: "the city Halden".
_LIES = frozenset(
    "city state county district municipality republic port airport station house school court hospital mission".split()
)


class Roll:
    """Everybody an article names. Built once from its paragraphs; the questions asked of it change nothing."""

    def __init__(self, docs: Sequence[tuple[Doc, int]]) -> None:
        """``docs``: each paragraph's parse, and where it begins in the text."""
        self.runs = {base: runs.runs(doc) for doc, base in docs}
        self._covering = {
            (base, i): run for base, found in self.runs.items() for run in found for i in range(run.lead, run.end)
        }
        self._weigh(docs)
        self._people: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._given: set[str] = set()
        self._bodies: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._short: dict[str, str] = {}
        self._bracketed: dict[str, str] = {}
        self._pronouns: dict[str, str] = {}
        for doc, base in docs:
            self._enrol_people(doc, base)
        for doc, base in docs:
            self._overlooked(doc, base)
            self._enrol(doc, base)

    # --- person, body or place

    def _weigh(self, docs: Sequence[tuple[Doc, int]]) -> None:
        """What speaks for a person and what for a body or a place, over all the places a name stands in."""
        weights: dict[str, Counter[str]] = defaultdict(Counter)
        for doc, base in docs:
            for run in self.runs[base]:
                weights[_key(run.name)].update(_evidence(doc, run))
        titled = {_key(r.words[-1]) for found in self.runs.values() for r in found if r.kind == "person"}
        for name, weight in weights.items():
            if name.split()[-1] in titled:
                weight["person"] += 3
        self._kinds = {name: _likeliest(name, weight) for name, weight in weights.items()}

    def kind(self, run: Run) -> str:
        """What the run names: person, org or place; "role" for an office alone."""
        if run.kind in ("role", "org"):
            return run.kind
        entry = gazetteer.lookup(run.name) if run.kind != "person" else None
        if entry is not None:
            return {"person": "person", "org": "org"}.get(entry.kind, "place")
        if run.kind == "person" or (len(run.words) == 1 and self._is_short(run.name)):
            return "person"
        return self._kinds.get(_key(run.name), "")

    def _is_short(self, word: str) -> bool:
        """A surname or first name of somebody the article names in full, and nothing else that it names."""
        if gazetteer.lookup(word) is not None:
            return False
        kind = self._kinds.get(_key(word), "")
        return spellings.key(word) in self._people or (kind == "person" and _key(word) in self._given)

    def run_at(self, base: int, token: Token) -> Run | None:
        """The run this word stands in, titles included."""
        return self._covering.get((base, token.i))

    # --- under which names

    def _enrol_people(self, doc: Doc, base: int) -> None:
        for run in self.runs[base]:
            if 2 <= len(run.words) <= 6 and self.kind(run) == "person":
                self._people[spellings.key(run.words[-1])].append((base + doc[run.start].idx, run.name))
                self._given.add(_key(run.words[0]))

    def _overlooked(self, doc: Doc, base: int) -> None:
        """ "Jobs said ...": a word that opens a sentence and is a surname elsewhere is one here."""
        surnames = {name.split()[-1] for found in self._people.values() for _, name in found}
        for sentence in doc.sents:
            first = sentence[0]
            if (
                first.text in surnames
                and (base, first.i) not in self._covering
                and first.dep_ not in ("compound", "amod")
            ):
                run = Run(first.i, first.i, first.i + 1, first.text, "person")
                self.runs[base].append(run)
                self._covering[base, first.i] = run

    def _enrol(self, doc: Doc, base: int) -> None:
        for run in self.runs[base]:
            kind, at = self.kind(run), base + doc[run.start].idx
            if kind in ("org", "place") and _is_own(run.name):
                self._bodies[_key(run.name)].append((at, run.name))
                self._abbreviate(doc, run)
            if kind == "person":
                told = roles.pronoun_before(doc, run)
                if told:
                    self._pronouns.setdefault(_key(self.full(run.words, at, told)), told)

    def _abbreviate(self, doc: Doc, run: Run) -> None:
        """ "World Food Programme (WFP)": the letters in brackets, and those its words begin with."""
        if len(run.words) < 2:
            return
        if run.end + 2 < len(doc) and doc[run.end].text == "(" and doc[run.end + 1].text.isupper():
            self._short.setdefault(doc[run.end + 1].text, run.name)
            self._bracketed.setdefault(doc[run.end + 1].text, run.name)
        capitals = "".join(w[0] for w in run.words if w[:1].isupper())
        if len(capitals) >= 2:
            self._short.setdefault(capitals, run.name)

    def name(self, run: Run, at: int) -> Named:
        """Who this run names, under the fullest name; ``at`` is where it stands in the text."""
        entry = gazetteer.lookup(run.name)
        kind = self.kind(run)
        if entry is not None and (own := self._bracketed.get(run.name.replace(".", ""))):
            return self._listed(own)  # what the article says these letters stand for
        if entry is not None and entry.how != "people" and (kind != "person" or entry.kind == "person"):
            return Named(self.full(run.words, at) if entry.kind == "person" else entry.name, entry.kind)
        if kind == "person":
            return Named(self.full(run.words, at), "person")
        if run.name.isupper() and run.name.replace(".", "") in self._short:
            return self._listed(self._short[run.name.replace(".", "")])
        return Named(self.body(run.words, at), kind or "org")

    @staticmethod
    def _listed(name: str) -> Named:
        entry = gazetteer.lookup(name)
        return Named(entry.name, entry.kind) if entry is not None else Named(name, "org")

    def full(self, words: Sequence[str], at: int, pronoun: str = "") -> str:
        """A person's fullest name: of two with one surname the one named last before here, else the first after."""
        known = self._people.get(spellings.key(words[-1]), [])
        if len(words) == 1:
            known = known or [
                (p, n) for found in self._people.values() for p, n in found if _key(n.split()[0]) == _key(words[0])
            ]
            if pronoun:
                known = [(p, n) for p, n in known if self.pronoun(n) in ("", pronoun)] or known
            name = _nearest(sorted(known), at) or _listed_person(words[0]) or words[0]
        else:
            name = " ".join(words)
        same = [n for _, n in self._people.get(spellings.key(name.split()[-1]), []) if _same_person(n, name)]
        return (
            max(same, key=lambda n: (not n.isupper(), len(n.split()), len(n.split()[0]) > 2), default=name)
            if same
            else name
        )

    def pronoun(self, person: str) -> str:
        """ "he" or "she" for this person, by a title anywhere in the article, else by the first name; "" where neither tells."""
        return self._pronouns.get(_key(person), "") or gazetteer.pronoun_of(person.split()[0])

    def body(self, words: Sequence[str], at: int) -> str:
        """A body's fullest name: "the Commission" after "the Port Control Commission", "Apple" where it is "Apple Inc." once."""
        name = " ".join(words)
        mine = [_key(w) for w in words]
        longer = []
        for found in self._bodies.values():
            theirs = [_key(w) for w in found[0][1].split()]
            if len(theirs) > len(mine) and _is_short_for(mine, theirs):
                longer.extend(found)
        return _nearest(sorted(longer), at) or name


def _is_own(name: str) -> bool:
    """Not a country or another name for something: "Syrian Observatory for Human Rights", not "SOHR"."""
    entry = gazetteer.lookup(name)
    return entry is None or (entry.kind == "org" and entry.name == name)


def _key(name: str) -> str:
    return name.casefold().replace("’", "'")


def _is_short_for(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Its last words ("the Commission"), its last before "of" or "for" ("the Observatory"), all but the letters of a firm ("Apple")."""
    head = list(theirs)
    for tie in ("of", "for"):
        head = head[: head.index(tie)] if tie in head else head
    size = len(mine)
    whole = theirs[-size:] == mine and mine[0] not in ("of", "for")
    return whole or (size < len(theirs) and head[-size:] == mine) or (theirs[:size] == mine and theirs[-1] in _FULLER)


def _nearest(known: Sequence[tuple[int, str]], at: int) -> str:
    before = bisect_right(known, at, key=lambda place_name: place_name[0])
    return known[max(0, before - 1)][1] if known else ""


def _listed_person(surname: str) -> str:
    entry = gazetteer.lookup(surname)
    return entry.name if entry is not None and entry.kind == "person" else ""


def _same_person(one: str, other: str) -> bool:
    """ "Mark Sheridan" and "Mark D. Sheridan", "S. Hauge" and "Signe Hauge", "Serhii" and "Sergei": surnames are alike already."""
    a, b = one.split()[0].rstrip("."), other.split()[0].rstrip(".")
    if len(a) == 1 or len(b) == 1:
        return _key(a)[0] == _key(b)[0]
    return spellings.key(a) == spellings.key(b)


# --- what speaks for what -------------------------------------------------------------------------


def _evidence(doc: Doc, run: Run) -> Iterable[str]:
    """Each sign as the kind it speaks for, as often as it weighs."""
    found = _labels(doc, run)
    if run.kind == "person":
        found += ["person"] * 3
    if len(run.words) > 1 and gazetteer.pronoun_of(run.words[0]):
        found += ["person"] * 2
    if len(run.words) == 1 and not found and gazetteer.pronoun_of(run.name) and run.start == run.lead:
        found += ["person"] * 2  # "Maria, from Lviv"
    return [*found, *_signs_before(doc, run), *_signs_after(doc, run)]


def _labels(doc: Doc, run: Run) -> list[str]:
    kinds = {
        "PERSON": "person",
        "ORG": "org",
        "GPE": "place",
        "LOC": "place",
        "FAC": "place",
        "NORP": "org",
        "PRODUCT": "org",
    }
    label = Counter(doc[i].ent_type_ for i in range(run.start, run.end)).most_common(1)[0][0]
    return [kinds[label]] * 2 if label in kinds else []


def _signs_before(doc: Doc, run: Run) -> list[str]:
    if run.lead == 0:
        return []
    before = doc[run.lead - 1]
    offices = gazetteer.words("role")
    if (
        before.text == ","
        and run.lead > 1
        and (doc[run.lead - 2].lemma_.lower() in offices or roles.root(doc, run).dep_ == "appos")
    ):
        office = doc[run.lead - 2] if doc[run.lead - 2].lemma_.lower() in offices else roles.root(doc, run).head
        return ["person"] * 6 if office.lemma_.lower() in offices else []
    if before.text == "," and run.lead > 1 and doc[run.lead - 2].lemma_.lower() in gazetteer.words("group"):
        return ["org"] * 6  # "The operating company, Nord Rail, said"
    if before.lower_ == "the" and run.lead == run.start:
        return ["org"] * 2
    if before.pos_ in ("NOUN", "ADJ") and before.lemma_.lower() in gazetteer.words("role"):
        return ["person"] * 2
    if before.pos_ == "NOUN" and before.lemma_.lower() in gazetteer.words("group"):
        return ["org"] * (2 if before.lemma_.lower() in _LIES else 5)  # "the group Halden", which is a town as well
    if before.lower_ in ("in", "near", "outside", "at") and len(run.words) <= 3:
        return ["place"] * 2
    return []


def _signs_after(doc: Doc, run: Run) -> list[str]:
    if run.name.isupper() and 2 <= len(run.name) <= 6 and len(run.words) == 1:
        return ["org"] * 2
    following = [doc[i] for i in range(run.end, min(run.end + 4, len(doc)))]
    if following and following[0].pos_ == "NOUN" and following[0].lemma_.lower() in gazetteer.words("role"):
        return ["org"] * 2  # "Rovers director Ann Lee"
    texts = [t.lower_ for t in following]
    if texts[:1] == ["who"] or texts[:2] == [",", "who"]:
        return ["person"] * 3
    if len(texts) > 2 and texts[0] == "," and texts[1].isdigit() and len(texts[1]) <= 2 and texts[2] in (",", "."):
        return ["person"] * 3
    beside = next((c for i in range(run.start, run.end) for c in doc[i].children if c.dep_ == "appos"), None)
    if beside is None:
        return []
    if beside.lemma_.lower() in gazetteer.words("role"):
        return ["person"] * 2
    return ["org"] * 2 if beside.lemma_.lower() in gazetteer.words("group") else []


def _likeliest(name: str, weight: Counter[str]) -> str:
    words = name.split()
    if 2 <= len(words) <= 3 and not (weight["org"] > 1 and name.isupper()):
        weight = weight + Counter(person=1)  # most names of two words are people's
    if weight["person"] and weight["person"] >= max(weight["org"], weight["place"]):
        return "person"
    if weight["org"] or weight["place"]:
        return "org" if weight["org"] >= weight["place"] else "place"
    return "person" if 2 <= len(words) <= 4 else "org"
