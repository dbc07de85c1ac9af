"""The verb ``schema``: the record format as JSON Schema."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.writing import writing


def schema(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the schema files.")],
) -> None:
    """Write the JSON Schemas of the record format."""
    from detente.records.json_schema import json_schemas

    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for name, content in json_schemas().items():
            (out / name).write_text(content, encoding="utf-8")
            typer.echo(out / name)
