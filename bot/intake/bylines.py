"""Who wrote the story on a page, and which paper the page is of, where its machines do not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.intake.dates import WRITTEN
from bot.intake.structured import Said, meta

METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dcterms.creator", "DC.creator", "byl")
#: Elements that a page's maker named for the author. What is under the story is about the author, mostly.
_ELEMENTS = (
    "//*[@itemprop='author'] | //*[@rel='author'] | //*[contains(@class, 'author') or contains(@class, 'byline') "
    "or contains(@class, 'Author') or contains(@class, 'Byline') or contains(@class, 'submitted') or @class='fn']"
)
_ASIDE = "ancestor::aside | ancestor::footer[not(ancestor::article)] | ancestor::*[contains(@class, 'comment') or contains(@class, 'related')]"
_PARTICLE = r"(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten|zu|af|av|y|e|of)"
_WORD = r"(?:[A-Z][\w'’.-]*|O['’][A-Z]\w+)"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{1,3}}"
NAMES = re.compile(rf"{_NAME}(?:(?:, | and |, and | & ){_NAME})*")
_BY = re.compile(
    rf"(?:\b|^)(?:[Bb]y|BY|[Pp]osted by|[Ww]ritten by|[Ss]ubmitted by|[Ww]ords by)[:\s|]+({NAMES.pattern})"
)
_LABEL = re.compile(r"^(?:by|posted by|written by|submitted by|words by|author|text|from)\b[:\s]*", re.IGNORECASE)
#: What follows a name in a byline: a stroke, a date, where the author is.
_AFTER = re.compile(r"\s+(?:in|for|on|at|\d).*$|\s*[|·•;–—].*$|,\s.*\d.*$|\s+-\s.*$")
#: So many pieces of text after the headline may be the byline.
NEAR = 8
_COPYRIGHT = re.compile(
    r"(?:©|&copy;|\(c\)|copyright)[\s,]*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*(?:by\s+)?([^.|©]{2,60})", re.I
)
_PARTS = re.compile(r"\s+(?:[|–—·•»]|::|-)\s+|(?<=\w):\s+")


def author(tree: Any, said: Said, found: str, title: str, pieces: Sequence[str]) -> str:
    """The story's author, as told to machines, else as the byline has it, else as ``found``; "" for nobody.
    ``pieces`` is the page's text as a reader sees it."""
    for told in (said.author, meta(tree, *METAS)):
        if told and not told.startswith(("http", "@")):
            return told
    return next(_shown(tree), "") or _after_the_headline(pieces, title) or named(found)


def named(line: str) -> str:
    """The name or names that a byline consists of, without what is around them; "" where it is none."""
    line = _LABEL.sub("", " ".join(line.split()))
    line = _AFTER.sub("", WRITTEN.sub("|", line)).strip(" ,|")
    return line if NAMES.fullmatch(line) and len(line.split()) <= 12 else ""


def _shown(tree: Any) -> Iterator[str]:
    for element in tree.xpath(_ELEMENTS):
        words = element.text_content().split()
        if 0 < len(words) <= 24 and not element.xpath(_ASIDE) and (name := named(" ".join(words))):
            yield name


def _after_the_headline(pieces: Sequence[str], title: str) -> str:
    """A name after "by" soon after the headline, or a name that stands alone there beside a date."""
    for at in (n for n, piece in enumerate(pieces) if title and piece == title):
        below = pieces[at + 1 : at + 1 + NEAR]
        if found := _BY.search(" | ".join(below)):
            return found[1]
        for n, piece in enumerate(below[:4]):
            beside = " ".join(below[max(n - 1, 0) : n + 2])
            if len(piece.split()) < 12 and WRITTEN.search(beside) and (name := named(piece)):
                return name
    return ""


def outlet(tree: Any, said: Said, found: str, host: str, pieces: Sequence[str]) -> str:
    """The paper: as told to machines, else the part of the page's ``title`` beside the headline, where its
    host or its copyright line says so too or nothing else is left, else ``host``."""
    told = said.outlet or meta(tree, "og:site_name", "application-name")
    if told:
        return told
    whole = " ".join("".join(tree.xpath("//title[1]//text()")).split())
    owners = [" ".join(m[1].split()).lower() for m in _COPYRIGHT.finditer(" ".join(pieces[-60:]))]
    first, lesser = (
        {" ".join(head.text_content().split()) for head in tree.xpath(path)} for path in ("//h1", "//h2 | //h3")
    )
    parts = _PARTS.split(whole)
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        beside = whole.replace(part, "", 1).strip(" |–—·•»:-")
        if (
            _like(part, host)
            or any(owner.startswith(part.lower()) for owner in owners)
            or (beside in first | lesser and part not in lesser)
        ):
            return part
    return found if found and "." not in found else host


def _like(name: str, host: str) -> bool:
    """Whether a host is called like this paper: all the letters of one stand together in the other."""
    letters, called = re.sub(r"\W+", "", name).lower(), host.split(".")[-2] if host.count(".") else host
    return len(called) > 3 and (called.replace("-", "") in letters or letters.removeprefix("the") == called)
