"""What a paper does to its own article afterwards: corrects it, changes it without a word, takes it back."""

from __future__ import annotations

from bot.editions.comparing import compare
from bot.editions.notices import current, killed, notices

__all__ = ["compare", "current", "killed", "notices"]
