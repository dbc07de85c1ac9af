"""The list of a model's mistakes, to read one by one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from detente.evaluation.matching import Level, Outcome, Unit, overlap, same_sentence
from detente.evaluation.rows import Row, fields_of, in_text_order
from detente.records.schemas import (
    Direction,
    DocumentRecord,
    PairRecord,
    Polarity,
    Probability,
)


class Kind(StrEnum):
    """What is wrong."""

    FALSE_POSITIVE = "false_positive"
    FALSE_NEGATIVE = "false_negative"
    WRONG_DIRECTION = "wrong_direction"


class Mistake(Row):
    """One mistake about a pair in a sentence.

    Attributes
    ----------
    gold, predicted
        Directions, ``"KAZ->RUS"`` or ``"mutual"``; empty where that side has no such stance.
    probability
        Of the stance. For a missed one it is that of the candidate, None where the pair was none.
    reason
        Why a candidate got no stance.
    """

    kind: Kind
    gold: list[str]
    predicted: list[str]
    probability: Probability | None
    reason: str | None


def mistakes(
    outcomes: Mapping[Level, Outcome], documents: Iterable[DocumentRecord]
) -> list[Mistake]:
    """List false positives, false negatives and wrong directions in the order of the text.

    An agreeing pair is one mistake of direction where the two sides differ in any direction.

    Parameters
    ----------
    documents
        The run's records of the articles, which say why a pair got no stance.
    """
    pair = outcomes[Level.PAIR]
    candidates = defaultdict(list)
    for document in documents:
        for record in document.no_stance:
            actors = (min(record.a, record.b), max(record.a, record.b))
            candidates[document.article, actors].append(record)
    found = [
        *(_mistake(Kind.FALSE_POSITIVE, None, unit) for unit in pair.spurious),
        *(_missed(unit, candidates[unit.place.article, unit.actors]) for unit in pair.missed),
        *(
            _mistake(Kind.WRONG_DIRECTION, unit, other)
            for unit, other in pair.agreed
            if _directions(unit) != _directions(other)
        ),
    ]
    return in_text_order(found)


def _missed(unit: Unit, candidates: Iterable[PairRecord]) -> Mistake:
    """Describe a missed stance with what the model thought of the pair."""
    mistake = _mistake(Kind.FALSE_NEGATIVE, unit, None)
    here = [record for record in candidates if same_sentence(unit.place, record)]
    if not here:
        return mistake
    record = max(here, key=lambda record: overlap(unit.place, record))
    probability = record.cooperation if unit.stance is Polarity.COOPERATION else record.divergence
    return mistake.model_copy(update={"probability": probability, "reason": record.reason})


def _mistake(kind: Kind, gold: Unit | None, predicted: Unit | None) -> Mistake:
    units = [unit for unit in (predicted, gold) if unit is not None]
    statements = [statement for unit in units for statement in unit.statements]
    return Mistake(
        kind=kind,
        **fields_of(units[0]),
        gold=_directions(gold),
        predicted=_directions(predicted),
        probability=max(
            (s.probability for s in statements if s.probability is not None), default=None
        ),
        reason=None,
    )


def _directions(unit: Unit | None) -> list[str]:
    if unit is None:
        return []
    return sorted(
        {"mutual" if s.direction is Direction.MUTUAL else f"{s.a}->{s.b}" for s in unit.statements}
    )
