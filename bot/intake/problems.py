"""What was wrong with something handed in: one line for a person, saying where, what and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is no article. A ``note`` was passed over on purpose and is no failure."""

    where: str  # a file, a folder or a URL, as it was typed
    what: str
    line: int | None = None  # counted from 1, in a file of JSON Lines
    note: bool = False

    def __str__(self) -> str:
        place = f"{self.where}, line {self.line}" if self.line else self.where
        return one_line(f"{place}: {self.what}")


def one_line(text: str, most: int = 300) -> str:
    """The text on one line, without control characters, cut to ``most`` code points."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
