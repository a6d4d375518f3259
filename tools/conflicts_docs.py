"""Writes the table of examples in docs/conflicts.md as comparing now answers; ``--check`` says whether it is what is there.

python tools/conflicts_docs.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "conflicts.md"
HEAD = "| On file | Came in | Label, kind | Confidence | Reason |\n|---|---|---|---|---|\n"


def renewed(text: str) -> str:
    """The page with its table as it should be: the same sentences, and what comparing makes of them by types alone."""
    before, _, rest = text.partition(HEAD)
    table, _, after = rest.partition("\n\n")
    return before + HEAD + "\n".join(_row(*line.split(" | ")[:2]) for line in table.splitlines()) + "\n\n" + after


def _row(old: str, new: str) -> str:
    from bot.conflicts import between
    from tests.bot.conflicts.factories import read

    old = old.removeprefix("| ")
    was, now = _days(old, new)
    found = between(read(old, "old", was), read(new, "new", now))
    what = f"{found.label} {found.kind}".strip()
    return f"| {old} | {new} | {what} | {found.confidence:.2f} | {found.reason} |"


def _days(old: str, new: str) -> tuple[str, str]:
    """The days that the tests have the two published on."""
    from tests.bot.conflicts.test_sentences import CLASHES, NO_CLASH

    rows = {(row[0], row[2]): (row[1], row[3]) for row in (*CLASHES, *NO_CLASH)}
    return rows.get((old, new), ("2024-05-01", "2024-05-09"))


def main() -> int:
    text = PAGE.read_text("utf-8")
    new = renewed(text)
    if "--check" in sys.argv:
        return int(new != text)
    PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
