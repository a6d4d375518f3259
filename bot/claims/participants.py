"""Who does what to whom, where and with what: the roles around a predicate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from bot.claims.predicates import Predicate, is_passive, kids
from bot.claims.vocabulary import vocabulary
from bot.nouns import Role, Span

NameOf = Callable[[Token], tuple[str, str]]

_PLACE_PREPS = frozenset(
    ["in", "at", "near", "inside", "outside", "across", "around", "over", "throughout", "on", "within"]
)
_PLACE_KINDS = frozenset(["country", "place"])
_PLACE_TYPES = frozenset(["GPE", "LOC", "FAC"])
_TIME_TYPES = frozenset(["DATE", "TIME"])
_CUT = frozenset(["relcl", "acl", "appos", "conj", "cc", "punct", "preconj"])
_PROMISE = frozenset(["promise", "vow", "pledge", "threaten", "agree", "offer", "use", "employ", "deploy"])
_CHARGES = frozenset("accuse suspect convict acquit clear prevent stop keep block bar dissuade discourage ban".split())
_OUTCOMES = frozenset(["kill", "injure", "wound", "hurt", "maim", "destroy", "damage", "displace", "trap", "leave"])
#: Turns of phrase that stand like participants and are none: "in turn", "at the moment", "for the first time".
_NO_PART = frozenset(
    "moment time future past contrast turn addition fact particular general example instance way place".split()
)


def find(predicate: Predicate, base: int, name_of: NameOf, within: tuple[int, int]) -> tuple[Role, ...]:
    """The roles of a predicate, in the order of the text; ``within`` are the token bounds of the claim."""
    pairs = list(_pairs(predicate))
    seen: set[tuple[str, int]] = set()
    roles = []
    for name, token in pairs:
        for member in conjuncts(token):
            if (name, member.i) not in seen:
                seen.add((name, member.i))
                roles.append(_role(name, member, base, name_of, within))
    return tuple(sorted(roles, key=lambda r: (r.span, r.role)))


def _pairs(predicate: Predicate) -> Iterator[tuple[str, Token]]:
    subject, passive = subject_of(predicate.verb)
    if subject is not None and subject is not predicate.head:
        yield ("patient" if passive or predicate.undergone else "agent"), subject
    yield from _complements(predicate)
    if predicate.head is not predicate.verb:
        undergoer = predicate.lemma == "kill"  # "claimed the lives of 53"
        yield from (("patient" if undergoer and n == "of" else n, t) for n, t in _of_the_noun(predicate.head))
    else:
        relative = _object_gap(predicate.verb)
        if relative is not None:
            yield "patient", relative


def _complements(predicate: Predicate) -> Iterator[tuple[str, Token]]:
    own = {t.i for t in predicate.words}
    for child in predicate.verb.children:
        if child.dep_ == "prep" and child.lower_ == "of" and predicate.head is not predicate.verb:
            continue
        if child.i in own and child.dep_ != "prep":
            continue
        if child.dep_ == "dobj":
            yield "patient", _antecedent(child, predicate.verb)
            yield from _preps_of_object(child)
        elif child.dep_ == "dative":  # the parse wavers on "sent to Russia": a preposition is a preposition
            yield from _prepositional(child) if child.pos_ == "ADP" else [("recipient", child)]
        elif child.dep_ in ("attr", "oprd") and child.pos_ in ("NOUN", "PROPN"):
            yield ("patient" if kids(predicate.verb, "expl") else "attribute"), child
        elif child.dep_ == "agent":
            yield from (("agent", p) for p in kids(child, "pobj"))
        elif child.dep_ == "prep" and child.i not in own:
            yield from _prepositional(child)


def _of_the_noun(noun: Token) -> Iterator[tuple[str, Token]]:
    """What hangs on a noun of doing: "violation *of resolutions*", "a strike *on the port*"."""
    for child in noun.children:
        if child.dep_ == "prep":
            yield from _prepositional(child)


def _preps_of_object(noun: Token) -> Iterator[tuple[str, Token]]:
    """ "sent troops to the border": the parse may hang the goal on the troops."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("to", "from", "into", "against", "in", "on", "near", "at", "with"):
            yield from _prepositional(child)


