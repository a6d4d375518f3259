"""A plain text file as an article: its first line that is not blank is the title, and everything is text."""

from __future__ import annotations

from pathlib import Path

from bot.errors import BadArticle
from bot.intake.decoding import MAX_CHARACTERS, decode
from bot.nouns import Article


def from_text(data: bytes, *, path: str) -> Article:
    """The article in a ``.txt`` file. The text is exactly what the file holds."""
    text = checked(decode(data, where=path), where=path)
    resolved = Path(path).resolve()
    return Article(key=f"file:{resolved}", ref=resolved.stem, text=text, title=first_line(text), origin=path)


def first_line(text: str) -> str:
    """The first line with anything on it, without the blanks around it."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def checked(text: str, *, where: str) -> str:
    """The text itself, if it can be read as an article; raises ``BadArticle`` if not."""
    if not text.strip():
        raise BadArticle(f"{where}: is empty; there is nothing to read in it")
    if len(text) > MAX_CHARACTERS:
        raise BadArticle(
            f"{where}: is {len(text):,} characters long, and {MAX_CHARACTERS:,} is the most for one article; "
            "hand in its articles one by one, as JSON Lines for instance"
        )
    return text
