"""What is owed is posted once, in order, whatever fails in between and whenever the bot is killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import PostFailed, PostRefused
from bot.intake.subscriptions import Feed, Word
from bot.newsroom import Newsroom
from bot.nouns import Claim, Digest, DigestPlan, Dispute, Receipt, Revision, Span
from bot.outbox import LONGEST_WAIT, Outbox, backoff
from bot.ports import Store
from bot.watches import Watch
from store.memory import MemoryStore
from store.sqlite import SqliteStore
from tests.bot.invented import NOON, Clock, claim, clash, file, statements

OVER = claim("The bridge at Arnholt was reopened on Sunday.", "Ministry", "say", "say")
SHUT = claim("The bridge at Arnholt is still shut.", "Rail Union", "announce", "say")
STILL = claim("Nothing has crossed the bridge at Arnholt since.", "Port Office", "say", "say")


class Killed(BaseException):
    """The machine went off."""


class Board:
    """A noticeboard that keeps what is put on it, and can fail or be killed before or after posting."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str, Receipt | None]] = []  # key, what it is, the alert it hangs under
        self.before: Callable[[str], None] = lambda key: None
        self.after: Callable[[str], None] = lambda key: None
        self.looked: list[str] = []

    @property
    def keys(self) -> list[str]:
        return [key for key, _, _ in self.messages]

    def _put(self, key: str, what: str, alert: Receipt | None = None) -> Receipt:
        self.before(key)
        self.messages.append((key, what, alert))
        self.after(key)
        return Receipt("C1", f"{len(self.messages)}.0")

    async def alert(self, dispute: Dispute, *, channel: str, key: str, thread: Receipt | None = None) -> Receipt:
        return replace(self._put(key, "alert", thread), thread=thread.ts if thread else "")

    async def joined(
        self, dispute: Dispute, revision_id: str, *, alert: Receipt | None, channel: str, key: str
    ) -> Receipt:
        return self._put(key, f"joined by {revision_id}", alert)

    async def settled(self, dispute: Dispute, *, alert: Receipt | None, channel: str, key: str) -> Receipt:
        return self._put(key, dispute.state, alert)

    async def digest(self, digest: Digest, *, channel: str, key: str) -> Receipt:
        return self._put(key, f"{len(digest.opened)} opened")

    async def reminder(self, dispute: Dispute, *, channel: str, key: str) -> Receipt:
        return self._put(key, f"reminder of a dispute that is {dispute.state}")

    async def notice(self, text: str, *, channel: str, key: str) -> Receipt:
        return self._put(key, text)

    async def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None = None) -> Receipt | None:
        self.looked.append(key)
        place = self.keys.index(key) + 1 if key in self.keys else 0
        return Receipt("C1", f"{place}.0", thread.ts if thread else "") if place else None


@dataclass
class Room:
    """A bot with its archive, a board and a clock that the test moves."""

    store: Any
    board: Board
    clock: Clock

    def outbox(self) -> Outbox:
        """As after a start: nothing is remembered but what the archive keeps."""

        async def read(revision: Revision) -> tuple[Claim, ...]:
            return ()

        newsroom = Newsroom(self.store, read, clock=self.clock, alert_channel="C1")
        return Outbox(self.store, self.board, newsroom, clock=self.clock, jitter=lambda: 0.0)

    async def until_quiet(self, *, hours: float = 2) -> None:
        """Lets time pass, half a minute at a time."""
        for _ in range(int(hours * 120)):
            await self.outbox().turn()
            self.clock.now += timedelta(seconds=30)

    async def owe_alert(self) -> str:
        """Two articles that clash; the dispute's id."""
        (old,) = await file(self.store, "arnholt-post", [OVER])
        new = await self._unfiled("valley-times", SHUT)
        await file(self.store, "valley-times", [SHUT], clashes=[clash(old, new)])
        (dispute,) = await self.store.disputes()
        return str(dispute.id)

    async def owe_joined(self) -> None:
        """A third article that joins the same dispute."""
        (dispute,) = await self.store.disputes()
        new = await self._unfiled("coast-radio", STILL)
        first = dispute.conflicts[0]
        await file(self.store, "coast-radio", [STILL], clashes=[clash(first.old, new)], joins=dispute.id)

    async def _unfiled(self, ref: str, one: Claim) -> Any:
        return statements(ref, [one])[0]


