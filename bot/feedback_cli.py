"""`wirecheck feedback export` and `wirecheck calibrate`: what the desk has judged, handed out and learnt from."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.conflicts.calibration import Calibration, Fit, Seen
    from bot.feedback import Judged
    from bot.settings import Settings

app = typer.Typer(name="feedback", help="What people said of the alerts.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of what a person likes to read.")]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help="Write it there; WIRECHECK_CALIBRATION names it then.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would come of it, and write nothing.")]

#: Disputes are fetched all at once: people have judged hundreds, not millions.
ALL = 1_000_000


@app.callback()
def feedback() -> None:
    """What people said of the alerts."""


@app.command()
def export() -> None:
    """Print every pair of passages that people have judged, one a line: JSON Lines, with who, when and why."""
    from bot import feedback, shapes

    for one in asyncio.run(_judged(_settings())):
        sys.stdout.write(shapes.line(feedback.row(one)) + "\n")


def calibrate(out: Out = "calibration.json", dry_run: DryRun = False, json: AsJson = False) -> None:
    """Learn from Resolve and Not a conflict how sure to be; says how much better that would fit, tried on disputes held back."""
    from bot import shapes
    from bot.conflicts import calibration

    settings = _settings()
    seen = _seen(asyncio.run(_judged(settings)), settings)
    if why := calibration.too_few(seen):
        raise BadInput(f"too little to learn from: {why}")
    learnt, (before, after) = calibration.fit(seen), calibration.crossed(seen)
    if not dry_run:
        Path(out).write_text(calibration.written(learnt), "utf-8")
    if json:
        sys.stdout.write(shapes.line(_told(learnt, before, after, "" if dry_run else out)) + "\n")
        return
    _show(learnt, before, after)
    sys.stdout.write(
        "Nothing was written.\n"
        if dry_run
        else f"Written to {out}. Set WIRECHECK_CALIBRATION={out} and start the bot again.\n"
    )


def _settings() -> Settings:
    from bot.settings import load

    return load()


async def _judged(settings: Settings) -> list[Judged]:
    from bot import feedback
    from bot.app import newsroom

    async with newsroom(settings, processes=0) as (desk, _):
        settled = [d for state in ("resolved", "dismissed") for d in await desk.store.disputes(state=state, limit=ALL)]
    return list(feedback.judged(sorted(settled, key=lambda d: (d.opened, d.id))))


def _seen(found: list[Judged], settings: Settings) -> list[Seen]:
    """The judgements, each with how sure comparing is of it as it compares now, uncalibrated: what is on file was
    said by an earlier version, or calibrated before."""
    from bot import conflicts
    from bot.conflicts.calibration import Seen
    from bot.conflicts.judge import appointed
    from bot.conflicts.second import of_sentences

    judge = appointed(settings.judge)
    return [
        Seen(
            j.dispute.id,
            j.conflict.kind,
            of_sentences(judge, conflicts.compare(j.conflict.new, j.conflict.old)).confidence,
            j.is_conflict,
            j.weight,
        )
        for j in found
    ]


def _told(learnt: Calibration, before: Fit, after: Fit, out: str) -> dict[str, Any]:
    return {
        "disputes": learnt.of,
        "before": {"surprise": round(before.surprise, 3), "off": round(before.off, 3)},
        "after": {"surprise": round(after.surprise, 3), "off": round(after.off, 3)},
        "stretch": round(learnt.stretch, 3),
        "shift": round(learnt.shift, 3),
        "kinds": {kind: round(shift, 3) for kind, shift in learnt.kinds.items()},
        "written": out,
    }


def _show(learnt: Calibration, before: Fit, after: Fit) -> None:
    lines = [
        f"{learnt.of} disputes judged. Tried on disputes held back:",
        f"{'':12}{'before':>8}{'after':>8}",
        f"{'off by':12}{before.off:8.3f}{after.off:8.3f}   mean distance of how sure it was from how often it was right",
        f"{'surprise':12}{before.surprise:8.3f}{after.surprise:8.3f}   bits a judgement; less is better",
        "",
        f"{'said':12}{'now':>8}",
        *(f"{said:<12}{learnt.sure('', said):8.2f}" for said in (0.5, 0.65, 0.8, 0.9)),
        *(f"{kind + ' 0.65':12}{learnt.sure(kind, 0.65):8.2f}" for kind in sorted(learnt.kinds)),
        "",
    ]
    if after.surprise >= before.surprise:
        lines.append(
            "What was learnt fits disputes held back no better than what came with the bot; there is no need to use it."
        )
    sys.stdout.write("\n".join(lines) + "\n")