def _prepositional(prep: Token) -> Iterator[tuple[str, Token]]:
    for child in prep.children:
        if child.dep_ == "pobj" and child.ent_type_ not in _TIME_TYPES and not _mere_turn(prep, child):
            yield prep.lower_, child
        elif child.dep_ == "prep" and prep.lower_ != "according":
            for name, token in _prepositional(child):  # "out of the city", "because of the war"
                yield f"{prep.lower_} {name}", token


def _mere_turn(prep: Token, noun: Token) -> bool:
    """ "in turn", "at the moment", "in place of the old one", "in part"; not "in part of the city"."""
    if noun.lemma_.lower() == "part":
        return prep.lower_ == "in" and noun.i == prep.i + 1 and not kids(noun, "prep")
    return (
        prep.lower_ in ("in", "at", "for", "on")
        and noun.pos_ == "NOUN"
        and noun.lemma_.lower() in _NO_PART
        and not kids(noun, "poss")
    )


# --- the subject, wherever it stands -------------------------------------------------------------


def subject_of(verb: Token) -> tuple[Token | None, bool]:
    """The subject of a verb and whether it is who it is done to; (None, False) if there is none to be had.

    Found beside the verb, or borrowed: from the verb it is joined to ("attacked and killed"), from the
    one that governs it ("plans to send", "ordered them to leave"), or from the noun it describes.
    """
    token: Token = verb
    passive = is_passive(verb)
    for _ in range(7):
        for child in token.children:
            if child.dep_ in ("nsubj", "csubj"):
                if child.lower_ == "it" and token is not verb and token.lemma_ == "be":
                    return None, False  # "it is up to them to decide"
                return _antecedent(child, token), passive and token is not verb
            if child.dep_ == "nsubjpass":
                return _antecedent(child, token), (token is verb or passive)
        if token.tag_ == "NNS" and token.i and token.nbor(-1).dep_ == "compound":
            return token.nbor(-1), False  # "its engagement aligns", taken for one noun phrase
        if token.dep_ in ("acl", "xcomp") and (doer := _whose_outcome(token)) is not None:
            return doer, False
        if token.dep_ == "acl":
            return (_holder(token.head), passive) if _to_infinitive(token) else (token.head, token.tag_ == "VBN")
        if token.dep_ == "pcomp" and (accused := _accused(token)) is not None:
            return accused, passive
        if token.dep_ == "xcomp":
            controller = _controller(token)
            if controller is not None:
                return controller, passive
        elif token.dep_ not in ("conj", "advcl", "pcomp", "prep", "acomp"):
            return None, False
        if token.dep_ == "advcl" and token.tag_ != "VBG" and not kids(token, "aux"):
            return None, False
        token = token.head
    return None, False


def _accused(verb: Token) -> Token | None:
    """ "accused the guards of selling keys", "was suspected of lying", "stopped the crew from leaving": who is to have done it."""
    over = verb.head.head
    charge = over if over.pos_ in ("VERB", "AUX") else over.head
    if verb.head.lower_ not in ("of", "from") or charge.lemma_.lower() not in _CHARGES:
        return None
    if over is not charge:
        return over if over.dep_ in ("dobj", "nsubjpass") else None
    return next(iter(kids(charge, "dobj", "nsubjpass")), None)


def _whose_outcome(verb: Token) -> Token | None:
    """ "The bomb went off in the square killing six", "the army shelled the town wounding four": the parser hangs what
    came of it on the nearest noun, but it is the bomb's and the army's doing."""
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in _OUTCOMES or not _has_object(verb):
        return None
    if verb.dep_ == "xcomp":
        return subject_of(verb.head)[0]
    if verb.head.dep_ not in ("dobj", "pobj"):
        return None
    governor = next((a for a in verb.head.ancestors if a.pos_ in ("VERB", "AUX")), None)
    return subject_of(governor)[0] if governor is not None else None


def _has_object(verb: Token) -> bool:
    return bool(kids(verb, "dobj")) or any(kids(c, "dobj") for c in kids(verb, "conj"))  # "killing and injuring guards"


def _to_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _holder(noun: Token) -> Token | None:
    """Who is to do it: "Russia's decision to", "made the decision to"."""
    owner = next(iter(kids(noun, "poss")), None)
    if owner is not None:
        return owner
    verb = noun.head
    if vocabulary().control.get(verb.lemma_.lower()) in ("planned", "possible") and noun.dep_ == "dobj":
        return noun  # "ordered the brigade to leave"
    if noun.dep_ in ("dobj", "attr") and verb.pos_ in ("VERB", "AUX"):
        return subject_of(verb)[0]
    return None


