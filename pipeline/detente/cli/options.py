"""Options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

SpacyModel = Annotated[str | None, typer.Option(help="Name or path of a spaCy model for English.")]
ActorTable = Annotated[
    Path | None,
    typer.Option("--actors", help="Your own table of actors (actor form kind from to); it wins."),
]
Fast = Annotated[
    bool, typer.Option("--fast", help="Do without the encoder: four times as fast, less exact.")
]
MinProbability = Annotated[
    float | None, typer.Option(min=0, max=1, help="Least probability of a stance.")
]
