"""The line under an alert that tells an editor, in plain words, why two quotations clash."""

from __future__ import annotations

NOTHING = "nothing in them clashes"
#: How the reason begins where one side says that nobody came to harm.
NOBODY = "nobody"

_COUNTED = {
    "killed": "the killed",
    "hurt": "the hurt",
    "missing": "the missing",
    "held": "those held",
    "taken": "those taken",
    "freed": "those freed",
    "moved": "those moved",
    "casualties": "the casualties",
    "damaged": "what was damaged",
}


def counts(said: str, what: str) -> str:
    """ "the counts of the killed differ: 12 against nine"."""
    return f"the counts of {_COUNTED.get(what, 'one thing')} differ: {said}"


def nobody(harm: str, said: str) -> str:
    """ "nobody hurt, says one; five hurt, says the other"."""
    return f"{NOBODY} {harm}, says one; {said} {harm}, says the other"
