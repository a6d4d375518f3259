"""How a typed word meets a stored one: by stem, without case and accents, as SQLite's FTS5 does it.

The archive in memory has no FTS5; this is Porter's algorithm (M.F. Porter, "An algorithm for suffix
stripping", Program 14/3, 1980) with the limits of FTS5's ``porter unicode61 remove_diacritics 2``, and a
test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

VOWELS = frozenset("aeiou")
#: What news is punctuated with beside ASCII's own marks.
_MARKS = dict.fromkeys(map(ord, "“”‘’„‚«»‹›–—…•·€£°\u00a0\u2009\u202f"), " ")
_ASCII_WORD = re.compile(r"[a-z0-9]+")

# suffix -> what takes its place, the longer before those they end in
STEP_2 = (
    ("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"),
    ("tional", "tion"), ("biliti", "ble"), ("entli", "ent"), ("ousli", "ous"), ("ation", "ate"), ("alism", "al"),
    ("aliti", "al"), ("iviti", "ive"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("logi", "log"),
    ("alli", "al"), ("ator", "ate"), ("bli", "ble"), ("eli", "e"),
)  # fmt: skip
STEP_3 = (
    ("icate", "ic"), ("iciti", "ic"), ("ative", ""), ("alize", "al"), ("ical", "ic"), ("ness", ""), ("ful", ""),
)  # fmt: skip
STEP_4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism", "ate", "iti", "ous", "ive", "ize",
    "al", "er", "ic", "ou",
)  # fmt: skip


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    plain = text.translate(_MARKS)
    if plain.isascii():  # nearly all news is, and this is ten times as quick
        return tuple(stem(word) for word in _ASCII_WORD.findall(plain.lower()))
    kept = "".join(_plain(c) for c in text.lower())
    words = ("".join(group) for is_word, group in groupby(kept, _in_word) if is_word)
    return tuple(stem(word) for word in words)


def holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the stems of a text hold those of a phrase, one after the other."""
    size = len(phrase)
    return any(tuple(text[i : i + size]) == tuple(phrase) for i in range(len(text) - size + 1))


def _plain(c: str) -> str:
    """A Latin letter without its accent; an accent that stands alone is dropped."""
    if c.isascii():
        return c
    base = unicodedata.normalize("NFD", c)[0]
    return base if base.isascii() else "" if unicodedata.category(c) == "Mn" else c


def _in_word(c: str) -> bool:
    category = unicodedata.category(c)
    return category[0] in "LN" or category == "Co"


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in lower case. Words under 3 and over 64 bytes stay as they are."""
    if not 3 <= len(word.encode("utf-8", "surrogatepass")) <= 64:
        return word
    word = _participle(_plural(word))
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replace(_replace(word, STEP_2), STEP_3)
    return _final_l(_final_e(_strip(word)))


def _plural(word: str) -> str:
    if (word.endswith("sses") and len(word) > 4) or (word.endswith("ies") and len(word) > 3):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _participle(word: str) -> str:
    if word.endswith("eed") and len(word) > 3:
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) and _has_vowel(word[: -len(ending)]):
            return _mend(word[: -len(ending)])
    return word


def _mend(base: str) -> str:
    """ "hop" + "ping" is "hop", "fil" + "ing" is "file"."""
    if len(base) > 2 and base.endswith(("at", "bl", "iz")):
        return base + "e"
    if len(base) > 1 and base[-1] == base[-2] and base[-1] not in VOWELS and base[-1] not in "lsz":
        return base[:-1]
    return base + "e" if _measure(base) == 1 and _short(base) else base


def _replace(word: str, table: Sequence[tuple[str, str]]) -> str:
    for ending, instead in table:
        if word.endswith(ending) and len(word) > len(ending):
            base = word[: -len(ending)]
            return base + instead if _measure(base) > 0 else word
    return word


def _strip(word: str) -> str:
    for ending in STEP_4:
        if word.endswith(ending) and len(word) > len(ending):
            base = word[: -len(ending)]
            fits = _measure(base) > 1 and (ending != "ion" or base[-1] in "st")
            return base if fits else word
    return word


def _final_e(word: str) -> str:
    if not word.endswith("e"):
        return word
    base = word[:-1]
    measure = _measure(base)
    return base if measure > 1 or (measure == 1 and not _short(base)) else word


def _final_l(word: str) -> str:
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


def _shape(word: str) -> str:
    """The word as c for consonants and v for vowels; a y after a consonant is a vowel."""
    shape = ""
    for c in word:
        # By bytes, as FTS5 counts: a letter beyond ASCII is two consonants.
        shape += "v" if c in VOWELS or (c == "y" and shape.endswith("c")) else "c" * len(c.encode("utf-8", "replace"))
    return shape


def _measure(word: str) -> int:
    """How often a vowel is followed by a consonant: Porter's m."""
    return _shape(word).count("vc")


def _has_vowel(word: str) -> bool:
    return any(c in VOWELS or (c == "y" and i > 0) for i, c in enumerate(word))


def _short(word: str) -> bool:
    """Whether it ends consonant, vowel, consonant, the last not w, x or y: Porter's *o."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"
