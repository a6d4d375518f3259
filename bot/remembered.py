"""What this process remembers of texts to be quick, dropped: after an article is forgotten nothing of it stays at hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any


def drop() -> int:
    """Empties every bounded cache of ours; how many there were. Those without a bound hold what the bot ships with
    (lists of words, the model), and nothing of any article."""
    found = list(_bounded())
    for cache in found:
        cache.cache_clear()
    return len(found)


def _bounded() -> Iterator[Any]:
    seen: set[int] = set()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in ("bot", "store", "handlers"):
            continue
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear") and id(value) not in seen and value.cache_parameters()["maxsize"]:
                seen.add(id(value))
                yield value
