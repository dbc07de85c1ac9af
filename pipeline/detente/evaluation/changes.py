"""Which gold stances a model finds that the previous one missed, and the other way round."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from detente.evaluation.matching import Level, Outcome, Unit
from detente.records.schemas import ActorCode, Polarity, Record


class Kind(StrEnum):
    """What has become of a gold stance."""

    WON = "won"
    LOST = "lost"


class Change(Record):
    """A gold stance of a pair, whose actors are in alphabetical order."""

    kind: Kind
    article: str
    start: int
    end: int
    sentence: str
    actors: tuple[ActorCode, ActorCode]
    stance: Polarity


def changes(outcomes: Mapping[Level, Outcome], previous: Mapping[Level, Outcome]) -> list[Change]:
    """List the gold that only one of two models finds, in the order of the text.

    Parameters
    ----------
    outcomes, previous
        Of the model, and of the previous one, on the same gold.
    """
    now, before = (set(_found(side)) for side in (outcomes, previous))
    rows = [
        *(_change(Kind.WON, unit) for unit in now - before),
        *(_change(Kind.LOST, unit) for unit in before - now),
    ]
    return sorted(rows, key=lambda row: (row.article, row.start, row.end, row.actors, row.stance))


def _found(outcomes: Mapping[Level, Outcome]) -> Iterator[Unit]:
    return (gold for gold, _ in outcomes[Level.PAIR].agreed)


def _change(kind: Kind, unit: Unit) -> Change:
    return Change(
        kind=kind,
        article=unit.place.article,
        start=unit.place.start,
        end=unit.place.end,
        sentence=unit.statements[0].sentence,
        actors=unit.actors,
        stance=unit.stance,
    )
