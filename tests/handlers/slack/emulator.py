"""Starts the independent Slack (npm's `emulate` on npm's `node`), or says why there is none."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from handlers.slack.manifest import SCOPES
from tests.handlers.slack.signed import SECRET

HERE = Path(__file__).parent
NODE = HERE / "node_modules/node/bin/node"
EMULATE = HERE / "node_modules/emulate/dist/index.js"
BOT_TOKEN = "xoxb-wirecheck-emulated"

needs_npm = pytest.mark.npm


def missing() -> str:
    """Why the emulator cannot be started; "" if it can."""
    if not EMULATE.exists():
        return "no emulator: run `npm ci --prefix tests/handlers/slack`"
    return "" if node() else "no Node 24: run `npm ci --prefix tests/handlers/slack`"


def node() -> str | None:
    """A Node that runs it: the one from npm, or the machine's own if it is new enough."""
    for found in (str(NODE), shutil.which("node")):
        try:
            said = (
                subprocess.run([found, "--version"], capture_output=True, text=True, timeout=20).stdout if found else ""
            )
        except (OSError, subprocess.SubprocessError):
            continue
        version = re.match(r"v(\d+)", said)
        if version and int(version[1]) >= 24:
            return found
    return None


def require() -> None:
    """Skips the test where there is no emulator; fails it where one was promised (WIRECHECK_REQUIRE=npm)."""
    if reason := missing():
        if "npm" in os.environ.get("WIRECHECK_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The emulator with a workspace of ours, which grants the bot the manifest's scopes and no more; its URL."""
    app = {
        "client_id": "1.2",
        "client_secret": "s",
        "app_id": "A000000001",
        "name": "Wirecheck",
        "redirect_uris": [],
        "scopes": sorted(SCOPES),
        "bot_id": "B000000001",
        "bot_user_id": "U000000009",
        "bot_name": "wirecheck",
    }
    token = {
        "token": BOT_TOKEN,
        "type": "bot",
        "user_id": "U000000009",
        "bot_id": "B000000001",
        "bot_user_id": "U000000009",
        "app_id": "A000000001",
        "client_id": "1.2",
        "scopes": sorted(SCOPES),
    }
    seed = {
        "slack": {
            "channels": [{"name": "news"}],
            "oauth_apps": [app],
            "tokens": [token],
            "signing_secret": SECRET,
            "strict_scopes": True,
        }
    }
    (folder / "seed.json").write_text(json.dumps(seed))
    port = _free_port()
    command = [str(node()), str(EMULATE), "start", "--service", "slack", "--port", str(port), "--seed", "seed.json"]
    with (folder / "emulate.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/auth.test", process, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the emulator did not start: " + (folder / "emulate.log").read_text()[-500:])
