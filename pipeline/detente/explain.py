"""Why a sentence got the stances it got: mentions, pairs, probabilities, in plain lines."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from detente.actors.mention import Mention, mentions_in
from detente.layout.component import prose_sentences
from detente.records.schemas import Direction
from detente.stances.stance import Candidate, NoStance, Stance

INDENT = "  "


def explain(doc: Doc, number: int | None) -> Iterator[str]:
    """Explain the sentences of an annotated Doc.

    Parameters
    ----------
    number
        Which sentence, from 1; None for all.
    """
    for index, sentence in enumerate(prose_sentences(doc), start=1):
        if number is None or index == number:
            yield f"{index}. {_words(sentence)}"
            yield from (INDENT + line for line in _explain_sentence(doc, sentence))
            yield ""


def _explain_sentence(doc: Doc, sentence: Span) -> Iterator[str]:
    found = [
        m
        for kind in (doc._.mentions, doc._.implied)
        for m in mentions_in(kind, sentence.start, sentence.end)
    ]
    yield "actors" if found else "actors: none found"
    yield from (INDENT + _mention(doc, mention) for mention in found)
    stances = [s for s in doc._.stances if s.candidate.start == sentence.start]
    silent = [n for n in doc._.no_stance if n.candidate.start == sentence.start]
    yield "stances" if stances else "stances: none found"
    for stance in stances:
        yield INDENT + _stance(stance)
        yield INDENT * 2 + _details(doc, stance)
    if silent:
        yield "pairs without a stance"
        yield from (INDENT + _pair(pair) for pair in silent)
    elif not stances:
        yield "no pair of actors in this sentence or just before it"


def _mention(doc: Doc, mention: Mention) -> str:
    line = f"{_words(doc[mention.start : mention.end])} = {', '.join(mention.actors)}"
    line += f" ({mention.rule}"
    if mention.antecedent is not None:
        line += f", after {_words(doc[slice(*mention.antecedent)])!r}"
    return line + ")"


def _stance(stance: Stance) -> str:
    arrow = "->" if stance.direction is Direction.FORWARD else "<->"
    return f"{stance.a} {arrow} {stance.b}  {stance.polarity}  {stance.probability:.2f}"


def _details(doc: Doc, stance: Stance) -> str:
    cue = _words(doc[slice(*stance.cue)])
    return (
        f"{stance.modality}, on {stance.issue}, said by {stance.speaker}, cue {cue!r}"
        f"{_from_context(stance.candidate)}"
    )


def _pair(pair: NoStance) -> str:
    candidate = pair.candidate
    return (
        f"{candidate.first}, {candidate.second}  cooperation {pair.cooperation:.2f}, "
        f"divergence {pair.divergence:.2f}: {pair.reason}{_from_context(candidate)}"
    )


def _from_context(candidate: Candidate) -> str:
    absent = [
        actor
        for actor, mentions in (
            (candidate.first, candidate.first_mentions),
            (candidate.second, candidate.second_mentions),
        )
        if not mentions
    ]
    return f"; {' and '.join(absent)} from the context" if absent else ""


def _words(span: Span) -> str:
    return " ".join(span.text.split())
