"""Phrases in a parsed sentence: who is the subject, how far the cue and the content reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.claims import cues
from bot.claims.cues import Cue
from bot.claims.papers import issuing

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Stretch = tuple[int, int]

_EDGE = frozenset(",;:-–—―.") | {"--", "..."}
#: Adverbs before the verb that belong to the sentence, not to the cue (so PolNeAR's readers marked).
_NOT_THE_CUES = frozenset("when even instead maybe why perhaps suddenly however meanwhile where how so thus".split())
_DATELINE_DASHES = frozenset(["-", "–", "—", "--"])
_SUBJECTS = ("nsubj", "csubj")
_NO_CUE = Cue("", "say", frozenset())
#: "Aside from saying so", "stopped short of calling it": whose verb these hang on speaks.
_APART = frozenset(["aside", "apart", "short", "far", "instead"])
_PASSED_ON = ("conj", "advcl", "xcomp", "pcomp", "ccomp", "prep")


def cue_of(token: Token) -> Cue | None:
    """The cue this verb is, particles considered, or None."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod", "compound"):
        return None
    table = cues.verbs()
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.i == token.i + 1 and (child.dep_ in ("prt", "advmod", "prep") or child.lower_ == "it"):
            particled = table.get(f"{lemma} {child.lower_}")
            if particled is not None:
                return particled
    return table.get(lemma)


def speaker_of(verb: Token) -> Token | None:
    """The head of who does the saying, or None: an active subject, the agent of a passive, the subject
    of the verb it hangs on ("..., adding that"), the noun it describes ("a statement saying")."""
    current = verb
    issue = issuing(verb)
    if issue is not None:
        return speaker_of(issue)
    if verb.tag_ == "VBN" and verb.dep_ in ("advcl", "acl") and not any(c.dep_ == "aux" for c in verb.children):
        return _agent(verb)  # "as stated in Article 5", "a report published by the ministry"
    if resumes(verb):
        return speaker_of(_reporter(verb.head))
    if adds(verb):
        return speaker_of(_reporter(verb.head))
    for _ in range(5):
        if is_passive(current):
            if current == verb:
                return _agent(verb)
            return next((c for c in current.children if c.dep_ == "nsubjpass"), None)
        subject = next((c for c in current.children if c.dep_ in _SUBJECTS), None)
        if subject is not None:
            return None if _empty(subject) else subject
        if current.dep_ == "acl" and current.tag_ in ("VBG", "VBD", "VBZ", "VBP"):
            return current.head  # a finite verb there is a main verb taken for a description
        apart = current.dep_ == "advmod" and current.lower_ in _APART
        if (current.dep_ not in _PASSED_ON and not apart) or current.head == current:
            return _misread_subject(verb)
        current = _of_its_form(current)
    return None


def _of_its_form(verb: Token) -> Token:
    """What a verb hangs on; "to accuse the board of lying and encourage members": "encourage" is joined with
    "accuse", whose form it has, not with "lying", as the parser would have it."""
    head = verb.head
    if verb.dep_ != "conj" or verb.tag_ != "VB" or head.tag_ == "VB":
        return head
    return next((a for a in head.ancestors if a.tag_ == "VB" and a.i < verb.i), head)


def resumes(token: Token) -> bool:
    """ "She said they would appeal and warned that ...": hung on "appeal" by the parser, but in the tense of
    "said" and without a subject of its own, so it is her again."""
    head = token.head
    if token.dep_ != "conj" or token.tag_ not in ("VBD", "VBZ") or cue_of(token) is None:
        return False
    if head.tag_ == token.tag_ and cue_of(head) is not None and not any(c.tag_ == "MD" for c in head.children):
        return False  # "says Lee promised to help and said ...": Lee's second act as likely as the speaker's
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children):
        return False
    reporter = _reporter(head)
    return reporter != token and reporter.tag_ in ("VBD", "VBZ", "VBP") and cue_of(reporter) is not None


