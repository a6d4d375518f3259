"""How nouns are written down: a claim as JSON and back, equal to the last code point and digit.

The codec of each noun is derived from its fields, so that a field added to a noun is stored from that
day on, and a claim written before has that field's default. What equals its default is left out.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

import orjson

from bot.nouns import Span

N = TypeVar("N")


class Codec(NamedTuple):
    """Turns a value into what JSON can carry, and back."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


PLAIN = Codec(lambda value: value, lambda value: value)
SPAN = Codec(lambda s: [s.start, s.end], lambda pair: Span(pair[0], pair[1]))
#: The same by start and length, which repeats more and so packs better.
PACKED_SPAN = Codec(lambda s: [s.start, s.end - s.start], lambda pair: Span(pair[0], pair[0] + pair[1]))
DAY = Codec(lambda d: d.isoformat(), date.fromisoformat)
MOMENT = Codec(lambda m: stamp(m), datetime.fromisoformat)


def dump(noun: Any) -> bytes:
    """A noun as UTF-8 JSON. Lone surrogates, which news pages do contain, survive."""
    return dump_as(type(noun), noun)


def dump_as(hint: Any, value: Any) -> bytes:
    """A value of a type ("tuple of spans") as UTF-8 JSON."""
    tree = codec(hint).encode(value)
    try:
        return orjson.dumps(tree)
    except TypeError:  # a lone surrogate: orjson refuses it
        return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


def load(noun: type[N], body: bytes) -> N:
    """The noun that ``dump`` wrote."""
    return typing.cast(N, load_as(noun, body))


def load_as(hint: Any, body: bytes) -> Any:
    """The value that ``dump_as`` wrote."""
    try:
        tree = orjson.loads(body)
    except orjson.JSONDecodeError:
        tree = json.loads(body.decode("utf-8", "surrogatepass"))
    return codec(hint).decode(tree)


@cache
def codec(hint: Any, span: Codec = SPAN) -> Codec:
    """The codec of a type: a noun, a tuple of them, an optional one, a day, a number or a word."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is Span:
        return span
    if hint is float:
        return Codec(_number_out, _number_in)
    if hint is datetime:
        return MOMENT
    if hint is date:
        return DAY
    if dataclasses.is_dataclass(hint):
        return _noun(hint, span)
    if origin in (types.UnionType, typing.Union):
        return _optional(codec(next(a for a in args if a is not type(None)), span))
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return _many(codec(args[0], span))
        return _row([codec(a, span) for a in args])
    return PLAIN


def packed_codec(hint: Any) -> Codec:
    """The codec of a type where many of its values are compressed together."""
    return codec(hint, PACKED_SPAN)


def _optional(inner: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )


def _many(inner: Codec) -> Codec:
    if inner is PLAIN:
        return Codec(list, tuple)
    return Codec(
        lambda values: [inner.encode(v) for v in values],
        lambda values: tuple([inner.decode(v) for v in values]),
    )


def _row(inner: list[Codec]) -> Codec:
    return Codec(
        lambda values: [c.encode(v) for c, v in zip(inner, values, strict=True)],
        lambda values: tuple([c.decode(v) for c, v in zip(inner, values, strict=True)]),
    )


def _noun(noun: Any, span: Codec) -> Codec:
    hints = typing.get_type_hints(noun)
    parts = [(f.name, f.default, codec(hints[f.name], span)) for f in dataclasses.fields(noun)]
    decoders = {name: c.decode for name, _, c in parts if c is not PLAIN}

    def encode(value: Any) -> dict[str, Any]:
        return {
            name: part.encode(got)
            for name, default, part in parts
            if (got := getattr(value, name)) is not default and got != default
        }

    def decode(tree: dict[str, Any]) -> Any:
        return noun(**{name: decoders[name](got) if name in decoders else got for name, got in tree.items()})

    return Codec(encode, decode)


def _number_out(value: float) -> Any:
    # JSON knows neither infinity nor NaN (orjson writes both as null without a word), nor long integers.
    short = abs(value) < 2**63 if isinstance(value, int) else math.isfinite(value)
    return value if short else repr(value)


def _number_in(value: Any) -> Any:
    if isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else float(value)
    return value


# --- words and moments in columns -----------------------------------------------------------------


def stamp(moment: datetime) -> str:
    """A moment as text that sorts as the moments do: UTC, always with microseconds."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The moment ``stamp`` wrote."""
    return datetime.fromisoformat(text)


def stamp_or_none(value: datetime | None) -> str | None:
    return None if value is None else stamp(value)


def moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def words_out(text: str) -> str | bytes:
    """A text as SQLite can take it: as it is, or as bytes where it holds a lone surrogate."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def words_in(value: str | bytes) -> str:
    """The text ``words_out`` handed to SQLite."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value
