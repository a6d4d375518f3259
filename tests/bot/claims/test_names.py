"""Who is meant: "the ministry", "he", "the 53-year-old", a capital, in short articles of our own."""

from __future__ import annotations

import pytest

from bot.claims import gazetteer
from tests.bot.claims.conftest import Read


def weak(text: str, who: str, reason: str) -> object:
    return pytest.param(text, who, marks=pytest.mark.xfail(strict=True, reason=reason))


# article | whose the last attributed claim in it is
BODIES = [
    ("The Chilean defence ministry closed the port. The ministry said that the ice was thin.", "Chilean defence ministry"),
    ("The finance ministry met. The interior ministry was silent. The finance ministry said that prices fell.", "finance ministry"),
    ("The Port Control Commission met. The commission said that the crane was safe.", "Port Control Commission"),
    ("The World Food Programme (WFP) sent trucks. The WFP said that the road was closed.", "World Food Programme"),
    ("The Ministry of Defence of Chile said that the port was closed.", "Ministry of Defence of Chile"),
    ("Ukraine's navy said that the port was closed.", "Ukrainian navy"),
    ("The Marlow-on-Sea council said that the pier was closed.", "Marlow-on-Sea council"),
]  # fmt: skip

CAPITALS = [
    ("Pyongyang said that the talks were over.", "North Korea"),
    ("The Kremlin said that the talks were over.", "Russia"),
    ("Moscow said that the talks were over.", "Russia"),
    ("The White House said that the talks were over.", "United States"),
    ("Kiev said that the talks were over.", "Ukraine"),
    ("Kyiv said that the talks were over.", "Ukraine"),
    (
        "Lisbon fell silent. Portugal voted. In Portugal the shops closed. The government said that the strike was over.",
        "Portugal",
    ),
    (
        "Portugal voted. Portugal, and Spain, closed the shops. The government said that the strike was over.",
        "government",
    ),
    ("The Norwegian government met on Monday. It said that the talks were over.", "Norway"),
]

PRONOUNS = [
    ("Ann Lee runs the mill. She said that it was safe.", "Ann Lee"),
    ("Mr. Omar Haddad chairs the club. He said that it was safe.", "Omar Haddad"),
    ("John Miller met Mary Stone. She said that the mill was safe.", "Mary Stone"),
    ("John Miller met Mary Stone. He said that the mill was safe.", "John Miller"),
    ("Queen Gunvor met Bo Kim. She said that the mill was safe.", "Gunvor"),
    ("Norway and Sweden signed the pact. They said that it was fair.", "Norway and Sweden"),
]  # fmt: skip

DESCRIPTIONS = [
    ("Ann Lee met Bo Kim, the mayor. Lee said that the mill was safe.", "Ann Lee"),
    ("Ann Lee, the mayor of Arica, opened the pier. The mayor said that it was safe.", "Ann Lee"),
    ("The president of Chile, Rosa Vidal, spoke in Lima. The Chilean president said that the talks were over.", "Rosa Vidal"),
    ("Oslo's mayor, Bo Kim, said that the pier was safe.", "Bo Kim"),
    ("Ann Lee, 53, drove the bus. The 53-year-old said that the brakes failed.", "Ann Lee"),
    ("Ann Lee, 53, drove Bo Kim, 41, to town. The 41-year-old said that the brakes failed.", "Bo Kim"),
    ("Ann Lee drove the bus. The 53-year-old said that the brakes failed.", "Ann Lee"),
    ("Ann Lee, 41, drove the bus. The 53-year-old said that the brakes failed.", "53-year-old"),
    ("Ann Lee drove the bus and Bo Kim paid. The 53-year-old said that the brakes failed.", "53-year-old"),
    ("Senator Rosa Vidal said that the bill was dead. Vidal added that few had read it.", "Rosa Vidal"),
]  # fmt: skip

#: One person, one body, under the name they are filed by.
LISTED = [
    ("Zelenskiy said that the talks were over.", "Volodymyr Zelensky"),
    ("The OAS said that the vote was fair.", "Organization of American States"),
    ("The Olive Advisory Service (OAS) met. The OAS said that the oil was good.", "Olive Advisory Service"),
    ("Police charged Emir Balta on Monday. Mr Balta said that he was home.", "Emir Balta"),
]  # fmt: skip

#: Somebody passed over, and who says "..., he said".
BEHIND = [
    ("“It is late,” Ann Lee said. Picketing will begin on Monday, she added.", "Ann Lee"),
    ("The fire inspectorate counted two dead. The house had no alarm, it said.", "fire inspectorate"),
    ("Five residents spoke to the Courier. The soldiers had left before dawn, they said.", "five residents"),
    ("Ann Lee spoke on Monday. Bo Kim had left before dawn, she said.", "Ann Lee"),
]

