"""Format ``csv``: one stance a row."""

from pathlib import Path

from detente.exporting.selection import Selection
from detente.exporting.table import stance_table, write_csv


def write(selection: Selection, path: Path) -> None:
    """Write a CSV file."""
    write_csv(stance_table(selection), path)
