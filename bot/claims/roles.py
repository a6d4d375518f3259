"""What somebody is, beside their name: titles and offices in front of it, in apposition, after "is"; and which pronoun they go by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.claims import gazetteer
from bot.claims.runs import Run

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HE = frozenset(
    "mr mr. sir king prince congressman chairman spokesman businessman lord pope father brother herr don señor monsieur m. signor"
    " bishop imam sheikh actor husband son uncle grandfather grandson nephew man boy policeman fisherman baron count duke".split()
)
_SHE = frozenset(
    "mrs mrs. ms ms. miss queen princess congresswoman chairwoman spokeswoman lady mother sister frau doña señora madame mme mme."
    " daw signora dame actress wife daughter aunt grandmother granddaughter niece widow woman girl businesswoman baroness"
    " countess duchess councilwoman ombudswoman policewoman schoolgirl midwife".split()
)
#: Of how many is told, of whom not: "several countries".
_UNTOLD = frozenset(["several", "some", "many", "few", "numerous", "various"])
#: How many words of an apposition tell what somebody is; the rest tells of other things.
_BESIDE = 14


def root(doc: Doc, run: Run) -> Token:
    """The word of the name that the rest of the sentence hangs on."""
    span = doc[run.lead : run.end]
    return span.root


def told_of(doc: Doc, run: Run) -> frozenset[str]:
    """The words that say what the bearer of this name is, in small letters: title, office, nationality, age."""
    return frozenset(
        w for token in _telling(doc, run) for w in (token.lower_, token.lemma_.lower()) if token.is_alpha or w.isdigit()
    )


def _telling(doc: Doc, run: Run) -> Iterator[Token]:
    head = root(doc, run)
    yield from doc[run.lead : run.start]
    yield from _before(doc, run)
    for i in range(run.start, run.end):
        for child in doc[i].children:
            if child.dep_ == "appos" and child.i >= run.end:
                yield from doc[child.left_edge.i : min(child.right_edge.i + 1, child.left_edge.i + _BESIDE)]
    if head.dep_ == "appos" and head.head.i < run.lead:
        yield from doc[max(head.head.left_edge.i, run.lead - _BESIDE) : run.lead]
    if head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_ == "be":
        for child in head.head.children:
            if child.dep_ == "attr" and child.pos_ in ("NOUN", "PROPN"):
                yield from doc[child.left_edge.i : min(child.right_edge.i + 1, child.left_edge.i + _BESIDE)]
    yield from _set_off(doc, run)
    yield from _set_off_before(doc, run)


def _before(doc: Doc, run: Run) -> Iterator[Token]:
    """ "government spokeswoman | Clarisse Yandia": the words right before, back to where the phrase opens."""
    i = run.lead - 1
    while (
        i >= 0
        and run.lead - i <= 8
        and doc[i].pos_ in ("NOUN", "ADJ", "PROPN", "PART", "NUM", "DET")
        and not doc[i].is_sent_start
    ):
        yield doc[i]
        i -= 1
    if i >= 0 and doc[i].is_sent_start and doc[i].pos_ in ("NOUN", "ADJ", "PROPN"):
        yield doc[i]
    if (
        i > 0
        and i < run.lead - 1
        and doc[i].lower_ in ("for", "of")
        and doc[i].head.lemma_.lower() in gazetteer.words("role")
    ):
        office = doc[i].head  # "Deputy minister for prison affairs | Ann Lee"
        yield from doc[office.left_edge.i : office.i + 1]


def _set_off(doc: Doc, run: Run) -> Iterator[Token]:
    """ "Ann Lee, 53, the mayor of Arica,": what stands between commas, where the parser sees no apposition."""
    i = run.end
    for _ in range(2):
        if i + 1 >= len(doc) or doc[i].text != ",":
            return
        stop = next((k for k in range(i + 1, min(i + _BESIDE, len(doc))) if doc[k].text in {",", ";", "."}), None)
        if stop is None or any(t.pos_ in ("VERB", "AUX", "PRON") for t in doc[i + 1 : min(i + 4, stop)]):
            return
        first = doc[i + 1]
        if not (
            first.text.isdigit()
            or first.pos_ in ("DET", "NOUN", "ADJ")
            or first.lower_ in ("its", "his", "her", "their")
        ):
            return
        yield from doc[i + 1 : stop]
        i = stop


def _set_off_before(doc: Doc, run: Run) -> Iterator[Token]:
    """ "The Minister of Food and Agriculture, | Ann Lee": an office and a comma before the name."""
    comma = run.lead - 1
    if comma < 1 or doc[comma].text != ",":
        return
    i = comma - 1
    while i >= 0 and comma - i <= 9 and doc[i].pos_ in ("NOUN", "ADJ", "PROPN", "PART", "ADP", "CCONJ", "DET"):
        i -= 1
        if doc[i + 1].is_sent_start:
            break
    office = doc[i + 1 : comma]
    if any(t.lemma_.lower() in gazetteer.words("role") for t in office):
        yield from office


def pronoun_before(doc: Doc, run: Run) -> str:
    """ "he" or "she" by the title before the name or what stands beside it; "" where nothing tells."""
    titles = {t.lower_ for t in doc[run.lead : run.start]} | {t.lower_ for t in _before(doc, run)}
    if titles & _HE:
        return "he"
    if titles & _SHE:
        return "she"
    said = {t.lower_ for t in _set_off(doc, run)}
    return "he" if said & _HE and not said & _SHE else "she" if said & _SHE and not said & _HE else ""


def pronoun_of(lemma: str) -> str:
    """ "he" for a spokesman, "she" for a spokeswoman, "" for a nurse."""
    return "he" if lemma in _HE else "she" if lemma in _SHE else ""


def bearer(head: Token, run_at: dict[int, Run], is_person: set[int]) -> int | None:
    """ "the ministry's spokeswoman, Ann Lee", "the head of the group Ann Lee": the place of the name beside an office, or None.

    ``run_at``: the runs by their tokens; ``is_person``: where the runs that name persons begin.
    """
    beside = next((c for c in head.children if c.dep_ == "appos" and c.i > head.i and c.i in run_at), None)
    if beside is not None and run_at[beside.i].lead in is_person:
        return beside.i
    called = head.pos_ == "PROPN" and any(c.lower_ == "the" for c in head.children)  # "The Taoiseach, Ann Lee,"
    if head.tag_ not in ("NN", "NNP") or not (called or head.lemma_.lower() in gazetteer.words("role")):
        return None
    end = office_end(head)
    doc = head.doc
    for at in (end, end + 1 if end < len(doc) and doc[end].text == "," else end):
        if at < len(doc) and at in run_at and run_at[at].lead == at and at in is_person:
            after = run_at[at].end
            if (
                at == end
                or after >= len(doc)
                or doc[after].text in {",", ".", ";", "(", "—", "–"}
                or doc[after].pos_ in ("VERB", "AUX")
            ):
                return at
    return None


def office_end(head: Token) -> int:
    """One past "the head of the region": the office or body with its "of ..."."""
    end = head.i + 1
    for child in head.children:
        if child.dep_ == "prep" and child.i == end and child.lower_ in ("of", "for", "in", "at", "to"):
            inner = [t for t in child.subtree if t.i >= end]
            stop = next((t.i for t in inner if t.text == ","), inner[-1].i + 1)
            return int(stop)
    return int(end)


def is_anonymous(head: Token) -> bool:
    """A voice without a name: "sources", "a senior official", "two people familiar with the talks"."""
    if head.pos_ == "PROPN" and not head.is_sent_start:
        return False
    lemma = head.lemma_.lower()
    if head.pos_ == "NOUN" and any(c.lower_ in _UNTOLD for c in head.children):
        return True
    of = next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "of" and c.i == head.i + 1), None)
    if lemma in ("group", "number", "handful", "dozen") and of is not None:
        return any(c.tag_ == "NNS" for c in of.children) and any(c.lower_ in ("a", "an") for c in head.children)
    return lemma in gazetteer.words("anonymous") or head.lower_ in gazetteer.words("anonymous")


def is_filler(word: str) -> bool:
    """Words before a role that tell nothing of who it is: "the same official", "a senior official"."""
    return word in (
        "same",
        "latter",
        "former",
        "senior",
        "top",
        "new",
        "old",
        "own",
        "local",
        "said",
        "unnamed",
        "young",
        "then",
    )
