"""What a person typed, freed of Slack's markup: mentions, links and entities become plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.errors import BadCommand

_TOKEN = re.compile(r"<(?:([@#!])|(?=(?:https?|mailto|tel):))([^<>|]*)(?:\|([^<>]*))?>")
#: The longest question, in characters.
LONGEST = 4_000
_HELP = frozenset({"help", "--help", "-h", "?"})


def plain(text: str | None) -> str:
    """The text as it stood in front of the person: `<https://x|label>` is https://x, `<@U1>` nothing."""
    bare = _TOKEN.sub(lambda m: _meant(m[1] or "", m[2], m[3] or ""), text or "")
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _meant(sign: str, inside: str, label: str) -> str:
    if sign == "#":
        return f"#{label or inside}"
    if sign:  # a mention of somebody, or a command such as <!here>
        return label.lstrip("@")
    return label if inside.startswith("mailto:") and label else inside


def asks_for_help(text: str) -> bool:
    return text.strip().lower() in _HELP


def askable(text: str) -> str:
    """The same text, where it can be a question. ``BadCommand`` for a whole article: looking for all its words would
    keep everybody else waiting."""
    if len(text) > LONGEST:
        raise BadCommand(
            f"That is {len(text):,} characters long; ask with a few words, such as /facts kursk. "
            "An article is filed with /article add."
        )
    return text


def first_word(text: str) -> tuple[str, str]:
    """(first word in lower case, the rest as typed)."""
    parts = text.strip().split(None, 1)
    return (parts[0].lower() if parts else ""), (parts[1].strip() if len(parts) > 1 else "")


def name_and_rest(text: str) -> tuple[str, str]:
    """(what something is called, the rest as typed); a name of several words stands in quotation marks."""
    opened = text.strip()
    for opening, closing in (('"', '"'), ("“", "”")):
        if opened.startswith(opening) and closing in opened[1:]:
            name, _, rest = opened[1:].partition(closing)
            return name.strip(), rest.strip()
    name, _, rest = opened.partition(" ")
    return name, rest.strip()


_LINK = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
#: A mention of so many characters and sentences is no question but an article.
LONG, SENTENCES = 300, 3


def link(text: str) -> str:
    """The first address in a text; "" where there is none."""
    found = _LINK.search(text)
    return found[0].rstrip(".,;:!?)]}'\"”’") if found else ""


def hands_in(text: str) -> bool:
    """Whether what was said to the bot hands it an article, by its address or pasted, and is no question."""
    if link(text):
        return True
    return len(text) >= LONG and len(re.findall(r"[.!?…][\"”’)]*(?:\s|$)", text)) >= SENTENCES


def person(body: Mapping[str, Any]) -> str:
    """Who did it, as people write it: "@ann". A name, not an id: the desk page and the terminal show it too."""
    found = body.get("user")
    user: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    name = user.get("username") or user.get("name") or body.get("user_name") or user.get("id") or body.get("user_id")
    return f"@{name}" if name else "somebody"
