"""The timeline as a picture: a row for each side, a mark for each claim on its day, told apart by shape and letter.

Drawn with matplotlib's ``Figure`` on Agg, never pyplot: no display is needed, and nothing global is touched. Names
and topics come from articles and people, so none of them is read as mathematics (a "$" would be), and what no font
has is drawn as a box; the letter before it and the text beside the picture still say whose row it is.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from bot.answers.timeline import Lane, Matter, Timeline, in_words, period
from handlers.slack import wording
from handlers.slack.unseen import displayable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Inches, and dots for each: about what Slack shows without shrinking, on a screen with two dots a point.
WIDTH, ROW, AROUND, DPI = 9.0, 0.56, 1.85, 120
#: The place of the rows' names, in inches, and how much of a name stands in it.
NAMES, LETTERS_A_LINE, NAME_LINES = 2.6, 24, 2
#: So many places along the row can be told apart; what falls into one place is one mark with its number.
PLACES = 40
#: So many claims have their names beside their marks; more are counted.
NAMED = 30
#: Space a letter of such a name takes, as a share of the row.
LETTER = 0.0155

INK, FAINT, GRID = "#1a1a1a", "#5b5b5b", "#d9d9d9"
#: For the sides of a dispute and for what nobody disputes: mark, face, edge. The shape tells; the colour only helps.
MARKS = {0: ("^", "#6b6b6b", "#3d3d3d"), 1: ("o", "#1d5b8f", "#12395a"), 2: ("s", "#ffffff", "#a3480c")}
TOLD = {1: "one side of a dispute", 2: "the other side", 0: "not disputed, or not by side"}

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's fonts are shared, and not made for several threads


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in a row: where (0..1 from the first day to the last; None in the column without dates), how many
    claims it stands for, and what they are called: "A3", "A3–A5"."""

    at: float | None
    count: int
    name: str


