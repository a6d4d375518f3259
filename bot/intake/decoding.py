"""From bytes to the article's text: a byte order mark, UTF-8, or whatever old encoding the file was saved in."""

from __future__ import annotations

from bot.errors import BadArticle

#: More than this many bytes are no news article; a dump of many belongs in JSON Lines.
MAX_BYTES = 10_000_000
#: The longest text that is read as one article: about a long book, a minute's reading.
MAX_CHARACTERS = 1_000_000


def decode(data: bytes, *, where: str) -> str:
    """The text, its line ends as they are and without the byte order mark, which is no part of it.

    Raises ``BadArticle`` for what is not text.
    """
    # "utf-8" and not "utf-8-sig": what w3lib calls the mark is cut off here, once.
    from w3lib.encoding import read_bom

    encoding, mark = read_bom(data)
    if encoding is not None and mark is not None:
        return _strictly(data[len(mark) :], encoding, where)
    if b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return _guess(data, where)


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadArticle(
            f"{where}: begins like {encoding} and is not, at byte {error.start}; save it as UTF-8"
        ) from error


def _guess(data: bytes, where: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None or _looks_binary(data, best.encoding):
        raise BadArticle(f"{where}: is not text; hand in .txt, .html or JSON")
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError:
        return data.decode(best.encoding, "replace")


def _looks_binary(data: bytes, encoding: str) -> bool:
    sample = data[:20_000].decode(encoding, "replace")
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\n\r\f\x0b\x1a") or c == "\ufffd")
    return odd > len(sample) / 200
