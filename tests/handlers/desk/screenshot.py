"""Takes the README's picture of the desk page: `python -m tests.handlers.desk.screenshot docs/desk.png`.

From a running desk with the seeds filed: the channel, where the bot has just spoken up.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.handlers.desk import chromium
from tests.handlers.desk.running import running, seeds

WIDTH, HEIGHT, SCALE = 1200, 800, 1.4
TO_THE_ALERT = """(([alert]) => window.scrollBy({
    top: alert.getBoundingClientRect().top - document.querySelector(".masthead").offsetHeight - 8, behavior: "instant"
}))([...document.querySelectorAll("#messages > .bot:not(.ephemeral)")].slice(-1))"""
LARGEST = 300_000  # bytes: a README is read over slow lines, too


async def take(path: Path) -> int:
    """Writes the picture; its size in bytes."""
    async with running(seeds()) as desk, chromium.page() as page:
        await page.size(WIDTH, HEIGHT, scale=SCALE)
        await page.open(f"{desk.url}/")
        await page.until("typeof listen === 'function' && document.querySelectorAll('#messages .bot').length > 1")
        await page.type("/who condemned")
        await page.press("Enter")
        await page.until("document.querySelector('#messages .bot.ephemeral')")
        await page.see("document.activeElement.blur()")
        await page.see(TO_THE_ALERT)
        await page.picture(path)
    return len(await asyncio.to_thread(path.read_bytes))


if __name__ == "__main__":
    if not chromium.found():
        sys.exit("no chromium here: apt-get install chromium, or set CHROMIUM to where it is")
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/desk.png")
    target.parent.mkdir(parents=True, exist_ok=True)
    size = asyncio.run(take(target))
    print(f"{target}: {size:,} bytes")
    if size > LARGEST:
        sys.exit(f"more than {LARGEST:,} bytes")
