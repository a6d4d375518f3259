"""The capitals of headings put back to those of a sentence, and what else a parser needs to see in a text as it came.

Everything is put right one character for one, so that every offset holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.claims import cues

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

#: White space, marks that take no room, and what turns text around: a space to the parser.
_BLANK = re.compile("[\\s\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\x00-\x1f]")
_HALF = re.compile("[\ud800-\udfff]")
#: UTF-8 that was taken for Windows-1252 on its way here: quotation marks, dashes, signs of money.
_MISREAD = re.compile(
    "(?<=[a-z])nâ€[\x99™]t\\b|â€(?:[\x9c\x9d\x98\x99\x93\x94\xa6œ˜™“”¦]|(?![\\w]))|Â(?=[^\\w\\s]|\xa0)"
)
_MEANT = {
    **dict.fromkeys(("\x9c", "œ"), "“"),
    **dict.fromkeys(("\x9d", ""), "”"),
    **dict.fromkeys(("\x98", "˜"), "‘"),
    **dict.fromkeys(("\x99", "™"), "’"),
    **dict.fromkeys(("\x93", "“"), "–"),
    **dict.fromkeys(("\x94", "”"), "—"),
    **dict.fromkeys(("\xa6", "¦"), "…"),
}
_CLOSING = frozenset("”’…")


def titled(words: Sequence[str]) -> bool:
    """Title case, or all capitals: nearly every longer word begins with a capital."""
    long = [w for w in words if len(w) > 3]
    return len(long) >= 3 and sum(w[0].isupper() for w in long) >= 0.8 * len(long)


@dataclass(frozen=True, slots=True)
class Case:
    """Which words this article itself writes small, and which with a capital, in mid-sentence."""

    small: frozenset[str]
    capital: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[Sequence[str]]) -> Case:
        """``lines``: the words of each."""
        small: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for words in lines:
            if len(words) < 6 or titled(words):
                continue
            for word in words[1:]:
                (capital if word[0].isupper() else small)[word.lower()] += 1
        return cls(
            frozenset(w for w in small if small[w] >= capital[w]),
            frozenset(w for w in capital if capital[w] > small[w]),
        )


@cache
def _always_small() -> frozenset[str]:
    """Words that are small in any sentence, whatever the article; the rest of a heading keeps its capitals
    unless the article itself writes the word small."""
    text = resources.files("bot.claims").joinpath("data", "small_words.txt").read_text(encoding="utf-8")
    listed = {w for line in text.splitlines() if not line.startswith("#") for w in line.split()}
    return frozenset(listed | {form for verb in cues.verbs() for form in _forms(verb.split()[0])})


def _forms(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb; those of an irregular one are common enough to be listed."""
    stem = verb[:-1] if verb.endswith("e") else verb
    third = verb[:-1] + "ies" if verb.endswith("y") else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    past = verb[:-1] + "ied" if verb.endswith("y") else stem + "ed"
    return verb, third, past, stem + "ing"


def reading(line: str, case: Case, *, heading: bool) -> str:
    """The line as the parser is given it, as long as it was."""
    line = _HALF.sub("\ufffd", _BLANK.sub(" ", mended(line)))
    words = WORD.findall(line)
    shouted = len(words) >= 4 and sum(w.isupper() for w in words if len(w) > 1) >= 0.7 * len(words)
    if not shouted and not (heading and titled(words)):
        return line
    return "".join(_recased(line, case, shouted))


def mended(line: str) -> str:
    """Misread characters put right where one can tell, each with spaces in the place of what it was taken for."""
    return _MISREAD.sub(_mended, line) if "â€" in line or "Â" in line else line


def _mended(found: re.Match[str]) -> str:
    if found[0] == "Â":
        return " "
    if found[0][0] == "n":
        return "  n’t"  # a word of its own, and all the difference
    meant = _MEANT[found[0][2:]]
    gap = " " * (len(found[0]) - 1)
    text, start, end = found.string, found.start(), found.end()
    if meant == "’" and text[max(0, start - 1) : start].isalpha() and text[end : end + 1].isalpha():
        return gap + meant  # "It's": the parser takes "'s" for a word of its own
    return gap + meant if meant in _CLOSING else meant + gap


def _recased(line: str, case: Case, shouted: bool) -> Iterator[str]:
    at, first = 0, True
    for match in WORD.finditer(line):
        yield line[at : match.start()]
        yield _word(match.group(), case, shouted, first)
        at, first = match.end(), False
    yield line[at:]


def _word(word: str, case: Case, shouted: bool, first: bool) -> str:
    low = word.lower()
    if len(low) != len(word):  # a letter whose small form is longer would move every offset
        return word
    if first or low in case.capital:
        return low[0].upper() + low[1:] if shouted and len(low[0].upper()) == 1 else word
    if low in case.small or low in _always_small():
        return low
    if shouted:
        return low
    return word
