"""The second opinion: a small network that reads two passages side by side and says whether one rules the other out."""

from __future__ import annotations

from pathlib import Path

from bot.conflicts.judge.model import WEIGHTS, CrossEncoder, load

#: The setting that means: nobody, typed comparison alone.
NOBODY = "none"


def appointed(setting: str = "") -> CrossEncoder | None:
    """The judge that ``WIRECHECK_JUDGE`` names: a folder's; for "" the one that comes with the package; None for "none".
    ``BadSetting`` when the folder holds none."""
    if setting == NOBODY:
        return None
    return load(Path(setting) if setting else WEIGHTS)


__all__ = ["NOBODY", "CrossEncoder", "appointed"]
