"""Finds the forms of the knowledge base in a Doc: longest first, dated, never inside words."""

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from detente.actors.folding import fold
from detente.actors.knowledge import PRESENT, Context, Form, Kind, Period, parse_period
from detente.actors.phrases import Atoms, atoms_of, compile_phrases, exactly, label_of
from detente.actors.words import WORDS

LOCATIVES = WORDS["locatives"]
DIRECTIONS = WORDS["directions"]
MOVEMENT = WORDS["movement"]
PLACE_NOUNS = WORDS["place_nouns"]
EVENT_NOUNS = WORDS["event_nouns"]
PLACE_DEPENDENCIES = frozenset(("pobj", "pcomp"))
PEOPLE_VERBS = WORDS["people_verbs"]
LANGUAGE_SUFFIXES = WORDS["language_suffixes"]
_SHOUTING = 0.8
_PLAUSIBLE_YEAR = re.compile(r"\b(1[89]\d\d|20[0-3]\d)\b")
_HEAD_CHARACTERS = 1500


class Match(NamedTuple):
    """Tokens that spell a form: ``form`` is the one of the document's time."""

    start: int
    end: int
    form: Form


Matcher = Callable[[Doc, Period], list[Match]]


def compile_matcher(forms: Sequence[Form], contexts: Sequence[Context]) -> Matcher:
    """Compile forms to a function from a Doc and its time to matches.

    The matches are in order and do not overlap. Forms that are no actors mask what they cover.
    """
    by_phrase: dict[Atoms, list[Form]] = {}
    for form in forms:
        by_phrase.setdefault(atoms_of(form.text), []).append(form)
    by_label = {label_of(phrase): group for phrase, group in by_phrase.items()}
    acronyms = {
        phrase
        for phrase, group in by_phrase.items()
        if all(form.kind is Kind.ACRONYM for form in group)
    }
    find = compile_phrases(
        [phrase for phrase in by_phrase if phrase not in acronyms], sorted(acronyms), exactly
    )
    evidence: dict[str, list[Context]] = {}
    for context in contexts:
        evidence.setdefault(context.text, []).append(context)

    def match(doc: Doc, period: Period) -> list[Match]:
        words = {token.text for token in doc}
        candidates: list[tuple[int, int, list[Form]]] = []
        for span in find(doc):
            joined = _is_joined(span)
            fitting = [form for form in by_label[span.label_] if _may_mean(form, joined, period)]
            if not fitting:
                continue
            dated = choose_by_time(fitting, period)
            if _is_usable(span, dated[0], evidence.get(span.label_, []), words):
                candidates.append((span.start, span.end, dated))
        counts = Counter(dated[0].actor for _, _, dated in candidates if _is_settled(dated))
        matches = []
        for start, end, dated in candidates:
            form = dated[0]
            if not _is_settled(dated):
                form = max(dated, key=lambda form: counts[form.actor])
                if not counts[form.actor]:
                    continue
            if form.kind is not Kind.NOT_ACTOR:
                matches.append(Match(start, end, form))
        return matches

    return match


