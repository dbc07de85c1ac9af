"""Which predicted stances agree with which gold ones.

Two sentences are the same when they overlap by more than half of the longer one. So no two
disjoint sentences can both be the same as a third. Stances agree at the pair level when article,
sentence, unordered pair and stance do, and at the directed level when holder and target do too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from detente.article import Offsets
from detente.evaluation.gold import GoldRecord
from detente.records.schemas import Direction, Issue, Modality, Polarity, StanceRecord


class Level(StrEnum):
    """How much has to agree."""

    PAIR = "pair"
    DIRECTED = "directed"


class Stretch(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""


class Place(NamedTuple):
    """A stretch of an article's raw text: code points, end exclusive."""

    article: str
    start: int
    end: int


class Statement(NamedTuple):
    """A gold or predicted stance, as far as scoring needs it; gold has no probability."""

    place: Place
    sentence: str
    a: str
    b: str
    direction: Direction
    stance: Polarity
    modality: Modality
    issue: Issue
    speaker: str
    cue: Offsets
    probability: float | None


class Unit(NamedTuple):
    """What counts as one: the statements of a sentence that a level does not tell apart.

    Attributes
    ----------
    actors
        Holder and target, or both in alphabetical order.
    direction
        None at the pair level.
    statements
        Sorted; at least one.
    """

    place: Place
    actors: tuple[str, str]
    direction: Direction | None
    stance: Polarity
    statements: tuple[Statement, ...]


class Outcome(NamedTuple):
    """Gold and predictions of one level, side by side.

    Attributes
    ----------
    agreed
        (gold, predicted), one to one.
    missed
        Gold without a prediction.
    spurious
        Predictions without gold.
    ignored
        Predictions that only hypothetical gold agrees with: neither right nor wrong.
    """

    level: Level
    agreed: list[tuple[Unit, Unit]]
    missed: list[Unit]
    spurious: list[Unit]
    ignored: list[Unit]


def gold_statements(gold: Iterable[GoldRecord]) -> list[Statement]:
    """Convert gold records."""
    return [
        _statement(record, record.doc, Offsets(record.cue_start, record.cue_end), None)
        for record in gold
    ]


def predicted_statements(records: Iterable[StanceRecord]) -> list[Statement]:
    """Convert the records of a run."""
    return [
        _statement(
            record, record.article, Offsets(record.cue.start, record.cue.end), record.probability
        )
        for record in records
    ]


def _statement(
    record: GoldRecord | StanceRecord, article: str, cue: Offsets, probability: float | None
) -> Statement:
    return Statement(
        Place(article, record.start, record.end),
        record.sentence,
        record.a,
        record.b,
        record.direction,
        record.stance,
        record.modality,
        record.issue,
        record.speaker,
        cue,
        probability,
    )


def overlap(one: Stretch, other: Stretch) -> int:
    """Count the characters that two stretches of one text share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def same_sentence(one: Stretch, other: Stretch) -> bool:
    """Tell whether two stretches of one text overlap by more than half of the longer one."""
    longer = max(one.end - one.start, other.end - other.start)
    return 2 * overlap(one, other) > longer


def units(statements: Iterable[Statement], level: Level) -> list[Unit]:
    """Group statements into what counts as one at a level; sorted, so order does not matter."""
    groups = defaultdict(set)
    for statement in statements:
        actors = (statement.a, statement.b)
        if level is Level.PAIR or statement.direction is Direction.MUTUAL:
            actors = (min(actors), max(actors))
        direction = statement.direction if level is Level.DIRECTED else None
        groups[statement.place, actors, direction, statement.stance].add(statement)
    return sorted(
        (Unit(*key, tuple(sorted(group, key=str))) for key, group in groups.items()),
        key=lambda unit: (unit.place, unit.actors, str(unit.direction), unit.stance),
    )


def match(gold: Sequence[Unit], predicted: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """Pair agreeing units one to one, those with the largest overlap first."""
    predictions = defaultdict(list)
    for unit in predicted:
        predictions[unit.place.article, unit.actors, unit.direction, unit.stance].append(unit)
    pairs = [
        (unit, other)
        for unit in gold
        for other in predictions[unit.place.article, unit.actors, unit.direction, unit.stance]
        if same_sentence(unit.place, other.place)
    ]
    pairs.sort(key=lambda pair: -overlap(pair[0].place, pair[1].place))
    matched: dict[Unit, Unit] = {}
    used = set()
    for unit, other in pairs:
        if unit not in matched and other not in used:
            matched[unit] = other
            used.add(other)
    return [(unit, matched[unit]) for unit in gold if unit in matched]


def compare(gold: Sequence[Statement], predicted: Sequence[Statement]) -> dict[Level, Outcome]:
    """Compare predictions with gold at both levels, leaving hypothetical gold out of both sides.

    A prediction that agrees with hypothetical gold and with no other is ignored, and so is its
    direction.
    """
    real = [statement for statement in gold if statement.modality is not Modality.HYPOTHETICAL]
    hypothetical = [statement for statement in gold if statement.modality is Modality.HYPOTHETICAL]
    pair = _compare(real, hypothetical, predicted, Level.PAIR)
    ignored = {statement for unit in pair.ignored for statement in unit.statements}
    counted = [statement for statement in predicted if statement not in ignored]
    return {
        Level.PAIR: pair,
        Level.DIRECTED: _compare(real, hypothetical, counted, Level.DIRECTED),
    }


def _compare(
    real: Sequence[Statement],
    hypothetical: Sequence[Statement],
    predicted: Sequence[Statement],
    level: Level,
) -> Outcome:
    gold_units, predicted_units = units(real, level), units(predicted, level)
    agreed = match(gold_units, predicted_units)
    found, right = {unit for unit, _ in agreed}, {unit for _, unit in agreed}
    rest = [unit for unit in predicted_units if unit not in right]
    ignored = {unit for _, unit in match(units(hypothetical, level), rest)}
    return Outcome(
        level,
        agreed,
        [unit for unit in gold_units if unit not in found],
        [unit for unit in rest if unit not in ignored],
        [unit for unit in rest if unit in ignored],
    )
