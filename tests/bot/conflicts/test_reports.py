"""Whether two articles report one event; what that lets through as a message, and what it keeps back."""

from dataclasses import replace

import pytest

from bot.conflicts.comparing import compare_sides
from bot.conflicts.disputes import decide
from bot.conflicts.reports import ONE_REPORT, TWO_REPORTS, Reports, known, report
from bot.conflicts.side import Side
from bot.nouns import CONFLICTING, LEAD, Claim, Edition, Statement
from bot.ports import Rivals
from tests.bot.conflicts.factories import read

MILL = """A fire broke out in the old paper mill of Lindow before dawn on Monday, and burnt for nine hours. The brigade sent
forty engines from three counties, and the smoke was seen in Harrow. Sixty people were taken from the houses behind the weir."""
MILL_TOO = """Sixty people had to leave the houses behind the weir when the paper mill at Lindow burnt on Monday. Engines came from
three counties. The owner, Brand Paper, had closed the mill in spring, and the smoke lay over Harrow until noon."""
QUARRY = """A landslide in the slate quarry of Almora buried two lorries late on Friday. Their drivers had gone home an hour earlier.
An inspector shut the upper terraces until autumn and asked the firm for drawings of its drains and ditches, reporters were told.
Slate from there covers roofs in nine countries, and the last slide, of 1931, is sung of in the valley's taverns."""


def filed(lead: str, sentence: str, article: str, day: str = "2024-05-01") -> list[Statement]:
    """The statements of the last sentence of an article."""
    text = f"{lead} {sentence}"
    return [s for s in read(text, article, day) if s.claim.quote == sentence]


def messages(old: list[Statement], new: list[Statement]) -> list[str]:
    found = [compare_sides(Side(b), Side(a), filing=True) for a in old for b in new]
    return [c.kind for c in found if c.label in CONFLICTING]


def edition(text: str, name: str) -> Edition:
    return replace(read(text, name)[0].edition, lead=text[:LEAD])


def test_two_reports_of_one_fire_are_alike_and_a_landslide_is_another_matter():
    fire, again, slide = edition(MILL, "a"), edition(MILL_TOO, "b"), edition(QUARRY, "c")
    alike = Reports([fire, again, slide])
    assert alike.alike(fire, again) > ONE_REPORT
    assert alike.alike(fire, slide) < TWO_REPORTS
    assert alike.alike(fire, again) == alike.alike(again, fire)


def test_what_every_report_at_hand_tells_counts_for_little():
    fire, again = edition(MILL, "a"), edition(MILL_TOO, "b")
    daily = [edition(MILL_TOO.replace("Monday", day), f"d{n}") for n, day in enumerate(["May"] * 40)]
    assert Reports([fire, again, *daily]).alike(fire, again) < Reports([fire, again]).alike(fire, again)


def test_a_line_or_two_do_not_tell_what_an_article_reports():
    short = edition("The paper mill at Lindow burnt on Monday, the brigade said.", "a")
    assert Reports().alike(short, short) == 0.0
    side = Side(read("The paper mill at Lindow burnt on Monday, the brigade said.", "a")[0])
    assert not known(side, side)
    assert report(side, side) == 0.0


def test_where_one_event_is_reported_a_denial_need_not_name_it():
    denied = filed(MILL_TOO, "Chile denied any part in the attack.", "two")
    elsewhere = filed(QUARRY, "Chile denied any part in the attack.", "two")
    blamed = filed(MILL, "Peru accused Chile of carrying out the attack.", "one")
    assert "attribution" in messages(blamed, denied)
    assert not messages(blamed, elsewhere)


DENIALS = [
    ("Ms Finch denied that the sluice had been left open.", "The sluice at the weir was open, two fitters said.", True),
    # the words of the denial are hardly met
    ("Ms Finch denied that the sluice had been left open.", "The weir is older than the railway, a historian said.", False),
    # only supposed, or called false by both
    ("Ms Finch denied that the sluice had been left open.", "An inquiry looks into the alleged opening of the sluice.", False),
    ("Ms Finch denied that the sluice had been left open.", "A fabricated letter says that the sluice was open, police said.", False),
    # denied of one doer, told of none
    ("Ms Finch denied that the mill was sold by her brother.", "The mill was sold in spring, a clerk said.", False),
]  # fmt: skip


@pytest.mark.parametrize(("denial", "told", "message"), DENIALS)
def test_a_denial_of_what_the_other_report_of_it_tells(denial, told, message):
    assert bool(messages(filed(MILL_TOO, told, "one"), filed(MILL, denial, "two"))) == message
    if message:
        assert not messages(filed(QUARRY, told, "one"), filed(MILL, denial, "two"))


TAKEN_BACK = [
    ("Brand Paper has since said that it was mistaken in saying the mill had sprinklers.", True),
    ("Brand Paper said that its statement of Monday on the sprinklers of Lindow was wrong.", True),
    ("Brand Paper said the sprinklers of the mill in Lindow were bought by mistake.", False),
    ("Brand Paper took back control of the sprinklers of the mill at Lindow.", False),
]


@pytest.mark.parametrize(("later", "message"), TAKEN_BACK)
def test_a_voice_that_says_its_own_word_was_wrong(later, message):
    first = filed(MILL, "Brand Paper said that the sprinklers of the mill at Lindow worked.", "one")
    found = messages(first, filed(MILL_TOO, later, "two", "2024-05-03"))
    assert ("other" in found) == message


def _decided(articles: list[list[Statement]]) -> list[int]:
    """How many disputes each article opens, held against all before it."""
    before: list[Statement] = []
    opened, disputes = [], ()
    for statements in articles:
        claims: list[Claim] = [s.claim for s in statements]
        rivals = Rivals({c.id: before for c in claims}, disputes, ())
        found = decide(statements[0].edition, claims, rivals)
        opened.append(len(found.opened))
        before = [*before, *statements]
    return opened


def test_each_of_two_fires_is_a_dispute_of_its_own():
    first = filed(MILL, "Peru accused Chile of attacking the mill at Lindow.", "one")
    second = filed(MILL_TOO, "Chile denied attacking the mill at Lindow.", "two")
    third = filed(QUARRY, "Peru accused Chile of attacking the quarry at Almora.", "three")
    fourth = filed(QUARRY.replace("evening", "night"), "Chile denied attacking the quarry at Almora.", "four")
    assert _decided([first, second, third, fourth]) == [0, 1, 0, 1]
