"""An evaluation as plain text for the terminal."""

from collections.abc import Iterable, Iterator, Sequence

from detente.evaluation.metrics import Interval, Paired, Score, Share
from detente.evaluation.report import Evaluation, Fitted, Levels, SystemScores

Row = Sequence[str]


def render(evaluation: Evaluation) -> str:
    """Lay out an evaluation as aligned tables: all systems, then the first one in detail."""
    name, model = next(iter(evaluation.systems.items()))
    intervals, calibration = model.intervals, model.calibration
    sections = [
        f"Gold: {evaluation.records} stances in {evaluation.articles} articles, "
        f"{evaluation.hypothetical} of them hypothetical and in no score. "
        "Stances that differ only in direction count as one in pair scores. "
        f"Intervals: 95 %, bootstrap over {intervals.n} {intervals.resampled}.",
        _table(
            (
                *("system", "gold", "predicted", "pair P", "R", "F1", "interval"),
                *("directed F1", "interval", "macro F1", "interval"),
            ),
            (_system(*item) for item in evaluation.systems.items()),
        ),
        _table(
            (f"{name}: attributes", "n", "accuracy", "balanced", "floor"),
            [
                *(
                    (
                        key,
                        str(row.n),
                        _number(row.accuracy),
                        _number(row.balanced),
                        _number(row.floor),
                    )
                    for key, row in model.attributes.items()
                ),
                ("cue (character F1)", str(model.cue.n), _number(model.cue.f1), "", ""),
            ],
        ),
        _table(
            (f"{name}: by stance", "gold", "predicted", "P", "R", "F1"),
            (
                (f"{stance}{'' if row.gold else ' (no gold)'}", *_counts(row), *_prf(row))
                for stance, row in model.by_stance.items()
            ),
        ),
        _table(
            (f"{name}: by genre", "articles", "gold", "predicted", "pair F1", "directed F1"),
            [
                *(_levels(genre, row) for genre, row in model.by_genre.items()),
                _levels("both actors mentioned", model.mentioned),
            ],
        ),
        _shares(
            f"{name}: gold found, by modality",
            [(str(modality), row) for modality, row in model.by_modality.items()],
        ),
        _shares(
            "gold whose two actors were found",
            [
                ("sentence found as such", evaluation.actors.sentence),
                ("both mentioned in it", evaluation.actors.mentioned),
                ("with the context", evaluation.actors.with_context),
            ],
        ),
        f"Calibration of {name} on {calibration.n} stances: expected error "
        f"{_number(calibration.expected_error)}; precision from {calibration.threshold:g} up: "
        f"{_number(calibration.at_threshold.share)} of {calibration.at_threshold.of}.",
        *_optional(evaluation),
    ]
    return "\n\n".join(sections) + "\n"


def _optional(evaluation: Evaluation) -> Iterator[str]:
    head = ("pair F1", "interval", "directed F1", "interval")
    if evaluation.learning_curve:
        yield _table(
            ("fitted on articles", "stances", *head),
            (
                (f"{row.articles}", f"{row.stances}", *_fitted(row))
                for row in evaluation.learning_curve
            ),
        )
    if evaluation.ablation:
        yield _table(
            ("without", "articles", *head, "change of pair F1", "interval", "directed", "interval"),
            (
                (name, f"{row.articles}", *_fitted(row), *_paired(row.change))
                for name, row in evaluation.ablation.items()
            ),
        )
    if evaluation.comparison:
        change = evaluation.comparison
        yield _table(
            ("since the previous model", "pair F1", "interval", "directed F1", "interval"),
            [("change", *_paired(change))],
        )
        yield f"Gold pairs with a stance: {change.won} won, {change.lost} lost."


def _fitted(row: Fitted) -> Row:
    pair, directed = row.intervals.pair, row.intervals.directed
    return (
        *(_number(row.pair.f1), _interval(pair)),
        *(_number(row.directed.f1), _interval(directed)),
    )


def _paired(change: Paired) -> Row:
    return tuple(
        cell
        for one in (change.pair, change.directed)
        for cell in (f"{one.value:+.3f}", f"[{one.low:+.3f}, {one.high:+.3f}]")
    )


def _system(name: str, scores: SystemScores) -> Row:
    return (
        name,
        *_counts(scores.pair),
        *_prf(scores.pair),
        _interval(scores.intervals.pair),
        _number(scores.directed.f1),
        _interval(scores.intervals.directed),
        _number(scores.macro_f1),
        _interval(scores.intervals.macro_f1),
    )


def _levels(name: str, row: Levels) -> Row:
    return (
        name,
        str(row.articles),
        *_counts(row.pair),
        _number(row.pair.f1),
        _number(row.directed.f1),
    )


def _shares(title: str, rows: Iterable[tuple[str, Share]]) -> str:
    return _table(
        (title, "n", "of", "share"),
        ((name, str(row.count), str(row.of), _number(row.share)) for name, row in rows),
    )


def _counts(score: Score) -> Row:
    return str(score.gold), str(score.predicted)


def _prf(score: Score) -> Row:
    return _number(score.precision), _number(score.recall), _number(score.f1)


def _interval(interval: Interval) -> str:
    return f"[{_number(interval.low)}, {_number(interval.high)}]"


def _number(value: float) -> str:
    return f"{value:.3f}"


def _table(head: Row, rows: Iterable[Row]) -> str:
    """Align columns: the first to the left, numbers to the right."""
    table = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if index else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )
