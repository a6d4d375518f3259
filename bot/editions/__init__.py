"""What a paper does to its own article afterwards: corrects it, changes it without a word, takes it back."""

from __future__ import annotations

from bot.editions.comparing import compare
from bot.editions.notices import current, killed, notices
from bot.editions.telling import WEIGHTY, changed, how_told, new_word, settled, summary, weighty

__all__ = [
    "WEIGHTY",
    "changed",
    "compare",
    "current",
    "how_told",
    "killed",
    "new_word",
    "notices",
    "settled",
    "summary",
    "weighty",
]