#: A voice without a name goes by the words for it; a document with its article, as one speaks of it.
UNNAMED = [
    ("A spokesman for the port authority said that the crane was safe.", "spokesman for the port authority"),
    ("Two officials said that the talks were over.", "two officials"),
    ("This treaty specifies mutual help in case of attack.", "the treaty"),
    ("The treaty states that each side will help the other.", "the treaty"),
    ("A new survey shows that few voters stayed at home.", "a new survey"),
    ("His letter said that he was ill.", "letter"),
]

#: Written with hyphens in the text, so with hyphens in the name.
HYPHENS = [
    ("Kim Jong-un said that the talks were over.", "Kim Jong-un"),
    ("Anne-Marie Dupont said that the talks were over.", "Anne-Marie Dupont"),
    ("Mayor Karl-Heinz Weber, of Baden-Baden, said that the pier was closed.", "Karl-Heinz Weber"),
]


#: The name and what stands right by it: offices before, behind a comma, behind an "of".
OFFICES = [
    ("The Minister of Justice, Rosa Vidal, said that the dam held.", "Rosa Vidal"),
    ("Minister of the Interior Goran Petek said that the dam held.", "Goran Petek"),
    ("Turkish Defence Minister Orhan Selek said that the dam held.", "Orhan Selek"),
    ("The governor, Arno Sell, said that the dam held.", "Arno Sell"),
    ("Nord Rail's chief executive, Frida Tamm, said that trains would run.", "Frida Tamm"),
    ("Rosa Vidal, the minister of finance, left early. The minister said that the dam held.", "Rosa Vidal"),
    ("Rosa Vidal of Watchline said that the dam held.", "Rosa Vidal"),
    ("The consultancy Argo & Pole said that prices would rise.", "Argo & Pole"),
    ("The operating company, Nord Rail, said that trains would run. The company added that fares would not change.", "Nord Rail"),
    ("Former senator and former judge Rosa Vidal said that the dam held.", "Rosa Vidal"),
]  # fmt: skip

BODIES_AGAIN = [
    ("Nord Rail plc runs the line. On Monday the company said that trains would run.", "Nord Rail plc"),
    ("Nord Rail plc runs the line. It said that trains would run.", "Nord Rail plc"),
    (
        "The Lake Observatory for Bird Life met. The Observatory said that the geese were back.",
        "Lake Observatory for Bird Life",
    ),
    (
        "The National Grain Testing Unit (NGTU) opened in May. NGTU said that the wheat was dry.",
        "National Grain Testing Unit",
    ),
    ("Belgian state radio said that the dam held.", "Belgian state radio"),
    ("Nord Rail plc closed the line. A spokeswoman said that trains would run.", "spokeswoman for Nord Rail plc"),
    ("Nord Rail plc closed the line. Its lawyers said that the line was safe.", "lawyers for Nord Rail plc"),
    ("Uzbekistan's Ministry of Energy said that the gas would flow.", "Ministry of Energy of Uzbekistan"),
]

#: Two of one surname, two in one sentence, quotations in between, a voice without a name.
TOLD_APART = [
    ("Ann Miller met John Miller. Mr Miller said that the mill was safe.", "John Miller"),
    ("Ann Miller met John Miller. Ms Miller said that the mill was safe.", "Ann Miller"),
    ("John Stone met Peter Hill on Friday. He said that the mill was safe.", "John Stone"),
    ("John Stone praised the crew. Peter Hill himself told reporters that he was tired. He said that the road was long.", "Peter Hill"),
    ("Ann Lee opened the pier. A trader told reporters that trade was slow. He said that prices had doubled.", "trader"),
    ("A source close to Ann Lee was cautious. The source said that talks went on.", "source close to Ann Lee"),
    ("“It is over,” Ann Lee said. “We go home. Bo Kim stays.” She said that the train was late.", "Ann Lee"),
    ("Mark D. Sheridan sued. Mark Sheridan said that the letter was late.", "Mark D. Sheridan"),
    ("Signe Haug wrote it. S. Haug said that the letter was late.", "Signe Haug"),
]  # fmt: skip

