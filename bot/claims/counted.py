"""What a number counts, and what became of it: 53 *people killed*, 75 *wounded*, a toll of 70."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

#: Words that say no more than "people": what is counted is then "people killed", "people wounded".
PEOPLE = frozenset(
    "people person individual victim other human life man-woman body one resident inhabitant local citizen".split()
)
_TOLL = frozenset(["toll", "count", "tally", "figure", "number", "total"])
_PASSING_UP = frozenset(["conj", "appos", "nummod", "quantmod", "compound"])
_THEM = frozenset(["them", "whom", "which", "those", "these"])
_SIGNS = frozenset(["percent", "cent", "percentage", "%", "pct"])
#: "a dozen vessels", "155 mm shells", "a six-month phase": the measure is no part of what is counted.
_MEASURES = frozenset(
    "dozen mln bln bn mm cm km kg m year month week day hour minute dlr dlrs pct term hundred thousand million".split()
)
_LIGHT_COUNTS = frozenset(
    ["number", "total", "count", "figure", "series", "group", "handful", "majority", "rest", "lot"]
)


@cache
def _outcomes() -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    table = tomllib.loads(files("bot.claims.data").joinpath("outcomes.toml").read_text("utf-8"))
    kinds = ("suffered", "undergone", "states", "nouns")
    suffered, undergone, states, nouns = ({w: name for name, row in table.items() for w in row[k]} for k in kinds)
    return suffered, undergone, states, nouns


def outcome_of_noun(lemma: str) -> str:
    """What a noun says became of those it counts: "death" is "killed"; "" for most nouns."""
    return _outcomes()[3].get(lemma, "")


def counted(number: Token, noun: Token | None) -> str:
    """What ``number`` counts as a phrase of lemmas, with what became of it: "people killed", "troop"."""
    anchor = noun if noun is not None else number
    lemma = noun.lemma_.lower() if noun is not None else ""
    outcome = outcome_of_noun(lemma)
    if outcome:
        return f"people {outcome}"
    if lemma in _outcomes()[2]:  # "40 wounded", "24 dead": the state stands as the noun
        return f"people {_outcomes()[2][lemma]}"
    if of_them(number):
        return _of_them(number)
    outcome = _became(number, anchor)
    if lemma == "victim" and not outcome:
        return "victim"  # of what, it does not say
    who = "people" if not lemma or lemma in PEOPLE else phrase(noun) if noun is not None else lemma
    if outcome:
        return f"{who} {outcome}"
    return who if lemma else _told_by_subject(anchor)


def of_them(number: Token) -> bool:
    """Is this a part of what was counted before: "30 of them children", "two of whom were wounded"?"""
    following = [t.lower_ for t in _next_words(number, 2)]
    if len(following) < 2 or following[0] != "of":
        return False
    return following[1] in _THEM or (
        following[1] == "the" and number.i + 3 < len(number.doc) and number.nbor(3).lower_ in _outcomes()[2]
    )


def _of_them(number: Token) -> str:
    """What the part is: "child" in "30 of them children"; else that it is only a part."""
    doc = number.doc
    if number.i + 3 < len(doc):
        token = doc[number.i + 3]
        if token.tag_ in ("NNS", "NN") and token.nbor(-1).lower_ != "the":
            return phrase(token)
        last = doc[number.i + 2]
        state = _state_beside(last, last)
        if state:
            return f"people among them {state}"
    return "among them"


def phrase(noun: Token) -> str:
    """A noun with the common nouns compounded to it: "police officer", "apartment building"."""
    parts = [
        t.lemma_.lower()
        for t in noun.lefts
        if t.dep_ == "compound" and t.tag_ in ("NN", "NNS") and t.lower_ not in _SIGNS | _MEASURES
    ]
    return " ".join([*parts, _singular(noun)])


def _singular(noun: Token) -> str:
    """The lemma, and what the tagger leaves plural: "servicemen", "Ukrainians"."""
    lemma = noun.lemma_.lower()
    if lemma.endswith("men") and len(lemma) > 5 and noun.tag_ in ("NNS", "NNPS"):
        return f"{lemma[:-2]}an"
    return lemma[:-1] if noun.tag_ == "NNPS" and lemma.endswith("s") else lemma


def is_toll(noun: Token) -> bool:
    """Is this the word for a running figure, not what it counts: toll, tally, number?"""
    return noun.lemma_.lower() in _TOLL


def _became(number: Token, anchor: Token) -> str:
    """What is said to have become of the counted, by the words beside and above them; "" if nothing."""
    return _state_beside(number, anchor) or _climb(anchor)


def _state_beside(number: Token, anchor: Token) -> str:
    states = _outcomes()[2]
    for child in (*anchor.children, *(number.children if number is not anchor else ())):
        if child.dep_ in ("acl", "amod", "acomp", "advmod", "appos", "oprd") and child.lower_ in states:
            return states[child.lower_]
    last = max(number, anchor, key=lambda t: t.i)
    for token in _next_words(last, 3):
        if token.lower_ in states:
            return states[token.lower_]
        if token.lower_ == "and" and token.head is anchor:
            return next((_state_beside(c, c) for c in anchor.children if c.dep_ == "conj" and c.pos_ == "NOUN"), "")
        if token.lower_ not in ("others", "other", "more", "people", "were", "was", "seriously", "critically", "left"):
            break
    return ""


def _next_words(token: Token, how_many: int) -> Iterator[Token]:
    doc = token.doc
    for i in range(token.i + 1, min(token.i + 1 + how_many, len(doc))):
        yield doc[i]


def _climb(anchor: Token) -> str:
    token = anchor
    for _ in range(6):
        head = token.head
        if head is token:
            return ""
        outcome = _from_head(token, head)
        if outcome:
            return outcome
        if not _may_climb(token, head):
            return ""
        token = head
    return ""


def _may_climb(token: Token, head: Token) -> bool:
    if token.dep_ in _PASSING_UP:
        return True
    if token.dep_ in ("pobj", "pcomp"):  # "including two children", "among them"
        return head.lower_ in ("including", "among", "with", "of")
    if token.dep_ == "prep":
        return token.lower_ in ("including", "among") or (token.lower_ == "of" and not _plain_noun(head))
    return False


def _plain_noun(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_ not in _LIGHT_COUNTS


def _from_head(token: Token, head: Token) -> str:
    suffered, undergone, states, nouns = _outcomes()
    lemma = head.lemma_.lower()
    if token.dep_ == "nsubj" and lemma in suffered and head.pos_ == "VERB":
        return suffered[lemma] if not any(c.dep_ == "dobj" for c in head.children) else ""
    if token.dep_ in ("nsubjpass", "dobj") and lemma in undergone:
        return undergone[lemma]
    if token.dep_ == "nsubj" and any(c.dep_ in ("dobj", "aux") for c in head.children):
        return ""  # "the bombers have killed 30"
    if token.dep_ in ("nsubj", "dobj", "ccomp", "attr") and head.lower_ in states:
        return states[head.lower_] if head.tag_ != "VBD" else undergone.get(lemma, "") if token.dep_ == "dobj" else ""
    if token.dep_ in ("nsubj", "nsubjpass", "dobj"):
        for child in head.children:
            if child.dep_ in ("acomp", "oprd", "xcomp") and child.lower_ in states:
                return states[child.lower_]
    if token.dep_ == "prep" and token.lower_ in ("including", "among") and head.pos_ == "VERB":
        return undergone.get(lemma) or suffered.get(lemma, "")
    if token.dep_ == "pobj" and head.lower_ == "of":
        return nouns.get(head.head.lemma_.lower(), "")
    return ""


def _told_by_subject(anchor: Token) -> str:
    """What a figure without a noun is a figure of: "the death toll rose to 70", "orders stood at 149"."""
    token = anchor
    for _ in range(4):
        if token.dep_ in (
            "attr",
            "pobj",
            "dobj",
            "prep",
            "npadvmod",
            "acomp",
            "conj",
            "advmod",
            "quantmod",
            "nummod",
            "appos",
        ):
            token = token.head
            told = next((c for c in token.children if c.dep_ == "dobj" and c.i < anchor.i and is_toll(c)), None)
            if told is not None:  # "put the death toll at 24"
                return subject_counted(told)
            subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < anchor.i), None)
            if subject is not None:
                return subject_counted(subject)
            if token.pos_ == "NOUN" and token.i < anchor.i and token.lemma_ in _TOLL:
                return subject_counted(token)
    return ""


def subject_counted(subject: Token) -> str:
    """What a subject stands for when a figure is said of it: "the death toll" is "people killed"."""
    lemma = subject.lemma_.lower()
    if lemma in _SIGNS:
        return ""
    if lemma not in _TOLL:
        outcome = outcome_of_noun(lemma)
        return f"people {outcome}" if outcome else (phrase(subject) if subject.pos_ == "NOUN" else "")
    kinds = [c.lemma_.lower() for c in subject.lefts if c.dep_ in ("compound", "amod")]
    if "death" in kinds or "body" in kinds or lemma == "toll":
        return "people killed"
    if "casualty" in kinds:
        return "casualty"
    for child in subject.children:
        if child.lower_ == "of":
            for pobj in child.children:
                if pobj.dep_ == "pobj":
                    return _number_of(pobj)
    return phrase(subject) if kinds else ""


def _number_of(noun: Token) -> str:
    """ "the number of victims", "the number of people killed"."""
    lemma = noun.lemma_.lower()
    outcome = outcome_of_noun(lemma) or _outcomes()[2].get(lemma, "") or _state_beside(noun, noun)
    who = "people" if lemma in PEOPLE or outcome_of_noun(lemma) or lemma in _outcomes()[2] else phrase(noun)
    return f"{who} {outcome}".strip()