def adds(token: Token) -> bool:
    """ "Analysts said the deal had helped, citing new figures": it is the analysts who cite."""
    if token.tag_ != "VBG" or token.dep_ != "advcl" or token.i == 0 or cue_of(token) is None:
        return False
    reporter = _reporter(token.head)
    after_pause = token.nbor(-1).text in {",", "”", '"', "''", "’"}
    return after_pause and reporter != token.head and reporter != token and cue_of(reporter) is not None


def _reporter(token: Token) -> Token:
    """The verb that reports the clause this one stands in, or the token itself."""
    while token.dep_ == "conj":
        token = token.head
    return token.head if token.dep_ == "ccomp" else token


def is_passive(verb: Token) -> bool:
    return any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)


def negated(verb: Token) -> bool:
    """ "did not", "never", "neither ... nor"; "not only" affirms."""
    for child in verb.children:
        if child.dep_ in ("neg", "preconj") and child.i < verb.i and child.lower_ not in ("both", "either"):
            return child.i + 1 >= len(verb.doc) or verb.doc[child.i + 1].lower_ not in ("only", "just")
    return False


def _agent(verb: Token) -> Token | None:
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def _empty(subject: Token) -> bool:
    return subject.lower_ in ("it", "there") and subject.dep_ == "expl"


def _misread_subject(verb: Token) -> Token | None:
    """`..." said Ann Lee`: the parser may take the name for an object."""
    if verb.i == 0 or verb.nbor(-1).text not in {",", "”", '"', "''", "’", "?", "!"}:
        return None
    after = [c for c in verb.children if c.dep_ in ("dobj", "attr", "npadvmod", "dep") and c.i > verb.i]
    return after[0] if after and after[0].pos_ in ("PROPN", "NOUN", "PRON") else None


def named_after(verb: Token) -> Token | None:
    """The head of the noun phrase that follows at once: `said Ann Lee, the mayor`."""
    if verb.i + 1 >= len(verb.doc):
        return None
    for chunk in verb.doc[verb.i + 1 : verb.i + 12].noun_chunks:
        return chunk.root if chunk.start == verb.i + 1 else None
    return None


