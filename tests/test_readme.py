"""The README is true: its examples are what the commands print, its table is the settings, its files are there."""

from __future__ import annotations

import re

from tools import readme


def test_every_example_is_what_is_really_printed():
    """Runs each command of the README over the seeds. Mended by ``python tools/readme.py``."""
    assert readme.stale(write=False) == []


def test_every_file_it_links_to_is_there():
    text = (readme.ROOT / "README.md").read_text("utf-8")
    linked = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]
    assert linked
    assert [name for name in linked if not (readme.ROOT / name).exists()] == []


def test_the_documents_link_to_files_that_are_there():
    for page in (readme.ROOT / "docs").glob("*.md"):
        linked = [t for t in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")) if "://" not in t]
        assert [name for name in linked if not (page.parent / name).exists()] == [], page.name
