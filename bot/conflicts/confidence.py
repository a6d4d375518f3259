"""How sure: a logistic over named features, one weight each, so that every figure can be explained.

The weights stand in weights.toml. ``[any]`` counts for every kind; each kind has its own beginning
("bias") and its own features.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weights by kind, and under "any" those that count for all."""
    return tomllib.loads(files("bot.conflicts").joinpath("weights.toml").read_text("utf-8"))


def confidence(
    kind: str, features: Mapping[str, float], table: Mapping[str, Mapping[str, float]] | None = None
) -> float:
    """0..1: how sure it is that this is a conflict. Unknown features weigh nothing."""
    table = weights() if table is None else table
    own, common = table.get(kind, {}), table.get("any", {})
    z = own.get("bias", -1.0) + sum(
        value * (own.get(name, 0.0) + common.get(name, 0.0)) for name, value in features.items()
    )
    return 1.0 / (1.0 + math.exp(-z))
