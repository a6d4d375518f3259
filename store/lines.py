"""Records as lines of JSON and back, equal to the last code point and byte."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from bot.errors import BadInput

Record = dict[str, Any]
BYTES = "base64"


def line(record: Mapping[str, Any]) -> bytes:
    """One record as a line of UTF-8. A lone surrogate, which news pages do contain, is written as an escape."""
    try:
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


def cell_out(value: Any) -> Any:
    """A column's value as JSON can carry it: bytes are told apart from words."""
    return {BYTES: base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


def cell_in(value: Any) -> Any:
    """The value ``cell_out`` was given."""
    return base64.b64decode(value[BYTES]) if isinstance(value, dict) else value


def read(path: Path) -> Iterator[tuple[str, Record]]:
    """The records of a file, each with where it stands, for a person. ``BadInput`` for a line that is none."""
    with path.open("rb") as lines:
        for n, data in enumerate(lines, 1):
            where = f"{path}, line {n}"
            try:
                record = json.loads(data) if b"\\ud" in data.lower() else orjson.loads(data)
            except ValueError as error:
                raise BadInput(f"{where}: is not JSON ({error}); export the archive again") from error
            if not isinstance(record, dict):
                raise BadInput(f"{where}: is no object; export the archive again")
            yield where, record
