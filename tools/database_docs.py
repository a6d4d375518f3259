"""Writes the reference in docs/database.md from store/described.toml; ``--check`` says whether it is what is there.

python tools/database_docs.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "database.md"
BEGIN, END = "<!-- reference -->\n", "<!-- end -->\n"


def renewed(text: str) -> str:
    """The page with the reference as it should be."""
    from store.describing import page

    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n".join(page()) + END + after


def main() -> int:
    text = PAGE.read_text("utf-8")
    new = renewed(text)
    if "--check" in sys.argv:
        return int(new != text)
    PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
