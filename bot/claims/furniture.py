"""What stands on a page of news without being news: credits, stamps, buttons, tables, what to read next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nouns import Span

#: Spaces, and marks that say which way to read.
_UNSEEN = " \t\xa0\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: The end of a sentence, or of a part of one.
ENDS = re.compile(rf"[.!?…:;,][\"'”’»)\]{_UNSEEN}]*$")
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
#: Whatever follows: no sentence of an article begins so.
_SET_PHRASE = re.compile(
    r"""^\W*(?:
        (?:read|see|watch|listen|learn|find\ out)\ (?:more|also|next)\b.{0,160}
      | (?:read|see|watch|view|show)\ (?:the\ )?(?:full|rest|whole)\b.{0,60}
      | (?:also\ (?:read|see|watch|on\ [A-Z][\w ]{1,30}:)|don['’]t\ miss:?|story\ continue[sd]\ below|continue\ reading)\b.{0,160}
      | (?:sign\ up\ (?:for|to)|subscribe\ (?:to|now)|follow\ (?:us|@\w+)|share\ (?:this|on)|click\ here|tap\ here|get\ short\ url|join\ the\ conversation)\b.{0,160}
      | (?:read\ or\ share\ this\ story|listen\ to\ (?:this\ )?article|enlarge\ this\ image|(?:toggle|hide)\ caption)\b.{0,200}
      | (?-i:JUST\ WATCHED|MUST\ WATCH)\b.{0,200}
      | (?:image|media)\ (?:copyright|caption|source|playback)\b.{0,200}
      | (?:photos?|images?|pictures?|videos?|file\ photo|graphics?|photographer|credit)(?:\ credit)?\ ?[:/].{0,200}
      | (?:all\ rights\ reserved|copyright\ (?:©|\(c\)|\d{4})|©|\(c\)\ ).{0,200}
      | our\ standards:.{0,80}
      | (?:this|the)\ (?:story|article|post|report|page|headline)(?:\ and\ (?:its\ )?headline)?\ (?:has|have)\ been\ updated\b.{0,80}
      | this\ is\ a\ (?:developing|breaking)\ (?:news\ )?story\b.{0,80}
      | this\ (?:article|story)\ is\ more\ than\ \d+\ (?:year|month)s?\ old\W*
      | the\ (?:opinions|views)\ expressed\ (?:by|in|here|are)\b.{0,200}
      | .{0,80}\bcontributed\ (?:reporting|to\ this\ (?:report|story|article))\W*
      | .{0,160}\b(?:to|in)\ your\ inbox\b.{0,120}
      | (?:write|send|e-?mail|contact|reach|follow|got\ a\ tip)\b.{0,120}@\w.{0,80}
      | (?:additional\ )?(?:reporting|writing|editing|compiled|translated)\ by\ (?:(?-i:[A-Z])[\w'’-]*|in|and|by|with|additional|reporting|writing|editing)(?:[;,.\ ]+(?:(?-i:[A-Z])[\w'’-]*|in|and|by|with|additional|reporting|writing|editing))*[;,.\ ]*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
#: Only of a line that is no sentence: "Related fees were raised." is news.
_NO_SENTENCE = re.compile(
    r"""^\W*(?:
        (?:related|recommended|more\ on\ this(?:\ story)?|more\ from|most\ (?:read|popular|viewed)|(?:special|full)\ coverage)\b.{0,120}
      | (?:more|read|watch|listen|see):\ ?.{0,160}
      | (?:advertisement|sponsored|promoted)\b.{0,160}
      | (?:ad|ads|advertising|comments?|share|tweet|print|e-?mail|save|close|menu|loading|live|back\ to\ top|top\ stories|twitter|facebook|whatsapp)
      | (?:photo|image|picture|video|graphic)s?\ (?:credit|by|courtesy).{0,120}
      | (?:getty\ images|shutterstock).{0,120}
      | by\ [A-Z][\w.'’-]+(?:\ [A-Z][\w.'’-]+){1,4}(?:,?\ .{0,60})?
      | (?:last\ )?(?:updated|published|posted|modified)(?:\ (?:at|on)|:)?\ .{0,60}\d.{0,40}
      | source:\ \S+(?:\ \S+)?
      | slideshow\ \(\d+\ (?:image|photo|picture)s\)
      | \d{1,2}\ min(?:ute)?s?\ read
      | .{0,160}\ (?-i:Read\ more|READ\ MORE)\W*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[.!?…]['\"”’)\]]*$")
#: Cut off where a line begins: the date and the hour that belong to the page or to the live blog, not to the sentence.
_HEAD = re.compile(
    rf"(?:story\ highlights\b|(?:image|media)\ (?:copyright|playback)\b.{{0,80}}?\b(?:image|media)\ caption\b|(?:(?:last\ )?(?:published|posted|updated|modified)(?:\ (?:on|at))?:?\s+)?"
    rf"(?:{_DATE}(?:\s*[|,]?\s*(?:at\ )?{_CLOCK})?|\d{{1,2}}:\d{{2}}(?:\s*[ap]\.?m\b\.?)?(?:\s*{_ZONE}\b)?|\d{{1,2}}\.\d{{2}}\s*(?:[ap]\.?m\b\.?|{_ZONE}\b))"
    rf"(?:\s*\((?:updated|first published)[^()]{{0,40}}\))?)\s*[-–—:|]?\s+(?=[\"“‘']?(?-i:[A-Z]))",
    re.IGNORECASE,
)
_FOREIGN_LETTER = r"[^\W\d_A-Za-z\u00aa-\u024f\u1e00-\u1eff]"
#: Cut out where it stands between sentences: whose picture it is, who helped to report, words in another alphabet.
_SET_IN = re.compile(
    r"\((?:(?:AP\ |AFP\ |Reuters\ |EPA\ |File\ )?(?:Photo|Image|Picture|Photograph|Pic|Credit|Video)s?\b[^()\n]{0,120}"
    r"|(?:Additional\ |With\ )?(?:[Rr]eporting|Writing|Editing|Compiled)\ by\b[^()\n]{0,300})\)"
    r"|\[(?:File|Photo|Image|Credit)\b[^\[\]\n]{0,120}\]"
    rf"|{_FOREIGN_LETTER}[^A-Za-z\u00aa-\u024f\u1e00-\u1eff\n]*{_FOREIGN_LETTER}[.!?؟。]?"
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
    if _SET_PHRASE.match(line):
        return True
    return not _FULL_STOP.search(line) and _NO_SENTENCE.match(line) is not None


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
    for found in _SET_IN.finditer(text, start, stop):
        if _between_sentences(text, start, found):
            at = start + len(text[start : found.start()].rstrip(_UNSEEN))
            yield Span(start, at), False
            yield Span(at, found.end()), True
            start = found.end()
    yield Span(start, stop), False
    if stop < end:
        yield Span(stop, end), True


def _between_sentences(text: str, start: int, found: re.Match[str]) -> bool:
    before = text[max(start, found.start() - 4) : found.start()].rstrip(_UNSEEN)
    if before and before[-1] not in ".!?…\"”’')":
        return False
    if found[0][0] in "([":
        return True
    after = text[found.end() : found.end() + 4].lstrip(_UNSEEN)
    return len(found[0]) >= 4 and (not after or not after[0].islower())
