"""What a newsroom's own system or an agency pushes: our JSON, ninjs or NewsML-G2, one or many, all good or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import BadArticle, BadField
from bot.intake import newsml, ninjs, records
from bot.nouns import Article

#: The most articles and bytes in one push.
MOST, MOST_BYTES = 500, 20_000_000
JSON_TYPES = ("application/json", "application/ninjs+json", "application/vnd.iptc.ninjs+json", "text/json")
LINE_TYPES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines")
XML_TYPES = (
    "application/xml",
    "text/xml",
    "application/vnd.iptc.g2.newsitem+xml",
    "application/vnd.iptc.g2.newsmessage+xml",
)
TYPES = (*JSON_TYPES, *LINE_TYPES, *XML_TYPES)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a push: with which of its items (from 0; None: with the whole), and which field."""

    item: int | None
    field: str
    problem: str


def parsed(body: bytes, kind: str) -> tuple[list[Article], list[Wrong]]:
    """The articles in a body of this content type (one of ``TYPES``), in order, and what is wrong with it;
    nothing of it should be taken in when anything is."""
    good: list[Article] = []
    wrong: list[Wrong] = []
    try:
        for n, item in enumerate(_items(body, kind)):
            if n == MOST:
                return [], [Wrong(None, "", f"holds more than {MOST} items; send them in several requests")]
            try:
                good.append(_article(item))
            except BadField as error:
                wrong.append(Wrong(n, error.field, str(error)))
            except BadArticle as error:
                wrong.append(Wrong(n, "", str(error)))
    except BadArticle as error:
        return [], [Wrong(None, "", str(error).removeprefix("the body: "))]
    if not good and not wrong:
        wrong.append(Wrong(None, "", "holds no articles; send an object like " + records.EXAMPLE))
    return good, wrong


def _items(body: bytes, kind: str) -> Iterator[Any]:
    if kind in XML_TYPES:
        yield from newsml.items(body, where="the body")
    elif kind in LINE_TYPES:
        for n, line in enumerate(body.splitlines(), 1):
            if line.strip():
                yield _json(line, f"line {n}")
    else:
        yield from _of_json(_json(body, "the body"))


def _json(data: bytes, where: str) -> Any:
    try:
        return records.parsed(data)
    except UnicodeDecodeError as error:
        raise BadArticle(f"{where}: is not UTF-8 at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise BadArticle(f"{where}: is not JSON ({error})") from error


def _of_json(data: Any) -> Sequence[Any]:
    """The items: the list itself, the one list an object holds under ``articles`` or ``items``, or the object."""
    if isinstance(data, list):
        return data
    if isinstance(data, Mapping) and "text" not in data and not ninjs.is_ninjs(data):
        for name in ("articles", "items"):
            if isinstance(data.get(name), list):
                held: list[Any] = data[name]
                return held
    return [data]


def _article(item: Any) -> Article:
    if not isinstance(item, Mapping):
        if hasattr(item, "tag"):
            return newsml.article(item, origin="pushed")
        raise BadArticle(f"is no object; it should be one like {records.EXAMPLE}")
    if "text" not in item and ninjs.is_ninjs(item):
        return ninjs.article(item, origin="pushed")
    if not {"text", "withdrawn"} & item.keys():
        raise BadField("text", "has no `text`; it should be an object like " + records.EXAMPLE)
    made = records.article(item, path="/pushed", alone=False)
    # It came from no file: its own id names it, or else its text.
    key = f"push:{made.ref}" if made.key.startswith("file:") else made.key
    return replace(made, key=key, origin="pushed")
