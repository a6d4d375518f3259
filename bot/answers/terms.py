"""What a person typed, as the terms to look for: each word with everything that would do in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answers.alike import alike
from bot.answers.stems import stem, tokens

#: Words that say nothing of what is asked about.
STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "all",
        "each",
        "every",
        "and",
        "or",
        "but",
        "nor",
        "if",
        "then",
        "than",
        "so",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "off",
        "on",
        "onto",
        "out",
        "over",
        "to",
        "up",
        "upon",
        "with",
        "without",
        "about",
        "against",
        "between",
        "among",
        "during",
        "before",
        "after",
        "until",
        "till",
        "since",
        "through",
        "under",
        "near",
        "because",
        "while",
        "do",
        "does",
        "did",
        "done",
        "doing",
        "have",
        "has",
        "had",
        "having",
        "be",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "am",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "will",
        "would",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "me",
        "him",
        "her",
        "us",
        "them",
        "my",
        "your",
        "his",
        "its",
        "our",
        "their",
        "who",
        "whom",
        "whose",
        "which",
        "what",
        "when",
        "where",
        "why",
        "how",
        "not",
        "no",
        "nor",
        "there",
        "here",
        "also",
        "just",
        "only",
        "very",
        "too",
        "more",
        "most",
        "much",
        "many",
        "please",
        "tell",
        "show",
        "give",
        "say",
        "says",
        "said",
        "know",
        "exactly",
        "yet",
        "still",
        "ever",
        "already",
        "anybody",
        "anyone",
        "somebody",
        "someone",
        "bot's",
        "s",
        "t",
        "re",
        "ll",
        "ve",
        "d",
    ]
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word typed. ``words`` do in its place (itself among them); ``keys`` are their stems."""

    word: str
    key: str
    words: frozenset[str]
    keys: frozenset[str]
    name: bool = False  # typed with a capital that no sentence start explains, or an abbreviation

    def stands_in(self, stems: frozenset[str]) -> bool:
        """Whether this word, or one that does in its place, is among these stems."""
        return not self.keys.isdisjoint(stems)


def term(word: str, *, name: bool = False) -> Term:
    """The term a word is."""
    words = frozenset({word.lower()}) if name else alike(word)
    return Term(word, stem(word), words, frozenset(stem(w) for w in words), name)


def terms(text: str, *, sentence: bool = False) -> tuple[Term, ...]:
    """The content words of ``text``, each once, in order. ``sentence`` tells that a capital at the
    beginning says nothing."""
    return unique(
        term(word, name=is_name(word, first=sentence and not place))
        for place, word in enumerate(tokens(text))
        if word.lower() not in STOP
    )


def is_name(word: str, *, first: bool) -> bool:
    """A name by its looks: capitals, save one that merely begins a sentence; or letters with digits."""
    if word[1:].lower() != word[1:] or (any(c.isdigit() for c in word) and any(c.isalpha() for c in word)):
        return True
    return word[:1].isupper() and not first


def unique(found: Iterable[Term]) -> tuple[Term, ...]:
    """Each term once, in the order met."""
    by_key: dict[str, Term] = {}
    for one in found:
        by_key.setdefault(one.key, one)
    return tuple(by_key.values())


def searched(found: Sequence[Term]) -> tuple[str, ...]:
    """The words to search the archive for: those typed and those that do in their place."""
    return tuple(dict.fromkeys(word for one in found for word in (one.word.lower(), *sorted(one.words))))
