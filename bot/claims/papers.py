"""Papers by which somebody speaks: "issued a statement saying", "unleashed a series of tweets calling"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims import gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Token

_ISSUES = frozenset(
    """issue release send publish post write sign deliver distribute circulate unleash put make give tweet hand file
    pen""".split()
)


def issuing(verb: Token) -> Token | None:
    """ "The ministry issued a statement saying ...": "issued", by which the ministry says it; else None."""
    if verb.tag_ != "VBG" or verb.i == 0 or verb.nbor(-1).text == ",":
        return None
    paper = verb.head
    if verb.dep_ == "acl" and paper.dep_ == "pobj" and paper.head.lower_ == "of":
        paper = paper.head.head  # "a series of tweets"
    if verb.dep_ in ("advcl", "xcomp", "ccomp") and paper.pos_ == "VERB":
        paper = next((c for c in paper.children if c.dep_ == "dobj" and c.i < verb.i), paper)
    papers = gazetteer.words("document") | _PAPERS
    if paper.dep_ != "dobj" or paper.lemma_.lower() not in papers or paper.head.lemma_ not in _ISSUES:
        return None
    return paper.head if paper.head.i < paper.i else None


_PAPERS = frozenset(
    """statement letter tweet email e-mail message note memo memorandum communique communiqué post video report release
    resolution petition declaration remark comment paper appeal bulletin notice series string""".split()
)
