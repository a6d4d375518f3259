"""What a count counts: the dead, the hurt, the missing; all of them or only the children among them.

The reader names the counted noun. What became of them stands elsewhere in the sentence, before the
number ("killed at least 12", "a death toll of 12") or after it ("12 people were killed", "12 dead").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.conflicts.side import Side
from bot.conflicts.words import Word, load, stem
from bot.nouns import Span

#: Nouns that stand for everyone counted.
_ANYONE = frozenset(
    stem(w)
    for w in """people person other others victim victims civilian civilians resident residents inhabitant man men
    passenger passengers human individual individuals national nationals citizen citizens body bodies dozen dozens
    total number figure toll count life lives local locals attack blast strike more""".split()
)
#: Nouns that stand for some of them, so that their count is a part of the whole.
_PART = frozenset(
    stem(w)
    for w in """child children woman women girl girls boy boys baby babies officer officers police policeman policemen
    soldier soldiers troop troops fighter fighters militant militants journalist journalists crew staff worker workers
    volunteer volunteers firefighter firefighters teacher teachers student students pupil pupils doctor doctors
    medic medics guard guards rebel rebels rescuer rescuers pilot pilots servicemen serviceman minor minors employee
    tourist tourists foreigner foreigners marine marines""".split()
)
_BEFORE, _AFTER = 6, 9


@dataclass(frozen=True, slots=True)
class Counted:
    """What a quantity counts. ``of`` are stems of the counted noun; ``part`` when it is expressly a part
    of a whole ("including two children")."""

    harm: str
    of: frozenset[str]
    part: bool


#: The headings of harms.txt.
HARMS = frozenset(heading for heading, _ in load("harms.txt"))


@cache
def _harms() -> dict[str, str]:
    return {stem(word): heading for heading, word in load("harms.txt")}


def counted(side: Side, span: Span, of: str) -> Counted:
    """What the quantity at ``span`` counts, ``of`` being the noun the reader gave."""
    first, past = side.between(span)
    ahead = _before_its_number(side.words[past : past + _AFTER])
    behind = _stretch(tuple(reversed(side.words[max(0, first - _BEFORE) : first])))
    noun = frozenset(stem(w) for w in of.lower().split()) or frozenset(w.stem for w in ahead[:3] if w.content)
    if _is_age(side.words[max(0, first - 2) : first]):
        return Counted("", frozenset({"year"}), part=False)
    named = next((_harms()[s] for s in sorted(noun) if s in _harms()), "")  # "people killed"
    if named == "taken" and _harm(ahead, behind) == "freed":
        named = "freed"  # "3 hostages were freed"
    return Counted(
        named or _harm(ahead, behind), noun - set(_harms()), _is_part(side.words[max(0, first - 3) : first], ahead)
    )


def _is_age(before: tuple[Word, ...]) -> bool:
    """ "A woman of 71", "a boy aged nine"."""
    led = [w.text for w in before][-1:]
    return led == ["aged"] or (led == ["of"] and len(before) > 1 and before[0].text in _OF_AN_AGE)


_OF_AN_AGE = frozenset("man woman boy girl child baby infant toddler teenager pensioner student".split())


def _stretch(sequence: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words up to the next number: what stands beyond belongs to that."""
    out: list[Word] = []
    for word in sequence:
        if word.digits:
            break
        out.append(word)
    return tuple(out)


#: What may stand between a verb and the number of those it was done to.
_ABOUT = frozenset("at least more fewer less than about around some nearly almost up to over as many".split())


def _before_its_number(sequence: tuple[Word, ...]) -> tuple[Word, ...]:
    """The stretch, without "killing at least" at its end: that number follows."""
    ahead = _stretch(sequence)
    if len(ahead) == len(sequence):
        return ahead
    last = len(ahead)
    while last and ahead[last - 1].text in _ABOUT:
        last -= 1
    return ahead[: last - 1] if last and ahead[last - 1].text.endswith("ing") else ahead


def _harm(ahead: tuple[Word, ...], behind: tuple[Word, ...]) -> str:
    """The harm told of, "" if none. "killing 12" and "injured 30" stand right before their number; what
    stands after it comes next, and "the toll of the dead rose to 12" last."""
    harms = _harms()
    for word in behind[:4]:
        if word.text in ("and", "with", "while", "but", "or"):
            break
        if word.stem in harms:
            return harms[word.stem]
    for i, word in enumerate(ahead):
        if word.stem in harms and not _no_death(ahead, i):
            return harms[word.stem]
        if i > 0 and word.text in ("after", "when", "while", "but"):
            break
    if not any(w.text in ("toll", "number", "figure") for w in behind):
        return ""
    return next((harms[w.stem] for w in behind if w.stem in harms), "")


