"""Who is meant: "the ministry", "he", "the 53-year-old", a capital, in short articles of our own."""

from __future__ import annotations

import pytest

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
    ("Ann Lee drove the bus. The 53-year-old said that the brakes failed.", "53-year-old"),
    ("Senator Rosa Vidal said that the bill was dead. Vidal added that few had read it.", "Rosa Vidal"),
]  # fmt: skip

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


@pytest.mark.parametrize(("text", "who"), [*BODIES, *CAPITALS, *PRONOUNS, *DESCRIPTIONS, *UNNAMED, *HYPHENS])
def test_who_is_meant(read: Read, text: str, who: str) -> None:
    assert [c.source_name for c in read(text) if c.cue][-1] == who


def test_a_name_with_a_hyphen_is_one_topic(read: Read) -> None:
    [claim] = read("Ann Lee said that Jean-Pierre Roux met Kim Jong-un in Port-au-Prince.")
    assert {"jean-pierre roux", "kim jong-un", "port-au-prince"} <= set(claim.topics)
