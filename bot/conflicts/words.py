"""Words as the comparing sees them: cut out of a quotation, lower-cased, and taken down to a stem.

A stem here need not be a word: it is only the same for "strike", "strikes" and "striking". Every list
of words in this package is stemmed by the same function when it is loaded, so the two always agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[’'][^\W_]+)?")
_VOWEL = re.compile(r"[aeiouy]")

# Forms no ending gives away. Only verbs and nouns that news of clashes is full of.
_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "strike": "struck stricken",
        "shoot": "shot shots",
        "fight": "fought",
        "hold": "held",
        "say": "said",
        "tell": "told",
        "take": "took taken",
        "fall": "fell fallen",
        "fly": "flew flown flies",
        "flee": "fled",
        "lose": "lost losing loss losses",
        "die": "died dies dying dead death deaths",
        "kill": "killed",
        "leave": "left leaving",
        "begin": "began begun",
        "break": "broke broken",
        "blow": "blew blown",
        "bring": "brought",
        "build": "built",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "cut": "cutting",
        "deny": "denied denies denial denials",
        "drive": "drove driven",
        "find": "found",
        "give": "gave given",
        "go": "went gone going goes",
        "grow": "grew grown growth",
        "have": "had has having",
        "hit": "hitting hits",
        "know": "knew known",
        "lie": "lying lied",
        "lead": "led",
        "make": "made making",
        "meet": "met",
        "pay": "paid",
        "rise": "rose risen rising",
        "run": "ran",
        "see": "saw seen",
        "sell": "sold",
        "send": "sent",
        "shut": "shutting",
        "sink": "sank sunk",
        "speak": "spoke spoken",
        "spend": "spent",
        "steal": "stole stolen",
        "swear": "swore sworn",
        "think": "thought",
        "throw": "threw thrown",
        "win": "won winning",
        "withdraw": "withdrew withdrawn withdrawal",
        "write": "wrote written",
        "be": "is are was were been being am",
        "man": "men",
        "woman": "women",
        "child": "children kid kids",
        "person": "people persons",
        "policeman": "policemen",
        "violate": "violation violations violating",
        "explode": "explosion explosions exploded",
        "destroy": "destruction",
        "arrive": "arrival arrivals",
        "approve": "approval",
        "refuse": "refusal",
        "remove": "removal",
        "survive": "survivor survivors survival",
        "deploy": "deployment",
        "responsible": "responsibility",
    }.items()
    for form in forms.split()
}

STOP = frozenset(
    """a an the this that these those it its he she they them their his her him we us our you your i me my who whom whose
    which what where when why how and or but nor so if then than as of in on at by for from to into onto over under about
    after before during between among against with without within through across up down out off again still also too very
    just only even not no never be have do does did done doing will would can could may might must shall should there here
    one two some any all both each every other others another such same more most much many less least few own s t re ve ll
    said say says told tell according report reported reports reportedly statement spokesman spokeswoman spokesperson
    official officials mr mrs ms dr while because since until however meanwhile although though including include
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december today yesterday tomorrow day week month year ago last next earlier later first second new news
    add added adding call called get got go went come came make made take took being been n't what's""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a quotation. ``start`` and ``end`` are offsets into that quotation."""

    text: str  # lower case, without a possessive 's
    stem: str
    start: int
    end: int
    capital: bool
    digits: bool

    @property
    def content(self) -> bool:
        """Whether it says what a sentence is about, rather than holding it together."""
        return self.text not in STOP and not self.digits and len(self.text) > 1


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What ``word`` (lower case) has in common with its other forms."""
    if word in _IRREGULAR:
        return _short(_IRREGULAR[word])
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2 and _VOWEL.search(word[: -len(ending)]):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return _short(_IRREGULAR.get(word, word))


def _short(word: str) -> str:
    """Without the last letter that comes and goes: "agree" and "agreed", "supply" and "supplied"."""
    if len(word) <= 3:
        return word
    return word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Lower case, without a possessive, and with the full stops of an initialism gone: "U.S." is "us."."""
    if word.count(".") >= 2:
        return word.replace(".", "").lower() + "."
    if word in ("US", "UN", "EU", "UK"):
        return word.lower() + "."  # so that America's "US" is not the pronoun
    word = word.lower().replace("’", "'")
    return word.removesuffix("'s").removesuffix("'")


@lru_cache(maxsize=4096)  # a sentence on file meets every article about its subject
def words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order."""
    found = []
    for match in _WORD.finditer(text):
        raw = match.group()
        low = plain(raw)
        found.append(Word(low, stem(low), match.start(), match.end(), raw[0].isupper(), raw[0].isdigit()))
    return tuple(found)


def stems(text: str) -> frozenset[str]:
    """The stems of the content words of ``text``."""
    return frozenset(w.stem for w in words(text) if w.content)


def load(name: str) -> Iterable[tuple[str, str]]:
    """The lines of a lexicon file beside this one as (heading, entry): "[heading]" lines open a part,
    entries stand one a line or several with commas; "#" starts a comment."""
    heading = ""
    for line in files("bot.conflicts").joinpath(name).read_text("utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            heading = line.strip("[]")
        elif line:
            yield from ((heading, entry.strip()) for entry in line.split(",") if entry.strip())
