"""The stance lexicon, and how a word of it reads once negation and reversal have turned it."""

import csv
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from detente.records.schemas import Polarity


class WordClass(StrEnum):
    """What a word tells about a stance."""

    COOPERATION = "cooperation"
    DIVERGENCE = "divergence"
    REVERSAL = "reversal"
    PROSPECTIVE = "prospective"
    HYPOTHETICAL = "hypothetical"
    SAYING = "saying"
    RECEIVING = "receiving"


STANCES = frozenset({WordClass.COOPERATION, WordClass.DIVERGENCE})
DATA = files("detente.stances") / "data" / "lexicon.tsv"
NO_CLASSES: frozenset[WordClass] = frozenset()
COARSE = {"AUX": "VERB", "PROPN": "NOUN"}
PARTICLE = "prt"
MODIFIERS = {"neg", "det", "amod", "preconj"}
NEGATIONS = {"neg", "det", "advmod", "preconj"}
ARGUMENTS = {"nsubj", "nsubjpass", "dobj"}
OBJECTS = {"dobj", "xcomp", "ccomp", "attr", "oprd", "prep"}
CARRIED = {
    "acl", "acomp", "advmod", "amod", "attr", "ccomp", "compound", "dobj", "nsubjpass", "oprd",
    "pcomp", "pobj", "poss", "xcomp",
}  # fmt: skip
CARRYING = {
    "VERB": {"from", "of", "off", "on", "to"},
    "NOUN": {"for", "from", "in", "of", "on", "to"},
    "ADJ": {"for", "from", "in", "of", "on", "to"},
}
ALTERNATIVES = {"nor", "or"}
ONLY = {"just", "merely", "only", "simply"}
MAX_LINKS = 6


@cache
def read_classes() -> Mapping[tuple[str, str], frozenset[WordClass]]:
    """Read the lexicon of the package: classes by lemma and part of speech."""
    found: dict[tuple[str, str], set[WordClass]] = {}
    with DATA.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault((row["lemma"], row["pos"]), set()).add(WordClass(row["class"]))
    return {word: frozenset(names) for word, names in found.items()}


def classes(token: Token) -> frozenset[WordClass]:
    """Give the classes of a word, of a verb with its particle where the lexicon has both."""
    lexicon = read_classes()
    pos = COARSE.get(token.pos_, token.pos_)
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ == PARTICLE and (f"{lemma}_{child.lower_}", pos) in lexicon:
            return lexicon[f"{lemma}_{child.lower_}", pos]
    return lexicon.get((lemma, pos), NO_CLASSES)


def reading(token: Token) -> Polarity | None:
    """Give the stance that a word has in its sentence; None for a word that carries none.

    Each negation and each reversing word that modifies or governs it turns it once.
    """
    own = classes(token)
    if WordClass.COOPERATION in own:
        return Polarity.DIVERGENCE if is_turned(token) else Polarity.COOPERATION
    if WordClass.DIVERGENCE in own:
        return Polarity.COOPERATION if is_turned(token) else Polarity.DIVERGENCE
    return None


def is_turned(token: Token) -> bool:
    """Say whether an odd number of negations and reversing words turns a word."""
    turns = _modifying(token, None) + _shared(token)
    for dependent, governor in _links(token):
        if dependent.dep_ != "advmod":
            turns += WordClass.REVERSAL in classes(governor)
        turns += _modifying(governor, dependent)
    return turns % 2 == 1


def _links(token: Token) -> Iterator[tuple[Token, Token]]:
    """Climb from a word to what governs it, as far as a negation there reaches down to it."""
    for _ in range(MAX_LINKS):
        token = _first_conjunct(token)
        if not _is_carried(token):
            return
        yield token, token.head
        token = token.head


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.tag_[:2] == token.head.tag_[:2]:
        token = token.head
    return token


def _shared(token: Token) -> int:
    """Count what modifies a word's first conjunct where "or" shares it with the word."""
    first = _first_conjunct(token)
    if first == token or not any(child.lower_ in ALTERNATIVES for child in first.children):
        return 0
    return _modifying(first, None)


def _is_carried(token: Token) -> bool:
    governor = token.head
    if token.dep_ == "prep":
        return token.lower_ in CARRYING.get(COARSE.get(governor.pos_, governor.pos_), ())
    if token.dep_ == "nsubj":
        return not any(child.dep_ in OBJECTS for child in governor.children)
    return token.dep_ in CARRIED


def _modifying(token: Token, but: Token | None) -> int:
    """Count the reversing words among the modifiers and arguments of a word, but one of them."""
    return sum(_reverses(child) for child in token.children if child != but)


def _reverses(child: Token) -> bool:
    if child.dep_ in ARGUMENTS:
        return _is_negative(child)
    if child.dep_ == "advmod":
        return WordClass.REVERSAL in classes(child) or _is_negative(child)
    if child.dep_ == "acl":
        return child.tag_ == "VBN" and WordClass.REVERSAL in classes(child)
    if child.dep_ == "acomp":
        return child.head.lemma_ == "be" and WordClass.REVERSAL in classes(child)
    return (
        child.dep_ in MODIFIERS
        and WordClass.REVERSAL in classes(child)
        and not (child.i + 1 < len(child.doc) and child.nbor().lower_ in ONLY)
    )


def _is_negative(argument: Token) -> bool:
    """Say whether a word is negative ("nobody") or has a negative modifier ("no state")."""
    pronoun = argument.pos_ == "PRON" and WordClass.REVERSAL in classes(argument)
    return pronoun or any(
        child.dep_ in NEGATIONS and WordClass.REVERSAL in classes(child)
        for child in argument.children
    )
