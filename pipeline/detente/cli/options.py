"""Options that several verbs share."""

from os.path import expanduser  # leaves alone what Path.expanduser raises on
from pathlib import Path
from typing import Annotated

import typer


def as_folder(path: str) -> Path:
    """Take a folder as a user writes it."""
    return Path(expanduser(path))


RUN = Path("annotations")
RunFolder = Annotated[
    Path, typer.Option("--in", "-i", parser=as_folder, help="Folder that extract wrote.")
]
TextColumn = Annotated[
    str, typer.Option(help="Where JSONL, CSV and Parquet files hold the text; likewise below.")
]
IdColumn = Annotated[str, typer.Option()]
Encoding = Annotated[
    str | None, typer.Option(help="Encoding of all files; by default each is examined.")
]
SpacyModel = Annotated[str | None, typer.Option(help="Name or path of a spaCy model for English.")]
ActorTable = Annotated[
    Path | None,
    typer.Option("--actors", help="Your own table of actors (actor form kind from to); it wins."),
]
Fast = Annotated[
    bool, typer.Option("--fast", help="Do without the encoder: three times as fast, less exact.")
]
MinProbability = Annotated[
    float | None, typer.Option(min=0, max=1, help="Least probability of a stance.")
]
