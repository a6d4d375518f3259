"""What a verb of saying reports: the clause, the object or the quotation it hands over, as far as it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims import blows, carriers, cues, phrases
from bot.claims.cues import Cue
from bot.claims.paragraph import Paragraph, Stretch

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_CLOSING = frozenset(["”", '"', "''", "’’", "»", "’", "'"])
_GOES_ON = frozenset(["advcl", "prep", "npadvmod", "advmod", "dep", "relcl", "ccomp", "parataxis", "punct", "intj"])
_WHEN_SAID = frozenset(["time", "day", "week", "month", "statement", "night", "year"])
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_TIMES = frozenset(["npadvmod", "prep", "advmod", "tmod"])
_TO_SOMEBODY = frozenset(["tell", "inform", "assure", "advise", "notify", "remind", "warn"])
_CONTRASTS = frozenset(["though", "although"])
_PAUSES = frozenset([",", ".", ":", ";", "?", "!", ")", "—", "–", "--", "-"])


def of_verb(
    paragraph: Paragraph, sentence: Sentence, verb: Token, cue: Cue, source: Stretch | None
) -> tuple[str, list[Stretch]]:
    """The frame the verb stands in and the tokens of what it reports; no tokens: it reports nothing."""
    says = cue.takes("clause") or cue.takes("quote")
    if says and (pieces := _trailing(paragraph, sentence, verb, source) or _after_colon(sentence, verb)):
        return "clause", pieces
    infinitive = phrases.infinitive(verb)
    if cue.takes("to") and infinitive is not None and not _mere_silence(verb, cue):
        return "to", [*_of_whom(verb), infinitive]
    if says and (pieces := _clause(sentence, verb, source)):
        return "clause", pieces
    if cue.takes("clause") and (gerund := _gerund(verb)) is not None:
        return "clause", [gerund]
    if things := _things(verb, cue):
        return "object", things
    for frame in sorted(f for f in cue.frames if f.startswith("prep:")):
        if (thing := phrases.prepositional(verb, frame[5:])) is not None:
            return frame, [thing]
    if cue.takes("quote") and (beside := _beside(paragraph, sentence, verb)):
        return "quote", beside
    return "", []


def _things(verb: Token, cue: Cue) -> list[Stretch]:
    """The object the cue speaks of, whole: in the passive the subject and what is said of it. A frame such as
    ``object:of`` wants that word with it ("cleared him of theft"); ``object:no`` wants a thing denied."""
    wants = next((f[7:] for f in cue.frames if f.startswith("object:")), "")
    if not wants and not cue.takes("object"):
        return []
    thing = phrases.object_of(verb, wants)
    if (
        thing is None
        or (cue.person and not blows.has_person(verb))
        or (cue.figure and not any(t.like_num for t in verb.doc[thing[0] : thing[1]]))
    ):
        return []
    complement = phrases.complement(verb, wants) if phrases.is_passive(verb) else None
    here = verb.doc[thing[0] : thing[1]]
    if wants and complement is None and not any(t.lower_ == wants for t in (here[:1] if wants == "no" else here)):
        return []
    return [thing, complement] if complement is not None else [thing]


def _mere_silence(verb: Token, cue: Cue) -> bool:
    """ "declined to comment": on record, but about nothing."""
    return cue.cue_class == "withhold" and any(
        c.dep_ == "xcomp" and c.lemma_ in ("comment", "respond", "answer", "elaborate", "reply", "say")
        for c in verb.children
    )


def _of_whom(verb: Token) -> list[Stretch]:
    """ "The king is said to be ill": of whom it is said."""
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    return [(int(subject.left_edge.i), int(subject.right_edge.i) + 1)] if subject is not None else []


def _begin(verb: Token, source: Stretch | None) -> int:
    return min(verb.i, source[0]) if source else int(verb.i)


def _trailing(paragraph: Paragraph, sentence: Sentence, verb: Token, source: Stretch | None) -> list[Stretch]:
    """`“...,” the mayor said`: a quotation ends right before source and cue, so it is what was said; what
    stands before it in the sentence belongs to it unless a colon parts them."""
    begin = _begin(verb, source)
    doc = verb.doc
    if begin <= sentence.start or doc[begin - 1].text not in _CLOSING:
        return []
    quotation = paragraph.quotation_at(begin - 1)
    if quotation is None or quotation.single:
        return []
    stretch = paragraph.stretch(quotation.span)
    if stretch is None or stretch[0] <= sentence.start:
        return [(sentence.start, begin)]
    start = stretch[0]
    if any(t.text == ":" for t in doc[sentence.start : start][-3:]) or _has_cue(doc[sentence.start : start]):
        return [(start, begin)]
    # A word or two in quotation marks at the end of a reported clause.
    return [(sentence.start, begin)] if doc[begin - 2].text in (",", "?", "!") else []


def _has_cue(tokens: Sentence) -> bool:
    return any((c := phrases.cue_of(t)) is not None and c.takes("clause") for t in tokens)


def _after_colon(sentence: Sentence, verb: Token) -> list[Stretch]:
    """`Lee said in a statement: ...`: all that follows the colon."""
    doc = verb.doc
    for i in range(verb.i + 1, min(sentence.end - 1, verb.i + 12)):
        if doc[i].text == ":":
            return [(i + 1, sentence.end)]
        if doc[i].text in {",", ";"} | _CLOSING or doc[i].pos_ == "VERB":
            return []
    return []


def _clause(sentence: Sentence, verb: Token, source: Stretch | None) -> list[Stretch]:
    begin = _begin(verb, source)
    reporting = (
        verb,
        *(c for c in verb.children if c.tag_ == "VBG" and carriers.cites(c)),  # ", citing the navy, that ..."
        *(
            [verb.head] if verb.dep_ == "xcomp" and phrases.leads_on(verb.head) else []
        ),  # "continues to insist, ..., that"
    )
    after = [c for v in reporting for c in v.children if c.dep_ == "ccomp" and c.i > verb.i]
    if after:
        return [(_start(verb, after[0]), _end(sentence, verb, after[0]))]
    astray = _astray(verb)
    if astray is not None:
        return [(astray[0], _before_new_act(verb, verb.doc[astray[0]], astray[1]))]
    before = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
    if before:
        return _before(sentence, verb, source, begin)
    return _around(sentence, verb, source)


def _astray(verb: Token) -> Stretch | None:
    """ "announced for the first time that ...": the parser hangs the clause on "time"."""
    for token in verb.doc[verb.i + 1 : verb.i + 11]:
        clause = token.head
        noun = clause.head
        if (
            token.lower_ == "that"
            and token.dep_ in ("mark", "advmod")
            and noun.lemma_ in _WHEN_SAID
            and verb.is_ancestor(token)
        ):
            return int(clause.left_edge.i), int(clause.right_edge.i) + 1
    return None


def _before(sentence: Sentence, verb: Token, source: Stretch | None, begin: int) -> list[Stretch]:
    """ "The bridge is closed, the mayor said", with what may follow after a comma."""
    end = max(verb.i + 1, source[1]) if source else verb.i + 1
    pieces = [(sentence.start, begin)]
    rest = [t for t in verb.doc[end : sentence.end] if t.is_alpha]
    attached = {t.i for t in verb.subtree}
    if end < sentence.end and verb.doc[end].text == "," and rest and not all(t.i in attached for t in rest):
        pieces.append((end + 1, sentence.end))
    return pieces


def _start(verb: Token, clause: Token) -> int:
    """Where the clause begins: not with the day it was said on ("said on Friday that", "told them this week the ...")."""
    start = int(clause.left_edge.i)
    that = [c.i for c in clause.children if c.dep_ == "mark" and c.lower_ == "that"]
    if that and start < that[0] <= start + 10:
        return that[0]
    for child in sorted(clause.children, key=lambda c: int(c.i)):
        if child.left_edge.i == start == verb.i + 1 and child.dep_ in _TIMES and child.i < clause.i and _is_time(child):
            start = int(child.right_edge.i) + 1
    return start


def _is_time(token: Token) -> bool:
    return any(t.ent_type_ in ("DATE", "TIME") for t in token.subtree)


def _end(sentence: Sentence, verb: Token, clause: Token) -> int:
    """Where the clause ends: with all that follows and is not a new act of the speaker."""
    end = int(clause.right_edge.i) + 1
    for child in sorted(verb.children, key=lambda c: int(c.i)):
        if child.i < end:
            continue
        if child.dep_ not in _GOES_ON or _own_act(child):
            break
        if child.dep_ != "punct":
            end = max(end, int(child.right_edge.i) + 1)
    return _before_new_act(verb, clause, end)


def _new_act(token: Token) -> bool:
    """ ", citing the report", "adding that": the speaker goes on to something else."""
    return token.dep_ in ("advcl", "xcomp", "conj") and token.tag_ == "VBG" and phrases.cue_of(token) is not None


def _own_act(child: Token) -> bool:
    """ ", calling it a farce", ", framing it as a duty": what the speaker does with these words."""
    after_comma = child.left_edge.i > 0 and child.left_edge.nbor(-1).text == ","
    return child.dep_ == "advcl" and child.tag_ == "VBG" and after_comma


def _before_new_act(verb: Token, clause: Token, end: int) -> int:
    """The parser hangs ", citing ..." and "and warned that ..." on the reported verb: cut there."""
    doc = verb.doc
    for token in doc[clause.i + 1 : end]:
        if (
            token.tag_ == "VBG"
            and token.dep_ == "advcl"
            and doc[token.i - 1].text in {","} | _CLOSING
            and _new_act(token)
        ):
            return int(token.i) - (doc[token.i - 1].text == ",")
        if token.lower_ in _CONTRASTS and doc[token.i - 1].text == "," and token.dep_ == "mark":
            return int(token.i) - 1
        if token.lower_ == "according" and token.i + 1 < end and token.nbor().lower_ == "to":
            return int(token.i) - (doc[token.i - 1].text == ",")
        if phrases.resumes(token) or _another_voice(token) or _also_does(verb, token):
            start = min(
                int(token.i), *(int(c.left_edge.i) for c in token.children if c.dep_ in _SUBJECTS), int(token.i)
            )
            while start > clause.i + 1 and (
                doc[start - 1].dep_ in ("cc", "punct", "advmod") or doc[start - 1].text == ","
            ):
                start -= 1
            return int(start)
    return end


def _another_voice(token: Token) -> bool:
    """ "..., and rights groups warned that ...": somebody else says something else."""
    if token.dep_ != "conj" or token.tag_ not in ("VBD", "VBZ", "VBP") or (cue := phrases.cue_of(token)) is None:
        return False
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.pos_ == "PRON" or not cue.takes("clause"):
        return False
    before = token.doc[max(0, subject.left_edge.i - 2) : subject.left_edge.i]
    return any(t.text in (",", ";") for t in before) and any(c.dep_ == "ccomp" for c in token.children)


def _also_does(verb: Token, token: Token) -> bool:
    """ "saying he had paid and calling the bill absurd": the one who is saying calls it so."""
    if token.dep_ != "conj" or token.tag_ != "VBG" or verb.tag_ != "VBG" or token.head.tag_ == "VBG":
        return False
    return phrases.cue_of(token) is not None and not any(c.dep_ in ("aux", "nsubj") for c in token.children)


def _is_gerund(token: Token) -> bool:
    """ "taking", "having taken", "ever having taken"; not a noun in -ing."""
    if token.pos_ not in ("VERB", "AUX") or any(c.dep_ in _SUBJECTS for c in token.children):
        return False
    helpers = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    return (helpers[0] if helpers else token).tag_ == "VBG"


def _gerund(verb: Token) -> Stretch | None:
    """ "admitted taking the money", "denied ever having met her"."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("xcomp", "ccomp", "dobj") and _is_gerund(child):
            return int(child.left_edge.i), int(child.right_edge.i) + 1
    return None


