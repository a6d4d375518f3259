"""Numbers as news prints them: "2,000", "1.2 bn", "fifty-three", "dozens of", "at least 40", "5 to 7"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import text2num


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in running text. ``start``/``end`` cover it with what bounds it ("at least 40"), and the
    money sign; ``at`` is where its last figure or number word begins, ``after`` where what follows begins."""

    start: int
    end: int
    at: int
    low: float | None
    high: float | None
    approximate: bool = False
    money: str = ""
    percent: bool = False
    vague: bool = False  # "dozens", "hundreds": a word, not a figure
    bounded: bool = False  # "at least", "around", "up to": only counts are bounded, never years or ids
    scale: float = 1.0  # of "7 million": a million
    bare: str = ""  # the figure as printed when it has no separator, scale or sign: "2024"


_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "trln": 1e12,
}
# A plural of quantity says "two of them at least", and says nothing of how many at most: an upper end
# would make "dozens" contradict every count of a hundred.
PLURALS = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6, "billions": 2e9}
_FRACTIONS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}

_MONEY = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "£": "GBP",
    "gbp": "GBP",
    "€": "EUR",
    "eur": "EUR",
    "¥": "JPY",
    "₽": "RUB",
    "₴": "UAH",
    "₹": "INR",
    "a$": "AUD",
    "c$": "CAD",
}

_LOW = "at least|at the very least|no fewer than|no less than|not less than|not fewer than|a minimum of|more than|over|above|upwards of|in excess of|exceeding|greater than|north of"
_HIGH = "up to|at most|at the most|no more than|not more than|fewer than|less than|under|below|a maximum of|as many as|as much as"
_NEAR = "around|about|roughly|approximately|approx\\.?|some|an estimated|estimated|circa|close to|in the region of|~"
_NEAR_LOW = "nearly|almost|just under|close on|just short of"
_NEAR_HIGH = "just over|slightly more than|just above"

_WORD = "(?:" + "|".join(_ONES) + ")"
_SCALE_WORD = "(?:hundred|thousand|million|billion|trillion)"
_WORDS = (
    rf"(?:an? (?={_SCALE_WORD}))?(?:{_WORD}|{_SCALE_WORD})(?:(?:-| | and |-and-)(?:{_WORD}|{_SCALE_WORD}))*(?![\w'’])"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,.]*\d)|\d+(?:\.\d+)?(?![\d.,:/]*\d)|\d+(?:\.\d+)?(?=,\d{3}\D)"
_MILLIONS_OF = re.compile(r" (?:people|[a-z]+s)\b")
_SUFFIX = r"(?:[ -]?(?:hundred|thousand|million|billion|trillion|bn|mn|mln|bln|tn|trln)\b|k\b|m\b(?! (?:high|long|wide|deep|tall|away|below|above|off|from|apart)\b))?"
_DOZEN = r"(?:(?:half )?(?:a |another )|(?:two|three|four|five|six|several|a few|few|couple) )?dozen(?![\w])"
_PLURAL = (
    r"(?:tens|hundreds|dozens|scores) of (?:thousands|millions)|dozens|scores(?= of| \w+)|hundreds|thousands|millions|billions"
    r"|tens(?= of)|(?:several|a few|many) (?:hundred|thousand|million)\b|(?:a )?couple of"
)
# Not "the third of the raids" nor "the fourth quarter of": those are ranks.
_FRACTION = r"(?:(?:one|two|three|four|a)[ -](?:half|thirds?|quarters?|fifths?|tenths?)|half)(?= of (?!a |an )\w)"
# "half a million", "a quarter of a million", "one and a half million", "two and a half".
_PART = (
    rf"(?:half[ -]a|(?:a|three)[ -]quarters?[ -]of[ -]a)[ -]{_SCALE_WORD}(?![\w'’])"
    rf"|(?:{_WORD}|an?|\d+) and a half(?: {_SCALE_WORD})?(?![\w'’])"
)
_NUMBER = rf"(?P<part>{_PART})|(?P<digits>(?:{_DIGITS}){_SUFFIX})|(?P<dozen>{_DOZEN})|(?P<plural>{_PLURAL})|(?P<fraction>{_FRACTION})|(?P<words>{_WORDS})"
# "spent around$2 million": a money sign begins a figure even where a space was lost.
_NUMERAL = re.compile(
    rf"(?:(?<![\w.,:/#’'+])|(?<=[a-z])(?=[$£€]\d))(?<!\D[-–])(?<!^[-–])(?P<bound>(?:(?:{_LOW}|{_HIGH}|{_NEAR_LOW}|{_NEAR_HIGH}|{_NEAR}) )*)"
    rf"(?P<money>(?:US|A|C)?\$ ?|Â?[£€¥₽₴₹] ?|(?:USD|EUR|GBP) ?)?(?:{_NUMBER})(?P<plus>\+|-plus\b|-odd\b)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<money> \$(?!\d)| ?(?:US |U\.S\. )?(?:dollars?|dlrs?|euros?|pounds|sterling|stg|roubles?|rubles?|yen|yuan|hryvnias?|rupees?|zlotys?|liras?|shekels?|USD|EUR|GBP)\b)"
    r"|(?P<points>[ -]percentage[ -]points?\b|[ -]?(?:pp|ppts)\b)"
    r"|(?P<percent> ?%|[ -](?:percent|per cent|pct)\b)"
    r"|(?P<more> or (?:more|so|fewer|less|above|over)\b| at (?:least|most)\b)",
    re.IGNORECASE,
)
#: Currencies by the words and signs that follow a figure.
CURRENCIES = {
    "$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "dlrs": "USD",
    "dlr": "USD",
    "usd": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "eur": "EUR",
    "pounds": "GBP",
    "sterling": "GBP",
    "stg": "GBP",
    "gbp": "GBP",
    "rouble": "RUB",
    "roubles": "RUB",
    "ruble": "RUB",
    "rubles": "RUB",
    "yen": "JPY",
    "yuan": "CNY",
    "hryvnia": "UAH",
    "hryvnias": "UAH",
    "rupee": "INR",
    "zloty": "PLN",
    "zlotys": "PLN",
    "lira": "TRY",
    "liras": "TRY",
    "shekel": "ILS",
    "shekels": "ILS",
    "rupees": "INR",
}
_BOUNDS = {
    word: kind
    for kind, words in (("low", _LOW), ("high", _HIGH), ("near low", _NEAR_LOW), ("near high", _NEAR_HIGH))
    for word in words.split("|")
}
_ANY = re.compile(
    rf"\d|\b(?:{'|'.join(_ONES)}|hundreds?|thousands?|millions?|billions?|dozens?|scores|half|third|tens|couple)\b",
    re.I,
)


