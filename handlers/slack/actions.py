"""The buttons under a dispute: Show both, Assign to me, Resolve, Not a conflict (and why), Reopen, Remind me, Mute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, dispute_blocks, home, typed, underway, verified, windows
from handlers.slack.client import direct, reply

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

#: Which button puts a dispute in which state, and how it says so itself.
SETTLES = {
    dispute_blocks.RESOLVE: "resolved",
    dispute_blocks.DISMISS: "dismissed",
    dispute_blocks.DISMISS_WHY: "dismissed",
    dispute_blocks.REOPEN: "open",
}


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the buttons. What they change on the alert itself the outbox redraws, so that it is not
    lost when Slack is away; who pressed is told here at once. A press that is taken up again finds its own work done."""

    @app.action(dispute_blocks.SHOW)
    async def show_both(ack: Any, body: dict[str, Any], action: dict[str, Any], client: Any, respond: Any) -> None:
        await ack()
        dispute = await verified.dispute(newsroom, await newsroom.dispute(action["value"]))
        if _has_message(body):
            return await reply(respond, blocks.both(dispute), replace_original=False)
        return await windows.show(client, respond, body, blocks.both_modal(dispute), doing="showing both sides")

    async def settle(ack: Any, body: dict[str, Any], action: dict[str, Any], client: Any, respond: Any) -> None:
        await ack()
        dispute_id, how = _chosen(action)
        state, by = SETTLES[action["action_id"]], typed.person(body)
        dispute, changed = await newsroom.settle(dispute_id, state=state, how=how, by=by)
        changed = changed or (underway.again() and (dispute.state, dispute.settled_by) == (state, by))
        if _has_message(body):
            return await reply(respond, blocks.settled(dispute, changed=changed), replace_original=False)
        return await home.redraw(client, newsroom, body)

    for action_id in SETTLES:
        app.action(action_id)(settle)

    @app.action(dispute_blocks.ASSIGN)
    async def assign(ack: Any, body: dict[str, Any], action: dict[str, Any], client: Any, respond: Any) -> None:
        await ack()
        dispute_id, holder = _chosen(action)
        by = typed.person(body)
        taken = await newsroom.handling.assign(dispute_id, by=by, holder=holder)
        if not _has_message(body):
            return await home.redraw(client, newsroom, body)
        dispute = await newsroom.dispute(dispute_id)
        taken = taken or (underway.again() and dispute.holder == by)
        return await reply(respond, blocks.assigned(dispute, by=by, taken=taken), replace_original=False)

    @app.action(dispute_blocks.MORE)
    async def more(ack: Any, body: dict[str, Any], action: dict[str, Any], client: Any, respond: Any) -> None:
        await ack()
        dispute_id, chosen = _chosen(action)
        what, _, which = chosen.partition(":")
        by, handling, asked = typed.person(body), newsroom.handling, underway.came(newsroom.clock())
        if what == "remind":
            mine = await direct(client, body["user"]["id"])
            due = await handling.remind(dispute_id, channel=mine, by=by, after=which, asked=asked)
            return await reply(respond, blocks.to_be_reminded(due), replace_original=False)
        channel, again = body["channel"]["id"], underway.again()
        new = await handling.mute(dispute_id, topic=which, channel=channel, by=by, asked=asked, again=again)
        return await reply(respond, blocks.muted(which, new=new), replace_original=False)


def _chosen(action: Mapping[str, Any]) -> tuple[str, str]:
    """(dispute id, why) of a button or of the menu that gives a reason."""
    value = action["selected_option"]["value"] if "selected_option" in action else action["value"]
    dispute_id, _, why = value.partition(":")
    return dispute_id, why


def _has_message(body: Mapping[str, Any]) -> bool:
    """A button in a message comes with an address to answer at; one in the Home tab does not."""
    return bool(body.get("response_url"))
