"""Takes the pictures of docs/slack.md: `python -m tests.handlers.desk.surfaces docs/slack`.

Each surface as the desk page draws it, from the same blocks that Slack would get, over a small archive of our own
invention and a clock that stands still: taken again, a picture changes only where the surface did.
"""

from __future__ import annotations

import asyncio
import base64
import io
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from PIL import Image

from bot.newsroom import Newsroom
from bot.nouns import Claim, Conflict, Revision, Statement
from bot.outbox import Outbox
from handlers.desk.server import make_desk
from handlers.desk.standin import Standin
from handlers.desk.workspace import CHANNEL
from handlers.slack.noticeboard import SlackNoticeboard
from store.memory import MemoryStore
from tests.bot import invented
from tests.bot.invented import claim, clash, statements
from tests.handlers.desk import chromium
from tests.handlers.desk.chromium import Page

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
WIDTH, HEIGHT = 980, 1000
#: Bytes of one picture, colours in it, and the tallest it may be, in pixels.
LARGEST, COLOURS, TALLEST = 120_000, 160, 1200
#: Seconds for something to appear.
PATIENCE = 240.0
LAST = "[...document.querySelectorAll('#messages .message')].at(-1)"

#: (article, outlet, days before, who, verb, sentence)
REPORTS = (
    ("post", "The Halden Post", 12, "Port authority", "said", "The port authority said the Halden bridge is open to all traffic."),
    ("valley", "Valley Times", 11, "Rail union", "said", "The rail union said the Halden bridge is still shut to trains."),
    ("coast", "Coast Radio", 9, "Port authority", "insisted", "The port authority insisted on Thursday that the Halden bridge is open."),
    ("tribune", "Fjord Tribune", 6, "Bus drivers", "said", "Bus drivers said the Halden bridge was closed to them on Sunday."),
    ("courier", "Halden Courier", 4, "Ada Lund", "told", "Ada Lund told reporters that 40 engineers had checked the Halden bridge."),
    ("evening", "Evening Mail", 3, "Ada Lund", "told", "Ada Lund told a hearing that 12 engineers had checked the Halden bridge."),
    ("north", "The Northerner", 2, "Transport ministry", "promised", "The transport ministry promised a report on the Halden bridge by May."),
    ("harbour", "Harbour Weekly", 2, "", "", "The Halden bridge was built in 1911 and carries two tracks."),
    ("gazette", "Border Gazette", 1, "Transport ministry", "warned", "The transport ministry warned that repairs to the Halden bridge may cost more."),
)  # fmt: skip
#: Which of them contradict each other: (kind, label, reason, words that clash, pairs).
CLASHES = (
    ("state", "DISPUTED", "open, says one; shut, says the other", [("post", "valley"), ("coast", "valley"), ("post", "tribune")]),
    ("number", "CONTRADICTS", "40 engineers against 12", [("courier", "evening")]),
)  # fmt: skip
MARKED = {"post": "open", "valley": "shut", "coast": "open", "tribune": "closed", "courier": "40", "evening": "12"}


#: What stands around the claim that is opened in a window.
AROUND = (
    "Passengers were taken to Osmark by bus for the ninth day.",
    "A train that was to cross at noon turned back, and its driver walked home.",
)


def told(ref: str, one: Claim) -> list[Claim]:
    """The claims of a report: its one, and in one of them what stands around it."""
    return [one, *(claim(sentence) for sentence in AROUND)] if ref == "valley" else [one]


def report(ref: str, outlet: str, days: int, who: str, verb: str, quote: str) -> tuple[Claim, dict[str, Any]]:
    """The claim of a report, and the particulars of its article."""
    topics = tuple(sorted({w.strip(".,").lower() for w in quote.split() if len(w) > 5}))
    cue = (invented.Span(quote.index(verb), quote.index(verb) + len(verb)),) if verb else ()
    made = replace(claim(quote, who, verb, "say" if verb else "", topics=topics), cue=cue)
    return made, {"outlet": outlet, "title": f"Halden bridge, day {13 - days}", "published": NOW - timedelta(days=days)}


