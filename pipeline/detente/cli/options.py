"""Options that several verbs share."""

from typing import Annotated

import typer

SpacyModel = Annotated[str | None, typer.Option(help="Name or path of a spaCy model for English.")]
MinProbability = Annotated[
    float | None, typer.Option(min=0, max=1, help="Least probability of a stance.")
]
