"""All the pages: each shape with three of the stories, and those that are none."""

from __future__ import annotations

from tests.bot.intake.pages.cms import SHAPES
from tests.bot.intake.pages.none import refused
from tests.bot.intake.pages.page import Made, stories

#: So many stories in each shape.
TIMES = 3


def articles() -> list[Made]:
    """The pages that are articles: every shape with three stories, none twice in one shape."""
    told = stories()
    return [shape(told[(n * TIMES + i) % len(told)]) for n, shape in enumerate(SHAPES) for i in range(TIMES)]


def others() -> list[Made]:
    """The pages that are none."""
    return refused(stories())
