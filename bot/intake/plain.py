"""Markup and wrapped lines as the paragraphs a reader sees, for wires, mails and documents."""

from __future__ import annotations

import re

from bot.errors import BadArticle

#: Elements that begin a paragraph of their own.
BLOCKS = frozenset(
    "address article aside blockquote body dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table td th tr ul hl1 hl2 block".split()
)
UNSEEN = frozenset("script style head title noscript template svg".split())
_BLANK = re.compile(r"[ \t\xa0\u2000-\u200a\r\f\v]+")
_END = re.compile(r"[.!?:;…”\"'’)\]]\s*$")
_BULLET = re.compile(r"\s*(?:[-*•·–]|\d{1,2}[.)])\s+\S")


def from_markup(markup: str, *, where: str) -> str:
    """The paragraphs of markup that holds an article and nothing else, one on each line. Raises
    ``BadArticle`` for what cannot be read."""
    from lxml import etree, html

    if not markup.strip():
        return ""
    try:
        # As bytes: a declaration of another encoding would be refused in a string.
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadArticle(f"{where}: its markup cannot be read ({error})") from error
    return paragraphs(tree)


def paragraphs(tree: object) -> str:
    """The paragraphs of an element, one on each line."""
    parts: list[str] = []
    _walk(tree, parts)
    lines = (_BLANK.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _walk(root: object, parts: list[str]) -> None:
    """Depth first without recursion: markup may be nested deeper than Python's stack."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append(_inline(element.tail))
            continue
        name = etree.QName(element).localname.lower()
        if event == "start":
            parts.append("\n" if name in BLOCKS or name == "br" else "")
            parts.append("" if _unseen(element) else _inline(element.text))
        else:
            parts.append("\n" if name in BLOCKS else "")
            parts.append("" if element is root or _unseen(element.getparent()) else _inline(element.tail))


def _unseen(element: object) -> bool:
    from lxml import etree

    while element is not None:
        if etree.QName(element).localname.lower() in UNSEEN:
            return True
        element = element.getparent()  # type: ignore[attr-defined]
    return False


def _inline(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def unwrapped(text: str) -> str:
    """Text whose lines were broken at a column, with its paragraphs whole again; other text as it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not is_wrapped(lines):
        return text
    longest = max(len(line.rstrip()) for line in lines)
    out: list[str] = []
    going = False
    for line in lines:
        bare = line.rstrip()
        if not bare.strip():
            going = False
            out.append("")
            continue
        if going and not _BULLET.match(bare):
            out[-1] = _joined(out[-1], bare.strip())
        else:
            out.append(bare)
        # A line that ends well before the column ended there on purpose.
        going = len(bare) > longest * 0.6 or not _END.search(bare)
        if len(bare) < longest * 0.5:
            going = False
    return "\n".join(out)


def _joined(before: str, line: str) -> str:
    # A hyphen at the end of a line mostly belongs to the word ("cross-border"): mail does not break words.
    return before + line if before.endswith("-") and not before.endswith(" -") else f"{before} {line}"


def is_wrapped(lines: list[str]) -> bool:
    """Whether the lines were broken at a column: most full ones end in mid-sentence, at about one length."""
    longest = max((len(line.rstrip()) for line in lines), default=0)
    long = [line.rstrip() for line in lines if len(line.rstrip()) > longest * 0.7]
    broken = [line for line in long if not _END.search(line)]
    return 50 <= longest <= 100 and len(long) > 2 and len(broken) > len(long) * 0.5
