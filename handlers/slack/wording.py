"""What the labels, kinds and states are called in front of a reader."""

from __future__ import annotations

from collections.abc import Mapping

from bot import editions
from bot.nouns import Act, Counts, DigestPlan, Dispute, Edition, Filing, Withdrawal
from handlers.slack.quoting import day

LABELS: Mapping[str, str] = {
    "CONTRADICTS": "Contradiction",
    "DISPUTED": "Disputed",
    "CORRECTED": "Looks like a correction",
    "UPDATED": "Updated",
    "REFINES": "More precise",
    "SAME": "The same",
    "NOT_COMPARABLE": "Not comparable",
}

KINDS: Mapping[str, str] = {
    "number": "the numbers differ",
    "date": "the dates differ",
    "negation": "said to be so, and not to be so",
    "antonym": "opposites are said",
    "state": "over, or still going on?",
    "attribution": "did they say it?",
    "legality": "lawful, or a violation?",
    "identity": "who was it?",
    "place": "where was it?",
    "other": "the accounts differ",
}

#: Why a pair is no conflict, as people choose it: value -> words.
NOT_A_CONFLICT: Mapping[str, str] = {
    "update": "An update, not a contradiction",
    "scope": "Different scope: not about the same thing",
    "misread": "The bot misread one of them",
    "same": "The same story twice",
}

#: When one can be reminded, as people choose it: word for it -> words.
REMINDERS: Mapping[str, str] = {
    "hour": "in an hour",
    "afternoon": "in four hours",
    "day": "tomorrow at this time",
    "week": "in a week",
}

#: What somebody did with a dispute.
ACTS: Mapping[str, str] = {
    "open": "{by} opened it again",
    "resolved": "{by} resolved it",
    "dismissed": "{by} said that it is no conflict",
    "assigned": "{by} took it on",
    "muted": "{by} muted “{how}” in a channel",
    "reminder": "{by} asked to be reminded",
    "corrected": "{by} changed its word: {how}",
}

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def likely(confidence: float) -> str:
    """A confidence (0..1) in words."""
    for least, said in ((0.95, "almost certainly"), (0.8, "very likely"), (0.6, "likely")):
        if confidence >= least:
            return f"{said} a conflict"
    return "possibly a conflict"


def title(dispute: Dispute) -> str:
    """What a dispute is called: label, then what kind of question it is."""
    kind = KINDS.get(dispute.kind, "")
    label = LABELS.get(dispute.label, dispute.label)
    return f"{label}: {kind}" if kind else label


def many(count: int, one: str, several: str = "") -> str:
    """ "1 claim", "2 claims", "1,200 claims"."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def reports(dispute: Dispute) -> int:
    """How many articles take part in a dispute; copies of one wire story, and its editions, are one."""
    return len({s.edition.voice for c in dispute.conflicts for s in (c.old, c.new)})


def act(done: Act) -> str:
    """ "@ann took it on"."""
    return ACTS[done.what].format(by=done.by or "Somebody", how=done.how)


def settlement(dispute: Dispute) -> str:
    """Who settled it and how: "Not a conflict (the same story twice), said @ann." "" while it is open."""
    if dispute.state == "open":
        return ""
    verdict = "Resolved" if dispute.state == "resolved" else "Not a conflict"
    how = NOT_A_CONFLICT.get(dispute.settled_how, dispute.settled_how)
    how = f" ({how[:1].lower()}{how[1:]})" if how else ""
    return f"{verdict}{how}, said {dispute.settled_by or 'somebody'}."


def filing(filed: Filing) -> str:
    """What became of an article, in one line."""
    name = filed.edition.title or filed.edition.ref
    match filed.outcome:
        case "unchanged":
            return f"On file already, unchanged: {name}"
        case "forgotten":
            return f"Not filed: {name} was removed for good, and is not to come back"
        case "withdrawn" if filed.withdrawal is None:
            return f"Not filed: {name} was withdrawn, and stays out until /article readmit takes it back"
        case "withdrawn":
            return f"Taken off file: {name}. {withdrawal(filed.withdrawal)}"
    found = f"{many(filed.claims, 'claim')} read"
    opened, joined = len(filed.decision.opened), len(filed.decision.joined)
    if opened:
        found += f", {many(opened, 'new dispute')}"
    if joined:
        found += f", joins {many(joined, 'dispute')} on file"
    if not opened and not joined:
        found += ", nothing on file contradicts it"
    changed = editions.summary(filed.edited)
    return f"{'Filed' if filed.outcome == 'new' else 'Filed as a new revision'}: {name} ({found})" + (
        f". {changed[:1].upper()}{changed[1:]}" if changed else ""
    )


def withdrawal(gone: Withdrawal | None) -> str:
    """Who took an article off file, when and why: "Withdrawn by @ann on 3 March 2026: made up." "" if it is on file."""
    if gone is None:
        return ""
    who = f"its publisher, {gone.by}," if gone.publisher and gone.by else "its publisher" if gone.publisher else gone.by
    why = f": {gone.reason.strip().rstrip('.')}" if gone.reason.strip() else ""
    return f"Withdrawn by {who or 'somebody'} on {day(gone.at)}{why}."


def fetched(edition: Edition) -> str:
    """When an edition was had: "2 March 2026, 09:12 UTC"."""
    at = edition.fetched
    return f"{day(at)}, {at:%H:%M} UTC" if at else "at an unknown time"


def plan(digest_plan: DigestPlan) -> str:
    """When the digest comes, in one line."""
    return f"The digest comes to this channel {when(digest_plan)}."


def when(digest_plan: DigestPlan) -> str:
    """ "every day at 07:30 (Europe/London)"."""
    every = {
        "daily": "every day",
        "weekdays": "every weekday",
        "weekly": f"every {WEEKDAYS[digest_plan.weekday % 7]}",
    }[digest_plan.cadence]
    return f"{every} at {digest_plan.at} ({digest_plan.zone})"


def counts(c: Counts) -> str:
    """How much is on file, in one line."""
    return (
        f"On file: {many(c.articles, 'article')} in {many(c.revisions, 'revision')}, {many(c.claims, 'claim')}, "
        f"{many(c.disputes, 'dispute')}. Alerts: {c.alerts_posted:,} posted, {c.alerts_due:,} due."
    )
