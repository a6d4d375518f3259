"""The word index of the claims: what a claim is found by, put in and taken out.

The index holds no copy of the words (that took three times the room of the texts), so what is taken out
must be named exactly as it was put in: both are made here, from the claim as it is on file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sqlite_utils import Database

from bot.nouns import Claim
from store import rows
from store.words import holds, stems

TABLE = """
    CREATE VIRTUAL TABLE claim_words USING fts5(
        quote, source, title, topics, content = '', tokenize = "porter unicode61 remove_diacritics 2"
    )
"""


def put(db: Database, title: str, claims: Iterable[tuple[int, Claim]]) -> None:
    """Has these claims, each with its number, found by their words."""
    db.conn.executemany(
        "INSERT INTO claim_words(rowid, quote, source, title, topics) VALUES (?, ?, ?, ?, ?)",
        [(n, *columns(claim, title)) for n, claim in claims],
    )


def take_out(db: Database, title: str, claims: Iterable[tuple[int, Claim]]) -> None:
    """Has them found no more."""
    db.conn.executemany(
        "INSERT INTO claim_words(claim_words, rowid, quote, source, title, topics) VALUES ('delete', ?, ?, ?, ?, ?)",
        [(n, *columns(claim, title)) for n, claim in claims],
    )


@lru_cache(maxsize=50_000)
def _stems(topic: str) -> tuple[str, ...]:
    return stems(topic)


def columns(claim: Claim, title: str) -> tuple[str, str, str, str]:
    """What a claim is found by: its quotation, its speaker, its article's title, and of its topics those that
    do not stand in the quotation already."""
    quote = rows.sayable(claim.quote)
    there = stems(quote)
    topics = [t for t in map(rows.sayable, claim.topics) if not holds(there, _stems(t))]
    return quote, rows.sayable(claim.source_name), rows.sayable(title), " ; ".join(topics)
