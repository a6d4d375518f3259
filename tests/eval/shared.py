"""Where the shared data sets are: WIRECHECK_DATA, or ../shared/data beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def data(name: str) -> Path:
    """The path of a shared data file or folder; it need not exist."""
    return Path(os.environ.get("WIRECHECK_DATA") or ROOT.parent / "shared" / "data") / name
