"""Bad weather at Slack: which call fails how, by chance, as often as a run's weather has it; and who knocks too early."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.handlers.slack.slack_double import Fault

#: What a refusal that asks to wait is called, and in what a call names the refusals that were heard before it was made.
REFUSAL, HEARD = "X-Refusal", "X-Heard"
#: Limited for each channel by itself; the others for the whole workspace.
BY_CHANNEL = {"chat.postMessage"}


@dataclass(frozen=True)
class Weather:
    """How often what happens, of a hundred calls; times in seconds of ours."""

    limits: float = 0.0
    errors: float = 0.0
    cuts: float = 0.0
    silences: float = 0.0
    lates: float = 0.0
    kills: float = 0.0


CALM = Weather()


class Storm:
    """The weather over one Slack. ``kill`` ends the bot that is calling; ``clock`` is the bot's, in seconds."""

    def __init__(
        self, chance: random.Random, weather: Weather, *, clock: Callable[[], float], answers: float, kill: Any
    ) -> None:
        self.weather = weather
        self.happened: dict[str, int] = {}
        self.early = 0  # calls made although it had been heard that they were to wait
        self.unaware = 0  # and those begun before that was heard, or by a bot that was killed and started since
        self._chance, self._clock, self._answers, self._kill = chance, clock, answers, kill
        self._too_late = 1.5 * 10.0  # of the bot's seconds: ours are as long as the machine is busy
        self._shut: dict[tuple[str, str], tuple[float, str]] = {}  # until when, by which refusal
        self._refusals = 0

    def __call__(self, method: str, args: dict[str, Any], headers: Mapping[str, str]) -> Fault | None:
        if method == "auth.test":
            return None
        gate = (method, str(args.get("channel", "")) if method in BY_CHANNEL else "")
        until, refusal = self._shut.get(gate, (0.0, ""))
        if (left := until - self._clock()) > 0:
            aware = refusal in headers.get(HEARD, "").split()
            self.early += aware
            self.unaware += not aware
            return Fault(status=429, headers={"Retry-After": str(int(left) + 1), REFUSAL: refusal})
        return self._fault(gate)

    def clear(self) -> None:
        """From now on nothing fails."""
        self.weather = CALM

    def _fault(self, gate: tuple[str, str]) -> Fault | None:
        w, roll = self.weather, self._chance.uniform(0, 100)
        taken = self._chance.random() < 0.5
        kinds: list[tuple[float, str, Callable[[], Fault]]] = [
            (w.limits, "429", lambda: self._limited(gate)),
            (w.errors, "500", lambda: self._broken(gate[0], taken)),
            (w.cuts, "cut", lambda: Fault(half=True) if self._chance.random() < 0.3 else Fault(cut=True, taken=taken)),
            (w.silences, "silence", lambda: Fault(hang=2 * self._answers, taken=taken, cut=True)),
            (w.lates, "late", self._late),
            (w.kills, "killed by a call", lambda: self._killed(taken)),
        ]
        for share, name, made in kinds:
            if roll < share:
                self.happened[name] = self.happened.get(name, 0) + 1
                return made()
            roll -= share
        return None

    def _limited(self, gate: tuple[str, str]) -> Fault:
        seconds = self._chance.choice((1, 3, 10, 30))
        self._refusals += 1
        self._shut[gate] = self._clock() + seconds, str(self._refusals)
        headers = {"Retry-After": str(seconds), REFUSAL: str(self._refusals)}
        if gate[0] != "respond" and self._chance.random() < 0.2:
            return Fault(error="ratelimited", headers=headers)
        return Fault(status=429, headers=headers)

    def _late(self) -> Fault:
        """Taken after a while, at times when nobody listens any more; but never later than half as long again."""
        begun = self._clock()
        return Fault(
            late=self._answers * self._chance.uniform(0.5, 1.4), still=lambda: self._clock() - begun < self._too_late
        )

    def _broken(self, method: str, taken: bool) -> Fault:
        if method == "respond":  # where 200 means that it was taken
            return Fault(status=self._chance.choice((500, 503)), body="oops", taken=taken)
        return self._chance.choice((
            Fault(status=500, body="<html>oops</html>", taken=taken),
            Fault(status=503, body="", taken=taken),
            Fault(status=200, body="{not json", taken=taken),
            Fault(error="internal_error", taken=taken),
            Fault(error="fatal_error", taken=taken),
            Fault(error="service_unavailable"),
        ))  # fmt: skip

    def _killed(self, taken: bool) -> Fault:
        self._kill()
        return Fault(cut=True, taken=taken)
