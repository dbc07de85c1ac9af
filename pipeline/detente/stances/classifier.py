"""The stance classifier: scikit-learn pipelines over the descriptions of candidates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from detente.records.schemas import Direction, Issue, Modality, Polarity
from detente.stances import cue
from detente.stances.candidates import candidates
from detente.stances.encoder import Encoder, Reading
from detente.stances.features import Description, descriptions
from detente.stances.pair_text import read_pairs
from detente.stances.rivals import LEAST, compare
from detente.stances.speaker import AUTHOR, speaker
from detente.stances.stance import Candidate, NoStance, Stance

FORWARD, BACKWARD = "first->second", "second->first"
POLARITIES = tuple(Polarity)
POLARITY_COLUMN = "polarity"
COLUMNS = {name: index for index, name in enumerate([*Description._fields, POLARITY_COLUMN])}
HOPELESS = 0.2  # probabilities of the first look below which nothing is looked at again


@dataclass(frozen=True, slots=True)
class TwoLooks:
    """Two fitted pipelines for one decision.

    Attributes
    ----------
    first
        Reads descriptions.
    second
        Reads what the first look gave, and what the encoder makes of the candidate.
    """

    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Fitted scikit-learn pipelines, two looks a decision.

    Attributes
    ----------
    stance
        For each polarity, whether a candidate holds it: classes False and True. The second look
        sees the candidate beside the others of the document.
    direction
        ``first->second``, ``second->first`` or ``mutual``.
    modality, issue
        The values of the record format.
    cue
        Whether a token belongs to the cue: classes False and True.
    threshold
        Least probability of a stance.
    encoder
        None for the fast model, which does without.
    """

    stance: Mapping[Polarity, TwoLooks]
    direction: TwoLooks
    modality: TwoLooks
    issue: TwoLooks
    cue: TwoLooks
    threshold: float
    encoder: Encoder | None


class Chosen(NamedTuple):
    """A candidate, by its row, a polarity that it holds, and what the encoder makes of it."""

    row: int
    polarity: Polarity
    reading: Reading | None


class View(NamedTuple):
    """What the looks see of a document.

    Attributes
    ----------
    found
        Its candidates.
    descriptions
        Of each.
    read
        Gives what the encoder makes of candidates, by their rows; nothing without an encoder.
    """

    found: Sequence[Candidate]
    descriptions: Sequence[Description]
    read: Callable[[Sequence[int]], Sequence[Reading]]


def as_matrix(rows: Sequence[Description]) -> NDArray[np.object_]:
    """Stack descriptions to an array of strings, shape (candidates, groups)."""
    matrix = np.empty((len(rows), len(Description._fields)), dtype=object)
    for index, row in enumerate(rows):
        matrix[index] = row
    return matrix


def with_polarity(matrix: NDArray[np.object_], polarity: Sequence[Polarity]) -> NDArray[np.object_]:
    """Add the stance as a last column."""
    return np.column_stack([matrix, np.array([str(p) for p in polarity], dtype=object)])


