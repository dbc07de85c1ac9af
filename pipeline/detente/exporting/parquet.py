"""Format ``parquet``: one stance a row."""

from pathlib import Path

from pyarrow import parquet

from detente.exporting.selection import Selection
from detente.exporting.table import stance_table


def write(selection: Selection, path: Path) -> None:
    """Write a Parquet file."""
    parquet.write_table(stance_table(selection), path)