@pytest.fixture(params=["memory", "sqlite"])
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    store: Store = MemoryStore() if request.param == "memory" else SqliteStore.open("sqlite:///:memory:")
    yield Room(store, Board(), Clock())
    await store.close()


async def test_an_alert_is_posted_and_noted(room: Room) -> None:
    dispute = await room.owe_alert()
    assert await room.outbox().turn() == 1
    assert room.board.keys == [f"alert:{dispute}"]
    assert await room.store.receipt(f"alert:{dispute}") == Receipt("C1", "1.0")
    assert await room.outbox().turn() == 0


@pytest.mark.parametrize("kill", [None, "before", "after"])
async def test_a_reminder_comes_at_its_hour_once_as_the_dispute_then_stands(room: Room, kill: str | None) -> None:
    dispute = await room.owe_alert()
    await room.outbox().turn()
    due = room.clock.now + timedelta(hours=1)
    await room.store.acts.remind(dispute, channel="D1", by="@ann", due=due, now=room.clock.now)
    await room.store.settle(dispute, state="resolved", how="", by="@ann", now=room.clock.now)
    await room.until_quiet(hours=0.9)
    assert not [what for _, what, _ in room.board.messages if what.startswith("reminder")]

    def killed(key: str) -> None:
        room.board.before = room.board.after = lambda key: None
        raise Killed

    if kill:
        setattr(room.board, kill, killed)
        with pytest.raises(Killed):
            await room.until_quiet(hours=1)
    await room.until_quiet(hours=1)
    reminders = [what for _, what, _ in room.board.messages if what.startswith("reminder")]
    assert reminders == ["reminder of a dispute that is resolved"]


async def owe_many(room: Room, count: int) -> None:
    for n in range(count):
        opened, shut = (claim(f"Bridge {n} is {state}.", "Ministry", "say", "say") for state in ("open", "shut"))
        (old,) = await file(room.store, f"post-{n}", [opened])
        [new] = statements(f"times-{n}", [shut])
        await file(room.store, f"times-{n}", [shut], clashes=[clash(old, new)])


@pytest.mark.parametrize("kill", [None, 1, 2, 5, 9])
async def test_of_many_at_once_each_stands_under_one_message_also_when_killed(room: Room, kill: int | None) -> None:
    await owe_many(room, 9)

    def after(key: str) -> None:
        if len(room.board.messages) == kill:
            room.board.after = lambda key: None
            raise Killed

    room.board.after = after
    if kill:
        with pytest.raises(Killed):
            await room.until_quiet(hours=0.5)
    await room.until_quiet()
    first, *rest = room.board.messages
    assert first[0].startswith("burst:C1:")
    assert first[1].startswith("9 disputes at once.")
    assert len(rest) == len({key for key, _, _ in rest}) == 9
    assert {thread.ts for _, _, thread in rest if thread} == {"1.0"}
    assert all(thread for _, _, thread in rest)
    (dispute, *_) = await room.store.disputes()
    assert (await room.store.receipt(f"alert:{dispute.id}")).root == "1.0"


async def test_where_the_message_above_is_refused_the_alerts_are_told_all_the_same(room: Room) -> None:
    await owe_many(room, 6)

    def before(key: str) -> None:
        if key.startswith("burst:"):
            raise PostRefused("no")

    room.board.before = before
    await room.until_quiet()
    assert [(what, thread) for _, what, thread in room.board.messages] == [("alert", None)] * 6


