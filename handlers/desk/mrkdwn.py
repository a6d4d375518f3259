"""Slack's mrkdwn as HTML that is safe to show: bold, italics, code, quotes, links, people, dates.

Everything that is not one of these is text, and escaped. A link is made only of http, https and mailto
addresses (and of the desk's own pages); anything else is shown as the words it is.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from markupsafe import Markup, escape

from handlers.desk.workspace import BOT_NAME, BOT_USER, CHANNEL, CHANNEL_NAME, EDITOR, EDITOR_NAME

PEOPLE = {EDITOR: EDITOR_NAME, BOT_USER: BOT_NAME}
EMOJI = {
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "warning": "⚠️", "x": "❌", "mag": "🔍", "bell": "🔔",
    "newspaper": "📰", "scales": "⚖️", "speech_balloon": "💬", "left_speech_bubble": "🗨️", "link": "🔗",
    "information_source": "ℹ️", "question": "❓", "exclamation": "❗", "red_circle": "🔴", "large_orange_circle": "🟠",
    "large_yellow_circle": "🟡", "large_green_circle": "🟢", "large_blue_circle": "🔵", "black_circle": "⚫",
    "white_circle": "⚪", "arrow_right": "➡️", "arrows_counterclockwise": "🔄", "calendar": "📅", "clock3": "🕒",
    "file_cabinet": "🗄️", "card_index_dividers": "🗂️", "memo": "📝", "eyes": "👀", "zap": "⚡", "hourglass": "⌛",
    "no_entry": "⛔", "no_entry_sign": "🚫", "tada": "🎉", "wave": "👋", "books": "📚", "pushpin": "📌", "lock": "🔒",
}  # fmt: skip

_ENTITY = re.compile(r"<([^<>\n]+)>")
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_EMOJI = re.compile(r":([a-z0-9_+-]+):")
# Slack sets a mark only at a word's edge, and not around blanks.
_STYLES = [
    (re.compile(rf"(?<![\w{re.escape(m)}]){re.escape(m)}(?=\S)([^{re.escape(m)}\n]+?)(?<=\S){re.escape(m)}(?![\w{re.escape(m)}])"), tag)
    for m, tag in (("*", "strong"), ("_", "em"), ("~", "s"))
]  # fmt: skip
_HOLD = "\ue000{}\ue001"  # private-use marks stand for finished HTML while the rest is styled
_HELD = re.compile("\ue000(\\d+)\ue001")


def html(text: str, *, verbatim: bool = False) -> Markup:
    """mrkdwn as HTML. ``verbatim``: as in a plain_text object, nothing but emoji has a meaning."""
    text = text.replace("\ue000", "\ufffd").replace("\ue001", "\ufffd")
    if verbatim:
        return Markup("<br>").join(emoji(line) for line in text.split("\n"))
    held: list[Markup] = []

    def hold(done: Markup) -> str:
        held.append(done)
        return _HOLD.format(len(held) - 1)

    text = _FENCE.sub(lambda m: hold(Markup("<pre>{}</pre>").format(plain(m[1]))), text)
    text = _CODE.sub(lambda m: hold(Markup("<code>{}</code>").format(plain(m[1]))), text)
    text = _ENTITY.sub(lambda m: hold(entity(m[1])), text)
    drawn = Markup("").join(_paragraphs(text))
    while _HELD.search(drawn):  # a held piece may hold another: code in a quotation
        drawn = Markup(_HELD.sub(lambda m: str(held[int(m[1])]), drawn))
    return drawn


def _paragraphs(text: str) -> list[Markup]:
    """Runs of lines, those that begin with ">" as quotations."""
    drawn: list[Markup] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        quoted = lines[at].startswith(("&gt;", ">"))
        end = at
        while end < len(lines) and lines[end].startswith(("&gt;", ">")) == quoted:
            end += 1
        body = [re.sub(r"^(&gt;|>)\s?", "", line) if quoted else line for line in lines[at:end]]
        joined = Markup("<br>").join(_styled(line) for line in body)
        drawn.append(Markup("<blockquote>{}</blockquote>").format(joined) if quoted else joined)
        at = end
    return drawn


def _styled(line: str) -> Markup:
    done = str(emoji(plain(line)))
    for mark, tag in _STYLES:
        done = mark.sub(rf"<{tag}>\1</{tag}>", done)
    return Markup(done)


def plain(text: str) -> str:
    """The characters that Slack's three entities stand for; to be escaped again by whoever shows it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def emoji(text: str) -> Markup:
    """Text, escaped, with the emoji we know drawn."""
    return Markup(_EMOJI.sub(lambda m: EMOJI.get(m[1], m[0]), str(escape(text))))


def entity(inside: str) -> Markup:
    """What stands between angle brackets: a person, a channel, a call to all, a date, or a link."""
    what, _, label = inside.partition("|")
    if what.startswith("@"):
        return Markup('<span class="who">@{}</span>').format(plain(label) or PEOPLE.get(what[1:], what[1:]))
    if what.startswith("#"):
        name = plain(label) or (CHANNEL_NAME if what[1:] == CHANNEL else what[1:])
        return Markup('<span class="who">#{}</span>').format(name)
    if what.startswith("!date^"):
        return _date(what, plain(label))
    if what.startswith("!"):
        return Markup('<span class="who ping">@{}</span>').format(plain(label) or what[1:].partition("^")[0])
    return link(plain(what), plain(label))


def _date(what: str, fallback: str) -> Markup:
    """``!date^seconds^format^link``: the page puts it in the reader's own zone; until then, in UTC."""
    parts = what.split("^")
    try:
        at = datetime.fromtimestamp(int(parts[1]), UTC)
    except (ValueError, IndexError, OverflowError, OSError):
        return escape(fallback or f"<{what}>")
    shown = Markup('<time datetime="{}" data-format="{}">{}</time>').format(
        at.strftime("%Y-%m-%dT%H:%M:%SZ"), plain(parts[2]) if len(parts) > 2 else "", fallback or f"{at:%-d %B %Y, %H:%M} UTC"
    )  # fmt: skip
    return link(plain(parts[3]), shown) if len(parts) > 3 else shown


def link(url: str, label: str | Markup = "") -> Markup:
    """A link, when the address is one that may be followed; else its words."""
    shown = label or url
    if url.lower().startswith(("http://", "https://")):
        return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(url, shown)
    if url.lower().startswith("mailto:"):
        return Markup('<a href="{}">{}</a>').format(url, shown)
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        return Markup('<a href="{}">{}</a>').format(url, shown)
    return escape(shown if shown == url else f"{shown} ({url})")
