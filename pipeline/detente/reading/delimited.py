"""Files of comma-, semicolon- or tab-separated values."""

import csv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple

from detente.errors import Code, DetenteError
from detente.reading.draft import Draft
from detente.reading.encoding import detect
from detente.reading.options import ReadOptions
from detente.reading.rows import draft_of_row

_DELIMITERS = ",;\t"
_LARGEST_FIELD = 2**31 - 1  # the C long of every platform takes it


class Row(NamedTuple):
    """A row by column, and the line on which it starts."""

    line: int
    cells: dict[str, str]


def read_csv(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Draft | DetenteError]:
    """Read one article a row.

    Raises
    ------
    DetenteError
        D120, when the file has no text column; D107 to D109, when it can't be decoded.
    """
    for row in read_rows(stream, where, options.text_column, options.encoding):
        if isinstance(row, DetenteError):
            yield row
            continue
        try:
            yield draft_of_row(row.cells, f"{where}#{row.line}", "csv", options)
        except DetenteError as error:
            yield error


def read_rows(
    stream: BinaryIO, where: str, required: str, encoding: str | None
) -> Iterator[Row | DetenteError]:
    """Read a file of separated values; its delimiter is the one that makes most of the header.

    Parameters
    ----------
    stream
        Seekable.
    where
        The file, for errors.
    required
        A column that must be there.
    encoding
        In place of the evidence.

    Yields
    ------
    Row | DetenteError
        D121 for a row that has more cells than the header, D122 for one that can't be parsed.

    Raises
    ------
    DetenteError
        D120, when the required column is missing; D107 to D109, when it can't be decoded.
    """
    codec, errors = detect(stream, encoding, where)
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        yield from _rows(TextIOWrapper(stream, codec, errors, newline=""), where, required)
    except UnicodeError:
        raise DetenteError(Code.D108, where, encoding=codec) from None


def _rows(lines: Iterable[str], where: str, required: str) -> Iterator[Row | DetenteError]:
    above, head = next(
        ((number, line) for number, line in enumerate(lines) if line.strip()), (0, "")
    )
    headers = [next(csv.reader([head], delimiter=sign), []) for sign in _DELIMITERS]
    delimiter, header = max(
        zip(_DELIMITERS, headers, strict=True),
        key=lambda choice: (required in choice[1], len(choice[1])),
    )
    if required not in header:
        raise DetenteError(Code.D120, where, column=required, columns=", ".join(header))
    rows = csv.reader(lines, delimiter=delimiter)
    line = above + 2
    try:
        for cells in rows:
            if len(cells) > len(header):
                place = f"{where}#{line}"
                yield DetenteError(Code.D121, place, found=len(cells), columns=len(header))
            elif cells:
                yield Row(line, dict(zip(header, cells, strict=False)))
            line = above + 2 + rows.line_num
    except csv.Error as error:
        yield DetenteError(Code.D122, f"{where}#{line}", problem=error)
