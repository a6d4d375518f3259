"""Searching: which claims on file fit what a person typed, the best first.

Typed words are matched by stem through FTS5. Each is handed over between quotation marks, so that
``AND``, ``*`` or a lone quotation mark is a word like any other.
"""

from __future__ import annotations

import heapq
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from bot.nouns import Statement
from bot.ports import Search
from store import places, rows
from store.codec import stamp, words_in, words_out

#: Of the claims that hold all words so many of the newest are ranked: ranking everything took 32 ms
#: at the 99th percentile where this takes 3.
RANKED = 1_000
#: Of the claims that hold one of several words so many of the newest are weighed.
WEIGHED = 5_000
CURRENT = "c.current"
#: What a hit counts for in the quotation, the speaker's name, the title, the topics.
COLUMN_WEIGHTS = "4.0, 3.0, 1.0, 2.0"


def search(db: Database, wanted: Search) -> list[Statement]:
    """See ``Store.search``."""
    words = list(dict.fromkeys(q for w in wanted.words if (q := quoted(w))))
    if wanted.words and not words:  # only punctuation was typed: nothing can hold it
        return []
    where, values = conditions(wanted, _outlets(db, wanted.outlet))
    if not words:
        ranked = _by_date(db, where, values, wanted.limit)
    elif wanted.any_words:
        ranked = _any_word(db, words, where, values, wanted.limit)
    else:
        ranked = _all_words(db, words, where, values, wanted.limit)
    found = rows.statements(db, ranked)
    return [found[n] for n in ranked]


def quoted(word: str) -> str:
    """A typed word, or phrase, as FTS5 takes it literally; "" when nothing in it can be looked for."""
    plain = rows.sayable(word)
    if not any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in plain):
        return ""
    return '"' + plain.replace('"', '""') + '"'


def _outlets(db: Database, wanted: str) -> list[str | bytes]:
    """The outlets on file that this names."""
    if not wanted:
        return []
    held = [words_in(o) for (o,) in db.execute("SELECT DISTINCT outlet FROM revisions WHERE current AND outlet != ''")]
    return [words_out(name) for name in rows.called(wanted, held)]


def conditions(wanted: Search, outlets: Sequence[str | bytes] = ()) -> tuple[str, list[Any]]:
    """The conditions that are not words, as SQL over ``claims c``, with their values."""
    parts: list[str] = [CURRENT]
    values: list[Any] = []
    for column, allowed in (("cue_lemma", wanted.cue_lemmas), ("cue_class", wanted.cue_classes)):
        if allowed:
            # Unless the article's own voice is wanted, say so: the indexes have only who reports.
            reported = "" if "" in allowed else f" AND c.{column} != ''"
            parts.append(f"c.{column} IN ({rows.marks(allowed)}){reported}")
            values.extend(map(words_out, allowed))
    if wanted.source:
        name = rows.folded(wanted.source)
        # Only punctuation: nobody is called that.
        parts.append("c.speaker IN (SELECT n FROM speakers WHERE instr(folded, ?))" if name else "0")
        values.extend([name] if name else [])
    for column, given, called in (
        ("article_id", wanted.article_id, [words_out(wanted.article_id)]),
        ("outlet", wanted.outlet, outlets),
    ):
        if given:
            parts.append(f"c.n >> 16 IN (SELECT n FROM revisions WHERE current AND {column} IN ({rows.marks(called)}))")
            values.extend(called)
    for sign, moment in ((">=", wanted.since), ("<", wanted.until)):
        if moment:
            # To the microsecond by the revision's own date: a claim's is in seconds.
            parts.append(f"(SELECT said FROM revisions WHERE n = c.n >> 16) {sign} ?")
            values.append(stamp(moment))
    return " AND ".join(parts), values


def _by_date(db: Database, where: str, values: Sequence[Any], limit: int) -> list[int]:
    """Newest first. By the claims where their verb or speaker is asked for, which have an index by date; else
    by the revisions, newest first, until there are enough."""
    if any(f"c.{column} IN" in where for column in ("cue_lemma", "cue_class", "speaker")):
        sql = f"SELECT c.n FROM claims c WHERE {where} ORDER BY c.said DESC, c.n LIMIT ?"
    else:
        sql = f"""SELECT c.n FROM revisions r CROSS JOIN claims c ON c.n BETWEEN r.n << 16 AND (r.n << 16) + 65535
                  WHERE r.current AND {where} ORDER BY r.said DESC, c.n LIMIT ?"""
    return [n for (n,) in db.execute(sql, [*values, limit])]


