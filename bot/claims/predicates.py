"""Which words of a sentence say that something is the case, and what each of them says: its predicates."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from bot.claims import lexicon
from bot.claims.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Predicate:
    """One predicate. ``verb`` is the token the clause hangs on; ``head`` the token that says what is
    meant ("violation" in "is in violation of"), the same as ``verb`` for a plain verb."""

    lemma: str
    verb: Token
    head: Token
    words: tuple[Token, ...]  # the predicate's own words, in order
    undergone: bool = False  # "suffered damage": the subject is who it is done to
    passive: bool = False


_BE = frozenset(["be", "become", "remain", "stay", "get", "seem", "appear", "look", "prove"])
_PARTICIPLES = frozenset(
    ["acl", "advcl", "conj", "relcl", "ccomp", "xcomp", "pcomp", "ROOT", "csubj", "parataxis", "dep"]
)


def kids(token: Token, *deps: str) -> list[Token]:
    """The token's children with one of these relations, in order."""
    return [c for c in token.children if c.dep_ in deps]


def mistaken(token: Token) -> bool:
    """Is this plural noun a verb the tagger took for one: "its engagement aligns with the charter"?"""
    if token.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl"):
        return False
    return bool(kids(token, "nsubj", "mark")) or lexicon.only_verb(token.lemma_.lower())


def find(verb: Token) -> Predicate | None:
    """The predicate that hangs on this token, or None if it only helps another one ("plans", "began")."""
    if verb.pos_ == "AUX" and verb.dep_ in ("aux", "auxpass"):
        return None
    if verb.dep_ in ("amod", "compound", "prep", "case", "mark", "cc", "nsubj", "dobj", "pobj", "nmod", "det") and not (
        verb.dep_ in ("pobj", "dobj", "nsubj") and verb.tag_ == "VBG" and kids(verb, "dobj", "nsubj")
    ):
        return None
    if verb.dep_ in ("acomp", "oprd", "attr") and verb.head.lemma_.lower() in _BE:
        return None  # "was concerned about": told with its copula
    if not any(c.isalnum() for c in verb.text) or _half_word(verb):
        return None
    lemma = _lemma(verb)
    if verb.tag_ == "JJ" and not kids(verb, "cop", "nsubj"):
        return None
    if _only_helps(verb, lemma):
        return None
    return (
        _turn(verb, lemma) or (_copular(verb, lemma) if lemma in _BE else None) or _light(verb, lemma) or _plain(verb)
    )


def _only_helps(verb: Token, lemma: str) -> bool:
    """ "began to", "plans to", "is able to": what follows says it."""
    controls = vocabulary()
    if lemma in _BE and any(c.lower_ in controls.control and kids(c, "xcomp") for c in kids(verb, "acomp")):
        return True
    if lemma not in controls.silent or not any(_infinite(c) for c in kids(verb, "xcomp")):
        return False
    return lemma != "be" or not kids(verb, "acomp", "attr", "prep", "advmod")


def _infinite(token: Token) -> bool:
    return token.tag_ in ("VB", "VBG", "VBN") or any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _lemma(verb: Token) -> str:
    """The dictionary form: "be" for a clipped "’s", "co-opt" for what the tokenizer takes apart."""
    if verb.lower_ in ("’s", "'s", "’re", "'re", "’m", "'m"):
        return "be"
    if verb.i > 1 and verb.nbor(-1).text == "-" and not verb.nbor(-1).whitespace_ and not verb.nbor(-2).whitespace_:
        return f"{verb.nbor(-2).lower_}-{verb.lemma_.lower()}"
    return str(verb.lemma_.lower())


def _half_word(verb: Token) -> bool:
    """The "co" of "co-opted"."""
    after = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    return after is not None and after.text == "-" and not verb.whitespace_ and not after.whitespace_


def _plain(verb: Token) -> Predicate:
    particles = kids(verb, "prt")
    lemma = " ".join([_lemma(verb), *(p.lower_ for p in particles)])
    return Predicate(lemma, verb, verb, (verb, *particles), passive=is_passive(verb))


