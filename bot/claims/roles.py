"""What somebody is, beside their name: titles and roles in front of it or in apposition, and voices with a role alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims import gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Token

_HE = frozenset("mr mr. sir king prince congressman chairman spokesman businessman lord pope".split())
_SHE = frozenset("mrs mrs. ms ms. miss queen princess congresswoman chairwoman spokeswoman lady".split())


def may_be_named(token: Token) -> bool:
    """Could this head a phrase that names somebody: a proper noun, a body, a voice without a name?"""
    if token.pos_ == "PROPN":
        return token.dep_ not in ("compound", "amod", "nmod")
    return token.pos_ == "NOUN" and (
        token.lemma_.lower() in gazetteer.words("anonymous") or token.lemma_.lower() in gazetteer.words("group")
    )


def company(token: Token) -> frozenset[str]:
    """Titles, roles and nationalities that stand with a name: in front of it, or in apposition."""
    words = {t.lower_ for c in token.lefts for t in c.subtree}
    for child in token.children:
        if child.dep_ == "appos":
            words |= {t.lower_ for t in child.subtree if t.i - child.left_edge.i < 12}
    if token.dep_ == "appos":
        words |= {t.lower_ for t in token.head.lefts} | {token.head.lemma_.lower()}
    return frozenset(words)


def pronoun(token: Token, person: str) -> str:
    """ "he" or "she" for this person, by their title, else by their first name; "" where neither tells."""
    before = {t.lower_ for t in token.lefts}
    if before & _HE:
        return "he"
    return "she" if before & _SHE else gazetteer.pronoun_of(person.split()[0])


def apposition(head: Token) -> Token | None:
    """ "the ministry's spokeswoman, Ann Lee": the name beside the description."""
    if head.pos_ == "PROPN":
        return None
    return next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN"), None)


def bearer(head: Token) -> Token:
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


def is_anonymous(head: Token) -> bool:
    """A voice without a name: "sources", "a senior official", "two people familiar with the talks"."""
    if head.pos_ == "PROPN":
        return False
    lemma = head.lemma_.lower()
    return lemma in gazetteer.words("anonymous") or head.lower_ in gazetteer.words("anonymous")


def is_filler(word: str) -> bool:
    """Words before a role that tell nothing of who it is: "the same official", "a senior official"."""
    return word in ("same", "latter", "former", "senior", "top", "new", "old", "own", "local", "said")