def _all_words(db: Database, words: Sequence[str], where: str, values: Sequence[Any], limit: int) -> list[int]:
    sql = f"""
        SELECT n FROM (
            SELECT c.n, c.said, bm25(claim_words, {COLUMN_WEIGHTS}) AS score
            FROM claim_words JOIN claims c ON c.n = claim_words.rowid
            WHERE claim_words MATCH ? AND {where} ORDER BY claim_words.rowid DESC LIMIT {RANKED}
        ) ORDER BY round(score, 6), said DESC, n LIMIT ?
    """
    return [n for (n,) in db.execute(sql, [" AND ".join(words), *values, limit])]


def _any_word(db: Database, words: Sequence[str], where: str, values: Sequence[Any], limit: int) -> list[int]:
    """Weighs the claims by how many of the words they hold, and how rare those are."""
    total = rows.tally(db, "claims") or 1
    # The word index holds current claims only: without further conditions it answers alone.
    further = "" if where == CURRENT else f" AND rowid IN (SELECT c.n FROM claims c WHERE {where})"
    sql = f"SELECT rowid FROM claim_words WHERE claim_words MATCH ?{further} ORDER BY rowid DESC LIMIT {WEIGHED}"
    scores: dict[int, float] = {}
    for word in words:
        hits = db.execute(sql, [word, *(values if further else ())]).fetchall()
        for (n,) in hits:
            scores[n] = scores.get(n, 0.0) + math.log(1 + total / len(hits))
    best = heapq.nlargest(max(limit, RANKED), scores, key=lambda n: (scores[n], n))
    return _newest_first(db, best, scores)[:limit]


def _newest_first(db: Database, numbers: Sequence[int], scores: Mapping[int, float]) -> list[int]:
    """By score; ties newest first, and in the order of the text."""
    said: dict[int, int] = {}
    for batch in rows.batches(sorted(numbers)):
        said.update(db.execute(f"SELECT n, said FROM claims WHERE n IN ({rows.marks(batch)})", batch).fetchall())
    ranked = sorted(sorted(said), key=said.__getitem__, reverse=True)
    return sorted(ranked, key=lambda n: -round(scores[n], 6))


# --- what there is to search for -----------------------------------------------------------------


def topics(db: Database, *, limit: int, since: str | None) -> list[tuple[str, int]]:
    """See ``Store.topics``; ``since`` counts claims by when they were filed."""
    if since is None:
        sql = "SELECT name, claims FROM topics WHERE claims > 0 ORDER BY claims DESC, name LIMIT ?"
        return list(db.execute(sql, [limit]))
    numbers = [n for (n,) in db.execute("SELECT n FROM revisions WHERE filed >= ? AND current", [since])]
    counted: Counter[str] = Counter()
    for batch in rows.batches(numbers):
        for n, shelved in rows.revisions(db, batch).items():
            for _, claim in rows.claims_of(db, n, shelved, current=True):
                counted.update(set(map(rows.sayable, claim.topics)))
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]


def voices(db: Database, since: str, until: str, *, limit: int) -> list[tuple[str, int]]:
    """See ``Store.voices``."""
    sql = f"""SELECT s.name, count(DISTINCT CASE r.story WHEN '' THEN r.article_id ELSE r.story END) AS articles
              FROM revisions r JOIN claims c ON c.n BETWEEN r.n << 16 AND (r.n << 16) + {places.MOST - 1}
              JOIN speakers s ON s.n = c.speaker
              WHERE r.filed >= ? AND r.filed < ? AND r.current AND c.current
              GROUP BY s.n ORDER BY articles DESC, count(*) DESC, s.name LIMIT ?"""
    return [(words_in(name), articles) for name, articles in db.execute(sql, [since, until, limit])]


def vocabulary(db: Database) -> list[str]:
    """See ``Store.vocabulary``."""
    words: dict[str, None] = {}
    for sql in (
        "SELECT name FROM topics WHERE claims > 0 ORDER BY claims DESC, name",
        "SELECT name FROM speakers s WHERE folded != ''"
        " AND EXISTS (SELECT 1 FROM claims c WHERE c.speaker = s.n AND c.current)",
        "SELECT DISTINCT cue_lemma FROM claims WHERE current AND cue_lemma != ''",
    ):
        words.update((words_in(word), None) for (word,) in db.execute(sql))
    return list(words)


def all_of(words: Iterable[str]) -> str:
    """A MATCH expression for all of the words; "" when there is none to look for."""
    return " AND ".join(q for w in words if (q := quoted(w)))
