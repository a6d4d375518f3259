"""How sure the bot is, as one newsroom's desk has judged it: a correction of its confidence, learnt from what people settled.

What comes with the bot is the prior: without judgements nothing changes, and a few change little. A confidence is moved on
the scale of log odds, stretched by ``stretch`` and shifted by what holds for all and what holds for its kind.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.errors import BadInput

#: As how many judgements the prior weighs: for all kinds together, and for what sets a kind apart.
PRIOR, PRIOR_OF_A_KIND = 20.0, 40.0
#: Fewer disputes judged than this say nothing; nor do fewer of either answer.
FEWEST, FEWEST_OF_EACH = 30, 5
FOLDS = 5
_NEWTON = 25


@dataclass(frozen=True, slots=True)
class Calibration:
    """``stretch`` and ``shift`` of the log odds, and a shift more for each kind. ``of`` how many disputes it was learnt."""

    stretch: float = 1.0
    shift: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict)
    of: int = 0

    def sure(self, kind: str, confidence: float) -> float:
        """The confidence, 0..1, as the desk would have it. Of one kind, what is surer stays surer."""
        shift = self.shift + self.kinds.get(kind, 0.0)
        if (self.stretch, shift) == (1.0, 0.0):
            return confidence  # to the last digit, since thresholds are compared with it
        return _chance(self.stretch * _odds(confidence) + shift)


#: As it comes with the bot.
AS_IT_CAME = Calibration()


@dataclass(frozen=True, slots=True)
class Seen:
    """One judgement: ``event`` names the dispute, whose pairs are learnt from and tested on together."""

    event: str
    kind: str
    confidence: float
    conflict: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How well confidences fit what was judged: mean surprise in bits, and by how much they are off on average (0..1)."""

    surprise: float
    off: float


def fit(seen: Sequence[Seen]) -> Calibration:
    """What these judgements make of the prior. ``stretch`` stays above 0: what is surer stays surer."""
    kinds = sorted({s.kind for s in seen})
    x = np.array([[_odds(s.confidence), 1.0, *(float(s.kind == k) for k in kinds)] for s in seen]).reshape(
        -1, 2 + len(kinds)
    )
    y, w = np.array([s.conflict for s in seen], float), np.array([s.weight for s in seen])
    prior = np.array([1.0, *[0.0] * (1 + len(kinds))])
    hold = np.array([PRIOR, PRIOR / 4, *[PRIOR_OF_A_KIND / 4] * len(kinds)])
    b = prior.copy()
    for _ in range(_NEWTON):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        slope = x.T @ (w * (p - y)) + hold * (b - prior)
        b -= np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + np.diag(hold), slope)
    of = len({s.event for s in seen})
    return Calibration(max(0.1, float(b[0])), float(b[1]), dict(zip(kinds, map(float, b[2:]), strict=True)), of)


def crossed(seen: Sequence[Seen]) -> tuple[Fit, Fit]:
    """How well the prior fits, and how well what is learnt from the other disputes would: before and after. No dispute
    is tested by what was learnt from itself."""
    events = sorted({s.event for s in seen})
    fold = {event: n % FOLDS for n, event in enumerate(events)}
    after = []
    for n in range(FOLDS):
        learnt = fit([s for s in seen if fold[s.event] != n])
        after += [(learnt.sure(s.kind, s.confidence), s) for s in seen if fold[s.event] == n]
    return measured((s.confidence, s) for s in seen), measured(after)


def measured(told: Iterable[tuple[float, Seen]]) -> Fit:
    """How well these confidences fit."""
    pairs = list(told)
    weight = sum(s.weight for _, s in pairs) or 1.0
    surprise = sum(-s.weight * math.log2(max(1e-6, p if s.conflict else 1 - p)) for p, s in pairs)
    off = 0.0
    for low in range(10):
        inside = [(p, s) for p, s in pairs if min(9, int(p * 10)) == low]
        off += abs(sum(s.weight * (p - s.conflict) for p, s in inside))
    return Fit(surprise / weight, off / weight)


def too_few(seen: Sequence[Seen]) -> str:
    """Why nothing can be learnt from these, "" when it can."""
    answers = {s.event: s.conflict for s in seen}
    yes = sum(answers.values())
    if len(answers) < FEWEST:
        return (
            f"{len(answers)} disputes are judged, and {FEWEST} are needed; settle more with Resolve and Not a conflict"
        )
    if min(yes, len(answers) - yes) < FEWEST_OF_EACH:
        what = "no conflict" if yes > len(answers) - yes else "a conflict"
        return f"only {min(yes, len(answers) - yes)} of {len(answers)} disputes were judged {what}; {FEWEST_OF_EACH} are needed"
    return ""


def written(calibration: Calibration) -> str:
    """The text of the file that ``read`` takes."""
    return (
        json.dumps(
            {
                "wirecheck": "calibration",
                "stretch": calibration.stretch,
                "shift": calibration.shift,
                "kinds": dict(calibration.kinds),
                "of": calibration.of,
            },
            indent=1,
        )
        + "\n"
    )


def read(path: str) -> Calibration:
    """The calibration in this file, as it came for "". ``BadInput`` when it is none."""
    if not path:
        return AS_IT_CAME
    try:
        found = json.loads(Path(path).read_text("utf-8"))
        made = Calibration(
            float(found["stretch"]),
            float(found["shift"]),
            {str(k): float(v) for k, v in found["kinds"].items()},
            int(found["of"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path} is no calibration ({error}); make one with `wirecheck calibrate`") from error
    if not (0 < made.stretch < 100 and all(map(math.isfinite, (made.shift, *made.kinds.values())))):
        raise BadInput(f"{path} is no calibration (its figures are out of bounds); make one with `wirecheck calibrate`")
    return made


def _odds(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def _chance(z: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
