"""The ways news writes a time, as one regular expression with a named group for each: "June 12", "last week"."""

from __future__ import annotations

import re

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[89]\d\d|20\d\d)"
WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?! [A-Z]))"
)
_PART = r"(?: (?:early |late |mid-?)?(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime))"
_CLOCK = (
    r"(?:(?:noon|midnight|midday|dawn|dusk|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?(?: (?:[A-Z]{3}|local time))?),? (?:on )?)"
)
COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|several|a few|some|a couple of|couple of|many)"
UNIT = r"(?:days?|weeks?|fortnights?|months?|years?|decades?|hours?|minutes?)"
_FUZZ = r"(?:(?:early|late|mid) ?-?)"
_FUZZY = r"(?:(?:early|late|mid)[ -](?:in )?)?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"{YEAR}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?!\d)"),
    (
        "day_range",
        rf"{_DAY}(?:-|–| ?to ){_DAY}(?: of)? {MONTH}(?:,? {YEAR})?(?!\w)|{MONTH} {_DAY}(?:-|–| to ){_DAY}(?!\d|\.\d)(?:,? {YEAR})?(?!\w)",
    ),
    ("years", rf"{YEAR}[-–/](?:{YEAR}|\d\d)(?![\w%-]|[,.]\d)"),
    ("feast", rf"(?:Christmas (?:Day|Eve)|New Year['’]s (?:Day|Eve)|Boxing Day)(?:,? {YEAR})?(?!\w)"),
    ("weekend", r"(?<=at |er )the weekend(?!\w|['’]s)"),
    ("slashed", r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\d/])"),
    (
        "month_day",
        rf"(?:{WEEKDAY},? (?:the )?)?{MONTH} {_DAY}(?!\d|,\d{{3}}|\.\d|[ -](?:people|percent|per))(?:,? {YEAR})?(?!\w)",
    ),
    ("day_month", rf"(?:{WEEKDAY},? (?:the )?)?{_DAY}(?: of)? {MONTH}(?:,? {YEAR})?(?!\w)"),
    ("month_year", rf"{_FUZZY}{MONTH}(?:,? (?:of )?{YEAR}| (?:of )?(?:last|this|next) year)(?!\w)"),
    ("turned_month", rf"(?:last|this|next|this past|this coming) {MONTH}(?!\w)"),
    (
        "weekday",
        rf"{_CLOCK}?(?:(?:last|this|next|this past|this coming|the following|the previous|early|late) )?{WEEKDAY}{_PART}?(?!\w)",
    ),
    (
        "quarter",
        rf"(?:the )?(?:(?:fiscal )?(?:first|second|third|fourth|1st|2nd|3rd|4th|latest|current|previous|last(?= quarter of))[ -]quarter|Q[1-4])(?:(?: of)? (?:fiscal )?(?:{YEAR}|last year|this year|next year))?(?!\w)",
    ),
    (
        "ago",
        rf"(?:{COUNT}(?: and a half)? {UNIT}|(?:days|weeks|months|years|decades|hours|minutes)) ago(?!\w)|(?:about |nearly |almost |around )?half an hour ago",
    ),
    (
        "in_text",
        rf"(?:{COUNT} {UNIT} (?:earlier|later|before|after)|(?:the (?:next|same)|(?:the )?(?:previous|following|preceding)) (?:day|week|month|year|night|morning|evening)|that (?:day|week|month|year|night|morning|evening|time|afternoon|summer)(?! (?:is|was|has|had|will|would|ran|runs)\b))(?!\w)",
    ),
    (
        "turned",
        rf"(?:{_FUZZ})?(?:last|this|next|this past|past|this coming|the past|the last|the next|the coming) (?:week|month|year|decade|century|weekend|summer|winter|spring|autumn|fall|night|morning|afternoon|evening|quarter)(?: and a half)?(?!\w)",
    ),
    (
        "day_word",
        rf"today|(?:early |late )?yesterday{_PART}?|tomorrow{_PART}?|tonight|overnight|the day before yesterday|the day after tomorrow",
    ),
    ("season", rf"(?:the )?(?:spring|summer|autumn|fall|winter)(?: of)? {YEAR}(?!\w)"),
    ("decade", r"(?:the )?(?:early |late |mid-?)?(?:(?:1[89]|20)\d0s|['’][2-9]0s)(?!\w)"),
    ("year", rf"(?:{_FUZZY}|fiscal ){YEAR}(?![\w%]|[,.]\d|[-–/](?!\d\d\b)|-(?:strong|year))"),
    ("month", rf"{_FUZZY}{MONTH}(?!\w|['’]s)"),
    ("now", r"now|currently|at present|at the moment|right now|nowadays"),
    (
        "vague",
        r"recently|in recent (?:days|weeks|months|years)|previously|formerly|once|soon|in the past(?! \w)|in the (?:near )?future",
    ),
)
# Every way of writing a time begins a word: looking back once, before all of them, spares most positions all of them.
TIME = re.compile(r"(?<![\w-])(?:" + "|".join(f"(?P<{name}>{body})" for name, body in _PATTERNS) + ")", re.IGNORECASE)
# Cheap: is there anything at all here that could be a time?
ANY = re.compile(
    r"\d{4}|\d/\d|\d\.\d|day\b|night\b|\bago\b|month|week|year|quarter|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|earlier|later|before|after|tomorrow|morning|evening|now\b|current|present|recent|formerly|previously|\d0s\b|"
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\.|last |next |christmas||summer|winter|autumn|spring|fall|once|soon|future|past",
    re.IGNORECASE,
)
