"""An item's bytes as what is in it: one article, several, or a line that says what was wrong.

Plain functions over bytes: an import runs them in the processes that read, where taking a page apart
keeps nobody waiting.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bot.errors import BadInput
from bot.intake import documents, feeds, mail, newsml, pages, records, texts
from bot.intake.decoding import decode
from bot.intake.kinds import DOCX, JSON, LINE, MAIL, PAGE, PDF, XML, looks_like
from bot.intake.pieces import Piece
from bot.intake.problems import Problem
from bot.nouns import Article

Found = Article | Problem

#: What takes long enough to take apart that it is done beside the rest.
HEAVY = frozenset({PAGE, PDF, DOCX, MAIL})
#: Seconds that one piece may take; the slowest honest ones take two or three.
PATIENCE = 30.0
#: What takes pages apart remembers what it met; after so many it is made to forget.
FRESH_EVERY = 500
_taken = 0


def understood(piece: Piece) -> list[Found]:
    """The articles in a piece, and a ``Problem`` for each part that is none. Never raises."""
    if piece.problem is not None:
        return [piece.problem]
    if piece.item.wrong:
        return [Problem(piece.where, piece.item.wrong, piece.item.line or None, note=piece.item.passed)]
    try:
        return list(_read(piece))
    except BadInput as error:
        return [Problem(piece.where, str(error).removeprefix(f"{piece.where}: "), piece.item.line or None)]


def understood_aside(piece: Piece) -> list[Found]:
    """The same in a process that does nothing else: bounded in time, and without growing."""
    global _taken
    _taken += 1
    if _taken % FRESH_EVERY == 0:
        from trafilatura.meta import reset_caches

        reset_caches()
    try:
        with _at_most(PATIENCE):
            return understood(piece)
    except TimeoutError:
        return [Problem(piece.where, f"took more than {PATIENCE:.0f} s to take apart; convert it to .txt")]


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises ``TimeoutError`` in here when it takes longer; only in a process's first thread."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _read(piece: Piece) -> Iterable[Found]:
    item, path = piece.item, piece.where
    kind = item.kind or looks_like(item.data)
    if kind == LINE:
        return records.from_line(item.data, path=path, line=item.line)
    if kind == JSON:
        return records.from_json(decode(item.data, where=path), path=path)
    if kind == PAGE:
        return [_page(piece)]
    if kind == MAIL:
        return mail.articles(item.data, path=path)
    if kind == XML:
        return _xml(item.data, path)
    if kind == PDF:
        return [documents.from_pdf(item.data, path=path)]
    if kind == DOCX:
        return [documents.from_docx(item.data, path=path)]
    return [texts.from_text(item.data, path=path)]


def _page(piece: Piece) -> Article:
    item = piece.item
    if not item.url:
        return pages.from_file(item.data, path=piece.where)
    markup = pages.decode_page(item.data, item.content_type, where=piece.where)
    return pages.from_page(markup, where=piece.where, url=item.url)


def _xml(data: bytes, path: str) -> Iterator[Found]:
    if newsml.is_newsml(data):
        return newsml.from_file(data, path=path)
    return iter(feeds.from_file(data, path=path))


__all__ = ["HEAVY", "understood", "understood_aside"]
