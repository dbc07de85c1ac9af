"""Format ``xlsx``: one stance a row, in a workbook with one sheet."""

import re
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from detente.errors import Code, DetenteError
from detente.exporting.selection import Selection
from detente.exporting.table import stance_table

SHEET = "stances"
# Limits of the format (ECMA-376).
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767  # UTF-16 code units
TEXT = "s"

Value = str | int | float | None
# ECMA-376, ST_Xstring: characters that XML can't hold as _xHHHH_, and so what looks like that.
ESCAPED = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write(selection: Selection, path: Path) -> None:
    """Write a workbook; all text is stored as text, never as a formula.

    Raises
    ------
    DetenteError
        D708 for a text that no cell can hold, D709 for more stances than a sheet can.
    """
    table = stance_table(selection)
    if table.num_rows >= MOST_ROWS:
        raise DetenteError(Code.D709, "xlsx", count=table.num_rows, limit=MOST_ROWS - 1)
    rows = [
        {name: _held(value, name, row) for name, value in row.items()} for row in table.to_pylist()
    ]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(table.num_columns)}{table.num_rows + 1}"
    sheet.append(table.column_names)
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=value) for value in row.values()]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = TEXT
        sheet.append(cells)
    book.save(path)


def _held(value: Value, column: str, row: Mapping[str, Value]) -> Value:
    """Escape a text, and check that a cell can hold it."""
    if not isinstance(value, str):
        return value
    escaped = ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
    length = len(escaped.encode("utf-16-le")) // 2
    if length > LONGEST_CELL:
        where = f"{row['article']}, {column} of stance {row['id']}"
        raise DetenteError(Code.D708, where, length=length, limit=LONGEST_CELL)
    return escaped
