"""What the article asserts in its own voice: the clauses that no attribution covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.claims.attributed import Attribution
from bot.claims.paragraph import Paragraph, Stretch
from bot.claims.phrases import trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

#: The frames that hand a whole clause over to a speaker; the others stand within the article's own clause.
_HANDED_OVER = frozenset(["clause", "quote"])


def own_clauses(
    paragraph: Paragraph, sentence: Sentence, attributions: Sequence[Attribution]
) -> list[tuple[Stretch, Token]]:
    """The stretches of this sentence that the article says itself, each with its main predicate."""
    if not asserts(sentence):
        return []
    covered = _covered(paragraph, attributions)
    anchors = {a.anchor.i for a in attributions}
    whole = [a for a in attributions if a.frame in _HANDED_OVER]
    found: list[tuple[Stretch, Token]] = []
    for head in _clause_heads(sentence.root):
        if head.i in anchors or head.i in covered or paragraph.quotation_at(head.i) is not None:
            continue
        stretch = (
            (sentence.start, sentence.end) if not whole and head == sentence.root else _clause(head, whole, paragraph)
        )
        cut = _without_links(paragraph.doc, stretch) if stretch else None
        if cut is not None and cut[1] - cut[0] >= 3 and not any(a <= cut[0] and cut[1] <= b for (a, b), _ in found):
            found.append((cut, head))
        if not whole:
            break
    return found


def _without_links(doc: Doc, stretch: Stretch) -> Stretch | None:
    """Without the "and" or "while" that tied the clause to what is left out."""
    cut = trimmed(doc, stretch)
    while cut is not None and doc[cut[1] - 1].dep_ in ("cc", "mark"):
        cut = trimmed(doc, (cut[0], cut[1] - 1))
    return cut


def asserts(sentence: Sentence) -> bool:
    """A statement: not a question, not a command, not a fragment without a verb."""
    text = sentence.text.rstrip(" \"'”’)")
    if text.endswith("?") or not any(t.pos_ in ("VERB", "AUX") for t in sentence):
        return False
    root = sentence.root
    if root.tag_ == "VB" and not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in root.children):
        return False
    return sentence.end - sentence.start >= 3


def _covered(paragraph: Paragraph, attributions: Sequence[Attribution]) -> frozenset[int]:
    tokens: set[int] = set()
    for attribution in attributions:
        for span in attribution.content:
            stretch = paragraph.stretch(span)
            if stretch is not None:
                tokens.update(range(*stretch))
    return frozenset(tokens)


def _clause_heads(root: Token) -> list[Token]:
    heads = [root]
    for child in root.children:
        if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"):
            heads.extend(_clause_heads(child))
        elif child.dep_ in ("ccomp", "parataxis", "advcl") and any(
            c.dep_ in ("nsubj", "nsubjpass") for c in child.children
        ):
            heads.append(child)
    return heads


def _clause(head: Token, handed_over: Sequence[Attribution], paragraph: Paragraph) -> Stretch | None:
    """The clause of this head without the attributions that hang in it: the run around the head."""
    mine = {t.i for t in head.subtree}
    gone = set(_covered(paragraph, handed_over))
    for attribution in handed_over:
        for stretch in (*attribution.source, *attribution.cue_words):
            gone.update(range(*stretch))
        below = {t.i for t in attribution.anchor.subtree}
        gone |= below if head.i not in below else below - mine
    if head.i in gone:
        return None
    inside = mine - gone
    start = end = head.i
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    return start, end + 1
