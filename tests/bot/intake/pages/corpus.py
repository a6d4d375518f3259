"""All the pages: each shape with three of the stories, the awkward ones with two, and those that are none."""

from __future__ import annotations

from tests.bot.intake.pages.awkward import AWKWARD
from tests.bot.intake.pages.cms import SHAPES
from tests.bot.intake.pages.none import refused
from tests.bot.intake.pages.page import Made, stories

#: So many stories in each shape, and in each awkward one.
TIMES, FEWER = 3, 2


def articles() -> list[Made]:
    """The pages that are articles: every shape with three stories, none twice in one shape."""
    told = stories()
    return [shape(told[(n * TIMES + i) % len(told)]) for n, shape in enumerate(SHAPES) for i in range(TIMES)]


def awkward() -> list[Made]:
    """The pages of the awkward shapes."""
    told = stories()
    return [shape(told[(n * FEWER + i + 5) % len(told)]) for n, shape in enumerate(AWKWARD) for i in range(FEWER)]


def others() -> list[Made]:
    """The pages that are none."""
    return refused(stories())