async def archive() -> MemoryStore:
    """All of them on file, each dispute opened by its first pair and joined by the others."""
    store, found = MemoryStore(), {}
    for row in REPORTS:
        one, particulars = report(*row)
        found[row[0]] = statements(row[0], told(row[0], one), **particulars)[0]
    for row in REPORTS:
        one, particulars = report(*row)
        for conflicts, joins in _brought(row[0], found):
            await invented.file(
                store, row[0], told(row[0], one), channel=CHANNEL, clashes=conflicts, joins=joins, **particulars
            )
            break
        else:
            await invented.file(store, row[0], told(row[0], one), channel=CHANNEL, **particulars)
    return store


def _brought(ref: str, found: dict[str, Statement]) -> list[tuple[Sequence[Conflict], str]]:
    """The conflicts that the filing of this article brings, and the dispute they join ("" for a new one)."""
    order = [row[0] for row in REPORTS]
    brought = []
    for kind, label, reason, pairs in CLASHES:
        made = [(pair, _clash(kind, label, reason, *(found[r] for r in pair))) for pair in pairs]
        first = min(max(order.index(r) for r in pair) for pair in pairs)
        mine = [c for pair, c in made if max(pair, key=order.index) == ref]
        opening = [c for pair, c in made if max(order.index(r) for r in pair) == first]
        dispute = invented.content_id("dispute", opening[0].id)
        if mine:
            brought.append((mine, "" if order.index(ref) == first else dispute))
    return brought


def _clash(kind: str, label: str, reason: str, one: Statement, other: Statement) -> Conflict:
    old, new = (one, other) if one.edition.published < other.edition.published else (other, one)  # type: ignore[operator]
    spans = tuple(_marks(s) for s in (old, new))
    return clash(old, new, kind=kind, label=label, reason=reason, confidence=0.86, clash=spans)


def _marks(said: Statement) -> tuple[invented.Span, ...]:
    word = MARKED[said.edition.ref]
    at = said.claim.sentence.start + said.claim.quote.index(word)
    return (invented.Span(at, at + len(word)),)


async def unread(revision: Revision) -> tuple[Claim, ...]:
    return ()