def _around(sentence: Sentence, verb: Token, source: Stretch | None) -> list[Stretch]:
    """A parenthesis: "The bridge, the mayor said, was closed"; "as the mayor said". What stands around it is said."""
    hung = ("parataxis", "ccomp", "dep", "advcl", "ROOT", "conj", "relcl")
    if source is None or (verb.dep_ not in hung and not (verb.dep_ == "acl" and verb.tag_ in ("VBD", "VBZ", "VBP"))):
        return []
    doc = verb.doc
    if doc[source[0]].tag_ in ("WP", "WDT"):
        return []  # "criticised Ann Lee, who has not replied": what stands before is not what she said
    begin, end = min(verb.i, source[0]), max(phrases.cue_words(verb, "clause")[1], source[1])
    if begin > sentence.start and doc[begin - 1].lower_ in ("as", "like"):
        begin -= 1
    past = _past_adjuncts(verb, end)
    end = past if past >= sentence.end - 1 or doc[past].text in _PAUSES else end
    opened = begin == sentence.start or doc[begin - 1].text in {",", "(", "—", "–", "--", "-"} | _CLOSING
    closed = end >= sentence.end or doc[end].text in _PAUSES | _CLOSING
    if not opened or not closed:
        return []
    if begin == sentence.start:
        follows = doc[begin].lower_ == "as" and end + 1 < sentence.end
        return [(end + 1, sentence.end)] if follows else []
    if _only_when(doc[sentence.start : begin]):
        return []
    pieces = [(sentence.start, begin)]
    if end + 1 < sentence.end and doc[end].text in {",", "—", "–", "--"} and not _adds_on(verb, end + 1, sentence.end):
        pieces.append((end + 1, sentence.end))
    return pieces


