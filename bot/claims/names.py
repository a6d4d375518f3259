"""Who is meant: a speaker's full name out of everything the article calls people and bodies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims import gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your"]
)
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
        for doc, base in docs:
            self._enrol(doc, base)
        self._mentions = sorted((m for doc, base in docs for m in self._mentions_in(doc, base)), key=lambda m: m.at)
        self._places = [m.at for m in self._mentions]

    # --- who stands in the article

    def _enrol(self, doc: Doc, base: int) -> None:
        for ent in doc.ents:
            words = _bare(ent.text.split())
            if ent.label_ == "PERSON" and 2 <= len(words) <= 5 and all(w[:1].isalpha() for w in words):
                known = self._people.setdefault(words[-1].lower(), [])
                if not known or known[-1][1] != " ".join(words):
                    known.append((base + ent.start_char, " ".join(words)))
            if ent.label_ in _ORGANISED and len(words) >= 2:
                initials = "".join(w[0] for w in words if w[:1].isupper())
                if len(initials) >= 2:
                    self._short.setdefault(initials, _without_owner(words))

    def _mentions_in(self, doc: Doc, base: int) -> Iterator[_Mention]:
        ordinal = {}
        for number, sentence in enumerate(doc.sents):
            for i in range(sentence.start, sentence.end):
                ordinal[i] = base * 1000 + number
        for token in doc:
            if not _may_be_named(token):
                continue
            named = self._own_name(token, base)
            if named is NOBODY:
                continue
            yield _Mention(
                at=base + token.idx,
                named=named,
                words=frozenset(w.lower() for w in named.name.split()) | _company(token),
                head=token.lemma_.lower(),
                pronoun=_pronoun(token, named),
                subject=token.dep_ in _SUBJECT,
                plural=token.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in token.children),
                sentence=ordinal.get(token.i, 0),
            )

    # --- who a word stands for

    def named(self, head: Token, base: int) -> Named:
        """Who the phrase headed by this token stands for, as a voice: a capital is its government."""
        if head.pos_ == "PRON" or head.lower_ in _PERSONAL:
            return self._pronoun(head, base)
        beside = _apposition(head)
        if beside is not None and (named := self._own_name(beside, base)) is not NOBODY and not named.anonymous:
            return named
        bearer = _bearer(head)
        own = self._own_name(bearer, base)
        if own is not NOBODY and not own.anonymous:
            return self._longest(own, base + head.idx)
        referred = self._described(head, base)
        if referred is not NOBODY:
            return referred
        return own if own is not NOBODY else Named(_phrase(head), "", _is_anonymous(head))

    def name_of(self, head: Token, base: int) -> tuple[str, str]:
        """The resolved name and kind of whoever or whatever takes part in an event; ("", "") for a thing."""
        if head.dep_ == "pobj" and head.head.lower_ in _LOCATIVE and head.pos_ == "PROPN":
            place = _place(head)
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
        words = _name_words(head)
        if not words:
            return Named(_phrase(head), "", True) if _is_anonymous(head) else NOBODY
        text = " ".join(words)
        entry = gazetteer.lookup(text)
        if entry is not None and entry.how != "people":
            return Named(entry.name, entry.kind)
        body = _body(head, words)
        if body:
            return Named(body, "org")
        if head.pos_ != "PROPN":
            return NOBODY
        bare = _bare(words)
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
        return Named(_phrase(head), "", True)

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
        lemma = head.lemma_.lower()
        definite = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that") for c in head.children)
        if not definite or head.tag_ == "NNS":
            return NOBODY
        wanted = {
            w for c in head.children if c.dep_ in ("amod", "compound", "nmod") for w in [c.lower_] if not _is_filler(w)
        }
        countries = {gazetteer.country_of(w) for w in wanted} - {""}
        wanted = {w for w in wanted if not gazetteer.country_of(w)}
        if lemma in gazetteer.words("group"):
            return self._last_called(base + head.idx, lemma, wanted, countries, ("org",))
        if lemma in gazetteer.words("role") or lemma in gazetteer.words("anonymous"):
            return self._last_called(base + head.idx, lemma, wanted, countries, ("person", ""))
        return NOBODY

    def _last_called(self, at: int, lemma: str, wanted: set[str], countries: set[str], kinds: tuple[str, ...]) -> Named:
        for mention in self._back(at):
            if mention.named.kind not in kinds or lemma not in mention.words or not wanted <= mention.words:
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


# --- what one phrase says of itself --------------------------------------------------------------


def _may_be_named(token: Token) -> bool:
    if token.pos_ == "PROPN":
        return token.dep_ not in ("compound", "amod", "nmod")
    return token.pos_ == "NOUN" and (
        token.lemma_.lower() in gazetteer.words("anonymous") or token.lemma_.lower() in gazetteer.words("group")
    )


def _name_words(head: Token) -> list[str]:
    """The words of the name itself: "Sergeant Ann Lee of the river police" -> Sergeant Ann Lee."""
    if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
        i = head.i
        doc = head.doc
        start = i
        while start > 0 and doc[start - 1].ent_type_ == "PERSON" and doc[start].ent_iob_ == "I":
            start -= 1
        end = i + 1
        while end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I":
            end += 1
        return _joined(t for t in doc[start:end] if t.tag_ != "POS")
    owner = [c for c in head.children if c.dep_ == "poss" and c.pos_ in ("PROPN", "NOUN")]
    left = [c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod", "nummod") and c.lower_ not in _DETERMINERS]
    words = _joined(t for c in left for t in c.subtree if t.tag_ != "POS" and (not t.is_punct or t.text == "-"))
    right = _of_phrase(head) if head.pos_ == "PROPN" else []
    if head.pos_ == "PROPN" or any(w[:1].isupper() for w in words):
        # "the North's Korean Central News Agency": whose it is stands in its name already.
        named = bool(words) and bool(gazetteer.country_of(words[0]) or gazetteer.lookup(" ".join((*words, head.text))))
        return [*(_owner_words(owner[0]) if owner and not named else []), *words, head.text, *right]
    if head.text[:1].isupper() and gazetteer.lookup(head.text) is not None:
        return [head.text]
    if owner and owner[0].pos_ == "PROPN":
        return [*_owner_words(owner[0]), *words, head.text]
    return []


def _joined(tokens: Iterable[Token]) -> list[str]:
    """The tokens as words: what the text writes together ("Jong-un") stays together."""
    words: list[str] = []
    glued = False
    for token in tokens:
        if glued:
            words[-1] += token.text
        else:
            words.append(token.text)
        glued = not token.whitespace_ and token.i + 1 < len(token.doc) and "-" in (token.text, token.nbor().text)
    return words


def _owner_words(owner: Token) -> list[str]:
    """ "Russia's" ministry is the Russian one; "the North's" agency is North Korea's."""
    words = [t.text for t in owner.subtree if t.tag_ != "POS" and t.lower_ not in _DETERMINERS]
    country = gazetteer.country_of(" ".join(words)) or gazetteer.country_of("the " + " ".join(words))
    adjective = gazetteer.adjective_of(country) if country else ""
    return adjective.split() if adjective else words


