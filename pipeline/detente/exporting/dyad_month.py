"""Format ``dyad-month``: counts of each directed dyad in each month."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

import pyarrow as pa

from detente.exporting.selection import Selection
from detente.exporting.table import write_csv
from detente.records.schemas import Direction, Issue, Polarity, StanceRecord

MONTHS = 12
DIGITS = 4  # of a probability
SCHEMA = pa.schema(
    [
        ("month", pa.string()),
        ("a", pa.string()),
        ("b", pa.string()),
        ("cooperation", pa.int64()),
        ("divergence", pa.int64()),
        ("mutual", pa.int64()),
        ("articles", pa.int64()),
        ("balance", pa.float64()),
        ("mean_probability", pa.float64()),
        *((f"share_{issue}", pa.float64()) for issue in Issue),
    ]
)


def write(selection: Selection, path: Path) -> None:
    """Write a CSV file: every dyad that has a stance, in every month from first to last.

    A mutual stance counts in both directions.

    Parameters
    ----------
    selection
        Its stances have a month.
    """
    write_csv(pa.Table.from_pylist(list(_rows(selection.stances)), schema=SCHEMA), path)


def directed_dyads(stance: StanceRecord) -> tuple[tuple[str, str], ...]:
    """Give the directions of a stance, holder first: one, or two where it is mutual."""
    forward = (stance.a, stance.b)
    return (forward, forward[::-1]) if stance.direction is Direction.MUTUAL else (forward,)


def balance(cooperation: int, divergence: int) -> float:
    """From -1, divergence only, to 1, cooperation only."""
    return (cooperation - divergence) / (cooperation + divergence)


def mean_probability(stances: Sequence[StanceRecord]) -> float:
    """Give the mean, as exactly as the probabilities are given."""
    return round(fmean(stance.probability for stance in stances), DIGITS)


def _rows(stances: Sequence[StanceRecord]) -> Iterator[dict[str, str | int | float | None]]:
    cells: dict[tuple[str, str, str], list[StanceRecord]] = defaultdict(list)
    for stance in stances:
        for a, b in directed_dyads(stance):
            cells[_month(stance), a, b].append(stance)
    months = _months(sorted({month for month, _, _ in cells}))
    for a, b in sorted({(a, b) for _, a, b in cells}):
        for month in months:
            yield {"month": month, "a": a, "b": b, **_counts(cells.get((month, a, b), []))}


def _counts(stances: Sequence[StanceRecord]) -> dict[str, str | int | float | None]:
    count = len(stances)
    cooperation = sum(stance.stance is Polarity.COOPERATION for stance in stances)
    counts: dict[str, str | int | float | None] = {
        "cooperation": cooperation,
        "divergence": count - cooperation,
        "mutual": sum(stance.direction is Direction.MUTUAL for stance in stances),
        "articles": len({stance.article for stance in stances}),
    }
    if count:
        counts |= {
            "balance": balance(cooperation, count - cooperation),
            "mean_probability": mean_probability(stances),
        }
        for issue in Issue:
            counts[f"share_{issue}"] = sum(each.issue is issue for each in stances) / count
    return counts


def _month(stance: StanceRecord) -> str:
    assert stance.date is not None
    return stance.date[: len("2009-04")]


def _months(found: Sequence[str]) -> list[str]:
    """Give all months from the first to the last."""
    if not found:
        return []
    first, last = (int(month[:4]) * MONTHS + int(month[5:]) - 1 for month in (found[0], found[-1]))
    return [f"{n // MONTHS:04}-{n % MONTHS + 1:02}" for n in range(first, last + 1)]
