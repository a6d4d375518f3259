"""What people see: both sides, what clashes in bold, who said it with which word, where and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.nouns import Answer, Counts, Edition, Section, Snippet, Span
from handlers.slack import blocks, limits, paging, quoting, typed, wording
from tests.handlers.slack.block_rules import complaints, message_complaints, strings
from tests.handlers.slack.newsroom_fake import CLOSED, OPEN, conflict, dispute, statement
from tests.handlers.slack.test_hostile import nodes, quotes


def bold(leaves: list[dict]) -> list[str]:
    return [x["text"] for x in leaves if x.get("style", {}).get("bold")]


def test_an_alert_shows_both_sides_with_what_clashes_in_bold() -> None:
    message = blocks.alert(dispute())
    old, new = quotes(message)
    assert "".join(x["text"] for x in old) == OPEN.claim.quote
    assert "".join(x["text"] for x in new) == CLOSED.claim.quote
    assert (bold(old), bold(new)) == (["open"], ["closed"])
    assert message["blocks"][0]["text"]["text"] == "Disputed: over, or still going on?"
    assert "Why: open against closed" in strings(message["blocks"])
    assert any(
        s.startswith("Very likely a conflict · 2 reports, 1 pair of statements") for s in strings(message["blocks"])
    )


def test_an_alert_sets_its_two_sides_beside_each_other() -> None:
    [table] = [b for b in blocks.alert(dispute())["blocks"] if b["type"] == "table"]
    headings, quotations, attributions = table["rows"]
    assert [strings(cell) for cell in headings] == [["On file"], ["Against it"]]
    assert ["".join(strings(cell)) for cell in quotations] == [OPEN.claim.quote, CLOSED.claim.quote]
    assert [strings(cell)[0] for cell in attributions] == ["The mayor", "The harbour office"]
    assert {cell["type"] for row in table["rows"] for cell in row} == {"rich_text"}
    assert [one["is_wrapped"] for one in table["column_settings"]] == [True, True]


def test_an_alert_can_do_without_the_table_and_says_the_same() -> None:
    beside, stacked = blocks.alert(dispute()), blocks.alert(dispute(), side_by_side=False)
    assert "table" not in {b["type"] for b in stacked["blocks"]}
    assert quotes(stacked) == quotes(beside)
    assert sorted(strings(stacked["blocks"])) == sorted(s for s in strings(beside["blocks"]) if s != "left")
    assert stacked["text"] == beside["text"]


def test_lists_and_show_both_hold_no_table() -> None:
    """A message may hold one only, and a modal none."""
    two = dispute(conflict(OPEN, CLOSED), conflict(CLOSED, OPEN, clash=("closed", "open")))
    shown = [blocks.listed([two, two]), blocks.both(two), blocks.both_modal(two), blocks.joined(two, "rev-a1")]
    assert "table" not in {b["type"] for message in shown for b in message["blocks"]}


def test_an_alert_is_a_table_slack_sdk_knows() -> None:
    from slack_sdk.models.blocks import Block, TableBlock

    found = [Block.parse(b) for b in blocks.alert(dispute())["blocks"]]
    [table] = [b for b in found if isinstance(b, TableBlock)]
    table.validate_json()
    assert table.to_dict() == next(b for b in blocks.alert(dispute())["blocks"] if b["type"] == "table")


def test_an_alert_reads_well_aloud() -> None:
    assert blocks.alert(dispute())["text"] == (
        "Disputed: over, or still going on. Why: open against closed. "
        "The mayor (“announced”), The Harbour Post, 28 April 2025: “The mayor announced that the bridge is open.” — "
        "The harbour office (“says”), Coast Radio, 29 April 2025: “The harbour office says the bridge remains closed.”"
    )


def test_an_alert_has_the_buttons_people_need() -> None:
    *_, actions, more = blocks.alert(dispute())["blocks"]
    assert [e["text"]["text"] for e in actions["elements"] if e["type"] == "button"] == [
        "Show both",
        "Assign to me",
        "Resolve",
        "Not a conflict",
    ]
    [menu] = [e for e in actions["elements"] if e["type"] == "overflow"]
    assert [o["value"].split(":")[1] for o in menu["options"]] == ["update", "scope", "misread", "same"]
    [menu] = more["elements"]
    assert [o["text"]["text"] for o in menu["options"]] == [
        "Remind me in an hour",
        "Remind me in four hours",
        "Remind me tomorrow at this time",
        "Remind me in a week",
    ]


def line_under(message: dict, n: int) -> list[dict]:
    """The attribution under the n-th quotation of an alert."""
    [table] = [b for b in message["blocks"] if b["type"] == "table"]
    [attributed] = table["rows"][2][n]["elements"]
    return attributed["elements"]


def test_the_line_under_a_quotation_tells_who_which_word_where_when_and_the_claim() -> None:
    message = blocks.alert(dispute())
    told = "".join(x.get("text", x.get("fallback", "")) for x in line_under(message, 0))
    assert told == (
        f"The mayor · “announced” · The Harbour Post · 28 April 2025 · open at harbour.example · claim {OPEN.claim.id}"
    )
    [link] = [x for x in line_under(message, 0) if x["type"] == "link"]
    assert link["url"] == "https://harbour.example/bridge"


def test_a_moment_is_shown_in_the_readers_zone_and_a_mere_date_is_not() -> None:
    message = blocks.alert(dispute())
    assert not [x for x in line_under(message, 0) if x["type"] == "date"]
    [date] = [x for x in line_under(message, 1) if x["type"] == "date"]
    assert date["timestamp"] == int(datetime(2025, 4, 29, 14, 5, tzinfo=UTC).timestamp())
    assert date["fallback"] == "29 April 2025, 14:05 UTC"


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (statement("It rained."), "The article itself"),
        (statement("It rained, KCNA cited the Commission.", who="Commission", chain=("KCNA", "Commission")), "Commission, via KCNA"),
        (statement("A source said so.", who="a source", anonymous=True), "a source (not named)"),
    ],
)  # fmt: skip
def test_who_says_it(made, shown: str) -> None:
    assert quoting.speaker(made.claim) == shown


def test_the_verb_is_shown_as_it_stands_not_as_its_lemma() -> None:
    made = statement("The office claimed victory.", who="The office", cue="claimed", lead="Then. ")
    assert quoting.said_with(made.claim) == "“claimed”"
    assert quoting.said_with(replace(made.claim, cue=(), cue_lemma="claim")) == "verb: claim"
    assert quoting.said_with(replace(made.claim, cue=(), cue_lemma="")) == ""


def test_a_clash_outside_the_sentence_is_not_bold() -> None:
    far = replace(conflict(OPEN, CLOSED), clash=((Span(500, 510),), (Span(0, 3),)))
    old, new = quotes(blocks.alert(dispute(far)))
    assert (bold(old), bold(new)) == ([], ["The"])


def test_a_long_quotation_is_shown_about_what_clashes() -> None:
    quote = "A" + " word" * 2000 + " CLASH here" + " word" * 2000
    at = quote.index("CLASH")
    leaves = quoting.quotation(quote, (Span(at, at + 5),))["elements"]
    assert bold(leaves) == ["CLASH"]
    assert leaves[0]["text"].strip() == leaves[-1]["text"].strip() == "[…]"
    assert all(x["text"] in quote for x in leaves[1:-1])


@pytest.mark.parametrize(
    ("confidence", "said"),
    [(1.0, "almost certainly"), (0.95, "almost certainly"), (0.9, "very likely"), (0.7, "likely"), (0.3, "possibly")],
)
def test_confidence_in_words(confidence: float, said: str) -> None:
    assert wording.likely(confidence) == f"{said} a conflict"


def test_every_label_and_kind_has_words() -> None:
    from typing import get_args

    from bot.nouns import Kind, Label

    assert set(wording.LABELS) == set(get_args(Label))
    assert set(wording.KINDS) == set(get_args(Kind)) - {""}


def test_an_answer_is_headline_notes_then_sections_in_order() -> None:
    snippet = Snippet(OPEN, OPEN.claim.quote, (Span(0, 9),), also_in=("Coast Radio",), warnings=("looks like a year",))
    answer = Answer(
        "is it open?",
        True,
        "Disputed.",
        (
            Section("disputed", "Disputed", (snippet,), dispute=dispute(), side="The mayor"),
            Section("disputed", "Disputed", (Snippet(CLOSED, CLOSED.claim.quote),), dispute=dispute(), side="The office"),
            Section("background", "Background", (snippet,)),
        ),
        notes=("Showing results for open.",),
        suggestions=("bridge",),
    )  # fmt: skip
    message = blocks.answer(answer)
    told = strings(message["blocks"])
    order = ["Disputed.", "Showing results for open.", "Disputed · The mayor", "Disputed · The office", "Background"]
    assert [told.index(x) for x in order] == sorted(told.index(x) for x in order)
    assert "\nalso in Coast Radio" in told
    assert "\nCaution: looks like a year" in told
    assert told[-1] == "Nearest on file: bridge"
    assert bold(quotes(message)[0]) == ["The mayor"]
    assert len([n for n in nodes(message["blocks"]) if n.get("action_id") == "dispute_show"]) == 1


def test_an_answer_too_long_for_slack_ends_with_a_note() -> None:
    snippets = tuple(Snippet(s := statement(f"Sentence {n} says a thing. " * 20), s.claim.quote) for n in range(90))
    message = blocks.answer(Answer("x", True, "On file.", (Section("answer", "On file", snippets),)))
    assert message_complaints(message) == []
    assert "more pages not shown" in strings(message["blocks"])[-1]
    assert len(quotes(message)) == paging.THINGS


def test_the_buttons_stay_however_long_the_quotations() -> None:
    long = statement("so it was " * 5000)
    message = blocks.alert(dispute(conflict(long, long, clash=("so", "so"))))
    assert message_complaints(message) == []
    assert message["blocks"][-1]["type"] == "actions"
    assert len(quotes(message)) == 2


COUNTS = Counts(1, 1, 1, 1, 0, 0, 1)


def table(*rows: list[str]) -> dict:
    return {"type": "table", "rows": [[quoting.line(text) for text in row] for row in rows]}


def cells(message: dict) -> list[str]:
    return ["".join(strings(cell)) for b in message["blocks"] if b["type"] == "table" for r in b["rows"] for cell in r]


@pytest.mark.parametrize("columns", [1, 2, 20, 21])
@pytest.mark.parametrize("rows", [1, 100, 101])
def test_a_table_of_any_size_is_held_to_slacks(rows: int, columns: int) -> None:
    message = limits.checked("x", [table(*[["word " * 50] * columns] * rows)])
    assert message_complaints(message) == []
    assert len(cells(message)) == min(rows, 100) * min(columns, 20)


def test_in_a_table_the_long_give_way_and_the_short_stay_whole() -> None:
    short, long = "a short one", "x" * 2_900
    message = limits.checked("x", [table([short, long], [long, long], [long, short])])
    assert message_complaints(message) == []
    told = cells(message)
    assert [told[0], told[5]] == [short, short]
    assert all(cell.endswith("x…") and 2_400 < len(cell) < 2_500 for cell in told[1:5])


def test_a_table_gives_way_to_the_rest_of_its_message() -> None:
    tail = [quoting.line("y" * 3_000) for _ in range(3)]
    message = limits.checked("x" * 2_000, [table(["a", "x" * 2_900])], tail=tail)
    assert message_complaints(message) == []
    assert cells(message)[0] == "a"
    assert cells(message)[1].endswith("x…")
    assert message["blocks"][-3:] == tail


def test_an_empty_cell_holds_a_space() -> None:
    rows = [
        [quoting.line(""), {"type": "raw_text", "text": ""}],
        [quoting.line("a"), {"type": "raw_text", "text": "b"}],
    ]
    message = limits.checked("x", [{"type": "table", "rows": rows}])
    assert message_complaints(message) == []
    assert cells(message) == [" ", " ", "a", "b"]


def test_a_second_table_and_one_in_a_view_are_named_not_sent() -> None:
    two = [table(["a"]), table(["b"])]
    message = limits.checked("x", two)
    assert cells(message) == ["a"]
    assert message_complaints(message) == []
    assert "1 more part not shown" in strings(message["blocks"])[-1]
    assert complaints(limits.checked_modal("x", two)["blocks"], most=100) == []
    assert complaints(two) == ["only_one_table_allowed"]
    assert limits.checked("x", [{"type": "table", "rows": []}])["blocks"] == []


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("short", 10, "short"),
        ("0123456789", 10, "0123456789"),
        ("0123456789x", 10, "012345678…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
    ],
)
def test_texts_are_cut_in_slacks_own_units(text: str, room: int, kept: str) -> None:
    assert limits.cut(text, room) == kept
    assert limits.units(kept) <= room


@pytest.mark.parametrize("room", range(1, 40))
def test_markup_is_never_cut_inside_a_token(room: int) -> None:
    text = "a &lt;b&gt; &amp; <!date^170^{date}|x> tail &amp; more and more"
    kept = limits.cut_markup(text, room).removesuffix("…")
    assert text.startswith(kept.rstrip())
    assert kept.count("<") == kept.count(">")
    assert not kept.rpartition("&")[2].isalpha() or "&" not in kept or ";" in kept.rpartition("&")[2]


def test_a_place_without_outlet_is_called_by_its_name() -> None:
    told = quoting.place(Edition("a", "r", "000_file", url="", published=None))
    assert [x["text"] for x in told] == [" · 000_file"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<@U1> how many?", "how many?"),
        ("how <@U1|ann> many <#C1|news>", "how ann many #news"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<https://x.example|x.example> now", "https://x.example now"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("<!here> hey", "hey"),
        (None, ""),
        ("5 < 6 > 4", "5 < 6 > 4"),
    ],
)
def test_slacks_markup_is_undone(text: str | None, meant: str) -> None:
    assert typed.plain(text) == meant


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ({"user": {"id": "U1", "username": "ann"}}, "@ann"),
        ({"user": {"id": "U1"}}, "@U1"),
        ({"user_name": "ben", "user_id": "U2"}, "@ben"),
        ({}, "somebody"),
    ],
)
def test_people_are_called_by_name(body: dict, who: str) -> None:
    assert typed.person(body) == who


def test_help_names_every_command() -> None:
    from handlers.slack import usage

    message = usage.everything()
    assert message_complaints(message) == []
    assert all(c.name in message["text"] for c in usage.ALL)
    assert all(typed in strings(message["blocks"]) for c in usage.ALL for typed, _ in c.examples), "none is cut off"
