"""Parquet: one article a row."""

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow
import pyarrow.parquet

from detente.errors import Code, DetenteError
from detente.reading.draft import Draft
from detente.reading.options import ReadOptions
from detente.reading.rows import draft_of_row

ROWS_AT_A_TIME = 64


def read_parquet(
    stream: BinaryIO, where: str, options: ReadOptions
) -> Iterator[Draft | DetenteError]:
    """Read the columns that are asked for, some rows at a time.

    Raises
    ------
    DetenteError
        D117, when the file is damaged, D120, when it has no text column.
    """
    try:
        file = pyarrow.parquet.ParquetFile(stream)
        names = file.schema_arrow.names
        if options.text_column not in names:
            columns = ", ".join(names)
            raise DetenteError(Code.D120, where, column=options.text_column, columns=columns)
        wanted = {options.text_column, options.id_column, *options.columns.values()}
        number = 0
        for batch in file.iter_batches(ROWS_AT_A_TIME, columns=[n for n in names if n in wanted]):
            for row in batch.to_pylist():
                number += 1
                try:
                    yield draft_of_row(row, f"{where}#{number}", "parquet", options)
                except DetenteError as error:
                    yield error
    except (pyarrow.ArrowException, OSError) as error:
        raise DetenteError(Code.D117, where, kind="Parquet") from error
