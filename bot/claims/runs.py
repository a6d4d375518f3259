"""Names as they are printed: runs of capitalised words, with the titles and offices before them told from the name itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims import gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Small words inside a name: "Ursula von der Leyen", "Rio de Janeiro".
_PARTICLES = frozenset(
    "de del della der den des di da do dos du la le las los van von ter ten zu zum zur al el ul bin ibn ben ag ould abu y e af av".split()
)
#: What ties a body's name together: "Ministry of Defence", "Institute for Strategic Affairs".
_TIES = frozenset(["of", "for", "on", "and", "&"])
_DASHES = frozenset(["-", "–", "‑"])
_NO_NAME = frozenset(["DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"])
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october"
    " november december".split()
)
#: A company by the letters behind its name.
_FIRMS = frozenset(
    "inc inc. ltd ltd. plc llc corp corp. co co. ag gmbh sa s.a. nv n.v. as asa ab oy spa s.p.a. kk".split()
)
#: Titles that also open the names of firms.
_FIRST_WORDS = frozenset("general major first private justice chief state king prime lord royal".split())
#: Who is one by an office, whatever the office is for.
_HOLDERS = frozenset(
    "officer commissioner minister secretary director chief leader president chancellor governor mayor prosecutor ombudsman"
    " chairman chairwoman ambassador whip judge coroner premier spokesman spokeswoman envoy prefect auditor rapporteur".split()
)
#: Titles that are first names as well.
_ALSO_NAMES = frozenset(["emir", "sultan", "duke", "don", "earl"])
_LONGEST = 14
_SMALL = frozenset(["DET", "ADP", "CCONJ", "SCONJ", "AUX", "PART", "INTJ", "PUNCT", "SYM", "SPACE", "PRON"])


@dataclass(frozen=True, slots=True)
class Run:
    """One name where it stands: tokens ``start`` to ``end`` are the name, ``lead`` to ``start`` what it bears before it.

    ``kind`` is what its own words tell: "person" after a title, "org" with a word for a body in it, "role" for an
    office alone ("the Prime Minister"), "" where only the article or a list can tell.
    """

    lead: int
    start: int
    end: int
    name: str
    kind: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.name.split())


def runs(doc: Doc) -> list[Run]:
    """The runs of a paragraph, in order; none overlap."""
    found: list[Run] = []
    i = 0
    while i < len(doc):
        if not _opens(doc[i]):
            i += 1
            continue
        end = _reach(doc, i)
        found.extend(_parted(doc, i, end))
        i = end
    return found


def capitalised(token: Token) -> bool:
    """Does the word begin with a capital letter?"""
    return token.text[:1].isupper()


def _opens(token: Token) -> bool:
    if not capitalised(token) or not token.text[0].isalpha() or token.lower_ in _DAYS:
        return False
    if token.pos_ in _SMALL or token.ent_type_ in _NO_NAME:
        return (
            token.pos_ == "PRON" and token.text.isupper() and len(token.text) > 1 and token.ent_type_ == "ORG"
        )  # "IT", "US"
    if token.text.isupper() and len(token) > 3 and token.i + 1 < len(token.doc) and token.nbor().text == ":":
        return True  # "OSPANOV: I was not there."
    if token.pos_ == "PROPN" or not (token.is_sent_start or _after_mark(token)):
        return True
    return _named_from_the_start(token)


def _after_mark(token: Token) -> bool:
    """After an opening quotation mark or a colon any word may have a capital."""
    return bool(token.i) and token.nbor(-1).text in {"“", '"', "``", "''", "‘", "'", ":", "—", "–", "("}


def _named_from_the_start(token: Token) -> bool:
    """A sentence's first word counts as a name's where what follows, or a list, says so: "Turkish Defence Minister"."""
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if gazetteer.lookup(token.text) is not None:
        return True
    if following is None:
        return False
    titled = token.lower_ in gazetteer.words("title") | gazetteer.words("role") | gazetteer.words("group")
    if following.lower_ in ("of", "for") and titled:
        after = token.doc[token.i + 2] if token.i + 2 < len(token.doc) else None
        return after is not None and capitalised(after)
    return (
        capitalised(following)
        and following.pos_ in ("PROPN", "NOUN", "ADJ")
        and (titled or token.pos_ in ("ADJ", "NOUN"))
    )


def _reach(doc: Doc, start: int) -> int:
    """One past the last token of the run that opens here."""
    i = start + 1
    while i < len(doc) and i - start < _LONGEST:
        step = _step(doc, start, i)
        if not step:
            break
        i += step
    return i


def _step(doc: Doc, start: int, i: int) -> int:
    """How many tokens from here still belong to the run, 0 where it ends."""
    token, last = doc[i], doc[i - 1]
    if token.is_space or (token.is_sent_start and not last.text.endswith(".")):
        return 0
    glued = not last.whitespace_
    if token.text in _DASHES and glued and not token.whitespace_ and i + 1 < len(doc) and doc[i + 1].text[:1].isalpha():
        return 2
    if capitalised(token) and token.text[0].isalpha() and token.lower_ not in _DAYS:
        return (
            0
            if token.pos_ in ("PRON", "DET") or (glued and last.text not in _DASHES and not last.text.endswith("."))
            else 1
        )
    if token.text == "plc" and i > start:
        return 1
    ahead = next((k for k in range(i + 1, min(i + 4, len(doc))) if doc[k].lower_ not in _PARTICLES | {"the"}), None)
    if ahead is None or not capitalised(doc[ahead]) or not doc[ahead].text[0].isalpha() or doc[ahead].lower_ in _DAYS:
        return 0
    if token.lower_ in _PARTICLES and doc[ahead].pos_ not in ("PRON", "DET"):
        return ahead - i
    if token.text == "&" or (token.lower_ in _TIES and _ties(doc, start, i, ahead)):
        return ahead - i
    plural = token.text in {"'", "’"} and last.text.endswith("s")
    return 1 if plural and _names_body(doc, i + 1, i + 3) else 0


def _ties(doc: Doc, start: int, i: int, ahead: int) -> bool:
    """Does this "of" or "and" tie one name together, rather than join it to another?"""
    before = {t.lower_ for t in doc[start:i]}
    if doc[i].lower_ in ("of", "for", "on"):
        office = doc[i - 1].lower_ in gazetteer.words("title") | gazetteer.words("role")
        body = bool(before & (gazetteer.words("group") | _HEADS))
        return (office or body) and doc[ahead].pos_ not in ("PRON", "DET")
    if "of" in before or "for" in before:  # "Department for Business and Trade", not "Ministry of Health and Ann Lee"
        return bool(before & gazetteer.words("group")) and doc[ahead].ent_type_ != "PERSON"
    whole = not before & (gazetteer.words("group") | _FIRMS)
    return whole and doc[start].ent_type_ == "ORG" and _names_body(doc, ahead, ahead + 4)


def _names_body(doc: Doc, start: int, end: int) -> bool:
    return any(capitalised(t) and t.lower_ in gazetteer.words("group") for t in doc[start : min(end, len(doc))])


_HEADS = frozenset("republic kingdom states people islands gulf isle university bank house board office union".split())


# --- a run's parts --------------------------------------------------------------------------------


def _parted(doc: Doc, lead: int, end: int) -> Iterator[Run]:
    """The run as one name, or as titles and the one who bears them."""
    lead = _past_participle(doc, lead, end)
    if not any(t.lower_ in _TIES for t in doc[lead:end]) and _all_office(doc, lead, end):
        yield Run(lead, lead, end, _text(doc, lead, end), "role")
        return
    start = _name_start(doc, lead, end)
    name = _text(doc, start, end)
    if not name:
        return
    if start > lead:
        kind = "org" if _is_body(doc, start, end) else "person"
        yield Run(lead, start, end, name, kind)
        return
    if _all_office(doc, lead, end):
        yield Run(lead, lead, end, name, "role")
        return
    if _is_body(doc, lead, end):
        yield Run(lead, lead, end, name, "org")
        return
    start = _past_country(doc, lead, end)
    yield Run(lead, start, end, _text(doc, start, end), "")


def _name_start(doc: Doc, lead: int, end: int) -> int:
    """Where the name begins behind its titles: "Turkish Defence Minister | Orhan Selcuk", "Chief of the General Staff | Ann Lee"."""
    titles = gazetteer.words("title") | gazetteer.words("role")
    for last in reversed([i for i in range(lead, end - 1) if doc[i].lower_ in titles]):
        if doc[last + 1].text in _DASHES or (
            last == lead and doc[lead].lower_ in _FIRST_WORDS and doc[lead].ent_type_ == "ORG"
        ):
            return lead  # "General Motors", "Major League Soccer"
        if last == lead and _given(doc, lead):
            return lead
        if doc[last + 1].lower_ in _TIES:
            return _behind_office(doc, max(i for i in range(last + 1, end) if doc[i].lower_ in _TIES), end, lead)
        if not _is_body(doc, last + 1, end):
            return last + 1
    return lead


def _given(doc: Doc, lead: int) -> bool:
    """ "Emir Balat", "Duke Ellis": a first name here, no title."""
    alone = not lead or doc[lead - 1].lower_ != "the"
    return doc[lead].lower_ in _ALSO_NAMES and doc[lead].ent_type_ == "PERSON" and alone


def _behind_office(doc: Doc, tie: int, end: int, lead: int) -> int:
    """In "Minister of Justice Ann Lee": where Ann begins; the run's beginning where only the office stands."""
    first = next((i for i in range(tie, end) if capitalised(doc[i])), end)
    for i in range(first + 1, end):
        if capitalised(doc[i]) and gazetteer.pronoun_of(doc[i].text):
            return i
    spots = [i for i in range(first + 1, end) if doc[i].ent_type_ == "PERSON" and capitalised(doc[i])]
    opening = [i for i in spots if doc[i].ent_iob_ == "B" or doc[i - 1].ent_type_ != "PERSON"]
    if opening and end - opening[0] <= 4:
        return opening[0]
    capitals = [i for i in range(first, end) if capitalised(doc[i])]
    offices = gazetteer.words("office")
    while len(capitals) > 1 and doc[capitals[0]].lower_ in offices:
        capitals = capitals[1:]
        if len(capitals) <= 3 and doc[capitals[0]].lower_ not in offices:
            return capitals[0]
    return lead