#: A description that follows upon a name is that name's, unless it is an office nobody has told of, or two may be meant.
EPITHETS = [
    ("Ann Lee won in Rome. “I slept badly,” the striker said.", "Ann Lee"),
    ("Ann Lee left the party in May. The Texas senator said that the bill was dead.", "Ann Lee"),
    ("Ann Lee met the council. The mayor said that the bill was dead.", "mayor"),
    ("Ann Lee, a farmer, met the council. The striker said that the bill was dead.", "striker"),
    ("Ann Lee, a trader whose shop burned, was angry. The trader said that nobody came.", "Ann Lee"),
    ("“It was dark,” said Ann Lee, a trader whose shop had burned. She accused the guards of sleeping.", "Ann Lee"),
    ("Deputy minister for road safety Ann Lee told reporters that it was late. The deputy minister said that roads were safe.", "Ann Lee"),
]  # fmt: skip

#: Whose word it is: the company's spokesman is that company's, its statement is its own word, "one of them" is one of those.
WHOSE = [
    ("Nord Rail plc closed the line. A spokesman for the company said that trains would run.", "spokesman for Nord Rail plc"),
    ("Nord Rail plc closed the line. The company's lawyer said that trains would run.", "Nord Rail plc's lawyer"),
    ("Ann Lee sued. Mrs Lee's lawyers said that she would win.", "Ann Lee's lawyers"),
    ("The governor's office said that the dam held.", "governor's office"),
    ("The Foreign Ministry was silent. According to an army statement, the bridge fell.", "army"),
    ("Ann Lee said in a statement that the dam held. The statement added that the gates were shut.", "Ann Lee"),
    ("Nord Rail plc said that trains would run. The annual report of Nord Rail plc shows that fares rose.", "the annual report of Nord Rail plc"),
    ("A report by the Port Commission came out on Monday. The report said that the crane was old.", "a report by the Port Commission"),
    ("Western diplomats were in doubt. One described the text as empty.", "western diplomat"),
    ("Traders complained. Several of them said that nobody came.", "several traders"),
    ("The association of patients Herzlicht said that the pills were bad.", "Herzlicht"),
    ("The Monitoring Officer, Mr Bo Kim, said that the count was right.", "Bo Kim"),
    ("No councillor had signed, Ann Lee was told. She said that the sheet was blank.", "Ann Lee"),
]  # fmt: skip

LEFT_OUT = [
    ("The mill was safe, the port authority said, adding that the crane was new.", "port authority"),
    ("Ann Lee said the mill was safe, calling the report a fraud.", "Ann Lee"),
]


WHO = [
    *BODIES,
    *CAPITALS,
    *PRONOUNS,
    *DESCRIPTIONS,
    *UNNAMED,
    *HYPHENS,
    *OFFICES,
    *BODIES_AGAIN,
    *TOLD_APART,
    *LISTED,
    *BEHIND,
    *EPITHETS,
    *WHOSE,
    *LEFT_OUT,
]


@pytest.mark.parametrize(("text", "who"), WHO)
def test_who_is_meant(read: Read, text: str, who: str) -> None:
    assert [c.source_name for c in read(text) if c.cue][-1] == who


def test_a_name_with_a_hyphen_is_one_topic(read: Read) -> None:
    [claim] = read("Ann Lee said that Jean-Pierre Roux met Kim Jong-un in Port-au-Prince.")
    assert {"jean-pierre roux", "kim jong-un", "port-au-prince"} <= set(claim.topics)


#: Words that tie a name's parts together and may stand in none of them.
_TIES = {"of", "for", "the", "a", "an", "and"}


@pytest.mark.parametrize(("text", "who"), WHO)
def test_a_names_words_come_from_the_text_or_the_lists(read: Read, text: str, who: str) -> None:
    printed = {w.strip(".,;:“”()").removesuffix("'s").removesuffix("’s").lower() for w in text.split()}
    printed |= {w.lower() for w in text.split()}  # "Mark D. Sheridan"
    printed |= {w.removesuffix("s") for w in printed}
    for claim in read(text):
        for name in (claim.source_name, *claim.chain):
            words = {w.removesuffix("'s").removesuffix("’s").lower() for w in name.split()}
            assert words <= printed | _TIES | _listed()


def _listed() -> set[str]:
    names = {entry.name for entry in gazetteer.entries().values()}
    adjectives = {gazetteer.adjective_of(name) for name in names}
    return {w.lower() for name in names | adjectives for w in name.split()}


HEARING = """Harbour inquiry, second day

MS ROY: Who closed the pier?

MR LEE: I blame the harbour office. Ann Berg promised us a crane in March.

We hope that the town will pay.

MS ROY: I think that it will."""


def test_i_and_we_in_a_transcript_are_whose_turn_it_is(read: Read) -> None:
    told = {c.cue_lemma: c.source_name for c in read(HEARING) if c.cue}
    assert {word: told[word].casefold() for word in ("blame", "promise", "hope")} == {
        "blame": "lee",
        "promise": "ann berg",
        "hope": "lee",
    }
