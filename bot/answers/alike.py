"""Words that do in each other's place when one asks and the other answers: "deaths" and "killed"."""

from __future__ import annotations

from functools import cache

from bot.answers.stems import stem

#: Groups of words for one thing that news tells and people ask about, each word with its own stem. A word
#: may stand in several groups. Only near equals: a question must not be answered by its neighbour.
_GROUPS = """
die kill death fatality toll perish slay
casualty die kill death injure wound hurt
injure wound hurt injury
over end conclude finish complete liberate cease stop
end expire finish conclude over cease
begin start launch commence
strike attack hit shell bomb shelling bombing bombardment missile
explosion blast bombing bomb detonate explode detonation
car vehicle suv truck van automobile
bomb explosive device
plane aircraft warplane jet
prison jail detention colony
send deploy dispatch
troop soldier serviceman servicemen force
leave depart quit resign oust departure
late behind delay schedule
damage destroy wreck
price cost
evacuate evacuee rescue save evacuation
carry transport
location place
deadline due return
carry perpetrate commit
fly flight
own belong
"""


@cache
def _by_stem() -> dict[str, frozenset[str]]:
    like: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        group = line.split()
        for word in group:
            like.setdefault(stem(word), set()).update(group)
    return {key: frozenset(group) for key, group in like.items()}


def alike(word: str) -> frozenset[str]:
    """The words that do in place of this one, itself among them."""
    return _by_stem().get(stem(word), frozenset()) | {word.lower()}
