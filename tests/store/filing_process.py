"""A process of its own that files one article; for tests of two at once and of one that is killed.

    python -m tests.store.filing_process DATABASE NAME QUOTE SECONDS_TO_DECIDE

It says "open" when the archive is open and waits for a line before it files; "deciding" when it is in the
middle of the transaction; and at the end what the filing opened.
"""

from __future__ import annotations

import asyncio
import sys
import time

from bot.nouns import Decision
from bot.ports import Rivals
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, everything, revision


async def main(database: str, name: str, quote: str, seconds: float) -> None:
    store = SqliteStore.open(database)
    rev = revision(name, quote)
    claims = [claim(rev, quote)]

    def decide(rivals: Rivals) -> Decision:
        print("deciding", flush=True)
        time.sleep(seconds)
        return everything(rev, claims)(rivals)

    print("open", flush=True)
    sys.stdin.readline()
    filing = await store.file(rev, claims, decide, alert_channel="C1", now=at())
    print(f"opened {len(filing.decision.opened)}", flush=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