def find(text: str) -> Iterator[Numeral]:
    """Every number in the text, in order, with what bounds it and its money or percent sign.

    Whether a number counts something, or is a year, a score or a road, is not decided here.
    """
    if not _ANY.search(text):
        return
    place = 0
    while (match := _NUMERAL.search(text, place)) is not None:
        numeral = _read(match, text)
        place = match.end()
        if numeral is not None:
            yield numeral
            if match["words"] and numeral.end < place:  # "between five and seven": seven is read next
                place = numeral.end


def _read(match: re.Match[str], text: str) -> Numeral | None:
    value = _value(match, text)
    if value is None:
        return None
    first, last, approximate, at, end, bare = value
    scaled = re.search(r"[a-z]+$", match[0].lower())
    scale = _SCALES.get(scaled[0], 1.0) if scaled else 1.0
    money = _MONEY.get((match["money"] or "").strip(" Â").lower(), "")
    bound = (match["bound"] or "").strip().lower()
    if match["plus"] in ("+", "-plus"):
        bound = "at least"
    elif match["plus"]:
        bound = "about"
    end = max(end, match.end("plus")) if match["plus"] else end
    money, percent, end, after = _unit_after(text, end, money)
    bound = after or bound
    vague = bool(match["plural"] or match["dozen"])
    low, high, approximate = bounded(first, last, approximate or bool(match["fraction"]), bound)
    return Numeral(
        start=match.start(),
        end=end,
        at=at,
        low=low,
        high=high,
        approximate=approximate,
        money=money,
        percent=percent or bool(match["fraction"]),
        vague=vague,
        bounded=bool(bound),
        scale=scale,
        bare=bare if not money and not percent else "",
    )


def _unit_after(text: str, end: int, money: str) -> tuple[str, bool, int, str]:
    """What follows a figure and belongs to it: (currency, percent?, new end, bound)."""
    follows = _AFTER.match(text, end)
    if follows is None:
        return money, False, end, ""
    if follows["money"]:
        word = follows["money"].split()[-1].lower()
        return money or CURRENCIES[word], False, follows.end(), ""
    if follows["more"]:
        words = follows["more"].strip().lower()
        bound = (
            "about" if words == "or so" else "at most" if words in ("or fewer", "or less", "at most") else "at least"
        )
        return money, False, follows.end(), bound
    return money, True, follows.end(), ""


def _value(match: re.Match[str], text: str) -> tuple[float, float | None, bool, int, int, str] | None:
    """(low, high, approximate, where its last figure begins, end, bare digits) of the number matched."""
    kind = next(k for k in ("part", "digits", "dozen", "plural", "fraction", "words") if match[k])
    start, end, printed = match.start(kind), match.end(kind), match[kind].lower()
    if kind == "digits":
        value = _digits(printed, bool(match["money"]), text[end : end + 24])
        bare = printed if printed.isdigit() else ""
        return None if value is None else (value, value, False, start, end, bare)
    if kind == "part":
        amount = _parted(printed)
        return amount, amount, False, start + max(printed.rfind(" "), printed.rfind("-")) + 1, end, ""
    if kind == "words":
        return _number_words(printed, start)
    if kind == "fraction":
        share = _fraction(printed)
        return share, share, True, start + max(printed.rfind(" "), printed.rfind("-")) + 1, end, ""
    low, high = _dozens(printed) if kind == "dozen" else _plural(printed)
    return low, high, True, start + max(printed.rfind(" "), printed.rfind("-")) + 1, end, ""


