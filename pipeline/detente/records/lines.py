"""Records as lines of JSON: one record a line, read by the version that the line gives."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from detente.errors import Code, DetenteError
from detente.records.schemas import (
    DocumentRecord,
    Record,
    RejectionRecord,
    ReviewRecord,
    StanceRecord,
)

AnyRecord = TypeVar("AnyRecord", bound=Record)

# Which model reads which version of the format. A model stays here when the next version comes.
STANCE_VERSIONS = {1: StanceRecord}
DOCUMENT_VERSIONS = {1: DocumentRecord}
REJECTION_VERSIONS = {1: RejectionRecord}
REVIEW_VERSIONS = {1: ReviewRecord}


def read_stances(path: Path) -> Iterator[StanceRecord]:
    """Read ``stances.jsonl``.

    Raises
    ------
    DetenteError
        At the first line that is no stance record; it names file and line.
    """
    return (record for _, record in read_lines(path, STANCE_VERSIONS))


def read_documents(path: Path) -> Iterator[DocumentRecord]:
    """Read ``documents.jsonl``; see `read_stances`."""
    return (record for _, record in read_lines(path, DOCUMENT_VERSIONS))


def read_rejections(path: Path) -> Iterator[RejectionRecord]:
    """Read ``rejected.jsonl``; see `read_stances`."""
    return (record for _, record in read_lines(path, REJECTION_VERSIONS))


def read_reviews(path: Path) -> Iterator[ReviewRecord]:
    """Read ``reviewed.jsonl``; see `read_stances`."""
    return (record for _, record in read_lines(path, REVIEW_VERSIONS))


def read_lines(
    path: Path, versions: Mapping[int, type[AnyRecord]]
) -> Iterator[tuple[int, AnyRecord]]:
    """Read a file of records.

    Parameters
    ----------
    versions
        Which model reads which version: ``STANCE_VERSIONS``, ...

    Yields
    ------
    int
        Where the line starts, in bytes.
    Record
        What it says.
    """
    try:
        with path.open("rb") as lines:
            start = 0
            for number, line in enumerate(lines, start=1):
                yield start, _parse(line, f"{path} line {number}", versions)
                start += len(line)
    except OSError as error:
        raise DetenteError(Code.D504, path, problem=error.strerror or error) from error


def to_json(record: Record) -> dict[str, Any]:
    """Turn a record into the object that its line holds."""
    return record.model_dump(mode="json", by_alias=True)


def _parse(line: bytes, where: str, versions: Mapping[int, type[AnyRecord]]) -> AnyRecord:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:  # brackets too deep
        raise DetenteError(Code.D501, where) from error
    if not isinstance(fields, dict):
        raise DetenteError(Code.D501, where)
    version = fields.get("schema")
    model = versions.get(version) if isinstance(version, int) else None
    if model is None:
        known = ", ".join(map(str, versions))
        raise DetenteError(Code.D502, where, version=version, known=known)
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(map(str, problem["loc"]))
        raise DetenteError(Code.D503, where, field=field, problem=problem["msg"]) from error
