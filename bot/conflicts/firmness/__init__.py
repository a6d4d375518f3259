"""Is a clash firm enough for a message, or only worth telling when somebody lays the two side by side?

Among all that is on file a new sentence meets hundreds of others about the same war and the same people,
and what looks like a clash is mostly two things told of two matters. An editor mutes a bot that cries
wolf, so a message asks more than a comparison: each function here says what is missing, "" if nothing.
"""

from bot.conflicts.firmness.context import ELSEWISE, OF_NOBODY, REFUSED, left_to_do
from bot.conflicts.firmness.counts import of_counts, of_nobody
from bot.conflicts.firmness.deeds import of_blame, of_causes, of_counter_blame, of_deed
from bot.conflicts.firmness.denials import of_denial, of_everything, of_words, one_denier
from bot.conflicts.firmness.events import of_events, of_negation, of_opposites
from bot.conflicts.firmness.law import of_law
from bot.conflicts.firmness.matters import of_one_thing, one_report
from bot.conflicts.firmness.over import of_states

__all__ = [
    "ELSEWISE",
    "OF_NOBODY",
    "REFUSED",
    "left_to_do",
    "of_blame",
    "of_causes",
    "of_counter_blame",
    "of_counts",
    "of_deed",
    "of_denial",
    "of_events",
    "of_everything",
    "of_law",
    "of_negation",
    "of_nobody",
    "of_one_thing",
    "of_opposites",
    "of_states",
    "of_words",
    "one_denier",
    "one_report",
]
