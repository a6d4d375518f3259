"""What a claim's number is: its revision's number and its place among what was read there, in one.

So nothing need be looked up to know whose claim it is, and the claims of a revision are a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.codec import words_in, words_out

#: Claims of one revision that can be told apart; a text of a megabyte has some 9,000.
MOST = 1 << 16

_HEX = re.compile(r"[0-9a-f]{16}")


def number(revision: int, place: int) -> int:
    """The number of the claim at this place of the revision with this number."""
    return revision << 16 | place


def revision_of(claim: int) -> int:
    return claim >> 16


def place_of(claim: int) -> int:
    return claim & MOST - 1


def claims_of(revision: int) -> tuple[int, int]:
    """The numbers of a revision's claims: from, to (inclusive)."""
    return number(revision, 0), number(revision, MOST - 1)


def id_out(claim_id: str) -> int | str | bytes:
    """A claim's id as its column has it: 16 hexadecimal digits are one integer, half as long and twice as quick."""
    if not _HEX.fullmatch(claim_id):
        return words_out(claim_id)
    value = int(claim_id, 16)
    return value - (1 << 64) if value >= 1 << 63 else value


def id_in(column: int | str | bytes) -> str:
    """The id ``id_out`` made."""
    return f"{column & (1 << 64) - 1:016x}" if isinstance(column, int) else words_in(column)


def places_out(places: Iterable[int]) -> bytes:
    """Places, ascending, as a column: steps, seven bits to a byte."""
    out, last = bytearray(), 0
    for place in sorted(places):
        step, last = place - last, place
        while step > 0x7F:
            out.append(step & 0x7F | 0x80)
            step >>= 7
        out.append(step)
    return bytes(out)


def places_in(column: bytes) -> list[int]:
    """The places ``places_out`` wrote."""
    found: list[int] = []
    at = shift = step = 0
    for byte in column:
        step |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            continue
        at += step
        found.append(at)
        shift = step = 0
    return found
