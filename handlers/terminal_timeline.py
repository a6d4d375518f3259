"""A timeline in a terminal: whose row is which, then every claim in the order of time."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.answers.timeline import Lane, Matter, Point, Timeline
from handlers import timeline_picture
from handlers.terminal import CLASH, FAINT, byline, marked, safe


def timeline(found: Timeline) -> RenderableType:
    """The line that says it, then each matter with its claims."""
    style = "bold" if found.matters else "bold yellow"
    parts: list[RenderableType] = [
        Text.assemble((safe(f"/timeline {found.ask}"), "bold cyan"), "  ", (safe(found.text), style))
    ]
    parts += [Text(safe(note), style=FAINT) for note in found.notes]
    parts += [Padding(_matter(matter), (1, 0, 0, 2)) for matter in found.matters]
    if found.suggestions:
        parts += [Text(), Text("On file: " + safe(", ".join(found.suggestions)), style=FAINT)]
    return Group(*parts)


def _matter(matter: Matter) -> RenderableType:
    heading = Text(safe(timeline_picture.heading(matter)), style="bold red" if matter.dispute else "bold")
    rows = [Text.assemble((f"{lane.letter}  ", "bold"), safe(lane.name)) for lane in matter.lanes]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 1, 0), expand=True)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(style=FAINT, no_wrap=True)
    table.add_column(ratio=1)
    for lane, point in matter.in_order:
        table.add_row(*_row(lane, point))
    return Group(heading, *rows, Text(), table)


def _row(lane: Lane, point: Point) -> tuple[str, str, RenderableType]:
    shown = point.snippet
    lines: list[RenderableType] = [
        marked(shown.quote, ((s, CLASH) for s in shown.emphasis)),
        byline(shown.statement.claim, shown.statement.edition),
    ]
    lines += [Text(f"! {safe(warning)}", style="yellow") for warning in shown.warnings]
    lines += [Text("also in " + safe(", ".join(shown.also_in)), style=FAINT)] if shown.also_in else []
    return point.name, point.day.isoformat() if point.day else "no date", Group(*lines)