@asynccontextmanager
async def desk(*, at_night: bool = False) -> AsyncIterator[tuple[str, Newsroom]]:
    """A desk on that archive, its alerts posted; where it is. ``at_night`` they came in quiet hours, and a digest after."""
    store = await archive()
    newsroom = Newsroom(store, unread, clock=lambda: NOW, alert_channel=CHANNEL)
    if at_night:
        await night(newsroom)
    standin = await Standin.open(lambda: NOW)
    runner = web.AppRunner(make_desk(newsroom, store, standin=standin), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    outbox = Outbox(store, SlackNoticeboard(standin.client, newsroom), newsroom, clock=lambda: NOW)
    while await outbox.turn():
        pass
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", newsroom
    finally:
        await runner.cleanup()
        await standin.close()


async def night(newsroom: Newsroom) -> None:
    """Has the alerts held until the digest, which tells of more than usual; one article is withdrawn."""
    store, before = newsroom.store, invented.NOON - timedelta(days=1)
    await newsroom.lookout.keep_quiet(CHANNEL, "11:00-13:00 Europe/London")
    plan = await newsroom.plan_digest(CHANNEL, "daily 13:30 Europe/London with corrections, voices")
    assert plan is not None
    await store.plan_digest(replace(plan, since=before, planned=before), channel=CHANNEL)
    (edition, _), *_ = await store.article("north")
    why, at = "there was no such promise", invented.NOON + timedelta(hours=1)
    await store.withdraw(edition.article_id, by="@ann", reason=why, publisher=False, now=at)


# --- taking them


async def take(folder: Path) -> dict[str, int]:
    """Takes them all; the bytes of each."""
    sizes: dict[str, int] = {}

    async def keep(name: str, element: str) -> None:
        sizes[name] = await picture(page, element, folder / f"{name}.png")

    async with desk() as (url, newsroom), chromium.page(WIDTH, HEIGHT) as page:
        await newsroom.lookout.watch(CHANNEL, "halden bridge", by="@ann")
        await newsroom.lookout.watch(CHANNEL, "Ada Lund", by="@ben")
        await newsroom.lookout.watch(CHANNEL, "ferries", by="@ann", muted=True)
        await newsroom.lookout.keep_quiet(CHANNEL, "22:00-07:00 Europe/London")
        await newsroom.plan_digest(CHANNEL, "daily 07:30 Europe/London")
        await newsroom.store.plan_digest(_since(await newsroom.digest_plan(CHANNEL)), channel=CHANNEL)
        await go(page, f"{url}/")
        await page.until("typeof listen === 'function'", patience=PATIENCE)
        await keep("alert", "document.querySelector('#messages > .bot')")
        await ask(page, "/facts halden bridge")
        await keep("answer", LAST)
        await page.see(
            f"[...{LAST}.querySelectorAll('button')].filter(b => b.textContent.trim() === 'Open').at(-1).click()"
        )
        await page.call(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=1600, deviceScaleFactor=1, mobile=False
        )
        await keep("claim", "document.querySelector('dialog')")
        await page.call(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False
        )
        await page.see("document.querySelector('dialog [name=close]').click()")
        await ask(page, "/timeline halden bridge")
        await page.until(f"{LAST}.querySelector('img').complete", patience=PATIENCE)
        await keep("timeline", LAST)
        await ask(page, "/watch list")
        await keep("watch", LAST)
        await go(page, f"{url}/home")
        await keep("home", "document.querySelector('.sheet')")
    async with desk(at_night=True) as (url, _), chromium.page(WIDTH, HEIGHT) as page:
        await go(page, f"{url}/")
        await keep("digest", "document.querySelector('#messages > .bot')")
    return sizes


def _since(plan: Any) -> Any:
    return replace(plan, since=invented.NOON - timedelta(days=1))


async def go(page: Page, url: str) -> None:
    """Opens a page, on however busy a machine."""
    await page.call("Page.navigate", url=url)
    await page.until(f"document.readyState === 'complete' && location.href === '{url}'", patience=PATIENCE)
    # Else they would stand in the middle of whatever is taller than the window.
    await page.see("document.querySelectorAll('.masthead, .composer').forEach(e => e.style.position = 'static')")


async def ask(page: Page, typed: str) -> None:
    """Types a command, and waits for its answer."""
    before = await page.see("document.querySelectorAll('#messages .bot').length")
    await page.see("typed.focus()")
    await page.type(typed)
    await page.press("Enter")
    await page.until(f"document.querySelectorAll('#messages .bot').length > {before}", patience=PATIENCE)


#: Where an element stands in the page, down to the last block that is whole within so many pixels.
PLACE = """(e, most) => {
  if (!e) return null;
  document.activeElement.blur();
  const r = e.getBoundingClientRect();
  const ends = [...e.querySelectorAll('.b')].map((b) => b.getBoundingClientRect().bottom - r.top + 4);
  const height = r.height <= most ? r.height : Math.max(...ends.filter((end) => end <= most));
  return {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height};
}"""


async def picture(page: Page, element: str, path: Path) -> int:
    """A small picture of one element, as far down as is shown in a document and no block cut through; its bytes."""
    place = await page.until(f"({PLACE})({element}, {TALLEST})", patience=PATIENCE)
    told = await page.call(
        "Page.captureScreenshot",
        format="png",
        captureBeyondViewport=True,
        clip={**place, "scale": 1},
    )
    made = Image.open(io.BytesIO(base64.b64decode(told["data"]))).convert("RGB")
    written = io.BytesIO()
    made.quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    await asyncio.to_thread(path.write_bytes, written.getvalue())
    return len(written.getvalue())


if __name__ == "__main__":
    if not chromium.found():
        sys.exit("no chromium here: apt-get install chromium, or set CHROMIUM to where it is")
    chromium.PATIENCE = PATIENCE
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/slack")
    target.mkdir(parents=True, exist_ok=True)
    for name, size in asyncio.run(take(target)).items():
        print(f"{target / name}.png: {size:,} bytes")
        if size > LARGEST:
            sys.exit(f"more than {LARGEST:,} bytes")
