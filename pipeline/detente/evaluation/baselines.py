"""What a score has to beat: always saying the same, and counting words of a list."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from detente.article import Offsets
from detente.evaluation.matching import Place, Statement
from detente.records.schemas import Direction, Issue, Modality, Polarity
from detente.stances.lexicon import STANCES, read_classes
from detente.stances.speaker import AUTHOR

MAJORITY_STANCE = Polarity.COOPERATION
MAJORITY_ISSUE = Issue.DIPLOMACY_POLITICAL


class Word(NamedTuple):
    """A word of a sentence: code points of the raw text, lower-case lemma, whether a verb."""

    start: int
    end: int
    lemma: str
    verb: bool


class Candidate(NamedTuple):
    """Two actors of a sentence.

    Attributes
    ----------
    a_start, b_start
        Where each is first mentioned in the sentence, in code points of the raw text; None for
        an actor that only the discourse supplies.
    words
        Of the whole sentence, in order.
    """

    place: Place
    sentence: str
    a: str
    b: str
    a_start: int | None
    b_start: int | None
    words: Sequence[Word]


def majority(candidates: Iterable[Candidate]) -> list[Statement]:
    """Call every candidate pair mutual cooperation, asserted by the author."""
    return [
        _statement(
            candidate,
            None,
            MAJORITY_STANCE,
            Offsets(candidate.place.start, candidate.place.end),
        )
        for candidate in candidates
    ]


def lexicon(candidates: Iterable[Candidate], stances: Mapping[str, Polarity]) -> list[Statement]:
    """Give each pair the stance that most words of its sentence have in the word list.

    The first word breaks a tie; a pair without any such word gets no stance. Where a verb of the
    stance stands between the two actors, the first of them is the holder; else it is mutual.

    Parameters
    ----------
    stances
        Stance by lemma, as `read_lexicon` gives it.
    """
    statements = []
    for candidate in candidates:
        known = [word for word in candidate.words if word.lemma in stances]
        if not known:
            continue
        stance, _ = Counter(stances[word.lemma] for word in known).most_common(1)[0]
        carriers = [word for word in known if stances[word.lemma] is stance]
        between = _between(candidate)
        verbs = [word for word in carriers if word.verb and word.start in between]
        cue = (verbs or carriers)[0]
        statements.append(
            _statement(
                candidate,
                _in_text_order(candidate) if verbs else None,
                stance,
                Offsets(cue.start, cue.end),
            )
        )
    return statements


def read_lexicon() -> dict[str, Polarity]:
    """Give the stance of every lemma that has one in the lexicon of the package."""
    return {
        lemma: Polarity(stance)
        for (lemma, _), names in read_classes().items()
        for stance in names & STANCES
    }


def _between(candidate: Candidate) -> range:
    """Where the words between the two actors stand."""
    if candidate.a_start is None or candidate.b_start is None:
        return range(0)
    return range(*sorted((candidate.a_start, candidate.b_start)))


def _in_text_order(candidate: Candidate) -> tuple[str, str]:
    if candidate.a_start == _between(candidate).start:
        return candidate.a, candidate.b
    return candidate.b, candidate.a


def _statement(
    candidate: Candidate, holder_target: tuple[str, str] | None, stance: Polarity, cue: Offsets
) -> Statement:
    """Make a statement with the commonest attributes; without a holder it is mutual."""
    a, b = holder_target or sorted((candidate.a, candidate.b))
    return Statement(
        candidate.place,
        candidate.sentence,
        a,
        b,
        Direction.FORWARD if holder_target else Direction.MUTUAL,
        stance,
        Modality.ASSERTED,
        MAJORITY_ISSUE,
        AUTHOR,
        cue,
        None,
    )
