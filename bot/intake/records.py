"""Articles as JSON: one object, a list of them, or one on each line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from bot.errors import BadArticle, BadField
from bot.intake import ninjs
from bot.intake.links import canonical, key_of
from bot.intake.moments import moment
from bot.intake.problems import Problem
from bot.intake.texts import checked
from bot.nouns import Article, content_id

EXAMPLE = '{"id": "1", "text": "..."}'


def from_json(text: str, *, path: str) -> Iterator[Article | Problem]:
    """The articles of a ``.json`` file: its one object, each of its list, or, when there is an object on
    each line after all, those."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error):
            yield from from_lines(text.splitlines(), path=path)
            return
        yield Problem(path, f"is not JSON ({_why(error)}); mend or remove it", _line(error))
        return
    if isinstance(data, dict):
        yield _one(data, path=path, line=None, alone=True)
    elif isinstance(data, list):
        for item in data:
            yield _one(item, path=path, line=None, alone=False)
    else:
        yield Problem(path, "holds no article; it should be an object like " + EXAMPLE)


def from_lines(lines: Iterable[str], *, path: str) -> Iterator[Article | Problem]:
    """The articles of JSON Lines, in order; blank lines do not count, a bad line is a ``Problem``."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from from_line(line.encode("utf-8", "surrogatepass"), path=path, line=number)


def from_line(data: bytes, *, path: str, line: int) -> Iterator[Article | Problem]:
    """The article on one line of JSON Lines, or what is wrong with the line."""
    try:
        found = parsed(data)
    except UnicodeDecodeError:
        yield Problem(path, "is not UTF-8; mend or remove the line", line)
    except (ValueError, RecursionError) as error:
        yield Problem(path, f"is not JSON ({_why(error)}); mend or remove the line", line)
    else:
        yield _one(found, path=path, line=line, alone=False)


def parsed(data: bytes) -> Any:
    """The JSON in these bytes. Raises ``ValueError``, or ``RecursionError`` when it is nested too deeply."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        # orjson is stricter: half a surrogate pair, which Python can carry, and NaN are errors there.
        return json.loads(data.decode("utf-8"))


def _one(data: Any, *, path: str, line: int | None, alone: bool) -> Article | Problem:
    wire = isinstance(data, dict) and "text" not in data and ninjs.is_ninjs(data)
    if isinstance(data, dict) and not {"text", "withdrawn"} & data.keys() and not wire:
        return Problem(path, "JSON without a `text`, passed over", line, note=True)
    try:
        return ninjs.article(data, origin=path) if wire else article(data, path=path, line=line, alone=alone)
    except BadArticle as error:
        return Problem(path, str(error), line)


def article(data: Any, *, path: str, line: int | None = None, alone: bool = True) -> Article:
    """The article in one JSON object; ``alone`` says that its file holds no other.

    Raises ``BadArticle`` with what is wrong, without saying where.
    """
    if not isinstance(data, dict):
        raise BadArticle(f"is no object; it should be one like {EXAMPLE}")
    withdrawn = _withdrawn(data)
    text = "" if withdrawn else _text(data)
    url = _string(data, "url")
    outlet, name, published = _string(data, "outlet"), _name(data), _moment(data, "published")
    key = _key(url, outlet, name, path, text, alone)
    if withdrawn and key.startswith("text:"):
        raise BadField("withdrawn", "does not say which article; give its `url`, or the `id` it was handed in with")
    return Article(
        key=key,
        ref=name or (Path(path).stem if alone else url or f"{Path(path).stem}:{line or content_id(text)[:8]}"),
        text=text,
        title=_string(data, "title"),
        outlet=outlet,
        author=_author(data),
        url=url,
        published=published,
        updated=_moment(data, "updated"),
        dated_by="published: as handed in" if published else "",
        language=_string(data, "language")[:2].lower(),
        origin=f"{path}, line {line}" if line else path,
        withdrawn=withdrawn,
    )


def _withdrawn(data: dict[str, Any]) -> str:
    """Why its publisher takes it back; "" when it does not."""
    value = data.get("withdrawn")
    if value is None or value is False:
        return ""
    if value is not True and not isinstance(value, str):
        raise BadField("withdrawn", "its `withdrawn` is neither true nor the reason")
    return "withdrawn" if value is True else value.strip()


def _text(data: dict[str, Any]) -> str:
    text = data.get("text")
    if not isinstance(text, str):
        raise BadField("text", "its `text` is no string")
    try:
        return checked(text, where="its `text`")
    except BadArticle as error:
        raise BadField("text", str(error)) from error


def _key(url: str, outlet: str, name: str, path: str, text: str, alone: bool) -> str:
    page = canonical(url) if url else ""
    if page:
        return key_of(page)
    if outlet and name:
        return f"id:{content_id(outlet, name)}"
    if alone:
        return f"file:{Path(path).resolve()}"
    # In a file of many a line number is no name: a line put in above would make it another article.
    return f"file:{Path(path).resolve()}#{name}" if name else f"text:{content_id(text)}"


def _string(data: dict[str, Any], field: str) -> str:
    value = data.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadField(field, f"its `{field}` is no string")
    return value.strip()


def _name(data: dict[str, Any]) -> str:
    value = data.get("id")
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise BadField("id", "its `id` is neither a string nor a number")
    return str(value).strip()


def _author(data: dict[str, Any]) -> str:
    value = data.get("author")
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ", ".join(v.strip() for v in value)
    return _string(data, "author")


def _moment(data: dict[str, Any], field: str) -> datetime | None:
    written = _string(data, field)
    if not written:
        return None
    try:
        return moment(written)
    except ValueError as error:
        raise BadField(
            field,
            f"its `{field}` is {written[:40]!r}, which is not ISO 8601 (2025-04-28T09:30:00Z) or null",
        ) from error


def _why(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"


def _line(error: Exception) -> int | None:
    return error.lineno if isinstance(error, json.JSONDecodeError) else None