def _of_phrase(head: Token) -> list[str]:
    """ "Ministry of Defence": the rest of a body's name after "of", "for", "on"."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "on") and child.i == head.i + 1:
            inner = [t for t in child.subtree if not t.is_punct]
            if all(t.pos_ in ("PROPN", "ADP", "DET", "CCONJ", "PART", "ADJ") for t in inner) and any(
                t.pos_ == "PROPN" for t in inner
            ):
                return [t.text for t in inner]
    return []


def _body(head: Token, words: Sequence[str]) -> str:
    """A ministry, an army, a court: its name with the country's adjective in front; "" if it is no body."""
    low = head.lemma_.lower()
    if low not in gazetteer.words("group") and head.lower_ not in gazetteer.words("group"):
        return ""
    if head.ent_type_ == "PERSON":
        return ""
    kept = [w for w in words if w.lower() not in _DETERMINERS or w.lower() == "the"]
    if low in ("government", "regime", "authority", "kremlin") and len(kept) == 2:
        country = gazetteer.country_of(kept[0])
        if country:
            return country
    return _ordered(kept)


def _ordered(words: Sequence[str]) -> str:
    """ "Ministry of Defence of Russia", "Russian Ministry of Defence" -> "Russian Defense Ministry"."""
    text = " ".join("Defense" if w == "Defence" else w for w in words)
    lead, found, rest = text.partition("Ministry of ")
    if not found:
        return text
    what, _, where = rest.removeprefix("the ").partition(" of ")
    adjective = gazetteer.adjective_of(gazetteer.country_of(where)) if where else ""
    return f"{lead or (adjective + ' ' if adjective else '')}{what.removeprefix('the ')} Ministry".strip()


