"""The spaCy components ``detente.actors`` and ``detente.references``."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex

from detente.actors.discourse import PERSON_NOUNS
from detente.actors.folding import fold_text
from detente.actors.implied import IsRelational, find_implied
from detente.actors.knowledge import (
    ActorType,
    Kind,
    KnowledgeBase,
    Membership,
    Period,
    constitutions,
)
from detente.actors.matcher import compile_matcher, document_period, period_or_present
from detente.actors.mention import Mention, Rule
from detente.actors.references import resolve_references
from detente.actors.roles import compile_roles
from detente.actors.words import WORDS
from detente.article import Article
from detente.layout.component import prose_sentences

STATEMENTS = WORDS["statements"]
NAMING = {Kind.NAME, Kind.OFFICIAL, Kind.ALIAS, Kind.ACRONYM}  # how metadata may give a speaker
_FEW = 4
_HYPHEN_AFTER_INITIALS = r"(?<=[A-Z]\.)[-–](?=[A-Za-z])"


def _actor_of(span: Span) -> tuple[str, ...]:
    """Codes of the mention that shares most tokens with a span; of equals, the shortest."""
    overlaps = [
        (min(mention.end, span.end) - max(mention.start, span.start), mention)
        for mention in span.doc._.mentions
    ]
    shared = [(size, mention) for size, mention in overlaps if size > 0]
    if not shared:
        return ()
    best: Mention = max(shared, key=lambda pair: (pair[0], pair[1].start - pair[1].end))[1]
    return best.actors


if not Doc.has_extension("mentions"):
    Doc.set_extension("mentions", default=[])
if not Doc.has_extension("implied"):
    Doc.set_extension("implied", default=[])
if not Doc.has_extension("speaker"):
    Doc.set_extension("speaker", default=None)
if not Span.has_extension("actor"):
    Span.set_extension("actor", getter=_actor_of)


class ActorsComponent:
    """Finds named mentions and sets ``doc._.mentions``.

    Parameters
    ----------
    knowledge
        What is known of actors.

    Notes
    -----
    The pipeline needs a parser and an entity recogniser before this component.

    Attributes
    ----------
    knowledge : KnowledgeBase
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._match = compile_matcher(knowledge.forms, knowledge.contexts)
        self._find_roles = compile_roles(knowledge)

    def __call__(self, doc: Doc) -> Doc:
        """Set the named mentions of a Doc's prose, and its persons who are no actors."""
        period = document_period(doc, _article_date(doc))
        matches = self._match(doc, period_or_present(period))
        roles = self._find_roles(doc, matches, period)
        prose = _prose_tokens(doc)
        doc._.mentions = [mention for mention in roles.mentions if mention.start in prose]
        doc.user_data[_STRANGERS] = roles.strangers
        return doc


_STRANGERS = "detente.strangers"


class ReferencesComponent:
    """Adds references ("the two countries", "he", "we") to ``doc._.mentions``.

    What a sentence leaves unsaid goes into ``doc._.implied``.

    Parameters
    ----------
    knowledge
        What is known of actors.
    is_relational
        Tells whether a word tells of a relation between actors.
    """

    def __init__(self, knowledge: KnowledgeBase, is_relational: IsRelational) -> None:
        self._is_relational = is_relational
        self._types = knowledge.types
        self._memberships = knowledge.memberships
        self._constitutions = constitutions(knowledge.forms)
        self._names = {
            fold_text(form.text): form.actor for form in knowledge.forms if form.kind in NAMING
        }

    def __call__(self, doc: Doc) -> Doc:
        """Add the references of a Doc's prose to its mentions, and set ``doc._.speaker``."""
        doc._.speaker = self._speaker(doc)
        sentences = prose_sentences(doc)
        references = resolve_references(
            doc,
            sentences,
            doc._.mentions,
            doc.user_data.get(_STRANGERS, []),
            doc._.speaker,
            self._types,
            self._constitutions,
            _members(
                self._memberships, period_or_present(document_period(doc, _article_date(doc)))
            ),
            _is_person,
        )
        doc._.mentions = sorted([*doc._.mentions, *references])
        doc._.implied = find_implied(sentences, doc._.mentions, doc._.speaker, self._is_relational)
        return doc

    def _speaker(self, doc: Doc) -> str | None:
        """Give who says "we": as the metadata say, else the state that a statement names most."""
        article: Article | None = doc._.article
        if article is None:
            return None
        given = article.metadata.speaker
        if given is not None:
            return given if given in self._types else self._names.get(fold_text(given))
        if article.metadata.genre is None or STATEMENTS.isdisjoint(
            re.findall(r"\w+", article.metadata.genre.lower())
        ):
            return None
        states = Counter(
            mention.actors[0]
            for mention in doc._.mentions
            if self._types.get(mention.actors[0]) is ActorType.STATE
        )
        return next((actor for actor, _ in states.most_common(1)), None)


def split_initials(nlp: Language) -> None:
    """Teach a pipeline's tokeniser to cut "U.S.-Soviet" at the hyphen."""
    infixes = [*(nlp.Defaults.infixes or ()), _HYPHEN_AFTER_INITIALS]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def _article_date(doc: Doc) -> str | None:
    article: Article | None = doc._.article
    return None if article is None else article.metadata.date


def _members(memberships: Iterable[Membership], period: Period) -> dict[str, tuple[str, ...]]:
    """Members, at a time, of organisations that have so few that "the members" means each."""
    members: dict[str, set[str]] = {}
    for membership in memberships:
        if membership.period.overlaps(period):
            members.setdefault(membership.organisation, set()).add(membership.state)
    return {
        organisation: tuple(sorted(states))
        for organisation, states in members.items()
        if 1 < len(states) <= _FEW
    }


def _prose_tokens(doc: Doc) -> set[int]:
    return {
        index for sentence in prose_sentences(doc) for index in range(sentence.start, sentence.end)
    }


def _is_person(span: Span, mention: Mention) -> bool:
    if mention.rule in {Rule.LEADER, Rule.SURNAME}:
        return True
    return mention.rule is Rule.OFFICE and (
        span.root.pos_ == "PROPN" or span.root.lower_ in PERSON_NOUNS
    )
