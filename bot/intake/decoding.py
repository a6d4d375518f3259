"""From bytes to the article's text: a byte order mark, UTF-8, or whatever old encoding the file was saved in."""

from __future__ import annotations

from bot.errors import BadArticle

#: More than this many bytes are no news article; a dump of many belongs in JSON Lines.
MAX_BYTES = 10_000_000
#: The longest text that is read as one article: about a long book, a minute's reading.
MAX_CHARACTERS = 1_000_000
#: The share of bytes above ASCII in a Western text: letters with accents, curly quotes, dashes.
FEW_MARKS = 0.15


def decode(data: bytes, *, where: str) -> str:
    """The text, its line ends as they are and without the byte order mark, which is no part of it.

    Raises ``BadArticle`` for what is not text.
    """
    # "utf-8" and not "utf-8-sig": what w3lib calls the mark is cut off here, once.
    from w3lib.encoding import read_bom

    encoding, mark = read_bom(data)
    if encoding is not None and mark is not None:
        return _strictly(data[len(mark) :], encoding, where)
    guessed = encoding_of(data)
    if guessed is None:
        raise BadArticle(f"{where}: is not text; hand in .txt, .html or JSON")
    return data.decode(guessed, "replace")


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadArticle(
            f"{where}: begins like {encoding} and is not, at byte {error.start}; save it as UTF-8"
        ) from error


def encoding_of(data: bytes) -> str | None:
    """The encoding of bytes that declare none; None when they are no text."""
    if b"\x00" not in data:
        if _decodes(data, "utf-8"):
            return "utf-8"
        # Mostly ASCII with a few marks above it is what Western newsrooms wrote before UTF-8; statistics
        # on so few bytes guess at anything.
        high = sum(1 for byte in data if byte > 127)
        if high < len(data) * FEW_MARKS and _decodes(data, "cp1252") and not _looks_binary(data, "cp1252"):
            return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return None if best is None or _looks_binary(data, best.encoding) else best.encoding


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_binary(data: bytes, encoding: str) -> bool:
    sample = data[:20_000].decode(encoding, "replace")
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\n\r\f\x0b\x1a") or c == "\ufffd")
    return odd > len(sample) / 200
