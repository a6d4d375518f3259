"""Forms of one word made one: what lets "casualties" find "casualty" and "sent" find "send"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.claims.gazetteer import country_of

#: Past forms no ending gives away, verb by verb; only verbs that news and questions about it use.
_IRREGULAR = """
arise arose arisen|be is are was were been am|bear bore borne|beat beaten|become became|begin began begun|bind bound
bleed bled|blow blew blown|break broke broken|bring brought|build built|burn burnt|buy bought|catch caught
choose chose chosen|come came|deal dealt|die died dies dying dead death deaths|do did done does|draw drew drawn
drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled
fly flies flew flown flight flights|forbid forbade forbidden|foresee foresaw foreseen|get got gotten|give gave given
go goes went gone|grow grew grown|hang hung|have has had|hear heard|hide hid hidden|hold held|keep kept|know knew known
lay laid|lead led|leave left|lend lent|lie lied lies lying|lose lost loss losses|make made|mean meant|meet met
overthrow overthrew overthrown|pay paid payment payments|rise rose risen|run ran|say said says|see saw seen
seek sought|sell sold sale sales|send sent|shake shook shaken|shoot shot|show shown|sink sank sunk|sit sat
speak spoke spoken|spend spent|stand stood|steal stole stolen|strike struck stricken|swear swore sworn|sweep swept
take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|undergo underwent undergone
understand understood|undertake undertook undertaken|uphold upheld|use used uses using|wear wore worn|win won
withdraw withdrew withdrawn withdrawal withdrawals|withhold withheld|write wrote written
child children|man men|woman women|person people persons|life lives|wife wives|foot feet|news
"""

_VOWEL = re.compile(r"[aeiouy]")
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'][^\W_]+)*(?:-[^\W_]+)*")


def _irregular() -> dict[str, str]:
    groups = [group.split() for line in _IRREGULAR.strip().splitlines() for group in line.split("|")]
    return {word: group[0] for group in groups for word in group}


_FORMS = _irregular()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """One key for the forms of a word, in lower case; not a word itself ("casualti", "deploy")."""
    plain = _plain(word)
    if plain in _FORMS:
        return _FORMS[plain]
    return _ending(_inflection(plain))


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return folded.removesuffix("'s").removesuffix("'").removesuffix(".")


def _inflection(word: str) -> str:
    """Without plural, past and -ing endings."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "i"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and _VOWEL.search(rest):
            return _undoubled(rest)
    return word


def _undoubled(rest: str) -> str:
    doubled = len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz"
    return rest[:-1] if doubled else rest


def _ending(word: str) -> str:
    """Without the endings that make a noun or adverb of a verb: deployment, condemnation, directly."""
    if word.endswith("ation") and len(word) < 8:  # station, nation
        return word
    for ending, least in (("ization", 4), ("ation", 4), ("ment", 5), ("ly", 4), ("ion", 4), ("e", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            break
    if len(word) > 5 and word.endswith("at"):  # evacuat-ed, evacu-ation
        word = word[:-2]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as they stand, hyphenated ones whole."""
    return tuple(_WORD.findall(text))


def nations(words: Sequence[str], *, capital: bool = True) -> list[tuple[int, int, str]]:
    """The countries these words name, under any of their names, as (first, one past the last, key): one
    key for "Moscow", "Russian" and "Russia". Without ``capital`` small letters will do."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1) if words[at][0].isupper() or not capital else ():
            if country := country_of(" ".join(map(_plain, words[at : at + size]))):
                found.append((at, min(at + size, len(words)), f"@{country}"))
                at += size - 1
                break
        at += 1
    return found


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """The keys of all words of a text and of the countries it names; of a hyphenated word also those of
    its parts."""
    found = {key for _, _, key in nations(tokens(text))}
    for word in tokens(text):
        found.add(stem(word))
        if "-" in word:
            found.update(stem(part) for part in word.split("-"))
    return frozenset(found)
