"""How firmly: planned, possible, conditional, hedged or plain, in sentences of our own."""

from __future__ import annotations

import pytest

from tests.bot.claims.conftest import Read

PLANNED = [
    ("Chile said that it will rebuild the dam.", "planned"),
    ("Chile said that it plans to rebuild the dam.", "planned"),
    ("Chile said that it had planned to rebuild the dam.", "planned"),
    ("Chile said that it is going to rebuild the dam.", "planned"),
    ("Chile said that it is to rebuild the dam.", "planned"),
    ("Chile said that work is about to begin.", "planned"),
    ("Chile said that work was due to begin.", "planned"),
    ("Chile vowed to rebuild the dam.", "planned"),
    ("Chile threatened to close the port.", "planned"),
    ("The dam will be rebuilt next year.", "planned"),
    ("Chile expects the work to begin in May.", "planned"),
    ("Chile wants the dam to be rebuilt.", "planned"),
    ("Chile hopes to rebuild the dam.", "planned"),
    ("Chile will announce a new dam.", "planned"),
    ("Chile said that the opening is planned for June.", "planned"),
    ("Chile said that it hoped to rebuild the dam.", "planned"),
]  # fmt: skip

POSSIBLE = [
    ("Chile said that the dam could fail.", "possible"),
    ("Chile said that the dam may have failed.", "possible"),
    ("Chile said that the dam is likely to fail.", "possible"),
    ("Chile said that perhaps the dam failed.", "possible"),
]

CONDITIONAL = [
    ("Chile said that the dam would fail if rain fell.", "possible"),
    ("Chile said that the dam would hold unless it rained.", "possible"),
    ("If the dam fails, the town will flood.", "planned"),
]

HEDGED = [
    ("Chile said that the dam apparently failed.", "hedged"),
    ("Chile said that the dam seemed to fail.", "hedged"),
    ("The dam reportedly failed on Monday.", "hedged"),
    ("Chile believes that the dam failed.", "hedged"),
    ("Chile suspects that the dam failed.", "hedged"),
    ("Rumours say that the dam failed.", "hedged"),
    ("Reports say that the dam failed.", "hedged"),
    ("It is reported that the dam failed.", "hedged"),
    ("Chile has reportedly confirmed that the dam failed.", "hedged"),
    ("Chile said that the dam is believed to have failed.", "hedged"),
    ("Chile said that the dam probably failed.", "hedged"),
    ("Chile fears that the dam will fail.", "hedged"),
    ("Chile doubts that the dam will fail.", "hedged"),
    ("Chile would not say whether the dam will fail.", "hedged"),
    ("The dam is believed to have failed.", "hedged"),
]

PLAIN = [
    ("Chile said that the dam had failed.", "plain"),
    ("Chile said that the ice was to blame.", "plain"),
    ("The report said that the dam had failed.", "plain"),
    ("A report found that the dam had failed.", "plain"),
    ("Police said that the alleged thief had fled.", "plain"),  # it is the thief who is alleged
    ("Chile denied that the dam had failed.", "plain"),
    ("Chile knew that the dam had failed.", "plain"),
    ("Chile considers the dam unsafe.", "plain"),
    ("Chile swore that nobody had opened the gate.", "plain"),
    ("Chile said that it could not open the gate.", "plain"),
    ("Chile urged Peru to open the gate.", "plain"),
    ("Its report said that the dam had failed.", "plain"),
    ("The dam failed on Monday.", "plain"),
]


@pytest.mark.parametrize(("text", "modality"), [*PLANNED, *POSSIBLE, *CONDITIONAL, *HEDGED, *PLAIN])
def test_how_firmly(read: Read, text: str, modality: str) -> None:
    assert [c.modality for c in read(text)] == [modality]
