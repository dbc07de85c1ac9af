"""Pronouns: "he", "it", "they", "we"."""

from spacy.tokens import Token

from detente.actors.discourse import (
    LOOK_BACK,
    SUBJECTS,
    Discourse,
    Link,
    co_arguments,
    latest,
    refer_to,
)
from detente.actors.mention import Mention, Rule
from detente.actors.words import WORDS

HE = WORDS["he"]
IT = WORDS["it"]
THEY = WORDS["they"]
FIRST_PERSON = WORDS["first_person"]
COPULAS = WORDS["copulas"]
JUDGING_VERBS = WORDS["judging_verbs"]
_PAIR = 2
_LARGEST_GROUP = 6


def resolve_pronoun(token: Token, discourse: Discourse, quoted: bool) -> Mention | None:
    """Resolve a pronoun.

    Parameters
    ----------
    quoted
        Whether it stands in a quotation.
    """
    word = token.lower_
    if word in FIRST_PERSON and not (word == "us" and token.text != "us"):
        return _first_person(token, discourse, quoted)
    if word in HE:
        return _refer(token, _person(token, discourse))
    if word in IT:
        return None if _is_pleonastic(token) else _refer(token, _thing(token, discourse))
    if word in THEY:
        return _they(token, discourse)
    return None


def _refer(token: Token, link: Link | None) -> Mention | None:
    return refer_to(token.i, token.i + 1, link, Rule.COREFERENCE)


def _person(token: Token, discourse: Discourse) -> Link | None:
    """Person that "he" goes back to: a subject before others, and none of its co-arguments."""
    out = co_arguments(token, discourse)
    return latest(discourse.recent(LOOK_BACK), lambda link: link.is_person, out)


def _thing(token: Token, discourse: Discourse) -> Link | None:
    """State or organisation that "it" goes back to; from subject to subject across sentences."""
    out = co_arguments(token, discourse)
    governor = None if out else _subject_of_clause(token)
    if governor is not None:
        for link in discourse.here:
            if link.start <= governor.i < link.end:
                return link if _is_single_thing(link) else None
        return None
    is_subject = token.dep_ in SUBJECTS

    def fits(link: Link) -> bool:
        is_near = link.is_subject or not is_subject or link in discourse.here
        return is_near and _is_single_thing(link)

    return latest(discourse.recent(LOOK_BACK - 1), fits, out)


def _is_single_thing(link: Link) -> bool:
    return link.is_thing and len(link.actors) == 1


def _subject_of_clause(token: Token) -> Token | None:
    """Nominal subject, before ``token``, of the nearest clause around it."""
    for ancestor in token.ancestors:
        for child in ancestor.children:
            if child.dep_ in SUBJECTS and child.i < token.i and child.pos_ != "PRON":
                return child
    return None


def _is_pleonastic(token: Token) -> bool:
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    if token.dep_ not in SUBJECTS:
        return False
    verb = token.head
    if verb.pos_ == "ADJ":
        return verb.head.lemma_ in JUDGING_VERBS
    clauses = {child.dep_ for child in verb.children}
    if token.dep_ == "nsubjpass" and "ccomp" in clauses:
        return True
    return verb.lemma_ in COPULAS and bool(
        clauses & {"acomp", "attr", "ccomp", "xcomp", "advcl", "oprd"}
    )


def _they(token: Token, discourse: Discourse) -> Mention | None:
    """Resolve to the actors of the subjects, else to the latest plural one."""
    out = set(co_arguments(token, discourse))
    for links in discourse.recent(_PAIR - 1):
        subjects = [link for link in links if link.is_subject and not out & set(link.actors)]
        codes = {code for link in subjects for code in link.actors}
        if _PAIR <= len(codes) <= _LARGEST_GROUP:
            last = subjects[-1]
            return Mention(
                token.i, token.i + 1, tuple(sorted(codes)), Rule.PAIR, (last.start, last.end)
            )
        plural = [link for link in links if link.is_plural and not out & set(link.actors)]
        if plural:
            rule = Rule.PAIR if len(plural[-1].actors) > 1 else Rule.COREFERENCE
            return refer_to(token.i, token.i + 1, plural[-1], rule)
    return None


def _first_person(token: Token, discourse: Discourse, quoted: bool) -> Mention | None:
    if quoted:
        quoting = _quoting(discourse)
        if quoting is not None:
            return refer_to(token.i, token.i + 1, quoting, Rule.FIRST_PERSON)
    if discourse.speaker is None:
        return None
    return Mention(token.i, token.i + 1, (discourse.speaker,), Rule.FIRST_PERSON, None)


def _quoting(discourse: Discourse) -> Link | None:
    """Actor whose words a quotation gives: the latest person who speaks for one."""
    for links in discourse.recent(LOOK_BACK - 1):
        persons = [link for link in links if link.is_person and link.actors]
        if persons:
            return persons[-1]
    return None
