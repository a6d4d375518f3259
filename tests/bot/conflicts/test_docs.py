"""docs/conflicts.md is true: its examples are what comparing says."""

from tools import conflicts_docs


def test_every_example_is_what_is_really_said():
    """Mended by ``python tools/conflicts_docs.py``."""
    text = conflicts_docs.PAGE.read_text("utf-8")
    assert text.count(conflicts_docs.HEAD) == 1
    for is_now, should_be in zip(text.splitlines(), conflicts_docs.renewed(text).splitlines(), strict=True):
        assert is_now == should_be
