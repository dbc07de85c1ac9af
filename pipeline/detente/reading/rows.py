"""Articles that are rows of a file."""

from collections.abc import Mapping
from datetime import date

from detente.errors import Code, DetenteError
from detente.reading.draft import Draft
from detente.reading.options import ReadOptions


def draft_of_row(
    row: Mapping[str, object], where: str, file_format: str, options: ReadOptions
) -> Draft:
    """Make a draft of one row.

    Parameters
    ----------
    row
        Column -> value.
    where
        File and line, the id of rows that have none.
    file_format
    options

    Raises
    ------
    DetenteError
        D120, when the text column is missing or holds no text.
    """
    text = row.get(options.text_column)
    if not isinstance(text, str):
        columns = ", ".join(map(str, row))
        raise DetenteError(Code.D120, where, column=options.text_column, columns=columns)
    metadata = {field: _scalar(row.get(column)) for field, column in options.columns.items()}
    given = _scalar(row.get(options.id_column)) if options.id_column else None
    return Draft(given or where, text, metadata, file_format, ())


def _scalar(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() if isinstance(value, str | int | float) else None
