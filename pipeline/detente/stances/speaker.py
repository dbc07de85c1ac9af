"""The speaker: who says that a stance is so, the author or a source that the sentence cites."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from detente.actors.mention import Mention, mentions_in
from detente.actors.words import WORDS
from detente.stances.lexicon import WordClass, classes

AUTHOR = "author"
FIRST_PERSON = WORDS["first_person"]
SAYING_IN_CLAUSES = {"hold"}  # verbs that say something only where a clause is said


def speaker(doc: Doc, sentence: Span, cue: tuple[int, int], default: str) -> str:
    """Say who speaks at a cue.

    Parameters
    ----------
    cue
        Tokens (start, end) of the cue.
    default
        Who speaks where the sentence cites nobody, or an "I" or "we" that stands for no actor:
        the author, or the actor whose statement or speech the article is.

    Returns
    -------
    str
        ``author``, an actor code, or the words of the source.
    """
    anchor = doc[cue[0] : cue[1]].root
    source = _reporting_subject(anchor) or _according_to(sentence)
    if source is None:
        return default
    actors = _actors(source, mentions_in(doc._.mentions, sentence.start, sentence.end))
    if actors:
        return " and ".join(sorted(actors))
    return default if source.lower_ in FIRST_PERSON else _words(source)


def _reporting_subject(anchor: Token) -> Token | None:
    """Give the subject of the verb of saying in whose clause a token stands."""
    verbs = (verb for token in [anchor, *anchor.ancestors] for verb in _verbs_of_saying(token))
    subjects = (_subject(verb) for verb in verbs)
    return next((subject for subject in subjects if subject is not None), None)


def _verbs_of_saying(token: Token) -> Iterator[Token]:
    """Give the verbs of saying whose clause a token heads: around it, or inserted in it."""
    if token.dep_ == "ccomp" and _says(token.head):
        yield token.head
    for child in token.children:
        inserted = child.dep_ in ("ccomp", "parataxis") and _says(child)
        if inserted and not any(c.dep_ == "ccomp" for c in child.children):
            yield child


def _says(verb: Token) -> bool:
    return WordClass.SAYING in classes(verb) or verb.lemma_.lower() in SAYING_IN_CLAUSES


def _subject(verb: Token) -> Token | None:
    own = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if own is None and verb.dep_ == "conj":
        return _subject(verb.head)
    return own


def _according_to(sentence: Span) -> Token | None:
    """Give the source behind "according to"."""
    for token in sentence:
        if token.lower_ == "according":
            for child in token.subtree:
                if child.dep_ == "pobj":
                    return child
    return None


def _actors(source: Token, mentions: Sequence[Mention]) -> set[str]:
    return {
        actor
        for mention in mentions
        if mention.start <= source.i < mention.end
        for actor in mention.actors
    }


def _words(source: Token) -> str:
    words = [t.text_with_ws for t in source.subtree if t.i <= source.i and t.dep_ != "det"]
    return " ".join("".join(words).split())