def hopeful(first: Mapping[Polarity, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Say which candidates are worth a second look.

    Parameters
    ----------
    first
        Probabilities of the first look.
    """
    return np.maximum(*(first[polarity] for polarity in POLARITIES)) >= HOPELESS


def beside(
    rows: NDArray[np.float64], readings: Sequence[Sequence[NDArray[np.float32]]]
) -> NDArray[np.float64]:
    """Put what the encoder says beside what the first look gave.

    Parameters
    ----------
    rows
        Shape (n, columns).
    readings
        n readings as arrays, or none where there is no encoder.
    """
    if not readings:
        return rows
    signals = [np.concatenate([part.ravel() for part in reading]) for reading in readings]
    return np.hstack([rows, np.array(signals)])


def classify(model: StanceModel, doc: Doc, threshold: float) -> tuple[list[Stance], list[NoStance]]:
    """Call the stances of a document that has mentions: see `call`."""
    found = list(candidates(doc))

    def read_rows(rows: Sequence[int]) -> list[Reading]:
        return read(model.encoder, doc, [found[row] for row in rows])

    return call(model, doc, View(found, descriptions(doc, found), read_rows), threshold)


def call(
    model: StanceModel, doc: Doc, view: View, threshold: float
) -> tuple[list[Stance], list[NoStance]]:
    """Call the stances of a document, given what the looks see of it.

    Parameters
    ----------
    threshold
        Least probability of a stance.

    Returns
    -------
    stances
        In the order of the candidates.
    none
        The candidates that got no stance.
    """
    found = view.found
    if not found:
        return [], []
    matrix = as_matrix(view.descriptions)
    probability = {p: model.stance[p].first.predict_proba(matrix)[:, 1] for p in Polarity}
    again = np.flatnonzero(hopeful(probability))
    readings = view.read(again.tolist())
    if len(again):
        compared = compare(found, probability)[again]
        rows = beside(compared, [(reading.polarity,) for reading in readings])
        for p in Polarity:
            probability[p] = probability[p].copy()
            probability[p][again] = model.stance[p].second.predict_proba(rows)[:, 1]
    chosen = [
        Chosen(int(row), p, readings[index] if readings else None)
        for index, row in enumerate(again)
        for p in Polarity
        if probability[p][row] >= threshold
    ]
    stances = _stances(model, doc, found, matrix, probability, chosen)
    called = {c.row for c in chosen}
    looked_at = set(again.tolist())
    none = [
        NoStance(
            candidate,
            float(probability[Polarity.COOPERATION][row]),
            float(probability[Polarity.DIVERGENCE][row]),
            f"both probabilities below {threshold if row in looked_at else HOPELESS:.2f}",
        )
        for row, candidate in enumerate(found)
        if row not in called
    ]
    return stances, none


def read(encoder: Encoder | None, doc: Doc, found: Sequence[Candidate]) -> list[Reading]:
    """Let the encoder read candidates; nothing without one."""
    return [] if encoder is None else encoder.read(list(read_pairs(doc, found)))


def log_probabilities(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take logarithms that stay finite."""
    logarithms: NDArray[np.float64] = np.log(np.maximum(probabilities, LEAST))
    return logarithms


def detail_signals(
    decision: str, readings: Sequence[tuple[Reading, Polarity]]
) -> list[tuple[NDArray[np.float32], ...]]:
    """Give what the encoder says of a decision: ``direction``, ``modality`` or ``issue``."""
    signals = [(getattr(reading, decision), polarity) for reading, polarity in readings]
    return [
        (signal[POLARITIES.index(polarity)] if signal.ndim == 2 else signal,)
        for signal, polarity in signals
    ]


def cue_rows(
    first: NDArray[np.float64], reading: Reading | None, polarity: Polarity
) -> NDArray[np.float64]:
    """Put the encoder's log odds of each token beside those of the first look."""
    scores = reading.cue[:, POLARITIES.index(polarity)] if reading is not None else ()
    return beside(first.reshape(-1, 1), [(score,) for score in scores])


def _stances(
    model: StanceModel,
    doc: Doc,
    found: Sequence[Candidate],
    matrix: NDArray[np.object_],
    probability: Mapping[Polarity, NDArray[np.float64]],
    chosen: Sequence[Chosen],
) -> list[Stance]:
    if not chosen:
        return []
    details = with_polarity(matrix[[c.row for c in chosen]], [c.polarity for c in chosen])
    readings = [(c.reading, c.polarity) for c in chosen if c.reading is not None]

    def decide(decision: str) -> NDArray[Any]:
        looks: TwoLooks = getattr(model, decision)
        rows = beside(
            log_probabilities(looks.first.predict_proba(details)),
            detail_signals(decision, readings),
        )
        labels: NDArray[Any] = looks.second.predict(rows)
        return labels

    decided = zip(
        chosen,
        decide("direction"),
        decide("modality"),
        decide("issue"),
        find_cues(model, doc, found, chosen),
        strict=True,
    )
    return [
        _stance(
            doc, found[c.row], c, direction, modality, issue, words,
            float(probability[c.polarity][c.row]),
        )
        for c, direction, modality, issue, words in decided
    ]  # fmt: skip


def _stance(
    doc: Doc,
    candidate: Candidate,
    chosen: Chosen,
    direction: str,
    modality: str,
    issue: str,
    words: tuple[int, int],
    probability: float,
) -> Stance:
    if direction == Direction.MUTUAL:
        a, b = sorted((candidate.first, candidate.second))
    elif direction == FORWARD:
        a, b = candidate.first, candidate.second
    else:
        a, b = candidate.second, candidate.first
    return Stance(
        candidate=candidate,
        a=a,
        b=b,
        direction=Direction.MUTUAL if direction == Direction.MUTUAL else Direction.FORWARD,
        polarity=chosen.polarity,
        modality=Modality(modality),
        issue=Issue(issue),
        speaker=speaker(doc, doc[candidate.start : candidate.end], words, doc._.speaker or AUTHOR),
        cue=words,
        probability=probability,
    )


def find_cues(
    model: StanceModel, doc: Doc, found: Sequence[Candidate], chosen: Sequence[Chosen]
) -> list[tuple[int, int]]:
    """Give the tokens (start, end) that carry each stance."""
    places = [found[c.row] for c in chosen]
    described = [
        cue.describe_tokens(doc, place, c.polarity) for place, c in zip(places, chosen, strict=True)
    ]
    ends = np.cumsum([len(tokens) for tokens in described])[:-1]
    first = np.split(model.cue.first.decision_function(list(chain(*described))), ends)
    rows = [cue_rows(odds, c.reading, c.polarity) for odds, c in zip(first, chosen, strict=True)]
    second = np.split(model.cue.second.decision_function(np.concatenate(rows)), ends)
    cues = []
    for place, odds in zip(places, second, strict=True):
        start, end = cue.best_segment(odds + cue.LENGTHENING)
        start, end = cue.trim(list(doc[place.start : place.end]), start, end)
        cues.append((place.start + start, place.start + end))
    return cues