def _only_when(words: Sentence) -> bool:
    """ "Last week, the general reported to the president": the day of it, and nothing that was said."""
    told = [t for t in words if t.is_alpha and t.pos_ not in ("ADP", "DET")]
    return bool(told) and all(t.ent_type_ in ("DATE", "TIME") for t in told)


def _adds_on(verb: Token, start: int, end: int) -> bool:
    """What follows is what the speaker did with it: ", adding that ...", ", citing the navy"."""
    attached = {t.i for t in verb.subtree}
    head = next((t for t in verb.doc[start:end] if t.tag_ == "VBG"), None)
    return head is not None and head.i - start <= 2 and head.i in attached and head.dep_ in ("advcl", "xcomp", "conj")


def _past_adjuncts(verb: Token, end: int) -> int:
    """ "the mayor said on Friday in a statement": over what tells when and where it was said."""
    for child in sorted(verb.children, key=lambda c: int(c.i)):
        told = child.dep_ in ("dobj", "dative") and verb.lemma_ in _TO_SOMEBODY
        if child.left_edge.i == end and (child.dep_ in _TIMES or told):
            end = int(child.right_edge.i) + 1
    return end


def _beside(paragraph: Paragraph, sentence: Sentence, verb: Token) -> list[Stretch]:
    """The quotations of this sentence outside which the verb stands, from three words up."""
    found = []
    for quotation in paragraph.quotations_in(paragraph.span((sentence.start, sentence.end))):
        stretch = paragraph.stretch(quotation.span)
        if stretch is None or quotation.single or stretch[1] <= sentence.start or stretch[0] >= sentence.end:
            continue
        if stretch[0] <= verb.i < stretch[1] or stretch[1] - stretch[0] < 5:
            continue
        between = verb.doc[min(stretch[1], verb.i) : max(stretch[0], verb.i)]
        if any(cues.verbs().get(t.lemma_) for t in between if t.i != verb.i and t.pos_ == "VERB"):
            continue
        found.append((max(stretch[0], sentence.start), min(stretch[1], sentence.end)))
    return found[:1]
