"""``metadata.csv``: what is known about the articles of a folder."""

from collections.abc import Iterator, Mapping
from os.path import isfile  # says False where Path.is_file raises
from pathlib import Path
from textwrap import shorten

from detente.article import Metadata
from detente.errors import Code, DetenteError
from detente.reading.cleaning import is_blank, sanitise
from detente.reading.dates import iso_date
from detente.reading.delimited import read_rows
from detente.reading.options import METADATA_FIELDS
from detente.reading.sources import METADATA_FILE, Source

_FILE_COLUMN = "file"
_SHOWN = 60  # characters of a date that can't be read

Fields = Mapping[str, str | None]


class FolderMetadata:
    """The ``metadata.csv`` of each folder, read when the first of its articles is.

    Parameters
    ----------
    encoding
        In place of the evidence.
    """

    def __init__(self, encoding: str | None) -> None:
        self._encoding = encoding
        self._folders: dict[Path, dict[str, Fields]] = {}

    def load(self, source: Source) -> Iterator[DetenteError]:
        """Read the metadata beside a file, once a folder; yield what is wrong with them."""
        if source.path is None or source.path.parent in self._folders:
            return
        folder = source.path.parent
        rows = self._folders[folder] = {}
        strange: list[str] = []
        where = "".join([*source.id.rpartition("/")[:2], METADATA_FILE])
        if not (folder / METADATA_FILE).is_file():
            return
        try:
            with Source(where, folder / METADATA_FILE).open() as stream:
                for row in read_rows(stream, where, _FILE_COLUMN, self._encoding):
                    if isinstance(row, DetenteError):
                        yield row
                        continue
                    file = row.cells[_FILE_COLUMN].strip()
                    if file in rows:
                        yield DetenteError(Code.D125, where, line=row.line, file=file)
                    elif file != Path(file).name or not isfile(folder / file):
                        strange.append(file)
                    rows.setdefault(file, row.cells)
        except DetenteError as error:
            yield error
        if strange:
            yield DetenteError(Code.D126, where, count=len(strange), file=strange[0])

    def of(self, source: Source) -> Fields:
        """Return what is known about a file: column -> cell."""
        if source.path is None:
            return {}
        return self._folders[source.path.parent].get(source.path.name, {})


def make_metadata(own: Fields, beside: Fields) -> tuple[Metadata, tuple[str, ...]]:
    """Join what a file says of itself with what its folder says, which wins.

    Returns
    -------
    Metadata
        Blank values are None, the date is ISO 8601.
    tuple[str, ...]
        Warnings.
    """
    fields = {
        field: _clean(beside.get(field)) or _clean(own.get(field)) for field in METADATA_FIELDS
    }
    given, created = fields["date"], iso_date(_clean(own.get("created")) or "")
    fields["date"] = iso_date(given) if given else created
    warnings: tuple[str, ...] = ()
    if given and fields["date"] is None:
        shown = shorten(given, _SHOWN)
        warnings = (f"the date {shown!r} can't be read, or in two ways: write it as 2009-04-17",)
    elif not given and created:
        warnings = ("no date is given: it is the day when the file was made",)
    return Metadata(**fields), warnings


def _clean(value: str | None) -> str | None:
    text, _ = sanitise(" ".join((value or "").split()))
    return None if is_blank(text) else text
