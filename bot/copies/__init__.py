"""One wire story in forty papers is one voice: which article on file another one is a copy of."""

from __future__ import annotations

from bot.copies.finding import Found, story_of
from bot.copies.sketch import Sketch, sketch

__all__ = ["Found", "Sketch", "sketch", "story_of"]