def _without_owner(words: Sequence[str]) -> str:
    return " ".join(w for w in words if w.lower() not in ("the",))


def _bare(words: Sequence[str]) -> list[str]:
    """A name without titles before it and without the possessive."""
    out = [w for w in words if w not in ("'s", "’s", "'", "’")]
    titles = gazetteer.words("title")
    while len(out) > 1 and (
        out[0].lower() in titles
        or out[0].lower() in _DETERMINERS
        or (
            gazetteer.lookup(out[0]) is not None
            and out[0].lower() in gazetteer.entries()
            and gazetteer.entries()[out[0].lower()].how == "people"
        )
    ):
        out = out[1:]
    if out and out[-1].endswith(("'s", "’s")):
        out[-1] = out[-1][:-2]
    return out


def _place(head: Token) -> tuple[str, str] | None:
    words = _name_words(head)
    text = " ".join(w for w in words if w.lower() not in _DETERMINERS)
    entry = gazetteer.lookup(text)
    if entry is not None and entry.how == "name":
        return entry.name, entry.kind
    if entry is not None and entry.how == "capital":
        return text, "place"
    return (text, "place") if head.ent_type_ in ("GPE", "LOC", "FAC") else None


def _company(token: Token) -> frozenset[str]:
    """Titles, roles and nationalities that stand with a name: in front of it, or in apposition."""
    words = {t.lower_ for c in token.lefts for t in c.subtree}
    for child in token.children:
        if child.dep_ == "appos":
            words |= {t.lower_ for t in child.subtree if t.i - child.left_edge.i < 12}
    if token.dep_ == "appos":
        words |= {t.lower_ for t in token.head.lefts} | {token.head.lemma_.lower()}
    return frozenset(words)


def _pronoun(token: Token, named: Named) -> str:
    if named.kind != "person":
        return ""
    before = {t.lower_ for t in token.lefts}
    if before & {
        "mr",
        "mr.",
        "sir",
        "king",
        "prince",
        "congressman",
        "chairman",
        "spokesman",
        "businessman",
        "lord",
        "pope",
    }:
        return "he"
    if before & {
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "miss",
        "queen",
        "princess",
        "congresswoman",
        "chairwoman",
        "spokeswoman",
        "lady",
    }:
        return "she"
    return gazetteer.pronoun_of(named.name.split()[0])


def _apposition(head: Token) -> Token | None:
    """ "the ministry's spokeswoman, Ann Lee": the name beside the description."""
    if head.pos_ == "PROPN":
        return None
    return next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN"), None)


def _bearer(head: Token) -> Token:
    """ "Chief of the General Staff Ann Lee": the one who bears the title, where the parser took the title for the head."""
    if head.ent_type_ == "PERSON" or head.lower_ not in gazetteer.words("title") | gazetteer.words("role"):
        return head
    for token in head.subtree:
        if token.i > head.i and token.text == ",":
            break
        last = token.i + 1 == len(token.doc) or token.nbor().ent_type_ != "PERSON"
        if token.i > head.i and token.ent_type_ == "PERSON" and last:
            return token
    return head


def _phrase(head: Token) -> str:
    """The words of an unnamed voice, from its first word to its head and an "of ..." after it, without the article."""
    start, end = int(head.left_edge.i), head.i + 1
    for child in head.children:
        if child.dep_ == "prep" and child.i == head.i + 1 and child.right_edge.i - head.i <= 6:
            end = int(child.right_edge.i) + 1
    doc = head.doc
    while start < head.i and (doc[start].lower_ in _DETERMINERS or doc[start].is_punct or doc[start].is_space):
        start += 1
    text: str = doc[start:end].text
    opens = (
        doc[start].is_sent_start and doc[start].pos_ != "PROPN" and doc[start].ent_type_ == "" and len(doc[start]) > 1
    )
    return text[:1].lower() + text[1:] if opens else text


def _is_anonymous(head: Token) -> bool:
    """A voice without a name: "sources", "a senior official", "two people familiar with the talks"."""
    if head.pos_ == "PROPN":
        return False
    lemma = head.lemma_.lower()
    return lemma in gazetteer.words("anonymous") or head.lower_ in gazetteer.words("anonymous")


def _is_filler(word: str) -> bool:
    return word in ("same", "latter", "former", "senior", "top", "new", "old", "own", "local", "said")
