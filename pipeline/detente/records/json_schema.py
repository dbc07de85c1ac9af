"""The record format as JSON Schema: one file a kind of record and version."""

import json
from collections.abc import Mapping

from detente.records.lines import (
    DOCUMENT_VERSIONS,
    REJECTION_VERSIONS,
    REVIEW_VERSIONS,
    STANCE_VERSIONS,
)
from detente.records.schemas import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: dict[str, Mapping[int, type[Record]]] = {
    "stances": STANCE_VERSIONS,
    "documents": DOCUMENT_VERSIONS,
    "rejected": REJECTION_VERSIONS,
    "reviewed": REVIEW_VERSIONS,
}


def json_schemas() -> dict[str, str]:
    """JSON Schemas of all records.

    Returns
    -------
    dict of str
        From the name of the file (``stances-1.json``) to its content.
    """
    return {
        f"{kind}-{version}.json": json.dumps(
            {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}, indent=2
        )
        + "\n"
        for kind, versions in KINDS.items()
        for version, model in versions.items()
    }