def png(found: Timeline) -> bytes:
    """The picture, as PNG. To be called in a thread: it takes a fraction of a second."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = _figure(found)
        written = io.BytesIO()
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            written, metadata={"Software": None, "Description": alt(found)}
        )
        return written.getvalue()


def heading(matter: Matter) -> str:
    """What stands above rows: "Disputed: the numbers differ"."""
    return wording.title(matter.dispute) if matter.dispute else matter.heading


def alt(found: Timeline, room: int = 1_000) -> str:
    """What the picture shows, in words, within ``room`` characters: for whoever does not see it."""
    told = [f"Timeline of “{shortened(found.about, 80)}”: {found.text}"]
    for matter in found.matters:
        above = shortened(heading(matter), 90).rstrip(".:")
        told.append(above if above.endswith("?") else f"{above}:")
        told += [_lane_in_words(lane) for lane in matter.lanes]
    kept = ""
    for part in told:
        if len(kept) + len(part) > room - 60:
            return f"{kept} The rest stands in the text below."
        kept = f"{kept} {part}".strip()
    return kept


def _lane_in_words(lane: Lane) -> str:
    days = [p.day for p in lane.points if p.day]
    when = f", {period(days[0], days[-1])}" if days else ", no date"
    return f"{lane.letter}, {shortened(lane.name, 60)}: {len(lane.points)} claim{'s'[: len(lane.points) != 1]}{when}."


# --- what is drawn where -------------------------------------------------------------------------


def marks(lane: Lane, days: Sequence[date]) -> list[Mark]:
    """The marks of a row, those of its claims that fall into one place together."""
    first, span = (days[0], (days[-1] - days[0]).days) if days else (None, 0)

    def place(day: date | None) -> int:
        if day is None or first is None:
            return PLACES
        return round((day - first).days / span * (PLACES - 1)) if span else PLACES // 2

    found = []
    for at, together in groupby(lane.points, key=lambda p: place(p.day)):
        points = list(together)
        name = points[0].name if len(points) == 1 else f"{points[0].name}–{points[-1].name}"
        where = None if at == PLACES else at / (PLACES - 1) if span else 0.5
        found.append(Mark(where, len(points), name))
    return found


def ticks(first: date, last: date, most: int = 6) -> list[date]:
    """Days to name below the rows, at most so many: a day, week, month or year apart, or several."""
    span = (last - first).days
    for step in (1, 2, 7, 14):
        if span / step < most:
            return [first + timedelta(days=n) for n in range(0, span + 1, step)]
    months = (last.year - first.year) * 12 + last.month - first.month
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200):
        if months / step < most:
            firsts = [_month(first, n) for n in range(months + 1) if (first.month - 1 + n) % min(step, 12) == 0]
            return [day for day in firsts if day >= first and (step <= 12 or day.year % (step // 12) == 0)] or [first]
    return [first, last]


def _month(first: date, later: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + later, 12)
    return date(year, month + 1, 1)


def shortened(text: str, room: int) -> str:
    """A name on one line, in as many characters."""
    flat = " ".join(displayable(text).split())
    return flat if len(flat) <= room else flat[: room - 1].rstrip() + "…"


# --- drawing it ----------------------------------------------------------------------------------


def _figure(found: Timeline) -> Figure:
    from matplotlib.figure import Figure

    lanes = found.lanes
    rows = len(lanes) + len(found.matters)
    height = AROUND + ROW * max(rows, 1)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    undated = any(p.day is None for p in found.points)
    axes = figure.add_axes((NAMES / WIDTH, 1.1 / height, (WIDTH - NAMES - 0.25) / WIDTH, (height - AROUND) / height))
    axes.set_xlim(-0.04, 1.16 if undated and found.days else 1.04)
    axes.set_ylim(rows - 0.4, -0.6)
    figure.text(0.15 / WIDTH, 1 - 0.3 / height, f"Timeline: {shortened(found.about, 70)}", **_words(15, weight="bold"))
    figure.text(0.15 / WIDTH, 1 - 0.58 / height, shortened(found.text, 110), **_words(10.5, color=FAINT))
    _rows(axes, found)
    _below(axes, found.days, undated=undated)
    _legend(figure, {lane.side for lane in lanes}, height)
    return figure


def _rows(axes: Axes, found: Timeline) -> None:
    y, named = 0, len(found.points) <= NAMED
    for n, matter in enumerate(found.matters):
        if n:
            axes.axhline(y - 0.5, color=FAINT, linewidth=0.8)
        axes.text(
            _left(axes, 0.15), y + 0.12, shortened(heading(matter), 90), **_words(10.5, weight="bold", color=FAINT)
        )
        y += 1
        for lane in matter.lanes:
            axes.axhline(y, color=GRID, linewidth=1, zorder=0)
            axes.text(_left(axes, 0.15), y, lane.letter, **_words(13, weight="bold"))
            axes.text(_left(axes, 0.42), y, _name(lane), **_words(10.5, linespacing=1.05))
            _lane(axes, y, lane, found.days, named=named)
            y += 1


def _left(axes: Axes, inches: float) -> float:
    """So many inches from the picture's left edge, in the axes' own measure."""
    low, high = axes.get_xlim()
    return low - (NAMES - inches) / (WIDTH - NAMES - 0.25) * (high - low)


def _name(lane: Lane) -> str:
    lines = wrap(shortened(lane.name, 300), LETTERS_A_LINE, break_long_words=True)
    short = lines[:NAME_LINES]
    if len(lines) > NAME_LINES:
        short[-1] = shortened(f"{short[-1]} {lines[NAME_LINES]}", LETTERS_A_LINE)
    return "\n".join(short)


def _lane(axes: Axes, y: int, lane: Lane, days: Sequence[date], *, named: bool) -> None:
    shape, face, edge = MARKS[lane.side]
    found = marks(lane, days)
    dated = [m.at for m in found if m.at is not None]
    if len(dated) > 1:
        axes.plot([dated[0], dated[-1]], [y, y], color=edge, linewidth=1.6, zorder=1)
    ends = [-1.0, -1.0]  # how far the words above and below the row reach already
    for mark in found:
        at = (1.1 if days else 0.5) if mark.at is None else mark.at
        size = min(60 + 16 * (mark.count - 1), 260)
        axes.scatter([at], [y], s=size, marker=shape, facecolor=face, edgecolor=edge, linewidth=1.6, zorder=2)
        told = mark.name if named else f"{mark.count}×" if mark.count > 1 else ""
        _beside(axes, at, y, told, ends)


def _beside(axes: Axes, at: float, y: int, told: str, ends: list[float]) -> None:
    """What a mark is called, above it, or below where another name is in the way; not at all where both are."""
    start, end = at - LETTER * len(told) / 2, at + LETTER * len(told) / 2
    for n, off in enumerate((-0.3, 0.31)):
        if told and ends[n] < start:
            axes.text(at, y + off, told, **_words(8.5, ha="center"))
            ends[n] = end
            return


def _below(axes: Axes, days: Sequence[date], *, undated: bool) -> None:
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.set_yticks([])
    named = _named_days(days)
    axes.set_xticks([at for at, _ in named], [name for _, name in named])
    if undated and days:
        axes.axvline(1.055, color=FAINT, linewidth=1, linestyle=(0, (3, 3)))
        named = [*named, (1.1, "no date")]
    elif undated:
        named = [(0.5, "no date")]
    axes.set_xticks([at for at, _ in named], [name for _, name in named])
    axes.tick_params(axis="x", colors=INK, labelsize=10, length=4)


def _named_days(days: Sequence[date]) -> list[tuple[float, str]]:
    """Where days are named below the rows, and how; the year where it is a new one."""
    if not days:
        return []
    first, last = days[0], days[-1]
    span = (last - first).days
    if not span:
        return [(0.5, in_words(first))]
    named, year = [], 0
    for day in ticks(first, last):
        short = f"{day.day} {_MONTHS[day.month - 1]}"
        named.append(((day - first).days / span, short if day.year == year else f"{short}\n{day.year}"))
        year = day.year
    return named


def _legend(figure: Figure, sides: Iterable[int], height: float) -> None:
    from matplotlib.lines import Line2D

    handles = []
    for side in sorted(sides, key=lambda s: s or 9):
        shape, face, edge = MARKS[side]
        handles.append(
            Line2D([], [], marker=shape, color=edge, markerfacecolor=face, markeredgewidth=1.6, label=TOLD[side])
        )
    if handles:
        at = (0.06 / WIDTH, 0.38 / height)
        figure.legend(handles=handles, loc="center left", bbox_to_anchor=at, ncols=3, frameon=False, fontsize=9.5)
    told = "Days are those of publication. Letters and numbers are those of the text; 3× is three claims at once."
    figure.text(0.15 / WIDTH, 0.15 / height, told, **_words(8.5, color=FAINT))


def _words(size: float, **more: Any) -> dict[str, Any]:
    return {"fontsize": size, "color": INK, "va": "center", "parse_math": False, **more}
