"""The outbox of the archive in memory: the same promises as the one in SQLite, as long as it lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import NotOnFile
from bot.nouns import DigestPlan, Due, Receipt
from bot.quiet import held
from bot.schedule import last_due
from bot.watches import BURST, WITHIN, told_at_once
from store.bursts import burst_key
from store.outbox import LEASE, digest_key
from store.watches import MemoryWatches


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing in the outbox and how far it got."""

    due: Due
    n: int
    not_before: datetime
    state: str = "due"
    leased_until: datetime | None = None
    posted_at: datetime | None = None
    reason: str = ""

    @property
    def order(self) -> tuple[datetime, int]:
        return self.due.due, self.n

    def told(self) -> Due:
        """For people: with its state and the reason in the payload."""
        more = {"state": self.state, "reason": self.reason, "not_before": self.not_before.isoformat()}
        return replace(self.due, payload={**self.due.payload, **more})


class MemoryOutbox:
    """What is owed, and the digest plans."""

    def __init__(self, watches: MemoryWatches) -> None:
        self._watches = watches
        self._owed: dict[str, Owed] = {}
        self._count = 0
        self._plans: dict[str, DigestPlan] = {}

    def owe(
        self,
        key: str,
        kind: str,
        *,
        channel: str,
        subject: str,
        due: datetime,
        payload: Mapping[str, str] | None = None,
    ) -> bool:
        if key in self._owed:
            return False
        thing = Due(key, kind, channel, subject, due, payload=dict(payload or {}))  # type: ignore[arg-type]
        self._count += 1
        self._owed[key] = Owed(thing, self._count, due)
        return True

    def alerted(self, dispute_id: str, *, otherwise: str = "") -> list[tuple[str, str]]:
        """The channels where a dispute was or will be alerted, each with what keys that belong there end in."""
        name = f"alert:{dispute_id}"
        held = [o for o in self._owed.values() if o.due.kind == "alert" and o.due.subject == dispute_id]
        live = [o.due for o in held if o.state != "given up" and o.due.channel]
        there = [(due.channel, due.key.removeprefix(name)) for due in live]
        return there or ([(otherwise, "")] if otherwise and all(o.due.key == name for o in held) else [])

    def _fold(self, now: datetime) -> set[str]:
        """See ``store.holding``: the keys of what is still held."""
        kept: set[str] = set()
        for channel, quiet in self._watches.quiet.items():
            plan, folded = self._plans.get(channel), ""
            due = [o for o in self._owed.values() if o.state == "due" and o.due.channel == channel]
            for owed in [o for o in due if o.due.kind != "digest" and o.due.due <= now]:
                hold = held(owed.due.due, quiet, plan)
                waits = owed.due.kind == "alert" and not owed.due.bundle and not owed.due.sending
                if waits and hold and hold.digest and hold.digest <= now:
                    folded = folded or self._digest_now(plan, now)
                    self._owed[owed.due.key] = replace(owed, due=replace(owed.due, bundle=folded))
                if quiet.holds(now) or (hold and hold.until > now):
                    kept.add(owed.due.key)
        return kept

    def _digest_now(self, plan: DigestPlan | None, now: datetime) -> str:
        due = last_due(plan, now) if plan else None
        if plan is None or due is None:
            return ""
        self.owe_digest(plan.channel, due=due)
        key = digest_key(plan.channel, due)
        return key if self._owed[key].state == "due" else ""

    def under(self, channel: str, *, due: datetime) -> list[str]:
        """See ``store.holding``."""
        key = digest_key(channel, due)
        held_back = sorted((o for o in self._owed.values() if o.due.bundle == key), key=lambda o: o.order)
        return [o.due.subject for o in held_back]

    def _bundle(self, now: datetime, kept: set[str]) -> None:
        """See ``store.bursts``."""
        due = [o for o in self._owed.values() if o.state == "due" and o.due.channel and o.due.due <= now]
        blocked = {o.due.channel for o in due if o.not_before > now}
        fresh = [o for o in due if o.due.kind == "alert" and not o.due.bundle and not o.due.sending]
        fresh = [o for o in fresh if o.due.key not in kept]
        for channel in dict.fromkeys(o.due.channel for o in fresh if o.due.channel not in blocked):
            alerts = [o for o in fresh if o.due.channel == channel]
            lately = burst_key(channel, now - WITHIN)
            keys = [k for k, o in self._owed.items() if o.due.channel == channel and k.startswith("burst:")]
            recent = next((k for k in keys if k > lately), "")
            held = self._owed.values()
            told = [o for o in held if o.due.kind == "alert" and o.due.channel == channel and not o.due.bundle]
            posted = [o for o in told if o.posted_at and o.posted_at > now - WITHIN]
            if not recent and len(alerts) + len(posted) < BURST:
                continue
            key = recent or burst_key(channel, now)
            if not recent:
                first = min(o.due.due for o in alerts) - timedelta(microseconds=1)
                payload = {"text": told_at_once(len(alerts))}
                self.owe(key, "notice", channel=channel, subject=channel, due=first, payload=payload)
            elif self._owed[key].state == "due" and not self._owed[key].due.sending:
                owed, count = self._owed[key], sum(o.due.bundle == key for o in self._owed.values()) + len(alerts)
                self._owed[key] = replace(owed, due=replace(owed.due, payload={"text": told_at_once(count)}))
            for owed in alerts:
                self._owed[owed.due.key] = replace(owed, due=replace(owed.due, bundle=key))

    def shown_in(self, dispute_id: str) -> set[str]:
        """The channels that were shown a dispute, or may have been."""
        held = [o for o in self._owed.values() if o.due.subject == dispute_id and o.due.kind in ("alert", "joined")]
        seen = [o for o in held if o.state == "posted" or o.due.sending]
        return {c for o in seen if (c := o.due.receipt.channel if o.due.receipt else o.due.channel)}

    def drop_alerts(self, dispute_id: str, *, reason: str) -> None:
        """What was to be told of a dispute, and is not being sent, is given up."""
        for owed in list(self._owed.values()):
            about = owed.due.subject == dispute_id and owed.due.kind in ("alert", "joined")
            if about and not owed.due.sending:
                self.give_up(owed.due.key, reason=reason)

    def forget(self, subject: str) -> None:
        """Whatever was owed or posted about this is there no more."""
        self._owed = {key: o for key, o in self._owed.items() if o.due.subject != subject}

    def take_due(self, *, now: datetime, limit: int) -> list[Due]:
        kept = self._fold(now)
        self._bundle(now, kept)
        first: dict[str, Owed] = {}
        threads = {o.due.bundle for o in self._owed.values() if o.state == "due" and o.due.bundle}
        awaited = {(o.due.subject, o.due.channel) for k, o in self._owed.items() if k in kept and o.due.kind == "alert"}
        for owed in sorted(
            self._owed.values(), key=lambda o: (o.due.kind != "digest" or o.due.key not in threads, o.order)
        ):
            follows = owed.due.kind in ("joined", "settled") and (owed.due.subject, owed.due.channel) in awaited
            if owed.due.key in kept or follows:
                continue
            if owed.state == "due" and owed.due.channel and owed.due.due <= now:
                first.setdefault(owed.due.channel, owed)
        free = [o for o in first.values() if o.not_before <= now and (o.leased_until or now) <= now][:limit]
        for owed in free:
            due = replace(owed.due, sending=True, attempts=owed.due.attempts + 1)
            self._owed[due.key] = replace(owed, due=due, leased_until=now + LEASE)
        return [o.due for o in free]

    def posted(self, key: str, receipt: Receipt, *, now: datetime) -> None:
        if key not in self._owed:
            raise NotOnFile(f"nothing called {key!r} was ever in the outbox")
        owed = self._owed[key]
        due = replace(owed.due, sending=False, receipt=receipt)
        self._owed[key] = replace(owed, due=due, state="posted", leased_until=None, posted_at=now)
        plan = self._plans.get(due.subject) if due.kind == "digest" else None
        if plan:
            self._plans[plan.channel] = replace(plan, since=max(plan.since, due.due))

    def put_off(self, key: str, *, until: datetime, reason: str, unsure: bool) -> None:
        self._change(key, sending=unsure, not_before=until, reason=reason)

    def give_up(self, key: str, *, reason: str) -> None:
        self._change(key, state="given up", reason=reason)

    def _change(self, key: str, *, sending: bool = False, **changes: object) -> None:
        owed = self._owed.get(key)
        if owed and owed.state == "due":
            due = replace(owed.due, sending=sending)
            self._owed[key] = replace(owed, due=due, leased_until=None, **changes)  # type: ignore[arg-type]

    def receipt(self, key: str) -> Receipt | None:
        owed = self._owed.get(key)
        return owed.due.receipt if owed else None

    def waiting(self, *, limit: int) -> list[Due]:
        found = sorted((o for o in self._owed.values() if o.state != "posted"), key=lambda o: o.order)
        return [o.told() for o in found[:limit]]

    def count(self, kind: str, state: str) -> int:
        return sum(o.due.kind == kind and o.state == state for o in self._owed.values())

    # --- digests

    def plan_digest(self, plan: DigestPlan | None, *, channel: str) -> None:
        if plan is not None:
            self._plans[channel] = replace(plan, channel=channel)
            return
        self._plans.pop(channel, None)
        for owed in list(self._owed.values()):
            if owed.due.kind == "digest" and owed.due.subject == channel:
                self.give_up(owed.due.key, reason="the digest was switched off")

    def digest_plans(self) -> list[DigestPlan]:
        return [self._plans[channel] for channel in sorted(self._plans)]

    def owe_digest(self, channel: str, *, due: datetime) -> bool:
        return self.owe(digest_key(channel, due), "digest", channel=channel, subject=channel, due=due)
