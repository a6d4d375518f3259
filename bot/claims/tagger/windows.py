"""A parsed article cut into windows the tagger reads at once: its words, and what parse and quotation marks say of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims.paragraph import Paragraph

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

#: Words read at once. Attention grows with the square; two or three paragraphs are what a speaker's name carries over.
WORDS = 160

_POS = "ADJ ADP ADV AUX CCONJ CONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
_DEP = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep "
    "det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
).split()
_POS_AT = {name: i for i, name in enumerate(_POS, 1)}
_DEP_AT = {name: i for i, name in enumerate(_DEP, 1)}
#: How many values each feature of a word takes: part of speech, arc, shape, quotation, heading.
SIZES = (len(_POS) + 1, len(_DEP) + 1, 5, 4, 2)

Place = tuple[int, int]  # a paragraph's number, a token's number in its Doc


@dataclass(frozen=True, slots=True)
class Window:
    """Words in the order of the text. ``places`` tells where each stands; ``features`` has one row per word
    as ``SIZES`` counts them; ``begins`` is true where a word begins a paragraph."""

    words: tuple[str, ...]
    places: tuple[Place, ...]
    features: tuple[tuple[int, ...], ...]
    begins: tuple[bool, ...]


def windows(paragraphs: Sequence[Paragraph], *, words: int = WORDS) -> Iterator[Window]:
    """The article in windows of at most so many words, every word in exactly one; paragraphs are kept whole
    where they fit, else sentences; a sentence longer than a window is cut."""
    held: list[tuple[Place, Token]] = []
    for p, paragraph in enumerate(paragraphs):
        whole = [((p, t.i), t) for t in paragraph.doc if not t.is_space]
        if len(held) + len(whole) <= words:
            held += whole
            continue
        if held and len(whole) <= words:
            yield _window(paragraphs, held)
            held = whole
            continue
        for sentence in paragraph.doc.sents:
            for piece in _cut(p, sentence, words):
                if len(held) + len(piece) > words:
                    yield _window(paragraphs, held)
                    held = []
                held += piece
    if held:
        yield _window(paragraphs, held)


def _cut(p: int, sentence: Span, words: int) -> Iterator[list[tuple[Place, Token]]]:
    piece = [((p, t.i), t) for t in sentence if not t.is_space]
    for at in range(0, len(piece), words):
        yield piece[at : at + words]


def _window(paragraphs: Sequence[Paragraph], held: Sequence[tuple[Place, Token]]) -> Window:
    numbers = [place[0] for place, _ in held]
    return Window(
        tuple(t.text for _, t in held),
        tuple(place for place, _ in held),
        tuple(_features(paragraphs[place[0]], t) for place, t in held),
        tuple(i == 0 or numbers[i - 1] != n for i, n in enumerate(numbers)),
    )


def _features(paragraph: Paragraph, token: Token) -> tuple[int, ...]:
    quotation = paragraph.quotation_at(token.i)
    within = 0 if quotation is None else 1 if quotation.single else 2
    return (
        _POS_AT.get(token.pos_, 0),
        _DEP_AT.get(token.dep_, 0),
        _shape(token.text),
        within,
        int(paragraph.heading),
    )


def _shape(word: str) -> int:
    """The network's words are lower case; this is what they lost: 1 small, 2 Capital, 3 ALL CAPITALS, 4 a figure."""
    if word[:1].isdigit():
        return 4
    if not word[:1].isalpha():
        return 0
    if word[:1].islower():
        return 1
    return 3 if len(word) > 1 and word.isupper() else 2
