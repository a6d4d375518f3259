"""Writes the README's examples from what the commands really print; ``--check`` says whether they still do.

A block is made by a comment and the fence that follows it:

    <!-- output: wirecheck ask "/facts kursk" -->      what that command prints, over the seeds on file
    <!-- slack: /disputes -->                          what the Slack listeners answer, as a screen reader reads it
    <!-- settings -->                                  the table of settings, from bot/settings.py

Ids differ with where the seeds were filed from, so they do not count in the comparison.

    python tools/readme.py           # after a change of what people see
    python tools/readme.py --check
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FILES = ("README.md",)
OUTPUT = re.compile(r"(<!-- output: (?P<command>.+?) -->\n```text\n).*?(?P<end>^```$)", re.S | re.M)
SLACK = re.compile(r"(<!-- slack: (?P<typed>.+?) -->\n```text\n).*?(?P<end>^```$)", re.S | re.M)
PATIENCE = 30.0  # seconds for one answer, on a busy machine
SETTINGS = re.compile(r"(<!-- settings -->\n).*?(?P<end>^<!-- end -->$)", re.S | re.M)
IDS = re.compile(r"\b[0-9a-f]{6,16}\b")


def printed(command: str, folder: str) -> str:
    """What a command prints on a page 110 columns wide, in a folder whose archive holds the seeds."""
    words = shlex.split(command)
    words[:1] = [sys.executable, "-m", "bot"]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("WIRECHECK_", "SLACK_", "FORCE_COLOR"))}
    env |= {"PYTHONPATH": str(ROOT), "COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb"}
    ran = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, timeout=300)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in ran.stdout.strip("\n").splitlines()))


async def answered(typed: list[str]) -> dict[str, str]:
    """What real Bolt, over real HTTP, answers to each of these commands, over the seeds."""
    from handlers.desk import person
    from tests.handlers.desk.running import running, seeds

    out = {}
    async with running(seeds()) as desk:
        line, space = desk.standin, desk.standin.workspace
        for one in typed:
            before = set(space.messages)
            form = person.command(one, response_url=line.response_url(), trigger_id=space.trigger())
            async with asyncio.timeout(PATIENCE):
                with space.listening(space.number) as changes:
                    await line.send_form(form)
                    await anext(changes)
            new = [m for ts, m in space.messages.items() if ts not in before]
            out[one] = "\n".join(textwrap.fill(m.text, 110) for m in new)
    return out


def settings() -> str:
    from bot.settings import table

    rows = ["| Variable | Default | What it is for |", "|---|---|---|"]
    rows += [f"| `{r.name}` | {f'`{r.default}`' if r.default else ''} | {r.description} |" for r in table()]
    return "\n".join(rows)


def renewed(text: str, folder: str) -> str:
    text = OUTPUT.sub(lambda m: f"{m[1]}{printed(m['command'], folder)}\n{m['end']}", text)
    answers = asyncio.run(answered([m["typed"] for m in SLACK.finditer(text)])) if SLACK.search(text) else {}
    text = SLACK.sub(lambda m: f"{m[1]}{answers[m['typed']]}\n{m['end']}", text)
    return SETTINGS.sub(lambda m: f"{m[1]}{settings()}\n{m['end']}", text)


def stale(*, write: bool) -> list[str]:
    """The files whose examples are not what the commands print now; with ``write`` they are mended."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        printed(f"wirecheck index {ROOT / 'seeds'}", folder)
        for name in FILES:
            old = (ROOT / name).read_text("utf-8")
            new = renewed(old, folder)
            if IDS.sub("#", old) != IDS.sub("#", new):
                out.append(name)
                if write:
                    (ROOT / name).write_text(new, "utf-8")
    return out


def main() -> int:
    check = "--check" in sys.argv
    names = stale(write=not check)
    for name in names:
        print(f"{name}: {'stale, run python tools/readme.py' if check else 'written'}", file=sys.stderr)
    return 1 if check and names else 0


if __name__ == "__main__":
    sys.exit(main())
