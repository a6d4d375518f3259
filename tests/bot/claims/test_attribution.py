"""Who says what, word by word: a table of our own sentences, and of sentences that only look as if somebody said something."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Revision
from tests.bot.claims.conftest import Read


@pytest.fixture(scope="module")
def read() -> Read:
    """The rules alone: what they read must not hang on what a tagger happens to know."""
    reader = SpacyReader(tagger=None)

    def claims(text: str) -> tuple[Claim, ...]:
        return reader.read(Revision.of(Article(key=text, ref="test", text=text), datetime(2025, 5, 1, tzinfo=UTC)))

    return claims


# text | source | cue | class | content, as they stand in the text; parts of one role are joined by " | "
SAID = [
    # verbs with clauses
    ("The harbour master says the pier is closed.", "The harbour master", "says", "say", "the pier is closed"),
    ("Two engineers admitted that they had not checked the bolts.", "Two engineers", "admitted", "confirm", "that they had not checked the bolts"),
    ("Norway insists it never signed the note.", "Norway", "insists", "say", "it never signed the note"),
    ("The union has long argued that the pay is too low.", "The union", "has long argued", "say", "that the pay is too low"),
    ("The study found that otters sleep less in spring.", "The study", "found", "say", "that otters sleep less in spring"),
    ("Police confirmed on Sunday that a boy was missing.", "Police", "confirmed", "confirm", "that a boy was missing"),
    ("The judge ruled that the contract was void.", "The judge", "ruled", "say", "that the contract was void"),
    ("The bank affirms that no money was lost.", "The bank", "affirms", "say", "that no money was lost"),
    ("The clerk testified that the safe had been open.", "The clerk", "testified", "say", "that the safe had been open"),
    ("Lee complained that nobody had called her.", "Lee", "complained", "say", "that nobody had called her"),
    ("The owner denies having sold the boat.", "The owner", "denies", "deny", "having sold the boat"),
    ("The guard admitted taking the keys.", "The guard", "admitted", "confirm", "taking the keys"),
    ("The company regrets having said that the ferry was safe.", "The company", "regrets", "condemn", "having said that the ferry was safe"),
    ("She pointed out that the lake was frozen.", "She", "pointed out", "say", "that the lake was frozen"),
    # who speaks in a list
    ("France, Spain and Italy condemned the raid.", "France, Spain and Italy", "condemned", "condemn", "the raid"),
    ("The strike killed nine people, health officials and aid groups said.", "health officials and aid groups", "said", "say", "The strike killed nine people"),
    # told to somebody
    ("Omar Diop told Tass that the dam held.", "Omar Diop", "told", "say", "that the dam held"),
    ("The captain told the court that the radio had failed.", "The captain", "told", "say", "that the radio had failed"),
    ("The minister has informed parliament that the bridge will stay shut.", "The minister", "has informed", "say", "that the bridge will stay shut"),
    ("The nurses warned the board that the ward was full.", "The nurses", "warned", "say", "that the ward was full"),
    # inverted, trailing, in parenthesis
    ("“The roof held,” said Marta Ode, the architect.", "Marta Ode, the architect", "said", "say", "“The roof held,”"),
    ("“It was cold,” the boy said.", "the boy", "said", "say", "“It was cold,”"),
    ("The roof held, the architect told reporters.", "the architect", "told", "say", "The roof held"),
    ("The roof held, the architect said on Monday, adding that the walls had not.", "the architect", "said", "say", "The roof held"),
    ("The roof held, the architect said on Monday, adding that the walls had not.", "the architect", "adding", "say", "that the walls had not"),
    ("The roof, the architect said, was never in danger.", "the architect", "said", "say", "The roof | was never in danger"),
    ("Four boats sank, two of the crew said; the owner spoke of three.", "two of the crew", "said", "say", "Four boats sank"),
    ("PORTO, Oct 2 (SHW) - Four boats sank in the night, the coast guard said.", "the coast guard", "said", "say", "Four boats sank in the night"),
    ("13:40 | No tanker has come, the mayor said.", "the mayor", "said", "say", "No tanker has come"),
    ("But the tanker never came, the mayor said.", "the mayor", "said", "say", "the tanker never came"),
    # passives
    ("The queen is said to be ill.", "", "is said", "say", "The queen | to be ill"),
    ("The plan was condemned by the teachers.", "the teachers", "was condemned", "condemn", "The plan"),
    ("The guard is accused of selling the keys.", "", "is accused", "blame", "The guard | of selling the keys"),
    # phrases
    ("According to the harbour board, the pier is safe.", "the harbour board", "According to", "say", "the pier is safe"),
    ("The pier is safe, according to a letter from the board.", "a letter from the board", "according to", "say", "The pier is safe"),
    ("In the words of the mayor, the pier is a ruin.", "the mayor", "In the words of", "say", "the pier is a ruin"),
    ("In her view, the pier is a ruin.", "her", "In | view", "say", "the pier is a ruin"),
    ("The pier is a ruin, in the opinion of two engineers.", "two engineers", "in the opinion of", "say", "The pier is a ruin"),
    ("The pier is closed until May, per the ministry.", "the ministry", "per", "say", "The pier is closed until May"),
    ("Under the Harbours Act, piers must be checked twice a year.", "the Harbours Act", "Under", "say", "piers must be checked twice a year"),
    ("For the fishermen, the tax is a punishment.", "the fishermen", "For", "say", "the tax is a punishment"),
    # nouns
    ("The view among divers is that the wreck is empty.", "divers", "The view", "believe", "that the wreck is empty"),
    ("Denmark is angry over Norway's claim that the net was cut.", "Norway's", "claim", "say", "that the net was cut"),
    ("Nobody believes the claim by the owner that the boat was sound.", "the owner", "the claim", "say", "that the boat was sound"),
    ("Chile repeated its pledge to pay the crews.", "its", "repeated its pledge", "promise", "to pay the crews"),
    ("The board expressed concern about the noise.", "The board", "expressed concern about", "believe", "the noise"),
    ("The mayor paid tribute to the firemen.", "The mayor", "paid tribute to", "praise", "the firemen"),
    ("The skipper took offence at the question.", "The skipper", "took offence at", "condemn", "the question"),
    ("The skipper took issue with the report.", "The skipper", "took issue with", "condemn", "the report"),
    # adjectives
    ("Farmers are worried that the dam will fail.", "Farmers", "are worried", "believe", "that the dam will fail"),
    ("The minister has long been critical of the tax.", "The minister", "has long been critical of", "condemn", "the tax"),
    ("The bakers are sceptical about the new flour.", "The bakers", "are sceptical about", "believe", "the new flour"),
    ("The owner seems sure that the boat is sound.", "The owner", "seems sure", "believe", "that the boat is sound"),
    ("The council is against the tax.", "The council", "is against", "condemn", "the tax"),
    ("The unions were incensed by the sale.", "The unions", "were incensed by", "condemn", "the sale"),
    ("The pilots are unsure whether the strip is long enough.", "The pilots", "are unsure", "believe", "whether the strip is long enough"),
    ("There are reports that the crew had fled.", "", "reports", "say", "that the crew had fled"),
    ("The admission that the gate was rusted came late.", "", "The admission", "confirm", "that the gate was rusted"),
    # acts without a clause
    ("Denmark condemned the seizure of the trawler.", "Denmark", "condemned", "condemn", "the seizure of the trawler"),
    ("The coach praised the goalkeeper for her calm.", "The coach", "praised", "praise", "the goalkeeper for her calm"),
    ("The ministry confirmed the delay.", "The ministry", "confirmed", "confirm", "the delay"),
    ("The skipper denied the charge.", "The skipper", "denied", "deny", "the charge"),
    ("The farmers blamed the dam for the drought.", "The farmers", "blamed", "blame", "the dam for the drought"),
    ("The farmers accused the mayor of hiding the map.", "The farmers", "accused", "blame", "the mayor of hiding the map"),
    ("The ministry urged drivers to stay at home.", "The ministry", "urged", "demand", "drivers to stay at home"),
    ("The doctor warned of a second wave.", "The doctor", "warned of", "say", "a second wave"),
    ("The miners protested against the new shift.", "The miners", "protested against", "condemn", "the new shift"),
    ("The jury cleared the nurse of theft.", "The jury", "cleared", "say", "the nurse of theft"),
    ("The port plans to dig a deeper channel.", "The port", "plans", "promise", "to dig a deeper channel"),
    ("The port intends to dig a deeper channel.", "The port", "intends", "promise", "to dig a deeper channel"),
    ("The board undertook to publish the letters.", "The board", "undertook", "promise", "to publish the letters"),
    ("The board decided not to publish the letters.", "The board", "decided", "say", "not to publish the letters"),
    ("The general speaks of a tactical retreat.", "The general", "speaks of", "say", "a tactical retreat"),
    ("The mayor ruled out a second vote.", "The mayor", "ruled out", "deny", "a second vote"),
    ("The mayor laughed off the rumours.", "The mayor", "laughed off", "deny", "the rumours"),
    ("The editor defended the headline.", "The editor", "defended", "praise", "the headline"),
    ("The paper branded the tax a robbery.", "The paper", "branded", "condemn", "the tax a robbery"),
    ("The critics dismissed the film as a toy.", "The critics", "dismissed", "deny", "the film as a toy"),
    ("The report puts the number of dead at 12.", "The report", "puts", "say", "the number of dead at 12"),
    ("The airline counts 900 stranded guests.", "The airline", "counts", "say", "900 stranded guests"),
    ("The inquiry found no sign of fraud.", "The inquiry", "found", "say", "no sign of fraud"),
    ("The farmers doubt it.", "The farmers", "doubt", "believe", "it"),
    ("The board demanded lights at every crossing.", "The board", "demanded", "demand", "lights at every crossing"),
    ("The state promised help to every family.", "The state", "promised", "promise", "help to every family"),
    ("The pilots called for a strike.", "The pilots", "called for", "demand", "a strike"),
    ("The pilots called on the airline to pay.", "The pilots", "called on", "demand", "the airline to pay"),
    ("Sweden welcomed the offer to share the catch.", "Sweden", "welcomed", "praise", "the offer to share the catch"),
    ("The mayor thanked the divers.", "The mayor", "thanked", "praise", "the divers"),
    ("Sweden rejected the offer.", "Sweden", "rejected", "deny", "the offer"),
    ("The actress apologised for the delay.", "The actress", "apologised for", "say", "the delay"),
    ("The bank invited the farmers to talk.", "The bank", "invited", "demand", "the farmers to talk"),
    ("The court ordered the bank to pay.", "The court", "ordered", "demand", "the bank to pay"),
    # beliefs and estimates
    ("The bakers hope that flour gets cheaper.", "The bakers", "hope", "believe", "that flour gets cheaper"),
    ("The bakers fear a bad harvest.", "The bakers", "fear", "believe", "a bad harvest"),
    ("The bank expects prices to fall.", "The bank", "expects", "estimate", "prices to fall"),
    ("Insurers estimate the loss at 3 million euros.", "Insurers", "estimate", "estimate", "the loss at 3 million euros"),
    ("The police suspect that the fire was laid.", "The police", "suspect", "believe", "that the fire was laid"),
    ("The mayor thinks the bridge will last.", "The mayor", "thinks", "believe", "the bridge will last"),
    ("The crew felt that the mast was weak.", "The crew", "felt", "believe", "that the mast was weak"),
    ("The mayor's bet is that the rain will stop.", "The mayor's", "bet", "believe", "that the rain will stop"),
    # word order
    ("Said Lee: “I do not get it.”", "Lee", "Said", "say", "“I do not get it.”"),
    ("The owner continues to insist, most recently in an interview on Monday, that the boat was sound.", "The owner", "continues to insist", "say", "that the boat was sound"),
    ("He talks of nothing else, aside from saying that the crew is well.", "He", "saying", "say", "that the crew is well"),
    ("The ministry issued a statement saying that the dam had failed.", "The ministry", "issued a statement saying", "say", "that the dam had failed"),
    ("The envoy unleashed a series of tweets calling the mayor a crook.", "The envoy", "unleashed a series of tweets calling", "say", "the mayor a crook"),
    # when it was said, what the outlet adds
    ("The envoy this week said the talks would go on.", "The envoy", "said", "say", "the talks would go on"),
    ("He criticised Ann Lee, who has not replied.", "He", "criticised", "condemn", "Ann Lee"),
    ("The court then ruled that the sale was void.", "The court", "then ruled", "say", "that the sale was void"),
    # posts
    ("“We are home,” the climber wrote on X.", "the climber", "wrote", "say", "“We are home,”"),
    ("The mayor tweeted: “The dam is safe.”", "The mayor", "tweeted", "say", "“The dam is safe.”"),
    ("The climber tweeted that she was home.", "The climber", "tweeted", "say", "that she was home"),
    ("The governor said in a post on Telegram that the siege was over.", "The governor", "said", "say", "that the siege was over"),
    ("The roof is sound, as the architect put it.", "the architect", "put it", "say", "The roof is sound"),
    ("Lawmakers have not said when the vote will be.", "Lawmakers", "have not said", "withhold", "when the vote will be"),
    ("The judge holds that the deed is void.", "The judge", "holds", "believe", "that the deed is void"),
    # quotations
    ("The mayor called the plan “a gift to rats”.", "The mayor", "called", "say", "the plan “a gift to rats”"),
    ("“The dam,” said the mayor, “will hold this winter.”", "the mayor", "said", "say", "“The dam,” | “will hold this winter.”"),
    ("The mayor said: “The dam will hold.”", "The mayor", "said", "say", "“The dam will hold.”"),
    ("“The dam held.” ― Ann Lee, engineer\n“It did not.” ― Omar Diop", "Ann Lee, engineer", "―", "say", "“The dam held.”"),
    ("“The dam held.” ― Ann Lee, engineer\n“It did not.” ― Omar Diop", "Omar Diop", "―", "say", "“It did not.”"),
    ("“I quit,” fumed the coach.", "the coach", "fumed", "condemn", "“I quit,”"),
    ("“I quit,” snapped the coach.", "the coach", "snapped", "say", "“I quit,”"),
    # whose words stop where
    ("The mayor said the dam would hold, though the gates were rusty.", "The mayor", "said", "say", "the dam would hold"),
    ("The mayor said the dam would hold, and the engineers warned that it would not.", "The mayor", "said", "say", "the dam would hold"),
    ("The mayor said the dam would hold, and the engineers warned that it would not.", "the engineers", "warned", "say", "that it would not"),
    # one passes on another
    ("The agency reported that the minister said the talks were over.", "the minister", "said", "say", "the talks were over"),
    ("A court had ordered the gate opened, the ministry said.", "A court", "had ordered", "demand", "the gate opened"),
    # silence
    ("The ministry declined to say who paid.", "The ministry", "declined to say", "withhold", "who paid"),
    ("The skipper would not comment on the letter.", "The skipper", "would not comment", "withhold", "on the letter"),
    ("The board did not disclose the price.", "The board", "did not disclose", "withhold", "the price"),
]  # fmt: skip


def row(text: str, claim: Claim) -> tuple[str, str, str, str]:
    def words(role: str) -> str:
        return " | ".join(s.of(text) for s in getattr(claim, role))

    return words("source"), words("cue"), claim.cue_class, words("content").rstrip(".")


@pytest.mark.parametrize(("text", "source", "cue", "cue_class", "content"), SAID)
def test_who_said_what_with_which_word(
    read: Read, text: str, source: str, cue: str, cue_class: str, content: str
) -> None:
    found = [row(text, c) for c in read(text) if c.cue]
    assert (source, cue, cue_class, content.rstrip(".")) in found


#: Nobody says anything here, or nothing that is told.
NOBODY_SAID = [
    "The attack lasted an hour.",
    "Rebels attacked the depot at noon.",
    "The defence of the town lasted a week.",
    "Soldiers defended the village for two days.",
    "The army defended Arica for a week.",
    "The said document lies in a drawer.",
    "The suspected claim office burned down.",
    "The boy found a purse on the beach.",
    "The divers found a wreck near the pier.",
    "The widow put the letters in a drawer.",
    "The cook put the soup on the table.",
    "The clerk counted the ballots.",
    "Workers cleared the road of snow drifts and mud.",
    "Norway hit back at Sweden by closing the strait.",
    "The army holds three hills near the river.",
    "The bridge is intended to last a century.",
    "Engineers undertook what was a long repair.",
    "The alleged thief ran away.",
    "The reported sightings stopped in May.",
    "The promised train never came.",
    "The ship sank off Norway in a storm.",
    "The mayor declined to comment.",
    "The ministry did not comment.",
    "Nobody was there to answer.",
    "Did the mayor say the dam was safe?",
    "Ask the mayor.",
    "Tell them to stay away.",
    "Don't forget that the pier is shut.",
    "Now tell them that the pier is shut.",
    "The police charged the crowd.",
    "The shares fell, and the band played on.",
    "Per capita income rose by 3 percent.",
    "The town eats 20 tonnes of fish per day.",
    "Under the bridge, boys were fishing.",
    "For two years, the mine was closed.",
    "In the view from the tower, the town is small.",
    "The “new town” was never built.",
    "The hotel was under water for a week.",
    "The road was cleared on Monday.",
    "Rain is in store for the coast.",
    "The bell sounded at noon.",
    "The crowd roared.",
    "The wind roared through the valley.",
    "The children laughed.",
    "A plan to move the pier lies in a drawer.",
    "The branch snapped in the storm.",
    "The storm raged for two days.",
    "The figures are in the annex.",
    "The point is near the lighthouse.",
]


@pytest.mark.parametrize("text", NOBODY_SAID)
def test_what_only_looks_as_if_somebody_said_it(read: Read, text: str) -> None:
    assert [row(text, c) for c in read(text) if c.cue] == []


def test_a_quotation_in_parts_is_one_act(read: Read) -> None:
    text = "“The dam,” said the mayor, “will hold.”"
    assert len({c.cue for c in read(text) if c.cue}) == 1


def test_a_list_of_speakers_names_each(read: Read) -> None:
    text = "What they said\n\nANN LEE: The dam will hold.\n\nOLA BERG: The dam will break."
    spoken = [(c.source_name, row(text, c)[3]) for c in read(text) if c.cue]
    assert [content for _, content in spoken] == ["The dam will hold", "The dam will break"]
