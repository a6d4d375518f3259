"""Lines of a page that stand between and around the paragraphs of its story, and are no part of it."""

from __future__ import annotations

import re

from bot.intake.dates import WRITTEN

_ALSO = re.compile(
    r"^\W*(?:also read|also watch|also see|read also|read more|read next|more on this(?: story)?|related(?: stor(?:y|ies)| articles?| news| content)?|see also|watch|listen"
    r"|don['’]t miss|recommended|you (?:may|might) (?:also )?like|more from|next up|most read|trending(?: now)?|latest news)\b\s*(?:[:|].{0,160}|\W*)$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^\W*(?:advertisement\b.{0,60}|story continues below.{0,40}|article continues (?:after|below).{0,60}|sign up (?:for|to|here).{0,160}"
    r"|subscribe (?:to|for|now).{0,120}|share (?:this|on).{0,60}|click to share.{0,60}|follow us.{0,80}|image (?:source|caption|credit).{0,80}"
    r"|photo(?:graph)?s?(?: by|:|/).{0,100}|getty images.{0,40}|(?:copyright|©|\(c\)).{0,160}|all rights reserved.{0,120}|skip past newsletter.{0,30}"
    r"|after newsletter promotion|leave a comment.{0,40}|\d+ (?:min(?:ute)?s?) read|hits: \d+|tags?:.{0,160}|filed under:?.{0,120}"
    r"|posted in .{0,80}|media contacts?:?.{0,40}|press contacts?:?.{0,40}|for immediate release.{0,60}|follow .{0,40} on (?:twitter|x|facebook).{0,60}"
    r"|.{0,120}\bcontributed (?:to )?(?:this|reporting).{0,40}|you need to enable javascript.{0,60}|(?:originally |first )?published(?: on|:) .{0,60}"
    r"|thanks for reading .{0,160}|get the latest (?:news|updates|stories)\b.{0,160}|download our app.{0,120}|our standards:.{0,80}"
    r"|purchase licensing rights.{0,40}|(?:e-?mail|mail|send|print) this(?: (?:story|page|article).{0,40})?|print|reuse this content"
    r"|jump to (?:navigation|content|search)|back to (?:top|the list|overview)"
    r"|(?:last )?updated(?: on|:| at) .{0,60}|_{3,}|-{3,}|\*{3,})\W*$",
    re.IGNORECASE,
)
#: Who wrote and edited it, under an agency's story: names and nothing but names.
_BEHIND = re.compile(
    r"^\W*(?:(?:Additional|Further) )?(?:Reporting|Writing|Editing|Compiled|Translated) by:? "
    r"(?:(?:[A-Z]\S*|and|in|from|&|(?:[Aa]dditional )?(?:[Ee]diting|[Ww]riting|[Rr]eporting)|by)[\s;,.]*)+$"
)
_SOURCES = re.compile(
    r"^(?:sources?|references|external links?|see also|related links|further reading|footnotes)\W*$", re.I
)
_BYLINE = re.compile(r"^(?:by|written by|from our)\s+[^.!?]{3,80}$", re.IGNORECASE)
_ABOUT = re.compile(r"^about (?:the )?[A-Z0-9][^.!?]{1,60}$")


def story(text: str, *, title: str, outlet: str, author: str) -> str:
    """The lines of the text that are the story's."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    lines = _without_the_head(lines, title, author, outlet)
    lines = _without_the_tail(lines, outlet)
    return "\n".join(line for line in lines if not any(no.match(line) for no in (_ALSO, _FURNITURE, _BEHIND)))


def _without_the_head(lines: list[str], title: str, author: str, outlet: str) -> list[str]:
    """Without the headline, the paper's name, the byline and the date above the story."""
    kept = [line for n, line in enumerate(lines) if n > 4 or not _is_above(line, title, author, outlet)]
    return kept or lines


def _is_above(line: str, title: str, author: str, outlet: str) -> bool:
    if len(line.split()) >= 30:
        return False
    if any(_same(line, name) for name in (title, author, outlet)) or _BYLINE.match(line):
        return True
    bare = WRITTEN.sub("", line)  # a date with nothing else, or with the author's name
    return bare != line and len(re.sub(r"\W+", "", bare.replace(author, "") if author else bare)) < 16


def _without_the_tail(lines: list[str], outlet: str) -> list[str]:
    """Without what a press office puts under everything it sends ("About the Ministry"), and lists of sources."""
    for n, line in enumerate(lines):
        if n <= len(lines) * 0.5:
            continue
        if _SOURCES.match(line) or (_ABOUT.match(line) and (_shares(line, outlet) or n >= len(lines) - 3)):
            return lines[:n]
    return lines


def _shares(line: str, outlet: str) -> bool:
    return bool({w.lower() for w in outlet.split() if len(w) > 3} & {w.lower() for w in line.split()})


def _same(one: str, other: str) -> bool:
    return bool(other) and re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()
