"""What a user may choose about reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.article import Metadata
from detente.errors import Code, DetenteError

METADATA_FIELDS = tuple(Metadata.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How articles are read.

    Attributes
    ----------
    text_column, id_column
        Where JSONL, CSV and Parquet files hold text and id; without an id column, rows are
        numbered.
    columns
        Metadata field -> column, for JSONL, CSV and Parquet.
    encoding
        Encoding of all files, in place of the evidence in each.
    max_characters
        Longest text that the language model takes (``nlp.max_length``).
    """

    text_column: str
    id_column: str | None
    columns: Mapping[str, str]
    encoding: str | None
    max_characters: int


def read_options(
    text_column: str = "text",
    id_column: str | None = "id",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    max_characters: int = 1_000_000,
) -> ReadOptions:
    """Make options: metadata columns are named like the fields unless ``columns`` says otherwise.

    Raises
    ------
    DetenteError
        D106, when Python knows no such encoding.
    """
    if encoding is not None:
        try:
            "a".encode(encoding)
        except (LookupError, ValueError):
            raise DetenteError(Code.D106, encoding) from None
    named = {field: field for field in METADATA_FIELDS} | dict(columns or {})
    return ReadOptions(text_column, id_column, named, encoding, max_characters)
