"""The desk in a real browser: what an editor sees, types and clicks; with keys alone; on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_bolt.async_app import AsyncApp

from bot.nouns import Article
from tests.handlers.desk import chromium
from tests.handlers.desk.chromium import Page
from tests.handlers.desk.running import Desk, running, seeds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not chromium.found(), reason="no chromium here: apt-get install chromium, or set CHROMIUM"),
    pytest.mark.asyncio(loop_scope="module"),
]

OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LAST = "[...document.querySelectorAll('#messages .bot .body')].at(-1).textContent"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def desk() -> AsyncIterator[Desk]:
    """A desk with the seeds on file, read by the real reader."""
    async with running(seeds()) as running_desk:
        yield running_desk


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Page]:
    async with chromium.page() as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def page(desk: Desk, browser: Page) -> AsyncIterator[Page]:
    """The channel, just opened, in a window of 1280 by 900. No page may ask anything of another host, or
    complain: of a script that failed, or of what its own policy stopped."""
    browser.problems.clear()
    browser.asked.clear()
    await browser.size(1280, 900)
    await browser.open(f"{desk.url}/")
    await browser.until("typeof listen === 'function' && document.activeElement.id === 'typed'")
    yield browser
    assert browser.problems == []
    assert [url for url in browser.asked if not url.startswith((desk.url, "about:", "data:"))] == []


async def test_the_alerts_stand_in_the_channel(page: Page):
    told = await page.see("document.getElementById('messages').textContent")
    assert "continuing in some districts" in told
    assert "Not a conflict" in told


async def test_what_is_typed_is_answered_without_reloading(page: Page):
    await page.see("window.here = true")
    before = await page.see("document.querySelectorAll('#messages .bot').length")
    await page.type("/facts kursk")
    await page.press("Enter")
    await page.until(f"document.querySelectorAll('#messages .bot').length > {before}")
    answer = await page.see(LAST)
    assert "Disputed" in answer
    assert "victoriously concluded" in answer
    assert await page.see("window.here"), "the page was not loaded again"
    assert await page.see("document.getElementById('typed').value") == ""


async def test_a_question_is_answered_in_its_thread(page: Page):
    before = await page.see("document.querySelectorAll('.thread .bot').length")
    await page.type("how many troops were sent?")
    await page.press("Enter")
    await page.until(f"document.querySelectorAll('.thread .bot').length > {before}")
    assert "around 2024 troops" in await page.see("[...document.querySelectorAll('.thread .bot')].at(-1).textContent")


async def test_a_button_shows_both_sides(page: Page):
    before = await page.see("document.querySelectorAll('#messages .ephemeral.bot').length")
    await page.point("#messages button[value*='dispute_show']", click=True)
    await page.until(f"document.querySelectorAll('#messages .ephemeral.bot').length > {before}")
    assert "Against it" in await page.see(LAST)


async def test_settling_redraws_the_alert_before_one_s_eyes(page: Page):
    alert = "document.querySelector('#messages > .bot:not(.ephemeral)')"
    ts = await page.see(f"{alert}.dataset.ts")
    await page.point(f"#m{ts.replace('.', chr(92) + '.')} summary", click=True)
    await page.point(f"#m{ts.replace('.', chr(92) + '.')} .overflow button", click=True)
    await page.until(f"document.getElementById('m{ts}').textContent.includes('Reopen')")
    await page.point(f"#m{ts.replace('.', chr(92) + '.')} button[value*='dispute_reopen']", click=True)
    await page.until(f"document.getElementById('m{ts}').textContent.includes('Resolve')")


async def test_an_alert_comes_by_itself(page: Page, desk: Desk):
    before = await page.see("document.querySelectorAll('#messages > .bot:not(.ephemeral)').length")
    await desk.newsroom.file(
        Article("l1", "l1", "Tunnel\n\nThe transport ministry said the repairs of the Lunden tunnel were completed.")
    )
    filing = await desk.newsroom.file(
        Article("l2", "l2", "Tunnel\n\nThe drivers' union said the repairs of the Lunden tunnel were continuing.")
    )
    assert filing.decision.opened
    await page.until(f"document.querySelectorAll('#messages > .bot:not(.ephemeral)').length > {before}")
    assert "were continuing" in await page.see(LAST)


async def test_pointing_at_marked_words_tells_who_said_it(page: Page, desk: Desk):
    await page.open(f"{desk.url}/articles/003_9fc14e1563946cbf")
    assert await page.see("[...document.querySelectorAll('.note')].every(n => n.hidden)")
    ids = await page.see(
        "[...document.querySelectorAll('.text .mark.cue')].find(m => m.textContent === 'estimated').dataset.claims.trim()"
    )
    await page.point(f".text .mark.cue[data-claims~='{ids.split()[0]}']")
    shown = await page.until("[...document.querySelectorAll('.note:not([hidden])')].map(n => n.textContent).join(' ')")
    for told in ("nternational sources", "estimated", "estimates", "2024"):
        assert told in shown
    await page.press("Escape")
    await page.until("[...document.querySelectorAll('.note')].every(n => n.hidden)")


async def test_a_claim_s_address_opens_the_article_at_the_claim(page: Page, desk: Desk):
    (edition, claims), *_ = await desk.newsroom.show("003_9fc14e1563946cbf")
    claim = claims[-1].id
    await page.call("Page.navigate", url=f"{desk.url}/claims/{claim}")
    await page.until(f"location.pathname === '/articles/{edition.article_id}' && document.readyState === 'complete'")
    await page.until(f"!document.querySelector('[data-note=\"{claim}\"]').hidden")
    place = f"document.getElementById('at-{claim}').getBoundingClientRect()"
    await page.until(f"{place}.top > 0 && {place}.bottom < innerHeight")


async def test_keys_alone_do_everything(page: Page, desk: Desk):
    await page.open(f"{desk.url}/articles/003_9fc14e1563946cbf")
    await page.press("Tab")
    assert await page.see("document.activeElement.className") == "skip"
    await page.press("Enter")
    await page.until("location.hash === '#main'")
    for _ in range(8):  # past the links above the text, to the first claim's number
        await page.press("Tab")
        if await page.see("document.activeElement.classList.contains('ref')"):
            break
    await page.until("document.querySelector('.note:not([hidden])')")
    outline = await page.see(
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
    )
    assert outline == "solid3px", "where the focus is can be seen"
    await page.press("Enter")
    await page.until("location.hash.startsWith('#claim-')")

    await page.open(f"{desk.url}/?keys")
    await page.until("typeof listen === 'function' && document.activeElement.id === 'typed'")
    await page.type("/who condemned")
    before = await page.see("document.querySelectorAll('#messages .bot').length")
    await page.press("Enter")
    await page.until(f"document.querySelectorAll('#messages .bot').length > {before}")
    await page.press("ArrowUp")
    assert await page.see("document.getElementById('typed').value") == "/who condemned"
    for _ in range(200):  # backwards through the page, to a button of an alert
        await page.press("Tab", shift=True)
        if await page.see("(document.activeElement.value || '').includes('dispute_show')"):
            break
    before = await page.see("document.querySelectorAll('#messages .bot').length")
    await page.press("Space")
    await page.until(f"document.querySelectorAll('#messages .bot').length > {before}")


@pytest.mark.parametrize(
    "path", ["/", "/articles", "/articles/000_f8a2e7a2b1055487", "/disputes?about=all", "/nothing"]
)
async def test_on_a_phone_nothing_runs_off_the_side(page: Page, desk: Desk, path: str):
    await page.size(390, 844)
    await page.open(desk.url + path)
    assert not await page.see(OVERFLOWS)
    small = await page.see(
        "[...document.querySelectorAll('nav a, button')].filter(e => e.offsetParent && e.offsetHeight < 24).map(e => e.outerHTML)"
    )
    assert small == [], "too small for a finger"
    page.problems.clear()  # a 404 is told to the console, too


CELLS = """[...document.querySelectorAll('#messages > .bot table.two')].slice(0, 1).flatMap(
  t => [...t.querySelectorAll('th, td')].map(c => c.getBoundingClientRect()).map(r => [r.left, r.top, r.width, r.height]))"""


async def test_the_sides_of_an_alert_stand_beside_each_other(page: Page):
    on_file, against, *quotes = await page.see(CELLS)
    assert against[0] > on_file[0] + 200
    assert quotes[0][1] == quotes[1][1], "both quotations begin on one line"
    assert quotes[1][0] == against[0], "each under its heading"


async def test_on_a_phone_the_sides_of_an_alert_stand_one_under_the_other(page: Page):
    await page.size(390, 844)
    on_file, against, said, says, who, whose = await page.see(CELLS)
    by_place = [on_file, said, who, against, says, whose]
    assert [c[1] for c in by_place] == sorted(c[1] for c in by_place), "a side is whole before the other begins"
    assert {(c[0], c[2]) for c in by_place} == {(on_file[0], on_file[2])}
    assert on_file[2] > 300, "a line is long enough to read"
    tree = (await page.call("Accessibility.getFullAXTree"))["nodes"]
    roles = [n["role"]["value"] for n in tree if not n.get("ignored")]
    named = {n["name"]["value"] for n in tree if n["role"]["value"] == "columnheader"}
    assert named == {"On file", "Against it"}
    assert roles.count("table") == roles.count("columnheader") / 2 == roles.count("cell") / 4 > 0


async def test_on_a_phone_a_claim_is_told_at_the_foot_of_the_screen(page: Page, desk: Desk):
    await page.size(390, 844)
    await page.open(f"{desk.url}/articles/003_9fc14e1563946cbf")
    await page.point(".text .mark.source", click=True)
    foot = await page.until(
        "(n => n && n.getBoundingClientRect().bottom)(document.querySelector('.note:not([hidden])'))"
    )
    assert 400 < foot <= 845


@pytest.mark.parametrize("dark", [False, True])
async def test_words_stand_out_from_their_ground(page: Page, desk: Desk, dark: bool):
    """The contrast of text that people must read is at least 4.5 to 1 (WCAG AA), in light and in dark."""
    await page.size(1280, 900, dark=dark)
    for path in ("/", "/articles/003_9fc14e1563946cbf", "/disputes?about=all"):
        await page.open(f"{desk.url}{path}")
        assert await page.see(FAINT) == [], path


FAINT = """(() => {
  const lum = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                     return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const rgb = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                        if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.offsetParent || e.closest(".skip, .unseen")) continue;
    const [a, b] = [lum(rgb(getComputedStyle(e).color).slice(0, 3)), lum(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(e.tagName + "." + e.className + " " + ((a + 0.05) / (b + 0.05)).toFixed(2));
  }
  return [...faint];
})()"""


WINDOW = {
    "type": "modal",
    "callback_id": "settle",
    "title": {"type": "plain_text", "text": "Settle it"},
    "submit": {"type": "plain_text", "text": "Settle"},
    "blocks": [
        {
            "type": "input",
            "block_id": "how",
            "label": {"type": "plain_text", "text": "How?"},
            "element": {"type": "plain_text_input", "action_id": "how"},
        }
    ],
}


async def test_a_window_is_filled_in_and_sent_off_by_keys(page: Page, desk: Desk):
    told: list[str] = []
    bolt = AsyncApp(client=desk.standin.client, signing_secret=desk.standin.signing_secret)

    @bolt.view("settle")
    async def settle(ack, view):
        told.append(view["state"]["values"]["how"]["how"]["value"])
        await ack(response_action="errors", errors={"how": "Say more."}) if len(told) == 1 else await ack()

    slack = desk.standin
    before = slack.answer_with(bolt)
    await slack.client.views_open(trigger_id=slack.workspace.trigger(), view=WINDOW)
    await page.until("document.querySelector('dialog:modal input[type=text]')")
    await page.see("document.querySelector('dialog input[type=text]').focus()")
    await page.type("By phone")
    await page.press("Enter")
    await page.until("document.querySelector('dialog [data-error=how]').textContent === 'Say more.'")
    await page.type(", at noon")
    await page.press("Enter")
    await page.until("!document.querySelector('dialog')")
    assert told == ["By phone", "By phone, at noon"]
    slack.answer_with(before)
    page.problems.clear()  # the refusal is told to the console, too


async def test_escape_closes_a_window(page: Page, desk: Desk):
    await desk.standin.client.views_open(trigger_id=desk.standin.workspace.trigger(), view=WINDOW)
    await page.until("document.querySelector('dialog:modal')")
    await page.press("Escape")
    await page.until("!document.querySelector('dialog') && document.activeElement.id === 'typed'")
    assert desk.standin.workspace.view is None
