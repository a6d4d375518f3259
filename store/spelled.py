"""The words on file by how they sound, so that other spellings of a name are found without looking through all of them."""

from __future__ import annotations

import threading

from sqlite_utils import Database

from bot.answers.stems import tokens
from bot.claims.spellings import key, variants
from store.codec import words_in


class Spelled:
    """Remembers the words of topics and of who spoke, and looks up only those that came since. A word that is gone from
    the archive may stay: looked for, it finds nothing. Of all threads, one at a time."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._words: dict[str, set[str]] = {}
        self._seen = {"topics": 0, "speakers": 0}

    def forget(self) -> None:
        """Begins anew: numbers of rows may be given again, and what is forgotten is not to be known here either."""
        with self._guard:
            self._words.clear()
            self._seen = dict.fromkeys(self._seen, 0)

    def of(self, db: Database, name: str) -> frozenset[str]:
        """See ``Store.spellings``."""
        with self._guard:
            for table in self._seen:
                self._catch_up(db, table)
            return variants(name, self._words.get(key(name), ()))

    def _catch_up(self, db: Database, table: str) -> None:
        for n, phrase in db.execute(f"SELECT n, name FROM {table} WHERE n > ? ORDER BY n", [self._seen[table]]):
            self._seen[table] = n
            for word in tokens(words_in(phrase)):
                self._words.setdefault(key(word.lower()), set()).add(word.lower())
