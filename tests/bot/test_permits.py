"""Who may change what."""

from __future__ import annotations

import pytest

from bot.permits import Holder, Rules, groups_to_ask, may, parse, refusal

EDITORS, ANN = Holder("S0EDIT", "the editors"), Holder("U0ANN", "Ann Baker")


@pytest.mark.parametrize(
    ("holders", "person", "groups", "allowed"),
    [
        ((), "U0BEN", (), True),  # nobody named: everybody
        ((), "", (), True),
        ((ANN,), "U0ANN", (), True),
        ((ANN,), "U0BEN", (), False),
        ((ANN,), "", (), False),
        ((EDITORS,), "U0BEN", ("S0EDIT",), True),
        ((EDITORS,), "U0BEN", ("S0OTHER",), False),
        ((EDITORS, ANN), "U0ANN", (), True),
        ((ANN,), "U0BEN", ("U0ANN",), False),  # a person is no group
        ((EDITORS,), "S0EDIT", (), True),  # an id is an id
    ],
)
def test_who_may(holders, person, groups, allowed):
    assert may(Rules(settle=holders), "settle", person, groups) is allowed


def test_one_right_is_not_another_and_ones_own_affairs_need_none():
    rules = Rules(add=(ANN,), withdraw=(ANN,), settle=(ANN,), arrange=(ANN,))
    assert not any(may(rules, right, "U0BEN") for right in ("add", "withdraw", "settle", "arrange"))
    assert may(rules, "own", "U0BEN")
    assert may(Rules(add=(ANN,)), "settle", "U0BEN")


def test_groups_are_asked_for_only_where_they_decide():
    assert groups_to_ask(Rules(add=(EDITORS, ANN)), "add", "U0BEN") == ("S0EDIT",)
    assert groups_to_ask(Rules(add=(EDITORS, ANN)), "add", "U0ANN") == ()
    assert groups_to_ask(Rules(add=(EDITORS,)), "settle", "U0BEN") == ()


def test_who_may_not_is_told_whom_to_ask():
    told = refusal(Rules(settle=(EDITORS, ANN)), "settle")
    assert told.startswith(
        "Not everybody may settle, assign or mute disputes here. Please ask the editors or Ann Baker;"
    )
    many = refusal(Rules(add=tuple(Holder(f"U{n:03}", f"N{n}") for n in range(9))), "add")
    assert "ask N0, N1, N2, N3, N4 or 4 more;" in many
    assert "ask U0XYZ;" in refusal(Rules(add=(Holder("U0XYZ"),)), "add")


@pytest.mark.parametrize(
    ("typed", "holders"),
    [
        ("", ()),
        (" , ", ()),
        ("U0ANN", (Holder("U0ANN"),)),
        ("S0EDIT = the editors, U0ANN=Ann Baker", (EDITORS, ANN)),
        ("W0GRID", (Holder("W0GRID"),)),
    ],
)
def test_holders_as_they_are_typed(typed, holders):
    assert parse(typed) == holders


@pytest.mark.parametrize("typed", ["@ann", "ann", "C0123ABC", "U0ANN Ann", "U0ANN=Ann=Baker", "<@U0ANN>", "u0ann"])
def test_what_names_nobody(typed):
    with pytest.raises(ValueError, match="S012ABC = the editors"):
        parse(typed)