def document_period(doc: Doc, date: str | None) -> Period | None:
    """Time of a document: its date, else the median of the years in its text, else None."""
    if date:
        return parse_period(date, date, "date")
    for text in (doc.text[:_HEAD_CHARACTERS], doc.text):
        years = sorted(_PLAUSIBLE_YEAR.findall(text))
        if years:
            middle = years[len(years) // 2]
            return parse_period(middle, middle, "date")
    return None


def choose_by_time(forms: Sequence[Form], period: Period) -> list[Form]:
    """Forms that hold in a period, else those nearest to it in time."""
    distances = [form.period.distance(period) for form in forms]
    nearest = min(distances)
    return [form for form, far in zip(forms, distances, strict=True) if far == nearest]


def is_place(span: Span) -> bool:
    """Tell whether the name of a city means the city, not who governs from it."""
    root = span.root
    following = doc_token(span.doc, span.end)
    if span.start == span.sent.start and following is not None and following.text in {",", "("}:
        after = doc_token(span.doc, span.end + 1)
        if after is not None and after.ent_type_ == "DATE":
            return True
    while root.dep_ in {"conj", "appos"} and root.head.i != root.i:
        if root.dep_ == "appos" and root.head.i < root.i and root.head.ent_type_ == "GPE":
            break
        root = root.head
    head = root.head
    if root.dep_ == "poss" or (following is not None and following.tag_ == "POS"):
        return head.lemma_.lower() in PLACE_NOUNS
    if head.lower_ == "between":
        return False
    if root.dep_ in PLACE_DEPENDENCIES or head.pos_ == "ADP":
        return _is_place_object(head)
    if root.dep_ in {"compound", "nmod", "amod"} and root.i < head.i:
        noun = head.lemma_.lower()
        return noun in EVENT_NOUNS or noun in PLACE_NOUNS or _is_title_cased(span.doc[span.end])
    return root.dep_ == "npadvmod" and head.ent_type_ == "GPE"


def doc_token(doc: Doc, index: int) -> Token | None:
    """Return the token at an index, or None beyond the Doc."""
    return doc[index] if 0 <= index < len(doc) else None


def _is_place_object(preposition: Token) -> bool:
    word = preposition.lower_
    if word in LOCATIVES:
        return True
    governor = preposition.head
    while governor.pos_ == "ADP" and governor.head.i != governor.i:
        governor = governor.head
    lemma = governor.lemma_.lower()
    if word in DIRECTIONS:
        return lemma in MOVEMENT
    return word == "of" and (lemma in PLACE_NOUNS or lemma in EVENT_NOUNS)


def _is_title_cased(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.is_title and token.ent_type_ in {"ORG", "FAC", "EVENT"}


def _may_mean(form: Form, joined: bool, period: Period) -> bool:
    """Tell whether a form can stand: before a hyphen, or for a group of states of its time."""
    if form.kind is Kind.COLLECTIVE:
        return form.period.overlaps(period)
    return joined or form.kind is not Kind.COMPOUND


def _is_settled(dated: Sequence[Form]) -> bool:
    return len({form.actor for form in dated}) == 1


def _is_joined(span: Span) -> bool:
    """Tell whether a hyphen follows: "Russo-Kazakh", "Russo- and Sino-Kazakh"."""
    following = doc_token(span.doc, span.end)
    return span.text.endswith("-") or (following is not None and fold(following.text) == "-")


def _is_usable(span: Span, form: Form, contexts: Sequence[Context], words: Set[str]) -> bool:
    if form.kind is Kind.NOT_ACTOR:
        return True
    if form.kind in {Kind.CAPITAL, Kind.SEAT} and is_place(span):
        return False
    if form.kind is Kind.DEMONYM and _is_language_or_people(span):
        return False
    if len(span) == 1 and span.text.isupper():
        is_word = span.vocab[span.text.lower()].is_stop
        if is_word and _is_shouted(span.sent):
            return False
    return not (_is_part_of_person(span) or _speaks_against(span, form, contexts, words))


def _is_shouted(sentence: Span) -> bool:
    words = [token for token in sentence if token.is_alpha and len(token) > 1]
    return sum(word.is_upper for word in words) >= _SHOUTING * len(words)


def _is_language_or_people(span: Span) -> bool:
    doc, last = span.doc, span[-1]
    before, after = doc_token(doc, span.start - 1), doc_token(doc, span.end)
    if before is not None and before.lower_ == "ethnic":
        return True
    if after is not None and fold(after.text) == "-":
        second = doc_token(doc, span.end + 1)
        return second is not None and second.lower_ in LANGUAGE_SUFFIXES
    if last.tag_ in {"NNP", "JJ", "NN"} and _governor(last).lemma_ in PEOPLE_VERBS:
        return not any(child.dep_ == "det" for child in last.children)
    if last.dep_ == "dobj" and last.tag_ in {"NNP", "JJ", "NN"}:
        return False
    is_alone = after is None or after.pos_ in {"PUNCT", "ADP", "CCONJ", "SPACE", "VERB", "AUX"}
    return (
        is_alone
        and last.tag_ in {"NNP", "JJ", "NN"}
        and before is not None
        and before.lower_ == "in"
    )


def _governor(noun: Token) -> Token:
    """Verb of which a word is the object, straight, behind a preposition or by coordination."""
    while noun.dep_ == "conj" and noun.head.i != noun.i:
        noun = noun.head
    if noun.dep_ not in {"dobj", "pobj"}:
        return noun
    return noun.head.head if noun.head.pos_ == "ADP" else noun.head


def _is_part_of_person(span: Span) -> bool:
    if span[0].ent_type_ != "PERSON":
        return False
    return any(_is_name_token(doc_token(span.doc, i)) for i in (span.start - 1, span.end))


def _is_name_token(token: Token | None) -> bool:
    return (
        token is not None
        and token.ent_type_ == "PERSON"
        and token.pos_ == "PROPN"
        and token.is_title
        and token.is_alpha
    )


def _speaks_against(span: Span, form: Form, contexts: Sequence[Context], words: Set[str]) -> bool:
    """Tell whether the evidence of the sentence, else of the text, is for another actor."""
    if not contexts:
        return False
    for scope in ({token.text for token in span.sent}, words):
        votes = {
            context.actor: sum(word in scope for word in context.evidence) for context in contexts
        }
        best = max(votes, key=lambda actor: votes[actor])
        if votes[best]:
            return best != form.actor
    return False


def period_or_present(period: Period | None) -> Period:
    """Take the present for a document of no known time."""
    return PRESENT if period is None else period
