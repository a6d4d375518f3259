"""What came with an article and was told of it, removed with it: in the outbox, the inbox, feeds, pushes, imports and
what people asked."""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from bot.nouns import Article, content_id
from store import rows
from store.codec import load, words_out

#: A feed's item keeps its key, by which it is not fetched again, and nothing that tells what it was.
_EMPTIED = (
    "url = '', host = '', title = '', author = '', payload = NULL, problem = '', not_before = NULL, state = 'filed'"
)


def remove(db: Database, article_id: str, *, urls: Collection[str]) -> None:
    """Removes the traces of an article that had these addresses."""
    db.execute("DELETE FROM outbox WHERE subject = ?", [article_id])
    db.execute("DELETE FROM requests")  # sealed, so nobody can tell which of them hands its text in: at most an hour's
    db.execute("DELETE FROM inbox WHERE article_id = ?", [article_id])
    db.execute("DELETE FROM pushes WHERE instr(answer, ?)", [article_id.encode()])
    db.execute("UPDATE import_files SET ref = '' WHERE substr(ref, 1, 17) = ? || ' '", [article_id])
    for batch in rows.batches(sorted(_items(db, article_id, urls))):
        db.execute(f"UPDATE feed_items SET {_EMPTIED} WHERE n IN ({rows.marks(batch)})", batch)


def _items(db: Database, article_id: str, urls: Collection[str]) -> set[int]:
    """The numbers of the feeds' items that are this article: by address, by the key it was filed under, or by what
    they carry."""
    found: set[int] = set()
    for url in urls:
        found.update(n for (n,) in db.execute("SELECT n FROM feed_items WHERE url = ?", [words_out(url)]))
    for n, key in db.execute("SELECT n, article_key FROM feed_items WHERE article_key != ''"):
        if content_id(key) == article_id:
            found.add(n)
    for n, payload in db.execute("SELECT n, payload FROM feed_items WHERE payload IS NOT NULL"):
        if content_id(load(Article, payload).key) == article_id:
            found.add(n)
    return found
