"""Words that refer to actors named elsewhere: "the two countries", "he", "its", "we"."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from detente.actors.descriptions import resolve_counterpart, resolve_description
from detente.actors.discourse import PERSON_NOUNS, Discourse, Link, link_to
from detente.actors.knowledge import ActorType
from detente.actors.mention import Mention, Rule
from detente.actors.plurals import resolve_plural
from detente.actors.pronouns import HE, resolve_pronoun

STRAIGHT_QUOTES = frozenset(('"', "``", "''"))
OPEN_QUOTES = frozenset("“«„")
CLOSE_QUOTES = frozenset("”»")
_MAIN = 4


def resolve_references(
    doc: Doc,
    sentences: Sequence[Span],
    named: Sequence[Mention],
    strangers: Sequence[tuple[int, int]],
    speaker: str | None,
    types: Mapping[str, ActorType],
    constitutions: Mapping[str, frozenset[str]],
    members: Mapping[str, tuple[str, ...]],
    is_person: Callable[[Span, Mention], bool],
) -> list[Mention]:
    """Find words that refer to actors, in reading order.

    Parameters
    ----------
    doc, sentences
        The Doc and the sentences to look in.
    named
        Named mentions, in order.
    strangers
        Tokens (start, end) of persons who speak for no actor.
    speaker
        Code of the actor for whom the text says "we".
    types
        What each actor code is.
    constitutions
        Codes of the states that call themselves a "kingdom", "republic" ...
    members
        Members of each organisation that has a few.
    is_person
        Tells whether a named mention is a person.

    Returns
    -------
    list[Mention]
        References only, in order, none overlapping ``named``.
    """
    counts = Counter(code for mention in named for code in mention.actors)
    main = tuple(code for code, _ in counts.most_common(_MAIN))
    discourse = Discourse([], {}, main, speaker, types, constitutions, members)
    taken = {index for mention in named for index in range(mention.start, mention.end)}
    named_at = {mention.start: mention for mention in named}
    stranger_at = dict(strangers)
    found: list[Mention] = []
    quoted = False
    for sentence in sentences:
        discourse.sentences.append([])
        index = sentence.start
        while index < sentence.end:
            token = doc[index]
            quoted = _is_quoted(token, quoted)
            if index in named_at:
                mention = named_at[index]
                span = doc[mention.start : mention.end]
                is_thing = mention.rule not in {Rule.DEMONYM, Rule.COMPOUND}
                link = link_to(span, mention.actors, is_person(span, mention), is_thing)
            elif index in stranger_at:
                span = doc[index : stranger_at[index]]
                link = link_to(span, (), True, False)
            else:
                reference = _resolve(token, sentence, discourse, quoted)
                if reference is None or not taken.isdisjoint(range(index, reference.end)):
                    index += 1
                    continue
                found.append(reference)
                span = doc[reference.start : reference.end]
                link = _link_of_reference(span, reference)
            discourse.add(link, [word.lower_ for word in span])
            index = span.end
    return found


def _resolve(token: Token, sentence: Span, discourse: Discourse, quoted: bool) -> Mention | None:
    return (
        resolve_counterpart(token, sentence, discourse, quoted)
        or resolve_plural(token, sentence, discourse)
        or resolve_pronoun(token, discourse, quoted)
        or resolve_description(token, sentence, discourse)
    )


def _link_of_reference(span: Span, reference: Mention) -> Link:
    is_person = span[0].lower_ in HE or span.root.lower_ in PERSON_NOUNS
    return link_to(span, reference.actors, is_person, reference.rule is not Rule.FIRST_PERSON)


def _is_quoted(token: Token, quoted: bool) -> bool:
    """Tell whether what follows a token is quoted."""
    if token.text in STRAIGHT_QUOTES:
        return not quoted
    if token.text in OPEN_QUOTES or token.text in CLOSE_QUOTES:
        return token.text in OPEN_QUOTES
    return quoted
