"""The JSON that others measure us by: names, meanings, and one line for one thing whatever the text holds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from bot import shapes
from bot.nouns import (
    Answer,
    Article,
    Claim,
    Conflict,
    Dispute,
    Edition,
    Event,
    Quantity,
    Role,
    Section,
    Snippet,
    Span,
    Statement,
    When,
)

TEXT = "The mayor said that at least 12 people left on Monday."
CLAIM = Claim(
    id="c1",
    article_id="a1",
    revision_id="r1",
    sentence=Span(0, 54),
    quote=TEXT,
    content=(Span(15, 53),),
    source=(Span(0, 9),),
    source_name="the mayor",
    chain=("the mayor",),
    cue=(Span(10, 14),),
    cue_lemma="say",
    cue_class="say",
    quantities=(Quantity(Span(20, 31), 12.0, None, of="people"),),
    times=(When(Span(47, 53), date(2024, 5, 6), date(2024, 5, 6), "published"), When(Span(0, 3), None, None)),
    events=(Event("leave", Span(39, 43), roles=(Role("agent", Span(32, 38), "people"),)),),
    oddities=("odd",),
)
STATEMENT = Statement(CLAIM, Edition("a1", "r1", "01", outlet="Post"))


def test_a_reading_has_the_promised_fields() -> None:
    article = Article(key="k", ref="01", text=TEXT, published=datetime(2024, 5, 7, tzinfo=UTC))
    found = json.loads(shapes.line(shapes.reading(article, "r1", [CLAIM])))
    assert found["id"] == "01"
    (claim,) = found["claims"]
    promised = {
        "id": "c1",
        "sentence": [0, 54],
        "source": [[0, 9]],
        "source_name": "the mayor",
        "cue": [[10, 14]],
        "cue_lemma": "say",
        "cue_class": "say",
        "content": [[15, 53]],
        "polarity": "+",
        "modality": "plain",
        "oddities": ["odd"],
    }
    assert promised.items() <= claim.items()
    assert {"span": [20, 31], "low": 12.0, "high": None, "unit": "", "of": "people"}.items() <= claim["quantities"][0].items()  # fmt: skip
    assert {"span": [47, 53], "start": "2024-05-06", "end": "2024-05-06"}.items() <= claim["times"][0].items()
    assert {"start": None, "end": None}.items() <= claim["times"][1].items()
    assert claim["events"][0]["roles"][0]["head"] == "people"


def test_the_articles_own_voice_has_neither_source_nor_cue() -> None:
    own = Claim("c2", "a1", "r1", Span(0, 54), TEXT, (Span(0, 54),))
    found = shapes.claim(own)
    assert (found["source"], found["cue"], found["source_name"], found["cue_class"]) == ([], [], "", "")


def test_one_thing_is_one_line_whatever_the_text_holds() -> None:
    text = "a\u2028b\u2029c\x85d\x0be\x1cf\ng\ud800h\U0001f327"
    line = shapes.line({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line)["text"] == text
    line.encode("utf-8")


def conflict(clash: tuple[tuple[Span, ...], tuple[Span, ...]]) -> Conflict:
    return Conflict(
        STATEMENT, STATEMENT, "DISPUTED", "number", 0.81234567, "12 against 15", clash, ("same event: yes",)
    )


def test_a_comparison_names_one_clashing_place_on_each_side() -> None:
    found = shapes.comparison("p1", conflict(((Span(20, 31), Span(0, 3)), (Span(29, 31),))))
    assert found["clash"] == [[20, 31], [29, 31]]
    assert (found["id"], found["label"], found["kind"], found["confidence"]) == ("p1", "DISPUTED", "number", 0.8123)
    assert shapes.comparison("p1", conflict(((), ())))["clash"] is None


def test_an_alert_groups_all_pairs_of_its_dispute() -> None:
    dispute = Dispute("d1", "DISPUTED", "number", 0.8, "12 against 15", datetime(2024, 5, 7, tzinfo=UTC), ())
    one, two, three = ({"article": str(n), "quote": "q"} for n in (1, 2, 3))
    found = shapes.alert(dispute, [(one, two), (one, three)])
    assert (found["event"], found["key"], found["old"], found["new"]) == ("alert", "d1", one, two)
    assert found["also"] == [{"old": one, "new": three}]
    assert shapes.joined(dispute, [(one, three)]) == {"event": "joined", "key": "d1", "also": found["also"]}


def test_an_answers_quotes_come_in_the_order_shown() -> None:
    snippets = (Snippet(STATEMENT, TEXT), Snippet(STATEMENT, "left on Monday"))
    answer = Answer("x", True, "Disputed.", (Section("disputed", "One side", snippets[:1]), Section("answer", "Rest", snippets[1:])))  # fmt: skip
    found = shapes.answer(answer, ask="/facts x")
    assert (found["event"], found["ask"], found["found"], found["text"]) == ("answer", "/facts x", True, "Disputed.")
    assert [q["quote"] for q in found["quotes"]] == [TEXT, "left on Monday"]
    assert {"article": "01", "source_name": "the mayor"}.items() <= found["quotes"][0].items()