async def test_each_channel_that_watches_has_its_own_alert_and_its_own_thread(room: Room) -> None:
    await room.store.watches.watch(Watch("C2", "bridge"))
    dispute = await room.owe_alert()
    await room.owe_joined()
    await room.until_quiet()
    [one, two] = [key for key, what, _ in room.board.messages if what == "alert"]
    assert one == two == f"alert:{dispute}"
    assert {await room.store.receipt(f"alert:{dispute}{end}") for end in ("", "@C2")} == {
        alert for _, what, alert in room.board.messages if what.startswith("joined")
    }


async def test_a_channel_where_slack_is_slow_holds_up_no_other(room: Room) -> None:
    """While a call for one channel hangs, all that is due in another is posted, in order."""
    await room.store.watches.watch(Watch("C2", "bridge"))
    await room.owe_alert()
    await room.owe_joined()
    hangs, alert = asyncio.Event(), room.board.alert

    async def slow(dispute: Dispute, *, channel: str, **more: Any) -> Receipt:
        if channel == "C1":
            await hangs.wait()
        return await alert(dispute, channel=channel, **more)

    room.board.alert = slow  # type: ignore[method-assign]
    running = asyncio.create_task(room.outbox().run())
    async with asyncio.timeout(10):
        while len(room.board.messages) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert [key.partition(":")[0] for key in room.board.keys] == ["alert", "joined"]
        hangs.set()
        while len(room.board.messages) < 4:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert sorted(key.partition(":")[0] for key in room.board.keys) == ["alert", "alert", "joined", "joined"]


async def test_what_is_on_its_way_when_the_bot_stops_may_arrive_and_is_noted(room: Room) -> None:
    await room.owe_alert()
    begun, goes_on, alert = asyncio.Event(), asyncio.Event(), room.board.alert

    async def slow(dispute: Dispute, **more: Any) -> Receipt:
        begun.set()
        await goes_on.wait()
        return await alert(dispute, **more)

    room.board.alert = slow  # type: ignore[method-assign]
    running = asyncio.create_task(room.outbox().run())
    async with asyncio.timeout(10):
        await begun.wait()
        running.cancel()
        await asyncio.sleep(0)
        goes_on.set()
        await asyncio.gather(running, return_exceptions=True)
    assert await room.store.take_due(now=room.clock() + timedelta(hours=1)) == []
    assert len(room.board.keys) == 1


async def test_what_surely_was_not_taken_is_not_looked_for(room: Room) -> None:
    await room.owe_alert()

    def busy(key: str) -> None:
        room.board.before = lambda key: None
        raise PostFailed("rate limited", retry_after=5.0)

    room.board.before = busy
    await room.until_quiet(hours=0.1)
    assert (len(room.board.keys), room.board.looked) == (1, [])


async def test_it_is_looked_for_only_when_slack_can_have_taken_it(room: Room) -> None:
    """A call whose answer was not heard may be taken seconds later: a look before then would find nothing."""
    await room.owe_alert()
    looked, find = [], room.board.find

    async def late(key: str, **more: Any) -> Receipt | None:
        looked.append(room.clock() - NOON)
        return await find(key, **more)

    def lost(key: str) -> None:
        room.board.after = lambda key: None
        raise PostFailed("no answer", settles=40.0)

    room.board.after, room.board.find = lost, late  # type: ignore[method-assign]
    await room.until_quiet(hours=0.1)
    assert looked == [timedelta(seconds=60)]
    assert len(room.board.keys) == 1


async def test_what_joins_a_dispute_hangs_under_its_alert(room: Room) -> None:
    await room.owe_alert()
    await room.owe_joined()
    await room.until_quiet()
    (_, _, none), (key, what, alert) = room.board.messages
    assert (none, alert) == (None, Receipt("C1", "1.0"))
    assert key.startswith("joined:")
    assert what == f"joined by {key.rsplit(':', 1)[-1]}"