def _no_death(ahead: tuple[Word, ...], i: int) -> bool:
    """ "Sentenced to death", "death penalty": nobody counted has died."""
    after = ahead[i + 1].text if i + 1 < len(ahead) else ""
    before = ahead[i - 1].text if i else ""
    return ahead[i].text == "death" and (before == "to" or after in _BY_LAW)


_BY_LAW = frozenset("sentence sentences penalty row squad squads threat threats".split())


def _is_part(before: tuple[Word, ...], after: tuple[Word, ...]) -> bool:
    """ "including two children", "among them two", "30 of them children"."""
    led = any(w.text in _LEADS_A_PART for w in before)
    led = led or [w.text for w in after[:1]] == ["more"]  # "six more people were killed"
    listed = any(
        x.text == "and" and y.text in ("a", "an", "one") for x, y in pairwise(after[1:4])
    )  # "two Britons and a Moroccan"
    return (
        led
        or listed
        or _among_them(after)
        or [w.text for w in after[:2]] in (["of", "them"], ["of", "whom"], ["of", "those"], ["of", "these"])
    )


def _among_them(after: tuple[Word, ...]) -> bool:
    """ "Three members of one family were among those killed"."""
    told = [w.text for w in after[:9]]
    return any(x in ("was", "were", "are", "is") and y == "among" for x, y in pairwise(told))


def is_group(word: Word) -> bool:
    """Whether a noun stands for some of the people counted: "child", "soldier"."""
    return word.stem in _PART


_LEADS_A_PART = frozenset("including among includes included another treat treats treating treated admitted".split())


def alike(a: Counted, b: Counted) -> tuple[bool, str]:
    """Whether two counts count the same, and why not if not."""
    if a.harm != b.harm:
        return False, f"one counts the {a.harm or 'things themselves'}, the other the {b.harm or 'things themselves'}"
    if a.harm and a.harm != "damaged":
        return _alike_people(a, b)
    shared = (a.of - _ANYONE) & (b.of - _ANYONE)
    return (True, "the same counted") if shared else (False, "they count different things")


def _alike_people(a: Counted, b: Counted) -> tuple[bool, str]:
    of_a, of_b = a.of - _ANYONE, b.of - _ANYONE
    parts_a, parts_b = of_a & _PART, of_b & _PART
    if of_a & of_b:
        return a.part == b.part, "the same group" if a.part == b.part else "one counts all, the other a part"
    if parts_a and parts_b:
        return False, "different groups of people"
    if bool(parts_a) != bool(parts_b):
        return False, "one counts all, the other a part"
    if a.part != b.part:
        return False, "one counts all, the other a part"
    return True, f"both count the {a.harm}"


def of_nobody(side: Side) -> tuple[tuple[str, tuple[Word, ...]], ...]:
    """The harms that the side says came to nobody: "no one was injured", "without casualties", "there
    were no deaths". As (harm, words that say so)."""
    harms, out = _harms(), []
    words = side.content
    for i, word in enumerate(words):
        person = word.text in ("nobody", "none") or [w.text for w in words[i : i + 2]] == ["no", "one"]
        if not person and word.text not in ("no", "without"):
            continue
        for j, other in enumerate(words[i + 1 : i + 8], i + 1):
            if other.digits or other.stem in _UNKNOWN or other.text in ("but", "although", "while", "which", "if"):
                break
            if word.text == "without" and other.text.endswith("ing"):
                break  # "without removing the dead"
            if other.stem in harms and not any(w.text == "yet" for w in words[j + 1 : j + 5]):
                out.append((harms[other.stem], words[i : j + 1]))
                break
    return tuple(out)


#: "No word on casualties" is silence, not a count of none.
_UNKNOWN = frozenset(
    stem(w)
    for w in """information word confirmation evidence immediate report reports comment detail details doubt news figure
    figures number idea sign mention clear claim way how reason longer""".split()
)
_SINCE = re.compile(
    r"\bsince (?:the )?(?:\w+ ){0,3}(?:start|beginning|began|begun|outbreak|erupted|invasion|conflict|war|19\d\d|20\d\d"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:so far this|this year|over the past|in total since|to date|throughout the war|during the (?:\w+ )?war)\b"
)


def is_total(side: Side) -> bool:
    """Whether it speaks of a running total over months rather than of what one event cost."""
    return _SINCE.search(side.lower) is not None
