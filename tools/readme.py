"""Writes the README's examples from what the commands really print; ``--check`` says whether they still do.

A block is made by a comment and the fence that follows it:

    <!-- output: wirecheck ask "/facts kursk" -->      what that command prints, over the seeds on file
    <!-- settings -->                                  the table of settings, from bot/settings.py

Ids differ with where the seeds were filed from, so they do not count in the comparison.

    python tools/readme.py           # after a change of what people see
    python tools/readme.py --check
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = ("README.md",)
OUTPUT = re.compile(r"(<!-- output: (?P<command>.+?) -->\n```text\n)(?P<old>.*?)(?P<end>\n```)", re.S)
SETTINGS = re.compile(r"(<!-- settings -->\n)(?P<old>.*?)(?P<end>\n<!-- end -->)", re.S)
IDS = re.compile(r"\b[0-9a-f]{6,16}\b")


def printed(command: str, database: str) -> str:
    """What a command prints on a page 110 columns wide, over an archive that holds the seeds."""
    words = shlex.split(command)
    words[:1] = [sys.executable, "-m", "bot"]
    env = {**os.environ, "WIRECHECK_DATABASE": database, "COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb"}
    env.pop("FORCE_COLOR", None)
    ran = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    return "\n".join(line.rstrip() for line in ran.stdout.strip("\n").splitlines())


def settings() -> str:
    from bot.settings import table

    rows = ["| Variable | Default | What it is for |", "|---|---|---|"]
    rows += [f"| `{r.name}` | {f'`{r.default}`' if r.default else ''} | {r.description} |" for r in table()]
    return "\n".join(rows)


def renewed(text: str, database: str) -> str:
    text = OUTPUT.sub(lambda m: f"{m[1]}{printed(m['command'], database)}{m['end']}", text)
    return SETTINGS.sub(lambda m: f"{m[1]}{settings()}{m['end']}", text)


def stale(*, write: bool) -> list[str]:
    """The files whose examples are not what the commands print now; with ``write`` they are mended."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/readme.db"
        printed("wirecheck index seeds", database)
        for name in FILES:
            old = (ROOT / name).read_text("utf-8")
            new = renewed(old, database)
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
