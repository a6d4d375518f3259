"""What stands on a page of news without being news: credits, stamps, buttons, tables, what to read next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nouns import Span

#: The end of a sentence, or of a part of one.
ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_ZONE = r"(?:GMT|BST|UTC|CET|CEST|EST|EDT|ET|MSK)"
_CLOCK = rf"\d{{1,2}}[:.]\d{{2}}(?:\s*[ap]\.?m\b\.?)?(?:\s*{_ZONE}\b)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}})"
)
_STAMP = re.compile(
    rf"^\(?(?:\d{{1,2}}[:.]\d{{2}}\s*(?:[ap]\.?m\.?|[A-Z]{{2,4}})?|\d+\s*(?:min(?:ute)?s?|hours?|hrs?|h|m|days?)\ ago|{_CLOCK}|{_DATE})\)?\s*[-–—:|]?$",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"""^\W*(?:
        (?:read|see|watch|listen|learn|find\ out)\ (?:more|also|the\ (?:full|rest|whole)|next|it)\b.{0,120}
      | (?:see|view|read|show)\ (?:the\ )?full\ .{0,60}
      | (?:related|recommended|more\ on\ this(?:\ story)?|more\ from|also\ read|don['’]t\ miss|most\ (?:read|popular|viewed))\b\W.{0,120}
      | (?:sign\ up|subscribe|follow\ us|share\ (?:this|on)|click\ here|advertisement|sponsored|get\ short\ url|join\ the\ conversation)\b.{0,160}
      | (?:ad|ads|advertising|comments?|share|tweet|print|e-?mail|save|close|menu|loading|live|back\ to\ top|top\ stories|twitter|facebook|whatsapp)
      | (?:photo|image|picture|video|file\ photo|graphic)s?(?:\ (?:credit|by|courtesy)|:|/).{0,200}
      | (?:getty\ images|shutterstock|all\ rights\ reserved|copyright\b|©).{0,160}
      | by\ [A-Z][\w.'’-]+(?:\ [A-Z][\w.'’-]+){1,4}(?:,?\ .{0,60})?
      | (?:last\ )?(?:updated|published|posted|modified)(?:\ (?:at|on)|:)?\ .{0,60}\d.{0,40}
      | source:\ \S+(?:\ \S+)?
      | \d{1,2}\ min(?:ute)?s?\ read
      | our\ standards:.{0,80}
      | (?:this|the)\ (?:story|article|post|report|page|headline)(?:\ and\ (?:its\ )?headline)?\ (?:has|have)\ been\ updated\b.{0,80}
      | this\ is\ a\ (?:developing|breaking)\ (?:news\ )?story\b.{0,80}
      | (?:additional\ )?(?:reporting|writing|editing|compiled|translated)\ by\ (?:(?-i:[A-Z])[\w.'’-]+|in|and|by|with|additional|reporting|writing|editing|[;,.\ ])+
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_BYLINE = re.compile(r"^\W*by\ [A-Z]", re.IGNORECASE)
#: Cut off where a line begins: the date and the hour that belong to the page or to the live blog, not to the sentence.
_HEAD = re.compile(
    rf"(?:(?:last\ )?(?:published|posted|updated|modified)(?:\ (?:on|at))?:?\s+)?"
    rf"(?:{_DATE}(?:\s*[|,]?\s*(?:at\ )?{_CLOCK})?|\d{{1,2}}:\d{{2}}(?:\s*[ap]\.?m\b\.?)?(?:\s*{_ZONE}\b)?|\d{{1,2}}\.\d{{2}}\s*(?:[ap]\.?m\b\.?|{_ZONE}\b))"
    rf"(?:\s*\((?:updated|first published)[^()]{{0,40}}\))?\s*[-–—:|]?\s+(?=[\"“‘']?(?-i:[A-Z]))",
    re.IGNORECASE,
)
#: Cut out where it stands between sentences: whose picture it is, who helped to report.
_CREDIT = re.compile(
    r"\((?:(?:AP\ |AFP\ |Reuters\ |EPA\ |File\ )?(?:Photo|Image|Picture|Photograph|Pic|Credit|Video)s?\b[^()\n]{0,120}"
    r"|(?:Additional\ |With\ )?(?:[Rr]eporting|Writing|Editing|Compiled)\ by\b[^()\n]{0,300})\)"
)
#: Cut off where a line ends: from here on it is the page that speaks.
_TAIL = re.compile(
    r"(?:(?<=[.!?\"”’')\]])\s*|(?<=[a-z]))(?:Our\ Standards:\s*The\ Thomson|Get\ short\ URL|Comment\ via\ |Discussion\ ?Comment|Click\ here\ to\ "
    r"|Sign\ up\ (?:for|to)\ |Subscribe\ (?:to|now)|Follow\ us\ on|Share\ this\ (?:story|article)|Read\ more\b|READ\ MORE\b|Related\ (?:stories|articles):"
    r"|All\ rights\ reserved).{0,300}$",
    re.DOTALL,
)
_COLUMNS, _BARS = re.compile(r"\t+|\s{3,}"), re.compile(r"\s\|\s")


def is_furniture(line: str, words: Sequence[str]) -> bool:
    """Does this whole line belong to the page, not to the article? ``words`` are those of ``line``."""
    if len(words) < 2:
        return True
    if len(line) <= 220 and (_STAMP.match(line) or _is_set_phrase(line)):
        return True
    return is_table(line, words) or is_noise(words)


def _is_set_phrase(line: str) -> bool:
    if not _LINE.match(line):
        return False
    # "By Monday the town had fallen." is a sentence, "By Ann Lee" is a byline.
    return not _BYLINE.match(line) or not line.rstrip().endswith((".", "!", "?"))


def is_table(line: str, words: Sequence[str]) -> bool:
    """A row of a table: several cells of a few words each."""
    columns, bars = len(_COLUMNS.split(line)), len(_BARS.split(line))
    # A headline may end in "| Politics | The Courier", so bars count from the third on.
    cells = columns if columns >= 3 else bars if bars >= 4 else 0
    return bool(cells) and len(words) <= 4 * cells and not ENDS.search(line)


def is_noise(words: Sequence[str]) -> bool:
    """The same few words over and over, as no article has them."""
    return len(words) > 100 and len(set(words[:400])) <= 5


def parts(text: str, line: Span) -> Iterator[tuple[Span, bool]]:
    """The line cut into what is to be read and what is furniture (true) glued to it or set into it, in order."""
    start, end = line.start, line.end
    head = _HEAD.match(text, start, end)
    if head is not None and end - head.end() >= 20:
        yield Span(start, head.end()), True
        start = head.end()
    tail = _TAIL.search(text, max(start, end - 400), end)
    stop = tail.start() if tail is not None and tail.start() - start >= 20 else end
    for credit in _CREDIT.finditer(text, start, stop):
        if _between_sentences(text, start, credit.start()):
            yield Span(start, credit.start()), False
            yield Span(credit.start(), credit.end()), True
            start = credit.end()
    yield Span(start, stop), False
    if stop < end:
        yield Span(stop, end), True


def _between_sentences(text: str, start: int, at: int) -> bool:
    before = text[max(start, at - 3) : at].rstrip()
    return not before or before[-1] in ".!?…\"”’')"