def named_before(verb: Token) -> Token | None:
    """The head of the noun phrase that ends right before the verb and its helpers, where the parser sees no subject."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    end = with_helpers(verb)
    if end and verb.doc[end - 1].text == ",":
        end -= 1
    for token in reversed(verb.doc[max(verb.sent.start, end - 12) : end]):
        if (
            token.right_edge.i == end - 1
            and token.pos_ in ("NOUN", "PROPN", "PRON")
            and token.head.i < token.left_edge.i
        ):
            return _described(token)
    return None


def _described(token: Token) -> Token:
    """ "Ann Lee, a partner with Lee and Sons": from the last noun up to whom it describes."""
    while (
        token.dep_ in ("appos", "pobj", "prep", "conj")
        and token.head.i < token.i
        and token.head.pos_ in ("NOUN", "PROPN", "ADP")
    ):
        token = token.head
    return token


def noun_phrase(head: Token, verb: Token) -> Stretch:
    """The whole phrase of a speaker, titles, appositions and relative clauses in; never over the verb."""
    start, end = int(head.left_edge.i), int(head.right_edge.i) + 1
    if start <= verb.i < end:
        start, end = (start, verb.i) if head.i < verb.i else (verb.i + 1, end)
        if not start <= head.i < end:
            return head.i, head.i + 1
    start = _after_dateline(head, start)
    while start < head.i and head.doc[start].lower_ in ("even", "but", "and", "meanwhile", "however", ","):
        start += 1
    trim = trimmed(head.doc, _closed(head.doc, (start, _before_when(head, end)), verb))
    return trim or (head.i, head.i + 1)


def _before_when(head: Token, end: int) -> int:
    """ "Lee this week said", "a panel in 2001 found": when it was said is no part of who said it."""
    after = [c for c in head.children if c.i > head.i and c.dep_ != "punct"]
    last = after[-1] if after else None
    if last is None or last.right_edge.i + 1 != end or last.lower_ in ("of", "for", "from", "since"):
        return end
    named = [c for c in last.children if c.dep_ == "pobj"] or [last]
    when = last.dep_ in ("npadvmod", "prep") and any(t.ent_type_ in ("DATE", "TIME") for t in named)
    return int(last.left_edge.i) if when else end


def _after_dateline(head: Token, start: int) -> int:
    opening = past_dateline(head.doc, int(head.sent.start))
    if start < opening <= head.i:
        return opening
    for i in range(head.i - 1, start - 1, -1):
        if head.doc[i].text in _DATELINE_DASHES and head.doc[i].whitespace_:
            return i + 1  # "Brussels - European leaders"
    return start


def _closed(doc: Doc, stretch: Stretch, verb: Token) -> Stretch:
    """To the end of a bracket opened in it: "Rep. Ann Lee (D-Ohio)", and of what she is, after it."""
    start, end = stretch
    words = [t.text for t in doc[start:end]]
    if words.count("(") <= words.count(")"):
        return stretch
    close = next((i for i in range(end, min(end + 6, len(doc))) if ")" in doc[i].text), None)
    if close is None or start <= verb.i <= close:
        return stretch
    end = close + 1
    if start > verb.i and end + 1 < len(doc) and doc[end].text == ",":
        following = next((c for c in doc[end + 1 : end + 25].noun_chunks if c.start == end + 1), None)
        if following is not None and following.root.pos_ == "NOUN":
            end = min(int(following.root.right_edge.i) + 1, int(verb.sent.end))
    return start, end


def from_sentence_start(speaker: Token, source: Stretch, verb: Token) -> tuple[Token, Stretch]:
    """ "Rep. Ann Lee (D-Ohio), chairwoman of the caucus, said": the parser may take only the description for
    the subject; then whoever opens the sentence speaks."""
    doc, start = verb.doc, int(verb.sent.start)
    first = doc[start]
    if not start < source[0] < verb.i or doc[source[0] - 1].text not in (",", ")") or first.pos_ != "PROPN":
        return speaker, source
    if speaker.tag_ in ("WP", "WDT") or verb.dep_ == "relcl":
        return speaker, source  # "Ann Lee, who says ..., left": she is the source of "says" through "who"
    between = doc[start : source[0]]
    if any(t.pos_ in ("VERB", "AUX", "ADV", "SCONJ") or t.ent_type_ in ("DATE", "TIME") for t in between):
        return speaker, source
    chunk = next((c for c in between.noun_chunks if c.start == start), None)
    return (chunk.root if chunk is not None else first), (past_dateline(doc, start), source[1])


def past_object(speaker: Token, source: Stretch, verb: Token) -> tuple[Token, Stretch]:
    """ "The strike killed nine people, doctors and aid groups said": the parser may take the object that stands before the
    comma for the first of the speakers. Before who trails there is a comma; if not, theirs is the one further on."""
    doc, start = verb.doc, source[0]
    if not verb.sent.start < start < verb.i or doc[start - 1].tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return speaker, source
    comma = next((i for i in range(start, source[1] - 1) if doc[i].text == ","), None)
    first = next((t for t in doc[comma + 1 : source[1]] if t.dep_ in ("conj", "appos")), None) if comma else None
    return (first, (int(comma) + 1, source[1])) if comma and first is not None else (speaker, source)


def past_dateline(doc: Doc, start: int) -> int:
    """Past the place, day and agency, or the time of day, that open a report: "PORTO, Oct 2 (SHW) - ", "13:40 | "."""
    first = doc[start]
    if _STAMP.fullmatch(first.text):
        end = start + 1
        while end < len(doc) and (
            doc[end].lower_ in ("am", "pm", "a.m.", "p.m.", "|", ":") or doc[end].text in _DATELINE_DASHES
        ):
            end += 1
        return end if end < len(doc) else start
    if len(first) < 3 or not first.text.isupper() or not first.is_alpha:
        return start
    for i in range(start + 1, min(start + 16, len(doc) - 1)):
        if (
            doc[i].text in _DATELINE_DASHES
            and (doc[i - 1].whitespace_ or doc[i - 1].text == ")")
            and doc[i].whitespace_
        ):
            return i + 1
        if doc[i].pos_ in ("VERB", "AUX"):
            break
    return start


_STAMP = re.compile(r"\d{1,2}[:.]\d{2}(?:am|pm)?", re.IGNORECASE)


def past_opening(doc: Doc, start: int) -> int:
    """Past a dateline and past the word that ties the sentence to the one before: "But", "Meanwhile,"."""
    start = past_dateline(doc, start)
    while (
        start + 1 < len(doc)
        and doc[start].lower_ in _TIES
        and (doc[start].lower_ in _BARE_TIES or doc[start + 1].text == ",")
    ):
        start += 1 + (doc[start + 1].text == ",")
    return start


_BARE_TIES = frozenset(["but", "and", "yet", "or"])
_TIES = _BARE_TIES | frozenset(["however", "meanwhile", "still", "nevertheless", "nonetheless", "moreover", "so"])


def trimmed(doc: Doc, stretch: Stretch) -> Stretch | None:
    """Without commas, dashes and stops at either end."""
    start, end = stretch
    while start < end and (doc[start].text in _EDGE or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].text in _EDGE - {"."} or doc[end - 1].is_space):
        end -= 1
    return (start, end) if start < end else None


def cue_words(verb: Token, frame: str) -> Stretch:
    """The cue as people mark it: auxiliaries, negation and adverbs before it ("has repeatedly denied"), what it
    goes on from ("went on to say"), particle and preposition after it."""
    start, end = with_helpers(verb), verb.i + 1
    governor = verb.head
    if (
        verb.dep_ in ("xcomp", "advcl", "ccomp")
        and leads_on(governor)
        and governor.i < start
        and start - governor.i <= 3
    ):
        start = with_helpers(governor)
    issue = issuing(verb)
    if issue is not None:
        start = with_helpers(issue)
    particle = (cue_of(verb) or _NO_CUE).lemma.partition(" ")[2]
    while (
        end < len(verb.doc)
        and verb.doc[end].head == verb
        and (verb.doc[end].dep_ == "prt" or verb.doc[end].lower_ == particle)
    ):
        end += 1
    if frame.startswith("prep:") and end < len(verb.doc) and verb.doc[end].lower_ == frame[5:]:
        end += 1
    return start, end


def with_helpers(verb: Token) -> int:
    """Where the verb begins with its auxiliaries, negation and adverbs: the index of the first of these tokens."""
    start = verb.i
    before = {c.i: c for c in verb.children if c.i < verb.i}
    while start > 0:
        token = verb.doc[start - 1]
        helper = (
            token.i in before
            and token.dep_ in ("aux", "auxpass", "neg", "advmod")
            and token.lower_ not in _NOT_THE_CUES
        )
        if not helper and token.lower_ != "also":
            return start
        start -= 1
    return start


def leads_on(verb: Token) -> bool:
    """ "went on to", "continued to", "appeared to": no act of its own, a start of the one that follows."""
    begun = ("go", "continue", "come", "begin", "start", "appear", "seem", "rush", "proceed", "try")
    return verb.lemma_ in begun or _wishes_to_tell(verb)


def _wishes_to_tell(verb: Token) -> bool:
    """ "wishes to state that", "would like to stress that": it is stated and stressed with these words."""
    if verb.lemma_ not in ("wish", "want", "like", "hasten", "beg"):
        return False
    return any(
        c.dep_ == "xcomp"
        and (cue := cue_of(c)) is not None
        and cue.cue_class in _TELLS
        and any(g.dep_ == "ccomp" for g in c.children)
        for c in verb.children
    )


_TELLS = ("say", "confirm", "deny")


def infinitive(verb: Token) -> Stretch | None:
    """ "promised to go", "urged them to go": the tokens from "to", or from the one who is to."""
    for child in verb.children:
        if child.i <= verb.i or child.dep_ not in ("xcomp", "ccomp", "advcl"):
            continue
        if any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            start = int(child.left_edge.i)
            objects = [c for c in verb.children if c.dep_ in ("dobj", "dative") and verb.i < c.i < start]
            return (int(objects[0].left_edge.i) if objects else start), int(child.right_edge.i) + 1
    return None


def object_of(verb: Token, preposition: str = "") -> Stretch | None:
    """The direct object, with what it is blamed for, accused of, called or compared to."""
    if is_passive(verb):
        subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        return (int(subject.left_edge.i), int(subject.right_edge.i) + 1) if subject is not None else None
    objects = [c for c in verb.children if c.dep_ in ("dobj", "oprd") and c.i > verb.i]
    particle = (cue_of(verb) or _NO_CUE).lemma.partition(" ")[2]
    beyond = [
        c for p in verb.children if p.i == verb.i + 1 and p.lower_ == particle for c in p.children if c.dep_ == "pobj"
    ]
    objects = objects or beyond  # "laughed off the rumours"
    if not objects:
        return None
    end = _with_complements(verb, int(objects[0].right_edge.i) + 1, preposition)
    return int(objects[0].left_edge.i), _before_aside(objects[0], end)


def complement(verb: Token, preposition: str = "") -> Stretch | None:
    """What a passive says of its subject: "was accused of theft", "was hailed as a hero"."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ == "prep" and child.lower_ in ("of", "for", "as", preposition):
            return int(child.left_edge.i), int(child.right_edge.i) + 1
    return None


