"""Headless Chromium, driven over its own DevTools protocol: real keys, a real mouse, real pictures.

No driver program and no package beyond aiohttp: the browser speaks JSON over a websocket.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars", "--remote-debugging-port=0",
)  # fmt: skip
KEYS = {
    "Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "ArrowUp": (38, ""), "ArrowDown": (40, ""),
    "Space": (32, " "),
}  # fmt: skip
PATIENCE = 15.0  # seconds for something to appear; the machine may be busy


def found() -> str:
    """Where Chromium is; "" when there is none."""
    named = os.environ.get("CHROMIUM", "")
    places = (named, "chromium", "chromium-browser", "google-chrome")
    return next((at for name in places if name and (at := shutil.which(name))), "")


class Page:
    """One page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self.problems: list[str] = []  # what the page complained of: errors, and what its CSP stopped
        self.asked: list[str] = []  # every address it asked for
        self._listening = asyncio.create_task(self._listen())

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One call of the protocol."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            return await self._waiting[number]

    async def _listen(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                future = self._waiting.pop(told["id"])
                if "error" in told:
                    future.set_exception(RuntimeError(told["error"]["message"]))
                else:
                    future.set_result(told["result"])
            elif told["method"] == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            elif told["method"] == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
                entry = told["params"]["entry"]
                self.problems.append(f"{entry['text']} {entry.get('url', '')}")
            elif told["method"] == "Runtime.exceptionThrown":
                self.problems.append(json.dumps(told["params"]["exceptionDetails"])[:500])

    async def open(self, url: str) -> None:
        """Goes there, and waits until the page is loaded."""
        await self.call("Page.navigate", url=url)
        await self.until(f"document.readyState === 'complete' && location.href.startsWith({json.dumps(url)})")

    async def see(self, script: str) -> Any:
        """What a piece of JavaScript comes to in the page."""
        told = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise RuntimeError(f"{script}: {told['exceptionDetails']['exception'].get('description')}")
        return told["result"].get("value")

    async def until(self, script: str, *, patience: float = PATIENCE) -> Any:
        """Waits until it comes to something true, and gives that. ``TimeoutError`` names the script."""
        end = asyncio.get_running_loop().time() + patience
        seeing = f"(seen => seen instanceof Node ? true : seen)({script})"  # an element would come back as {{}}
        while True:
            try:
                if seen := await self.see(seeing):
                    return seen
            except RuntimeError:
                if asyncio.get_running_loop().time() > end:
                    raise  # while a page is being replaced there is nothing to look at
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"never came true: {script}")
            await asyncio.sleep(0.05)

    async def press(self, key: str, *, shift: bool = False) -> None:
        """One key, down and up."""
        code, text = KEYS[key]
        what = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": code}
        held = 8 if shift else 0
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, modifiers=held, **what)
        await self.call("Input.dispatchKeyEvent", type="keyUp", modifiers=held, **what)

    async def type(self, text: str) -> None:
        """Text into whatever has the focus."""
        await self.call("Input.insertText", text=text)

    async def point(self, selector: str, *, click: bool = False) -> None:
        """The mouse over the middle of the first piece of an element; a click if wanted."""
        place = await self.until(f"""(() => {{
            const e = document.querySelector({json.dumps(selector)});
            if (!e) return null;
            e.scrollIntoView({{block: "center", behavior: "instant"}});
            const r = e.getClientRects()[0];
            return r && {{x: r.x + r.width / 2, y: r.y + r.height / 2}};
        }})()""")
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", **place)
        if click:
            for what in ("mousePressed", "mouseReleased"):
                await self.call("Input.dispatchMouseEvent", type=what, button="left", clickCount=1, **place)

    async def size(self, width: int, height: int, *, dark: bool = False, scale: float = 1) -> None:
        """A window of this size; below 500 wide, a phone."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 500,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def picture(self, path: Path) -> None:
        """A PNG of what is on the screen."""
        told = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(told["data"]))


@asynccontextmanager
async def page(width: int = 1280, height: int = 900) -> AsyncIterator[Page]:
    """A fresh browser with one empty page, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="desk-chromium-", ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            found(),
            *FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with aiohttp.ClientSession() as session:
                port = await _port(Path(profile) / "DevToolsActivePort", browser)
                async with session.get(f"http://127.0.0.1:{port}/json/list") as listed:
                    where = next(p for p in await listed.json() if p["type"] == "page")["webSocketDebuggerUrl"]
                async with session.ws_connect(where, max_msg_size=0) as socket:
                    shown = Page(socket)
                    for domain in ("Page", "Runtime", "Log", "Network"):
                        await shown.call(f"{domain}.enable")
                    await shown.size(width, height)
                    yield shown
        finally:
            if browser.returncode is None:
                browser.terminate()
            await browser.wait()


async def _port(told: Path, browser: asyncio.subprocess.Process) -> int:
    """The port the browser listens on: it writes it down once it does."""
    async with asyncio.timeout(60):
        while not (written := _written(told)):
            if browser.returncode is not None:
                raise RuntimeError(f"Chromium ended with {browser.returncode} before it was up")
            await asyncio.sleep(0.05)
    return int(written[0])


def _written(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []
