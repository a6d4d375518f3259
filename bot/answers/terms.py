"""What a person typed, as the terms to look for: each word with everything that would do in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.answers.alike import alike, names_of
from bot.answers.stems import nations, stem, tokens
from bot.claims.gazetteer import spellings_of
from bot.nouns import Statement

#: Words that say nothing of what is asked about.
STOP = frozenset(
    """a an the this that these those some any all each every and or but nor if then than so as at by for from in into
    of off on onto out over to up upon with without about against between among during before after until till since
    through under near because while do does did done doing have has had having be is are was were been being am
    can could may might must shall should will would i you he she it we they me him her us them my your his its our
    their who whom whose which what when where why how not no nor there here also just only very too more most much
    many please tell show give say says said know exactly yet still ever already anybody anyone somebody someone
    whether long s t re ll ve d""".split()
)

#: Among the words already on file, one is a name if it mostly stands there with a capital.
MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class Term:
    """One word typed. ``words`` do in its place (itself among them); ``keys`` are their stems."""

    word: str
    key: str
    words: frozenset[str]
    keys: frozenset[str]
    name: bool = False  # a name: what a story is about, rather than what is asked of it

    def stands_in(self, stems: frozenset[str]) -> bool:
        """Whether this word, or one that does in its place, is among these stems."""
        return not self.keys.isdisjoint(stems)


def term(word: str, *, name: bool = False) -> Term:
    """The term a word is."""
    words = (frozenset({word.lower()}) if name else alike(word)) | spellings_of(word)
    return Term(word, stem(word), words, frozenset(stem(w) for w in words), name)


def nation(word: str, key: str) -> Term:
    """The term for a country, under whichever of its names it was typed."""
    return Term(word, key, names_of(key) | {word.lower()}, frozenset({key}), name=True)


def terms(text: str, *, sentence: bool = False) -> tuple[Term, ...]:
    """The content words of ``text``, each once, in order, countries whole. ``sentence`` tells that a
    capital at the beginning says nothing, and that countries are written with one."""
    words = tokens(text)
    countries = {at: (end, key) for at, end, key in nations(words, capital=sentence) if words[at] != "us"}
    found: list[Term] = []
    at = 0
    while at < len(words):
        word = words[at]
        if at in countries:
            end, key = countries[at]
            found.append(nation(" ".join(words[at:end]), key))
            at = end
            continue
        if word.lower() not in STOP:
            # A number after a name is part of it: "iPhone 4", "Article 51".
            numbered = word.isdigit() and bool(found) and found[-1].name and stem(words[at - 1]) == found[-1].key
            found.append(term(word, name=numbered or _looks_a_name(word, first=sentence and not at)))
        at += 1
    return unique(found)


def _looks_a_name(word: str, *, first: bool) -> bool:
    """A name by its looks: capitals, save one that merely begins a sentence; or letters with digits."""
    if word[1:].lower() != word[1:] or (any(c.isdigit() for c in word) and any(c.isalpha() for c in word)):
        return True
    return word[:1].isupper() and not first


def named(asked: Sequence[Term], statements: Sequence[Statement]) -> tuple[Term, ...]:
    """The terms with those marked as names that the archive writes with a capital: a person types
    "kursk"."""
    capital: dict[str, int] = {}
    small: dict[str, int] = {}
    wanted = {t.key for t in asked if not t.name}
    for statement in statements:
        for word in tokens(statement.claim.quote)[1:]:  # the first has its capital from the sentence
            if (key := stem(word)) in wanted:
                count = capital if word[0].isupper() else small
                count[key] = count.get(key, 0) + 1
    names = {key for key in capital if capital[key] >= MOSTLY * (capital[key] + small.get(key, 0))}
    return tuple(replace(term(t.word, name=True), key=t.key) if t.key in names else t for t in asked)


def whole_names(asked: Sequence[Term]) -> list[list[Term]]:
    """The names, those typed side by side together: a place of two words, a first name and a surname.
    Countries stand alone."""
    whole: list[list[Term]] = []
    before: Term | None = None
    for one in asked:
        if one.name:
            together = before is not None and before.name and "@" not in (before.key[0], one.key[0])
            if together:
                whole[-1].append(one)
            else:
                whole.append([one])
        before = one
    return whole


def unique(found: Iterable[Term]) -> tuple[Term, ...]:
    """Each term once, in the order met."""
    by_key: dict[str, Term] = {}
    for one in found:
        by_key.setdefault(one.key, one)
    return tuple(by_key.values())


def searched(found: Sequence[Term]) -> tuple[str, ...]:
    """The words to search the archive for: those typed and those that do in their place."""
    return tuple(dict.fromkeys(word for one in found for word in (one.word.lower(), *sorted(one.words))))
