"""Which gold stances a model finds that the previous one missed, and the other way round."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from detente.evaluation.matching import Level, Outcome, Unit
from detente.evaluation.rows import Row, fields_of, in_text_order


class Kind(StrEnum):
    """What has become of a gold stance."""

    WON = "won"
    LOST = "lost"


class Change(Row):
    """A gold stance that only one of two models finds."""

    kind: Kind


def changes(outcomes: Mapping[Level, Outcome], previous: Mapping[Level, Outcome]) -> list[Change]:
    """List the gold that only one of two models finds, in the order of the text.

    Parameters
    ----------
    outcomes, previous
        Of the model, and of the previous one, on the same gold.
    """
    now, before = (set(_found(side)) for side in (outcomes, previous))
    return in_text_order(
        Change(kind=kind, **fields_of(unit))
        for kind, units in ((Kind.WON, now - before), (Kind.LOST, before - now))
        for unit in units
    )


def _found(outcomes: Mapping[Level, Outcome]) -> Iterator[Unit]:
    return (gold for gold, _ in outcomes[Level.PAIR].agreed)
