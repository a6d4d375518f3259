"""What the desk's judgements make of how sure the bot is."""

import random

import pytest

from bot.conflicts import calibration
from bot.conflicts.calibration import AS_IT_CAME, Calibration, Seen
from bot.errors import BadInput

SURE = (0.5, 0.6, 0.65, 0.7, 0.8, 0.9, 0.97)


def desk(count, *, right, seed=1, kind="number"):
    """So many disputes judged, of which ``right`` says how often one that sure is a conflict."""
    draw = random.Random(seed)
    return [Seen(f"dispute {n}", kind, sure := draw.choice(SURE), draw.random() < right(sure)) for n in range(count)]


def test_without_judgements_nothing_changes():
    assert calibration.fit([]) == AS_IT_CAME
    assert all(AS_IT_CAME.sure("state", p) == pytest.approx(p) for p in SURE)


def test_a_desk_that_finds_it_right_changes_little():
    learnt = calibration.fit(desk(200, right=lambda p: p))
    assert all(learnt.sure("number", p) == pytest.approx(p, abs=0.08) for p in SURE)


def test_a_desk_that_mostly_says_no_makes_it_less_sure_and_fits_better():
    seen = desk(200, right=lambda p: p / 3)
    learnt = calibration.fit(seen)
    assert learnt.sure("number", 0.8) < 0.5
    before, after = calibration.crossed(seen)
    assert after.surprise < before.surprise
    assert after.off < before.off / 2


def test_few_judgements_change_less_than_many():
    few, many = (calibration.fit(desk(n, right=lambda p: 0.0)).sure("number", 0.8) for n in (5, 200))
    assert many < few < 0.8


def test_what_is_judged_of_one_kind_holds_less_for_another():
    seen = [*desk(80, right=lambda p: 0.0, kind="place"), *desk(80, right=lambda p: 1.0, kind="number")]
    learnt = calibration.fit([Seen(f"{s.kind} {s.event}", s.kind, s.confidence, s.conflict) for s in seen])
    assert learnt.sure("place", 0.7) < learnt.sure("state", 0.7) < learnt.sure("number", 0.7)


def test_what_is_surer_stays_surer_whatever_was_judged():
    learnt = calibration.fit(desk(300, right=lambda p: 1 - p))
    told = [learnt.sure("number", p) for p in SURE]
    assert told == sorted(told)
    assert all(0 < p < 1 for p in told)


def test_the_pairs_of_one_dispute_weigh_one_together():
    one = [Seen("a", "number", 0.8, False, 1 / 30)] * 30
    assert calibration.fit(one).sure("number", 0.8) == pytest.approx(
        calibration.fit([Seen("a", "number", 0.8, False)]).sure("number", 0.8)
    )


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ([], "0 disputes are judged"),
        (desk(29, right=lambda p: 0.5), "29 disputes"),
        (desk(60, right=lambda p: 0.0), "judged a conflict"),
        (desk(60, right=lambda p: 1.0), "judged no conflict"),
        (desk(60, right=lambda p: 0.5), ""),
    ],
)
def test_too_few_judgements_are_refused(seen, why):
    said = calibration.too_few(seen)
    assert why in said
    assert bool(said) == bool(why)


def test_what_is_written_is_read_again(tmp_path):
    made = Calibration(1.25, -0.5, {"number": 0.125, "state": -0.25}, 42)
    path = tmp_path / "calibration.json"
    path.write_text(calibration.written(made), "utf-8")
    assert calibration.read(str(path)) == made
    assert calibration.read("") == AS_IT_CAME


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"stretch": 0, "shift": 0, "kinds": {}, "of": 1}', '{"stretch": 1, "shift": NaN, "kinds": {}, "of": 1}',
             '{"stretch": 1, "shift": 0, "kinds": [1], "of": 1}'],
)  # fmt: skip
def test_what_is_no_calibration_is_refused(tmp_path, text):
    path = tmp_path / "calibration.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match="wirecheck calibrate"):
        calibration.read(str(path))
    with pytest.raises(BadInput, match="wirecheck calibrate"):
        calibration.read(str(tmp_path / "none.json"))