async def test_settling_is_shown_on_the_alert(room: Room) -> None:
    dispute = await room.owe_alert()
    await room.outbox().turn()
    await room.store.settle(dispute, state="resolved", how="the bridge is open", by="Ann", now=room.clock())
    await room.until_quiet()
    assert [(what, alert) for _, what, alert in room.board.messages][1:] == [("resolved", Receipt("C1", "1.0"))]


async def test_a_digest_moves_the_bookmark_to_its_hour(room: Room) -> None:
    since, due = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
    await room.store.plan_digest(DigestPlan("C1", "daily", "13:00", "UTC", since), channel="C1")
    await room.owe_alert()
    await room.outbox().turn()
    await room.store.owe_digest("C1", due=due)
    room.clock.now = due + timedelta(minutes=5)
    await room.until_quiet(hours=0.1)
    assert room.board.messages[-1][1] == "1 opened"
    (plan,) = await room.store.digest_plans()
    assert plan.since == due


async def test_a_word_to_those_who_run_the_bot_is_posted_once(room: Room) -> None:
    feed, _ = await room.store.feeds.subscribe(Feed.at("https://post.example/feed", now=room.clock()))
    for _ in range(2):
        await room.store.feeds.visited(feed, [], word=Word("gone:1", "C1", "The feed is gone."))
        await room.until_quiet()
    assert [(key, what) for key, what, _ in room.board.messages] == [("gone:1", "The feed is gone.")]


# --- failures


async def test_while_slack_is_down_it_waits_and_then_goes_on_in_order(room: Room) -> None:
    await room.owe_alert()
    await room.owe_joined()
    back = room.clock() + timedelta(hours=1)

    def down(key: str) -> None:
        if room.clock() < back:
            raise PostFailed("Slack did not answer")

    room.board.before = down
    await room.until_quiet(hours=0.9)
    assert room.board.keys == []
    await room.until_quiet()
    assert [key.split(":")[0] for key in room.board.keys] == ["alert", "joined"]


async def test_it_waits_as_long_as_slack_asks(room: Room) -> None:
    await room.owe_alert()
    tried: list[datetime] = []

    def busy(key: str) -> None:
        tried.append(room.clock())
        if len(tried) == 1:
            raise PostFailed("rate limited", retry_after=300.0)

    room.board.before = busy
    await room.until_quiet(hours=0.5)
    assert [t - NOON for t in tried] == [timedelta(0), timedelta(seconds=300)]


async def test_an_answer_that_never_came_does_not_post_twice(room: Room) -> None:
    await room.owe_alert()

    def lost(key: str) -> None:
        room.board.after = lambda key: None
        raise PostFailed("connection closed before the answer", settles=15.0)

    room.board.after = lost
    await room.until_quiet()
    assert len(room.board.keys) == 1


@pytest.mark.parametrize("wrong", [PostFailed("asked to wait", retry_after=5.0), PostFailed("no connection")])
async def test_what_could_not_be_looked_for_is_looked_for_again_before_it_is_posted(
    room: Room, wrong: PostFailed
) -> None:
    """Slack took it, its answer was lost, and then it asked to wait with looking: still it may be there."""
    await room.owe_alert()
    find = room.board.find

    def lost(key: str) -> None:
        room.board.after = lambda key: None
        raise PostFailed("connection closed before the answer", settles=15.0)

    async def not_now(key: str, **more: Any) -> Receipt | None:
        room.board.find = find  # type: ignore[method-assign]
        raise wrong

    room.board.after, room.board.find = lost, not_now  # type: ignore[method-assign]
    await room.until_quiet()
    assert len(room.board.keys) == 1


