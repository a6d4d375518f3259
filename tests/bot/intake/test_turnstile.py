"""Politeness: one request a host at a time, a pause between two, and nobody waits for another host."""

from __future__ import annotations

import asyncio

from bot.intake.turnstile import LONGEST_GAP, Turnstile


class Time:
    """Seconds that pass when somebody sleeps; all sleep in one line, as with one host."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


async def through(turnstile: Turnstile, host: str, gap: float | None = None) -> None:
    async with turnstile.at(host, gap=gap):
        pass


async def test_two_requests_to_a_host_lie_a_gap_apart_and_other_hosts_do_not_wait() -> None:
    time = Time()
    turnstile = Turnstile(2.0, clock=time, sleep=time.sleep)
    await through(turnstile, "a")
    await through(turnstile, "b")
    assert time.slept == []
    await through(turnstile, "a")
    assert time.slept == [2.0]


async def test_the_gap_counts_from_the_end_of_a_request() -> None:
    time = Time()
    turnstile = Turnstile(2.0, clock=time, sleep=time.sleep)
    async with turnstile.at("a"):
        time.now += 30
    time.now += 0.5
    await through(turnstile, "a")
    assert time.slept == [1.5]


async def test_a_host_may_ask_for_longer_pauses_but_not_for_endless_ones() -> None:
    time = Time()
    turnstile = Turnstile(1.0, clock=time, sleep=time.sleep)
    for gap in (5.0, 0.1, 1e9):
        await through(turnstile, "a", gap)
    await through(turnstile, "a")
    assert time.slept == [5.0, 1.0, LONGEST_GAP]


async def test_of_many_at_once_one_is_inside() -> None:
    turnstile, inside, most = Turnstile(0.0), 0, 0

    async def one(host: str) -> None:
        nonlocal inside, most
        async with turnstile.at(host):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one("a") for _ in range(20)))
    assert most == 1
    await asyncio.gather(*(one(str(n)) for n in range(20)))
    assert most > 1, "different hosts are asked together"


async def test_a_request_that_fails_lets_the_next_one_in() -> None:
    turnstile = Turnstile(0.0)
    for _ in range(2):
        try:
            async with turnstile.at("a"):
                raise ConnectionError
        except ConnectionError:
            continue
    await asyncio.wait_for(through(turnstile, "a"), 5)
