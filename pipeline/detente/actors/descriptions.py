"""Descriptions of one actor: "the kingdom", "the alliance", "its northern neighbour"."""

from spacy.tokens import Span, Token

from detente.actors.discourse import (
    LOOK_BACK,
    PERSON_NOUNS,
    STATE_DESCRIPTIONS,
    Discourse,
    Link,
    latest,
    refer_to,
)
from detente.actors.knowledge import ActorType
from detente.actors.mention import Mention, Rule
from detente.actors.pronouns import resolve_pronoun
from detente.actors.words import WORDS

ORGANISATION_DESCRIPTIONS = WORDS["organisation_descriptions"]
GROUP_DESCRIPTIONS = WORDS["group_descriptions"]
POINTING = WORDS["pointing"]
OFFICE_MODIFIERS = WORDS["office_modifiers"]
COUNTERPARTS = WORDS["counterparts"]
COUNTERPART_MODIFIERS = WORDS["counterpart_modifiers"]
_PHRASE = 4


def resolve_description(token: Token, sentence: Span, discourse: Discourse) -> Mention | None:
    """Resolve "the kingdom", "the alliance": the latest actor of that type."""
    if token.lower_ not in POINTING:
        return None
    noun = _head(token, sentence)
    if noun is None:
        return None
    if any(child.dep_ in {"relcl", "acl"} or child.lower_ == "of" for child in noun.children):
        return None
    word = noun.lower_
    speaker = discourse.speaker
    is_known = word in STATE_DESCRIPTIONS | PERSON_NOUNS
    if is_known and speaker is not None and (token.lower_ == "this" or noun.is_title):
        return Mention(token.i, noun.i + 1, (speaker,), Rule.FIRST_PERSON, None)
    if is_known or noun.is_title:
        earlier = discourse.holders.get(word)
        if earlier is not None:
            return refer_to(token.i, noun.i + 1, earlier, Rule.COREFERENCE)
    wanted = _type_of(word)
    if wanted is None:
        return None
    bearers = discourse.constitutions.get(word, frozenset())

    def fits(link: Link) -> bool:
        return (
            len(link.actors) == 1
            and discourse.types.get(link.actors[0]) is wanted
            and link.actors[0] != speaker
            and (not bearers or link.actors[0] in bearers)
        )

    antecedent = latest(discourse.recent(LOOK_BACK), fits, ())
    return refer_to(token.i, noun.i + 1, antecedent, Rule.COREFERENCE)


def resolve_counterpart(
    token: Token, sentence: Span, discourse: Discourse, quoted: bool
) -> Mention | None:
    """Resolve "its northern neighbour": the actor beside the one who has it."""
    noun = next(
        (
            word
            for word in token.doc[token.i + 1 : min(token.i + _PHRASE, sentence.end)]
            if word.lower_ not in COUNTERPART_MODIFIERS
        ),
        None,
    )
    if noun is None or noun.lower_ not in COUNTERPARTS or _is_named(noun, sentence):
        return None
    if token.tag_ == "POS":
        actors = next((link.actors for link in discourse.here if link.end == token.i), ())
    elif token.dep_ == "poss":
        owner = resolve_pronoun(token, discourse, quoted)
        actors = () if owner is None else owner.actors
    else:
        return None
    if len(actors) != 1:
        return None

    def fits(link: Link) -> bool:
        return len(link.actors) == 1 and discourse.types.get(link.actors[0]) is ActorType.STATE

    start = token.i + 1 if token.tag_ == "POS" else token.i
    antecedent = latest(discourse.recent(LOOK_BACK), fits, actors)
    if antecedent is not None:
        return refer_to(start, noun.i + 1, antecedent, Rule.COREFERENCE)
    others = [
        code
        for code in discourse.main
        if code not in actors and discourse.types.get(code) is ActorType.STATE
    ]
    if not others:
        return None
    return Mention(start, noun.i + 1, (others[0],), Rule.COREFERENCE, None)


def _is_named(noun: Token, sentence: Span) -> bool:
    """Tell whether a name stands beside a noun: "its ally Laos", "its closest ally, Laos"."""
    after = noun.doc[noun.i + 1 : min(noun.i + 3, sentence.end)]
    names = [word.pos_ == "PROPN" for word in after]
    return any(names[:1]) or (after.text.startswith(",") and any(names[1:]))


def _head(token: Token, sentence: Span) -> Token | None:
    """Noun that a determiner goes with, across such words as "foreign" and "prime"."""
    for word in token.doc[token.i + 1 : min(token.i + _PHRASE, sentence.end)]:
        if word.lower_ in OFFICE_MODIFIERS:
            continue
        is_head = word.pos_ in {"NOUN", "PROPN"} and word.dep_ not in {"compound", "nmod"}
        return word if is_head else None
    return None


def _type_of(word: str) -> ActorType | None:
    if word in STATE_DESCRIPTIONS:
        return ActorType.STATE
    if word in ORGANISATION_DESCRIPTIONS:
        return ActorType.ORGANISATION
    if word in GROUP_DESCRIPTIONS:
        return ActorType.GROUP
    return None
