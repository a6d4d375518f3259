"""Writes the lock files: every dependency, pinned with its hashes, for pip as for uv; ``--check`` only compares.

Plain requirements files rather than ``uv.lock``: a newcomer has Python and pip and nothing else, and the
two lines of the README must do with that.

    python tools/lock.py            # after a change of the dependencies in pyproject.toml
    python tools/lock.py --upgrade  # to take newer versions
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": [], "requirements-dev.lock": ["--extra", "dev"]}


def write(upgrade: bool) -> None:
    for name, extra in LOCKS.items():
        command = ["uv", "pip", "compile", "pyproject.toml", *extra, "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-header", "--no-annotate", "--quiet", "--output-file", name]
        subprocess.run([*command, *(["--upgrade"] if upgrade else [])], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(extra: list[str]) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] + (project["optional-dependencies"]["dev"] if extra else [])
    return {plain(re.split(r"[\s<>=!~;\[]", line)[0]) for line in lines}


def missing(name: str) -> list[str]:
    """What pyproject asks for and the lock does not pin; needs no network."""
    pinned = set(re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / name).read_text("utf-8"), re.M))
    return sorted(wanted(LOCKS[name]) - {plain(p) for p in pinned})


def main() -> int:
    if "--check" not in sys.argv:
        write("--upgrade" in sys.argv)
    gaps = {name: missing(name) for name in LOCKS}
    for name, packages in gaps.items():
        if packages:
            print(f"{name} does not pin {', '.join(packages)}: run python tools/lock.py", file=sys.stderr)
    return 1 if any(gaps.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
