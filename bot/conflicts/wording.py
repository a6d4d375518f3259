"""The line under an alert that tells an editor, in plain words, why two quotations clash."""

from __future__ import annotations

from bot.conflicts.side import Side


def who(side: Side) -> str:
    """Who speaks, or the paper itself."""
    return side.claim.source_name or side.statement.edition.where


def sentence(a: Side, b: Side, reason: str) -> str:
    """ "A against B: the reason." with a full stop."""
    text = f"{who(a)} against {who(b)}: {reason}"
    return text if text.endswith(".") else text + "."
