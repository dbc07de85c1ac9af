"""A run's summary as text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.extract import Dyad, Summary

HEADER = ("dyad", "cooperation", "divergence", "balance")


def format_summary(summary: "Summary", files: Iterable[object]) -> str:
    """Write counts, the most frequent dyads as an aligned table, and where the records are."""
    lines = [
        f"articles   {summary.new:,} new, {summary.kept:,} kept, "
        f"{summary.rejected:,} rejected, {summary.dropped:,} dropped",
        f"sentences  {summary.sentences:,}",
        f"stances    {summary.stances:,}",
        "",
        *(_table(summary.dyads) if summary.dyads else ()),
        *map(str, files),
    ]
    return "\n".join(lines)


def _table(dyads: Sequence["Dyad"]) -> Iterator[str]:
    rows = [
        (
            f"{dyad.a} - {dyad.b}",
            f"{dyad.cooperation:,}",
            f"{dyad.divergence:,}",
            f"{dyad.balance:+.2f}",
        )
        for dyad in dyads
    ]
    widths = [max(map(len, column)) for column in zip(HEADER, *rows, strict=True)]
    for name, *numbers in (HEADER, *rows):
        cells = [name.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True)]
        yield "  ".join(cells)
    yield ""
