"""An article as the desk shows it, on a page that stands by itself: to keep, to mail, to lay beside the proof."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib import resources

from markupsafe import Markup

from bot.nouns import Claim, Revision
from handlers.desk import marks
from handlers.desk.pages import headline
from handlers.desk.views import Views
from handlers.slack import quoting


@dataclass(frozen=True, slots=True)
class Script:
    """The page's one script, and the digest by which the browser knows it from any other."""

    text: Markup
    digest: str


def page(revision: Revision, claims: Sequence[Claim]) -> str:
    """The page's HTML: all it needs is in it, all that comes from the article is escaped."""
    edition, text = replace(revision.edition, fetched=None), revision.text  # it was read, not filed
    top, rest = headline(edition, marks.paragraphs(text, claims, edition.title))
    return _views().draw(
        "proof.html",
        edition=edition,
        claims=claims,
        text=text,
        headline=top,
        paragraphs=rest,
        link=quoting.safe_link(edition.url),
        style=Markup(_static("desk.css") + _static("article.css")),
        script=_script(),
    )


@cache
def _views() -> Views:
    return Views()


@cache
def _static(name: str) -> str:
    return resources.files("handlers.desk").joinpath("static", name).read_text(encoding="utf-8")


@cache
def _script() -> Script:
    text = _static("article.js")
    return Script(Markup(text), b64encode(sha256(text.encode()).digest()).decode())