def _digits(printed: str, money: bool, follows: str) -> float | None:
    figure = re.match(r"[\d,.]*\d", printed)
    if figure is None or len(figure[0]) > 24:
        return None  # nobody counts that far: a key, a hash, a slip
    scale = printed[figure.end() :].strip(" -/")
    if scale == "m" and not money and not _MILLIONS_OF.match(follows):
        return None  # "rose to 5m": nobody can tell; "5m people", "$5m": million; "5m high" never comes here
    number = float(figure[0].replace(",", ""))
    return round(number * _SCALES[scale], 6) if scale else number


@lru_cache(maxsize=4096)
def _number_words(printed: str, start: int = 0) -> tuple[float, float, bool, int, int, str] | None:
    """The longest beginning of these number words that is one number ("five and seven": five)."""
    article = len(re.match(r"(?:an? )?", printed)[0])  # type: ignore[index]
    words = list(re.finditer(r"[a-z]+", printed[article:]))
    while words:
        phrase = printed[article : article + words[-1].end()]
        value = _text2num(phrase)
        if value is not None:
            at = start + article + words[-1].start()
            return value, value, False, at, start + article + words[-1].end(), ""
        words.pop()
        while words and words[-1][0] == "and":
            words.pop()
    return None


@lru_cache(maxsize=4096)
def _text2num(phrase: str) -> float | None:
    try:
        return float(text2num(phrase, "en"))
    except ValueError:
        return None


def _dozens(printed: str) -> tuple[float, float | None]:
    how_many = printed.removesuffix("dozen").strip()
    if how_many in ("several", "a few", "few"):
        return PLURALS["dozens"], None
    value = {"": 1.0, "a": 1.0, "another": 1.0, "half a": 0.5, "half": 0.5, "couple": 2.0}.get(how_many) or _text2num(
        how_many
    )
    return 12 * (value or 1.0), 12 * (value or 1.0)


def _plural(printed: str) -> tuple[float, float | None]:
    if "couple" in printed:
        return 2.0, 2.0
    words = printed.split()
    if words[0] in ("several", "a", "many"):
        return 2 * _SCALES[words[-1]], None
    first = 20.0 if words[0] == "tens" else PLURALS[words[0]]
    if len(words) == 3:  # "tens of thousands"
        return first * PLURALS[words[2]] / 2, None
    return first, None


def _parted(printed: str) -> float:
    """ "half a million", "two and a half", "one and a half billion"."""
    words = re.split(r"[ -]", printed)
    scale = _SCALES.get(words[-1], 1.0)
    if "and" in words:
        whole = (
            1.0 if words[0] in ("a", "an") else float(words[0]) if words[0].isdigit() else _text2num(words[0]) or 0.0
        )
        return (whole + 0.5) * scale
    return {"half": 0.5, "a": 0.25, "three": 0.75}[words[0]] * scale


def _fraction(printed: str) -> float:
    words = re.split(r"[ -]", printed)
    times = {"two": 2, "three": 3, "four": 4}.get(words[0], 1)
    return times * _FRACTIONS[words[-1].removesuffix("s") if words[-1] != "half" else "half"]


def bounded(
    low: float | None, high: float | None, approximate: bool, bound: str
) -> tuple[float | None, float | None, bool]:
    """The interval meant once "at least", "up to", "around" and their like have had their say."""
    value = high if high is not None else low
    if value is None or not bound:
        return low, high, approximate
    slack = tolerance(value)
    # "no more than" ends in "more than", "just under" in "under": the longest has its say.
    kind = max((word for word in _BOUNDS if bound.endswith(word)), key=len, default="")
    if _BOUNDS.get(kind) == "low":
        return low, None, approximate
    if _BOUNDS.get(kind) == "high":
        return None, value, approximate
    if high is None:
        return low, None, True
    if _BOUNDS.get(kind) == "near low":
        return value - slack, value, True
    if _BOUNDS.get(kind) == "near high":
        return value, value + slack, True
    return value - slack, value + slack, True


def tolerance(value: float) -> float:
    """How far "around" reaches: half of the last significant figure ("around 50": 5), but never less
    than a twentieth (nobody says "around 149" and means 149) nor more than a quarter of it."""
    if value == 0:
        return 0.0
    digits = f"{abs(value):.6g}"
    mantissa = digits.split("e")[0].rstrip("0").rstrip(".") if "." in digits else digits.rstrip("0")
    figures = len(mantissa.replace(".", "").lstrip("0")) or 1
    unit = 10 ** (math.floor(math.log10(abs(value))) - figures + 1)
    return float(min(max(unit / 2, abs(value) / 20), abs(value) / 4))
