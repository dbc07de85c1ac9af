"""The stance classifier: scikit-learn pipelines over the descriptions of candidates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from detente.records.schemas import Direction, Issue, Modality, Polarity
from detente.stances import cue
from detente.stances.candidates import candidates
from detente.stances.features import Description, descriptions
from detente.stances.rivals import compare
from detente.stances.speaker import AUTHOR, speaker
from detente.stances.stance import Candidate, NoStance, Stance

FORWARD, BACKWARD = "first->second", "second->first"
POLARITY_COLUMN = "polarity"
COLUMNS = {name: index for index, name in enumerate([*Description._fields, POLARITY_COLUMN])}


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Fitted scikit-learn pipelines, one a decision.

    Attributes
    ----------
    first_look
        For each stance, whether a candidate holds it, by its own words: classes False and True.
    second_look
        The same, from what the first look gave the candidates of the document.
    direction
        ``first->second``, ``second->first`` or ``mutual``.
    modality, issue
        The values of the record format.
    cue
        Whether a token belongs to the cue: classes False and True.
    threshold
        Least probability of a stance.
    """

    first_look: Mapping[Polarity, Any]
    second_look: Mapping[Polarity, Any]
    direction: Any
    modality: Any
    issue: Any
    cue: Any
    threshold: float


def as_matrix(rows: Sequence[Description]) -> NDArray[np.object_]:
    """Stack descriptions to an array of strings, shape (candidates, groups)."""
    matrix = np.empty((len(rows), len(Description._fields)), dtype=object)
    for index, row in enumerate(rows):
        matrix[index] = row
    return matrix


def with_polarity(matrix: NDArray[np.object_], polarity: Sequence[Polarity]) -> NDArray[np.object_]:
    """Add the stance as a last column."""
    return np.column_stack([matrix, np.array([str(p) for p in polarity], dtype=object)])


def classify(model: StanceModel, doc: Doc, threshold: float) -> tuple[list[Stance], list[NoStance]]:
    """Call the stances of a document that has mentions.

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
    found = list(candidates(doc))
    if not found:
        return [], []
    matrix = as_matrix(descriptions(doc, found))
    first = {p: model.first_look[p].predict_proba(matrix)[:, 1] for p in Polarity}
    rows_beside = compare(found, first)
    probability = {p: model.second_look[p].predict_proba(rows_beside)[:, 1] for p in Polarity}
    chosen = [
        (row, p) for row in range(len(found)) for p in Polarity if probability[p][row] >= threshold
    ]
    rows = {row for row, _ in chosen}
    none = [
        NoStance(
            candidate,
            float(probability[Polarity.COOPERATION][row]),
            float(probability[Polarity.DIVERGENCE][row]),
            f"both probabilities below {threshold:.2f}",
        )
        for row, candidate in enumerate(found)
        if row not in rows
    ]
    if not chosen:
        return [], none
    details = with_polarity(matrix[[row for row, _ in chosen]], [p for _, p in chosen])
    directions = model.direction.predict(details)
    modalities = model.modality.predict(details)
    issues = model.issue.predict(details)
    stances = [
        _stance(
            model, doc, found[row], p, directions[i], modalities[i], issues[i],
            float(probability[p][row]),
        )
        for i, (row, p) in enumerate(chosen)
    ]  # fmt: skip
    return stances, none


def _stance(
    model: StanceModel,
    doc: Doc,
    candidate: Candidate,
    polarity: Polarity,
    direction: str,
    modality: str,
    issue: str,
    probability: float,
) -> Stance:
    words = find_cue(model, doc, candidate, polarity)
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
        polarity=polarity,
        modality=Modality(modality),
        issue=Issue(issue),
        speaker=speaker(doc, doc[candidate.start : candidate.end], words, doc._.speaker or AUTHOR),
        cue=words,
        probability=probability,
    )


def find_cue(
    model: StanceModel, doc: Doc, candidate: Candidate, polarity: Polarity
) -> tuple[int, int]:
    """Give the tokens (start, end) that carry a stance."""
    tokens = cue.describe_tokens(doc, candidate, polarity)
    start, end = cue.best_segment(model.cue.decision_function(tokens) + cue.LENGTHENING)
    start, end = cue.trim(list(doc[candidate.start : candidate.end]), start, end)
    return candidate.start + start, candidate.start + end
