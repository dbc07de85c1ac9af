"""What the lists to read share: a row about a pair with a stance in a sentence."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from detente.evaluation.matching import Unit
from detente.records.schemas import ActorCode, Polarity, Record


class Row(Record):
    """A stance of a pair, whose actors are in alphabetical order."""

    kind: StrEnum
    article: str
    start: int
    end: int
    sentence: str
    actors: tuple[ActorCode, ActorCode]
    stance: Polarity


AnyRow = TypeVar("AnyRow", bound=Row)


def fields_of(unit: Unit) -> dict[str, Any]:
    """Give the fields of a row, all but its kind."""
    return {
        "article": unit.place.article,
        "start": unit.place.start,
        "end": unit.place.end,
        "sentence": unit.statements[0].sentence,
        "actors": unit.actors,
        "stance": unit.stance,
    }


def in_text_order(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Sort rows by article and place."""
    return sorted(rows, key=lambda row: (row.article, row.start, row.end, row.actors, row.stance))