def is_passive(verb: Token) -> bool:
    """Is this verb form passive: "was sent", "troops sent to the front"?"""
    if _left_out(verb):
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN" and not kids(verb, "aux", "auxpass", "dobj"):
        return is_passive(verb.head)  # "were killed and many more wounded"
    return verb.dep_ == "acl" or any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children)


def _left_out(verb: Token) -> bool:
    """ "One man was killed and three others injured": the second "were" is left out, and the parser misses it."""
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBN") or kids(verb, "dobj", "aux", "auxpass", "xcomp", "ccomp"):
        return False
    head = verb.head
    return head.tag_ == "VBN" and bool(kids(head, "auxpass")) and bool(kids(verb, "nsubj")) and not kids(verb, "prt")


def _turn(verb: Token, lemma: str) -> Predicate | None:
    """A fixed turn of phrase: "went into effect", "claimed the lives of"."""
    turns = vocabulary().turns
    for child in verb.children:
        word = child
        if child.dep_ == "prep":
            word = next((c for c in child.children if c.dep_ == "pobj"), child)
        elif child.dep_ not in ("dobj", "acomp", "nsubjpass"):
            continue
        predicate = turns.get((lemma, word.lemma_.lower()))
        if predicate:
            words = (verb, word) if word is child else (verb, child, word)
            return Predicate(predicate, verb, word, words, passive=is_passive(verb))
    return None


def _copular(verb: Token, lemma: str) -> Predicate | None:
    """What stands after be: "was *illegal*", "is in clear *violation* of", "is a *breach* of"."""
    there = bool(kids(verb, "expl"))
    for child in verb.children:
        if child.dep_ in ("acomp", "oprd") or (child.dep_ == "xcomp" and child.pos_ == "ADJ"):
            return Predicate(child.lemma_.lower(), verb, child, (verb, child))
        if child.dep_ == "attr" and child.pos_ in ("NOUN", "ADJ", "PROPN"):
            if there and not lexicon.verb_of(child.lemma_.lower()):
                return Predicate("be", verb, verb, (verb,))
            return Predicate(child.lemma_.lower(), verb, child, (verb, child))
    for prep in kids(verb, "prep"):
        pobj = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if pobj is not None and prep.lower_ in ("in", "under", "at", "on", "of") and _says_something(pobj):
            standing = pobj.lemma_.lower() in vocabulary().state_of_noun  # "under way" and "in progress" are one word
            said = f"{prep.lower_} {pobj.lemma_.lower()}" if standing else pobj.lemma_.lower()
            return Predicate(said, verb, pobj, (verb, prep, pobj))
    for adverb in kids(verb, "advmod", "prt"):
        if adverb.lower_ in vocabulary().state_of:
            return Predicate(adverb.lower_, verb, adverb, (verb, adverb))
    return Predicate("be", verb, verb, (verb,)) if lemma == "be" else None


def _says_something(noun: Token) -> bool:
    """ "is in violation of", "is under attack", "is in progress": a noun of doing, with no article of its own."""
    if noun.pos_ != "NOUN" or any(c.dep_ in ("det", "poss") for c in noun.children):
        return False
    lemma = noun.lemma_.lower()
    return bool(lexicon.verb_of(lemma)) or lemma in vocabulary().state_of_noun


def _light(verb: Token, lemma: str) -> Predicate | None:
    """A verb that lends itself to a noun of doing: "carried out a strike", "expressed gratitude"."""
    words = vocabulary()
    particles = kids(verb, "prt")
    full = " ".join([lemma, *(p.lower_ for p in particles)])
    if full not in words.light:
        return None
    done = next(iter(kids(verb, "dobj", "nsubjpass")), None)
    if done is None or done.pos_ != "NOUN" or not lexicon.verb_of(done.lemma_.lower()):
        return None
    return Predicate(
        done.lemma_.lower(),
        verb,
        done,
        tuple(sorted((verb, *particles, done), key=lambda t: t.i)),
        undergone=full in words.undergoing,
        passive=is_passive(verb),
    )
