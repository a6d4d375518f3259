"""What a claim is about: the names in it and the words that carry it, so that claims on one thing find each other."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span as Tokens

from bot.claims import lexicon
from bot.nouns import Event

# Words so common in news that sharing them says nothing: reporting, having, making, and vague nouns.
_EMPTY = frozenset(
    "say tell add claim report state announce note explain describe accord ask speak comment write quote cite mention"
    " be have do make take get give go come let put use see know think want need keep become seem appear include"
    " thing way part number lot kind sort case fact time day week month year hour minute morning night evening today"
    " people person man woman one other another some many much more most several such first last next new old former"
    " top good great big large high own same different able year-old mr mrs ms dr per cent percent"
    " statement spokesman spokesperson spokeswoman official source sources remark interview conference press news agency"
    " also only just now then still yet even well there here".split()
)
_KINDS = frozenset(["NOUN", "VERB", "ADJ"])


def find(events: Sequence[Event], names: Sequence[str], span: Tokens) -> tuple[str, ...]:
    """Resolved names and content lemmas, lower case, sorted, each once.

    Nouns of doing go by their verb ("deployment" and "deployed" are both "deploy"), so that a claim that
    tells a thing in a noun and one that tells it in a verb share a topic.
    """
    topics = {name.lower() for name in names if name}
    for role in (role for event in events for role in event.roles):
        if role.name:
            topics.add(role.name.lower())
    for event in events:
        topics.add(_family(event.predicate))
    for token in span:
        if token.pos_ in _KINDS and token.is_alpha and not token.is_stop and len(token) > 2:
            topics.add(_family(token.lemma_.lower()))
    return tuple(sorted(t for t in topics if t and t not in _EMPTY))


def _family(lemma: str) -> str:
    return "" if lemma in _EMPTY else lexicon.family(lemma)