async def test_what_slack_refuses_is_given_up_and_does_not_hold_up_the_rest(room: Room) -> None:
    dispute = await room.owe_alert()
    await room.store.plan_digest(DigestPlan("C1", "daily", "13:00", "UTC", NOON - timedelta(hours=1)), channel="C1")
    await room.store.owe_digest("C1", due=NOON + timedelta(minutes=1))

    def refuse(key: str) -> None:
        if key.startswith("alert"):
            raise PostRefused("channel_not_found")

    room.board.before = refuse
    await room.until_quiet()
    assert [key.split(":")[0] for key in room.board.keys] == ["digest"]
    assert await room.store.receipt(f"alert:{dispute}") is None


async def test_without_its_alert_a_reply_is_given_up_in_the_end(room: Room) -> None:
    dispute = await room.owe_alert()
    await room.store.give_up(f"alert:{dispute}", reason="channel_not_found")
    await room.owe_joined()
    await room.until_quiet()
    assert room.board.keys == []


async def test_a_fault_in_one_message_is_put_off_and_the_loop_goes_on(room: Room) -> None:
    await room.owe_alert()

    def faulty(key: str) -> None:
        room.board.before = lambda key: None
        raise ZeroDivisionError("a fault of ours")

    room.board.before = faulty
    assert await room.outbox().turn() == 0
    await room.until_quiet(hours=0.1)
    assert len(room.board.keys) == 1


async def test_a_misquotation_is_never_posted(room: Room) -> None:
    (old,) = await file(room.store, "arnholt-post", [OVER])
    new = await room._unfiled("valley-times", SHUT)
    crooked = replace(new, claim=replace(new.claim, sentence=Span(0, 5)))
    conflict = clash(old, crooked)
    await file(room.store, "valley-times", [SHUT], clashes=[conflict], crooked=crooked.claim)
    await room.until_quiet()
    assert room.board.keys == []


# --- killed


class Steps:
    """The archive, killed at the n-th step taken with it after it was armed: before it, or just after."""

    def __init__(self, store: Any, at: int, *, after: bool) -> None:
        self._store, self._left, self._after = store, at, after

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def step(*args: Any, **more: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                raise Killed
            result = await getattr(self._store, name)(*args, **more)
            if self._left == 0:
                raise Killed
            return result

        return step


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(1, 14))
async def test_killed_at_any_step_with_the_archive_it_is_posted_once(room: Room, step: int, after: bool) -> None:
    await room.owe_alert()
    await room.owe_joined()
    archive, room.store = room.store, Steps(room.store, step, after=after)
    killed = False
    for _ in range(3):
        try:
            await room.outbox().turn()
        except Killed:
            killed = True
            break
    assert killed or step > 8, "this step is never taken: the test proves nothing"
    room.store = archive
    room.clock.now += timedelta(minutes=2)
    await room.until_quiet()
    assert [key.split(":")[0] for key in room.board.keys] == ["alert", "joined"]
    for key in room.board.keys:
        assert await archive.receipt(key)


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_killed_while_posting_it_is_posted_once(room: Room, moment: str) -> None:
    await room.owe_alert()

    def kill(key: str) -> None:
        raise Killed

    setattr(room.board, moment, kill)
    with pytest.raises(Killed):
        await room.outbox().turn()
    setattr(room.board, moment, lambda key: None)
    await room.outbox().turn()
    assert len(room.board.keys) == (moment == "after"), "within the lease nobody else touches it"
    await room.until_quiet()
    assert len(room.board.keys) == 1
    assert room.board.looked == room.board.keys


# tries before | jitter | seconds
WAITS = [(0, 0.0, 1.0), (0, 1.0, 2.0), (1, 1.0, 4.0), (3, 0.5, 12.0), (50, 1.0, LONGEST_WAIT.total_seconds())]


@pytest.mark.parametrize(("attempts", "jitter", "seconds"), WAITS)
def test_it_backs_off(attempts: int, jitter: float, seconds: float) -> None:
    assert backoff(attempts, jitter) == timedelta(seconds=seconds)
