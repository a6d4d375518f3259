"""One name in several spellings: Zelensky, Zelenskiy and Zelenskyy, Serhii and Sergei, Vukmirić and Vukmiric have one key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from bot.claims import gazetteer

#: Letters that no accent takes apart.
_LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "’": "'", "ə": "a"}
)
#: How the same Slavic, Arabic and Greek sounds come out of different transliterations, in the order applied. Each maps the
#: variants that name one and the same person in the press, and was kept only where different names stay apart.
_SOUNDS = (
    (re.compile(r"^(?:o|a)le(?:ks|x)"), "alex"),  # Oleksandr, Aleksandr, Alexander
    (re.compile(r"^alexandr$"), "alexander"),
    (re.compile(r"^(?:serhi[iy]?|sergh?e[iyj]|sergii|serhij)$"), "sergey"),
    (re.compile(r"^(?:m[iy]kha[iy]lo?|mi[ck]hail)$"), "mikhail"),
    (re.compile(r"^(?:d[mi]+tr[iyo]+|dmytr[oy]|dimitri)$"), "dmitry"),
    (re.compile(r"^(?:volod[iy]m[iy]r|vladim[iy]r|wladimir)$"), "vladimir"),
    (re.compile(r"^(?:and?ri[iyj]+|andrey|andrei|andrij)$"), "andrey"),
    (re.compile(r"^(?:evgen[iy]+|yevgen[iy]+|evhen|yevhen)$"), "evgeny"),
    (re.compile(r"^(?:m[ou]hamm?[ae]d|mohammad|mehmet)$"), "mohammed"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ts?ch"), "ch"),
    (re.compile(r"cz"), "ch"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?:ou|oo)"), "u"),
    (re.compile(r"ck|c(?=[aou])|q"), "k"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?:iy|yi|yy|ij|ii|iya|iia)"), "y"),
    (re.compile(r"(?<=l)[iyj](?=[aou])"), ""),  # Podolyak, Podoliak
    (re.compile(r"^ye(?=[a-z]{3})"), "e"),  # Yermak, Ermak
    (re.compile(r"kie(?=v)"), "ki"),
    (re.compile(r"[iy]"), "i"),
    (re.compile(r"(.)\1"), r"\1"),
)


_APART = re.compile(r"[\s\-‐‑–]+")


@lru_cache(maxsize=50_000)
def key(word: str) -> str:
    """The same for every spelling of one name; a single word. Not for showing."""
    plain = plainly(word).translate(_LETTERS)
    letters = "".join(c for c in plain if c.isalnum())
    for sound, common in _SOUNDS:
        letters = sound.sub(common, letters)
    return letters or plain


def name_key(name: str) -> str:
    """The same for every spelling of one full name, those of the list of names too: "Kim Jong Un" and "Kim Jong-un". Not for showing."""
    entry = gazetteer.lookup(name)
    known = entry.name if entry is not None and entry.kind in ("person", "org") else name
    return " ".join(key(word) for word in _APART.split(known) if word)


def variants(word: str, known: Iterable[str]) -> frozenset[str]:
    """Those of the known words, in small letters, that are other spellings of this one name."""
    mine = key(word)
    small = (w.lower() for w in known)
    return frozenset(
        w for w in small if w[:1].isalpha() and w != word.lower() and abs(len(w) - len(word)) <= 3 and key(w) == mine
    )


def plainly(text: str) -> str:
    """In small letters and without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
