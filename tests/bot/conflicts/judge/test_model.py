"""Who gives the second opinion: the network that comes with the package, or any other in ONNX form."""

from __future__ import annotations

import json
import shutil

import pytest

from bot.conflicts.judge import appointed
from bot.conflicts.judge.model import WEIGHTS, CrossEncoder
from bot.errors import BadSetting


@pytest.fixture
def folder(tmp_path):
    """A copy of the judge that comes with the package, to spoil."""
    return shutil.copytree(WEIGHTS, tmp_path / "judge")


def _config(folder, **changed):
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | changed))


def test_the_shares_of_an_opinion_make_one():
    opinion = appointed().opinion("The dam burst on Monday.", "The dam is intact, the ministry said.", 1)
    assert opinion.entails + opinion.neither + opinion.contradicts == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("All eleven miners were rescued alive.", "None of the eleven miners survived."),
        ("The airline said the pilot was sober.", "The pilot was drunk, the prosecutor said."),
        ("The mayor resigned on Monday.", "The mayor did not resign on Monday, her office said."),
    ],
)
def test_it_knows_a_contradiction_from_a_rewording_and_from_another_matter(old, new):
    judge = appointed()
    against = judge.opinion(old, new, 1).contradicts
    assert against > judge.opinion(old, old, 1).contradicts
    assert against > judge.opinion(old, "A new library opened in the harbour district.", 1).contradicts


def test_several_at_once_are_judged_as_one_by_one():
    judge = appointed()
    rows = [
        judge.laid("Nine died.", "Nobody died."),
        judge.laid("The strike is over, the union said.", "The strike goes on."),
    ]
    together = judge.opinions(rows)
    for row, opinion in zip(rows, together, strict=True):
        assert judge.opinions([row])[0].contradicts == pytest.approx(opinion.contradicts, abs=1e-4)


def test_nobody_is_asked_when_the_setting_says_none():
    assert appointed("none") is None


def test_another_model_is_read_by_the_names_of_its_answers(folder):
    ours = appointed().opinion("Nine died.", "Nobody died.")
    _config(folder, id2label={"0": "CONTRADICTION", "1": "neutral", "2": "entailment"})
    theirs = appointed(str(folder)).opinion("Nine died.", "Nobody died.")
    assert (theirs.contradicts, theirs.entails) == (ours.entails, ours.contradicts)


def test_two_answers_will_do(folder):
    _config(folder, id2label={"0": "not_contradiction", "2": "contradiction"})
    opinion = CrossEncoder(folder).opinion("Nine died.", "Nobody died.")
    assert opinion.entails == 0.0


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda f: (f / "config.json").unlink(), "cannot be read"),
        (lambda f: (f / "config.json").write_text("{"), "no JSON"),
        (lambda f: _config(f, id2label={"0": "LABEL_0", "1": "LABEL_1"}), "no answer “contradiction”"),
        (lambda f: (f / "model.onnx").unlink(), r"no model\.onnx"),
        (lambda f: (f / "model.onnx").write_bytes(b"not a model"), "no usable ONNX model"),
        (lambda f: (f / "vocab.txt").unlink(), r"tokenizer\.json nor vocab\.txt"),
    ],
)
def test_a_folder_that_holds_no_judge_is_refused_with_what_to_do(folder, spoilt, said):
    spoilt(folder)
    with pytest.raises(BadSetting, match=rf"WIRECHECK_JUDGE.*{said}"):
        CrossEncoder(folder)


@pytest.mark.parametrize("days", [None, 0])
def test_where_neither_is_known_to_be_older_it_answers_the_same_either_way(days):
    a, b = "Military operations in the valley were concluded.", "Military operations in the valley were continuing."
    judge = appointed()
    assert judge.opinion(a, b, days) == judge.opinion(b, a, days)
    assert judge.opinion(a, b, 2) != judge.opinion(b, a, 2)
