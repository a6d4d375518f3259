"""What a page is made of, and what is true of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

AUTHORS = ("Ann Lee", "Bo Kim", "Marta Oduya", "Piet van Rijn", "Lucía Ferrer", "Sam O’Neill")
HOSTS = ("valleypost.example", "hilltimes.example", "coastdaily.example", "northwire.example")


@dataclass(frozen=True)
class Story:
    """One of our own stories, and the particulars a page gives of it."""

    n: int
    title: str
    outlet: str
    author: str
    published: datetime
    paragraphs: tuple[str, ...]

    @property
    def slug(self) -> str:
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split()[:7])

    @property
    def host(self) -> str:
        return HOSTS[self.n % len(HOSTS)]

    @property
    def iso(self) -> str:
        return self.published.isoformat()

    @property
    def utc(self) -> str:
        return self.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def day(self) -> str:
        return f"{self.published:%B} {self.published.day}, {self.published.year}"


@dataclass(frozen=True)
class Made:
    """A page, and what is true of it: its headline, its paragraphs, the day it was published (None: it does
    not say), its author and outlet where it names them, or, where it is no article, a word of the reason."""

    shape: str
    url: str
    markup: str
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    published: datetime | None = None
    refused: str = ""
    author: str = ""
    outlet: str = ""
    data: bytes = b""  # as its server sends it, where that matters
    content_type: str = ""


def stories() -> list[Story]:
    """The stories, in their order."""
    data = json.loads(Path(__file__).with_name("stories.json").read_text("utf-8"))
    return [
        Story(
            n,
            one["title"],
            one["outlet"],
            AUTHORS[n % len(AUTHORS)],
            datetime.fromisoformat(one["published"].replace("Z", "+00:00")),
            tuple(one["paragraphs"]),
        )
        for n, one in enumerate(data)
    ]


def made(
    shape: str, s: Story, url: str, markup: str, *, paragraphs: Sequence[str] | None = None, dated: bool = True
) -> Made:
    """The page of a story; its paragraphs are the story's, unless said otherwise."""
    told = tuple(s.paragraphs if paragraphs is None else paragraphs)
    named = [name if e(name) in markup else "" for name in (s.author, s.outlet)]
    return Made(shape, url, markup, s.title, told, s.published if dated else None, "", *named)


def e(text: str) -> str:
    """Escaped, for markup."""
    return escape(text, quote=True)


def ps(paragraphs: Sequence[str], attributes: str = "") -> str:
    """Each in a ``p``."""
    return "\n".join(f"<p{attributes}>{e(p)}</p>" for p in paragraphs)


def linked(paragraph: str) -> str:
    """A paragraph with some of its words linked and bold, as editors do."""
    words = paragraph.split(" ")
    if len(words) < 12:
        return e(paragraph)
    a, b, c = e(" ".join(words[:4])), e(" ".join(words[4:7])), e(" ".join(words[7:]))
    return f'{a} <a href="/topic/{words[4].lower().strip(".,")}">{b}</a> {c}'


def ld(data: object) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


MENU = "Home News World Politics Business Sport Culture Opinion Weather".split()
TEASERS = (
    "Council to decide on swimming pool before summer recess",
    "Five things to know about the new bus timetable",
    "Storm leaves thousands without power in the northern valleys",
    "Review: a quiet triumph at the Playhouse",
    "Farmers fear for harvest after the driest April in decades",
    "Mayor opens bridge that nobody asked for",
)


def menu(tag: str = "nav", kind: str = "main-nav") -> str:
    items = "".join(f'<li><a href="/{m.lower()}">{m}</a></li>' for m in MENU)
    return f'<{tag} class="{kind}"><ul>{items}</ul></{tag}>'


def teasers(n: int, start: int = 0) -> list[tuple[str, str]]:
    """Headlines of other stories, with their addresses."""
    chosen = [TEASERS[(start + i) % len(TEASERS)] for i in range(n)]
    return [(t, "/news/" + "-".join(t.lower().split()[:5])) for t in chosen]
