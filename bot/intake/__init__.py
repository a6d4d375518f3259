"""How articles come in: text, HTML, JSON, folders, web pages and feeds, each as an ``Article``.

What cannot be used becomes a ``Problem`` of one line, and the rest goes on.
"""

from __future__ import annotations

from bot.intake.files import articles
from bot.intake.problems import Problem

__all__ = ["Problem", "articles"]