def _controller(token: Token) -> Token | None:
    """The object that does it: "ordered *troops* to leave", but not "promised them to leave"."""
    if token.head.lemma_.lower() in _PROMISE:
        return None  # also "used howitzers to shell the town": who used them shells
    return next(iter(kids(token.head, "dobj")), None)


def _antecedent(token: Token, verb: Token) -> Token:
    """The noun a relative pronoun stands for: "the treaty, *which* took effect"."""
    if token.tag_ not in ("WDT", "WP"):
        return token
    clause = verb
    while clause.dep_ in ("conj", "xcomp") and clause.head is not clause:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else token


def _object_gap(verb: Token) -> Token | None:
    """The noun before "troops Russia sent", which is what was sent."""
    if verb.dep_ == "conj":
        return None
    if verb.dep_ != "relcl" or kids(verb, "dobj", "nsubjpass", "auxpass", "ccomp"):
        return _shared_object(verb)
    subjects = kids(verb, "nsubj")
    if not subjects or subjects[0].tag_ in ("WDT", "WP"):
        return None
    return verb.head if verb.lemma_.lower() not in ("be", "die", "go", "come", "live", "arrive") else None


def _shared_object(verb: Token) -> Token | None:
    """ "confirm or deny the strike": the object of the second verb is the first one's too."""
    if kids(verb, "dobj", "ccomp", "xcomp", "auxpass", "nsubjpass") or any(c.i > verb.i for c in kids(verb, "prep")):
        return None
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i == verb.i + 2:
            return next(iter(kids(child, "dobj")), None)
    return None


# --- the phrase ----------------------------------------------------------------------------------


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is joined to it: "resolutions and the Charter"."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ not in ("VERB", "AUX"):
            yield from conjuncts(child)


def _role(name: str, head: Token, base: int, name_of: NameOf, within: tuple[int, int]) -> Role:
    first, last = _phrase(head, within)
    head = _counted(head)
    full, kind = name_of(head)
    doc = head.doc
    if (
        name in _PLACE_PREPS
        and not kids(head, "nummod")
        and (kind in _PLACE_KINDS or head.ent_type_ in _PLACE_TYPES or _locative(head))
    ):
        name = "place"
    end = doc[last]
    words = tuple(
        t.lemma_.lower()
        for t in doc[first : last + 1]
        if t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "NUM", "ADV") and not t.is_stop
    )
    return Role(
        role=name,
        span=Span(base + doc[first].idx, base + end.idx + len(end)),
        head=head.lemma_.lower(),
        name=full,
        kind=kind,
        words=words or (head.lemma_.lower(),),
    )


def _counted(head: Token) -> Token:
    """ "hundreds of marines", "some of the ships": who they are, not how many."""
    if head.lemma_.lower() not in _COUNTING:
        return head
    for child in head.children:
        if child.lower_ == "of" and child.dep_ == "prep":
            return next((c for c in child.children if c.dep_ == "pobj"), head)
    return head


_COUNTING = frozenset(
    "hundred thousand million dozen score ten some most all none many several one number majority couple half part".split()
)
_LOCATIVE = frozenset(
    "district region area city town village province border territory country site zone place street building port base"
    " airport station hospital school camp prison settlement neighbourhood neighborhood suburb coast sea capital island"
    " part outskirts centre center square road bridge field factory plant".split()
)


def _locative(head: Token) -> bool:
    return head.lemma_.lower() in _LOCATIVE


def _phrase(head: Token, within: tuple[int, int]) -> tuple[int, int]:
    """First and last token of the phrase a noun heads, without the clauses and names hung on behind."""
    first, last = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.i > head.i and child.dep_ in _CUT and child.text != "-":
            last = min(last, child.left_edge.i - 1)
        elif child.i < head.i and child.dep_ in ("cc", "punct", "preconj") and child.lower_ not in ("“", '"', "‘"):
            first = max(first, child.i + 1)
    first = max(first, within[0]) if head.i >= within[0] else first
    last = min(last, within[1] - 1) if head.i < within[1] else last
    return min(first, head.i), max(last, head.i)
