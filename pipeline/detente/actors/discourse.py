"""What a text has named so far, in reading order: what references go back to."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from detente.actors.knowledge import ActorType
from detente.actors.mention import Mention, Rule
from detente.actors.words import WORDS

STATE_DESCRIPTIONS = WORDS["state_descriptions"]
PERSON_NOUNS = WORDS["person_nouns"]
SUBJECTS = frozenset(("nsubj", "nsubjpass", "agent"))
OBJECTS = frozenset(("dobj", "dative", "pobj"))
LOOK_BACK = 3  # sentences


class Link(NamedTuple):
    """A mention, or a person who speaks for nobody (no actors), as an antecedent."""

    actors: tuple[str, ...]
    start: int
    end: int
    is_subject: bool
    is_person: bool
    is_thing: bool
    is_plural: bool


class Discourse(NamedTuple):
    """What the text has named so far.

    Attributes
    ----------
    sentences
        One list of links a sentence, the newest last.
    holders
        For each word, the latest link of several words that holds it: "the Commission".
    main
        Codes that the text names most, the most frequent first.
    speaker
        Code of the actor for whom the text says "we".
    types
        What each actor code is.
    constitutions
        Codes of the states that call themselves a "kingdom", "republic" ...
    members
        Members of each organisation that has a few.
    """

    sentences: list[list[Link]]
    holders: dict[str, Link]
    main: tuple[str, ...]
    speaker: str | None
    types: Mapping[str, ActorType]
    constitutions: Mapping[str, frozenset[str]]
    members: Mapping[str, tuple[str, ...]]

    @property
    def here(self) -> list[Link]:
        """Links of the sentence that is being read."""
        return self.sentences[-1]

    def recent(self, count: int) -> Iterator[list[Link]]:
        """Links of this sentence and some before it, a list each, the latest first."""
        return reversed(self.sentences[-1 - count :])

    def add(self, link: Link, words: Sequence[str]) -> None:
        """Take in a link whose words are these, in lower case."""
        self.here.append(link)
        if len(words) > 1 and words[0] not in WORDS["pointing"]:
            self.holders.update(dict.fromkeys(words, link))


def link_to(span: Span, actors: tuple[str, ...], is_person: bool, is_thing: bool) -> Link:
    """Describe words as an antecedent."""
    root = span.root
    while root.dep_ in {"conj", "compound", "poss", "appos", "amod"} and root.head.i != root.i:
        if root.dep_ in {"amod", "poss"} and root.head.lower_ not in STATE_DESCRIPTIONS:
            break
        root = root.head
    return Link(
        actors,
        span.start,
        span.end,
        root.dep_ in SUBJECTS,
        is_person,
        is_thing and not is_person,
        span.root.tag_ in {"NNS", "NNPS"} or len(actors) > 1,
    )


def refer_to(start: int, end: int, link: Link | None, rule: Rule) -> Mention | None:
    """Make a mention of tokens that go back to a link; None where that has no actor."""
    if link is None or not link.actors:
        return None
    return Mention(start, end, link.actors, rule, (link.start, link.end))


def latest(
    sentences: Iterator[list[Link]], fits: Callable[[Link], bool], out: Collection[str]
) -> Link | None:
    """Latest sentence's link that fits and names none of ``out``; a subject before others."""
    for links in sentences:
        fitting = [link for link in links if fits(link) and not set(link.actors) & set(out)]
        subjects = [link for link in fitting if link.is_subject]
        if fitting:
            return (subjects or fitting)[-1]
    return None


def co_arguments(token: Token, discourse: Discourse) -> tuple[str, ...]:
    """Actors of the subject of the clause in which a word is an object: "it" is another one."""
    if token.dep_ not in OBJECTS:
        return ()
    governor = token.head
    while governor.pos_ == "ADP" and governor.head.i != governor.i:
        governor = governor.head
    for child in governor.children:
        if child.dep_ in SUBJECTS and child.i < token.i:
            for link in discourse.here:
                if link.start <= child.i < link.end:
                    return link.actors
    return ()