def _with_complements(verb: Token, end: int, preposition: str) -> int:
    """Past what completes the object: "called X a failure", "cited X as proof", "compared X to Y"."""
    prepositions = {"of", "for", "as", "with", "between", preposition} | (
        {"to"} if verb.lemma_ in ("compare", "liken", "link", "tie") else set()
    )
    for child in verb.children:
        if child.left_edge.i != end:
            continue
        completes = child.dep_ in ("oprd", "appos", "acl", "relcl", "ccomp", "conj", "dobj") and child.pos_ != "VERB"
        governed = child.dep_ in ("prep", "dative") and (child.lower_ in prepositions or not _of_the_telling(child))
        wanted = child.dep_ in ("xcomp", "advcl", "acl") and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in child.children
        )
        if completes or child.dep_ == "oprd" or governed or wanted:
            end = int(child.right_edge.i) + 1
    return end


_OCCASIONS = frozenset(
    """statement interview speech letter post tweet message email report article column video remark address note
    press conference briefing debate meeting rally hearing parliament court session call visit ceremony event book
    broadcast television tv radio phone telephone twitter facebook way time year month week day night morning term""".split()
)


def _of_the_telling(preposition: Token) -> bool:
    """ "on Monday", "in a statement", "during a visit": when and where it was said, not what."""
    if preposition.lower_ in ("during", "following", "amid", "despite", "over", "through", "via"):
        return True
    thing = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    return thing is None or thing.ent_type_ in ("DATE", "TIME", "PERSON", "ORG") or thing.lemma_.lower() in _OCCASIONS


def prepositional(verb: Token, preposition: str) -> Stretch | None:
    """What stands under one of the verb's prepositions, with what somebody is called on to do."""
    for child in verb.children:
        if child.i > verb.i and child.lower_ == preposition and child.dep_ in ("prep", "prt", "agent", "dative"):
            inner = [c for c in child.children if c.i > child.i]
            if inner:
                end = int(inner[-1].right_edge.i) + 1
                wanted = infinitive(verb)
                return int(inner[0].left_edge.i), max(end, wanted[1]) if wanted and wanted[0] <= end + 1 else end
    return None


def _before_aside(thing: Token, end: int) -> int:
    """ "criticised Ann Lee, who has not replied": what the outlet adds on somebody named is not what was said."""
    if thing.pos_ != "PROPN":
        return end
    aside = next((c for c in thing.children if c.dep_ == "relcl" and c.right_edge.i + 1 == end), None)
    if aside is None or aside.left_edge.i == 0 or aside.left_edge.nbor(-1).text != ",":
        return end
    return int(aside.left_edge.i) - 1