def _past_participle(doc: Doc, lead: int, end: int) -> int:
    """Behind "Britain-based" or "Opposition-run", which tell of a body and are no part of its name."""
    i = lead
    while i + 2 < end and doc[i + 1].text in _DASHES:
        i += 2
    told = i > lead and doc[i].text.islower() and doc[i].lower_.endswith(("ed", "run", "born", "held"))
    return i + 1 if told and i + 1 < end else lead


def _past_country(doc: Doc, lead: int, end: int) -> int:
    """ "Swede | Stellan Brodd", "envoy for Syria | Ann Lee": a country or people before a name of two words or more."""
    longest = next(
        (k for k in range(min(end - 2, lead + 3), lead, -1) if gazetteer.country_of(_text(doc, lead, k))), lead
    )
    return longest if longest > lead and doc[longest].ent_type_ == "PERSON" and capitalised(doc[longest]) else lead


def _is_body(doc: Doc, start: int, end: int) -> bool:
    """A word for a body among the name's own: "Port Control Commission", "Corvane Foods plc"."""
    words = [t.lower_ for t in doc[start:end]]
    if any(t.lower_ in _FIRMS and (len(t) > 2 or t.text.isupper()) for t in doc[start + 1 : end]):  # AG, but "Ag Tahir"
        return True
    if gazetteer.lookup(_text(doc, start, end)) is not None:
        return False
    bodies = gazetteer.words("group")
    return any(w in bodies or w.rstrip("s") in bodies for w in words) or any(
        w in gazetteer.words("house") for w in words[1:]
    )


def _all_office(doc: Doc, start: int, end: int) -> bool:
    """An office and nothing more: "Prime Minister", "Minister of Justice", "Senate Minority Leader"."""
    titles = gazetteer.words("title") | gazetteer.words("role")
    words = [t.lower_ for t in doc[start:end] if t.text not in _DASHES]
    head = next((k for k, w in enumerate(words) if w in ("of", "for")), len(words))
    if not head or words[head - 1] not in titles:
        return False
    if head > 1 and words[head - 1] in _HOLDERS and start and doc[start - 1].lower_ == "the":
        return True  # "the Monitoring Officer"
    rest = words[: head - 1]
    known = titles | gazetteer.words("office") | gazetteer.words("group")
    return all(w in known or gazetteer.lookup(w) is not None for w in rest) or head < len(words)


def _text(doc: Doc, start: int, end: int) -> str:
    """The words between these tokens as printed, white space made plain, a possessive ending left out."""
    text = " ".join(doc[start:end].text.split())
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    return text
