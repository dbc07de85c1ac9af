"""How the records of a part are written."""

from enum import StrEnum


class Format(StrEnum):
    """Suffix of the files."""

    JSONL = "jsonl"
    PARQUET = "parquet"
