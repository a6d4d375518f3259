"""Pairs of passages to compare, one on each line: what was on file, and what came in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import BadArticle, BadPairs
from bot.intake.moments import moment
from bot.intake.records import EXAMPLE
from bot.intake.texts import checked
from bot.nouns import Article

SHAPE = '{"id": "1", "old": {"text": "..."}, "new": {"text": "..."}}'


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages, as articles of their own, and what the pair is called."""

    id: str
    old: Article
    new: Article


def pairs(path: str) -> Iterator[Pair | BadPairs]:
    """The pairs of a JSON Lines file, in order; a line that is none, as the error to show for it.

    Raises ``BadPairs`` when the file cannot be read.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _pair(line, path, number)
    except OSError as error:
        raise BadPairs(f"{path}: cannot be read ({error.strerror}); it should hold lines like {SHAPE}") from error
    except UnicodeDecodeError as error:
        raise BadPairs(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error


def _pair(line: str, path: str, number: int) -> Pair | BadPairs:
    where = f"{path}, line {number}"
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return BadPairs(f"{where}: is not JSON; it should be a line like {SHAPE}")
    if not isinstance(data, dict):
        return BadPairs(f"{where}: is no object; it should be a line like {SHAPE}")
    name = str(data.get("id") if data.get("id") is not None else number)
    try:
        old, new = (_passage(data.get(side), side, name) for side in ("old", "new"))
    except BadArticle as error:
        return BadPairs(f"{where}: {error}")
    return Pair(name, old, new)


def _passage(data: Any, side: str, name: str) -> Article:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise BadArticle(f"its `{side}` has no `text`; it should be an object like {EXAMPLE}")
    # The key is the pair's own: passages are compared even when they are alike, or from one page.
    return Article(
        key=f"pair:{name}:{side}",
        ref=side,
        text=checked(data["text"], where=f"its `{side}`"),
        outlet=str(data.get("outlet") or ""),
        published=_date(data.get("date"), side),
    )


def _date(written: Any, side: str) -> datetime | None:
    if not written:
        return None
    try:
        return moment(written)
    except (ValueError, AttributeError, TypeError) as error:
        raise BadArticle(f"the `date` of its `{side}` is {written!r}, not an ISO date or null") from error
