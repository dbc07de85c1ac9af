"""The verb ``evaluate``: score against gold."""

from typing import Annotated

import typer

from detente.cli.gold import (
    ARTICLES,
    GOLD,
    Articles,
    Data,
    Gold,
    read_docs,
    read_outside,
)


def evaluate(
    gold: Gold = GOLD,
    articles: Articles = ARTICLES,
    data: Data = None,
    cross_validate: Annotated[
        bool,
        typer.Option(
            "--cross-validate", help="Fit anew for each fold of the articles, and score the rest."
        ),
    ] = False,
) -> None:
    """Score the pipeline against gold, end to end from raw text.

    Articles that the model was trained on are left out.
    """
    from detente.evaluation import run
    from detente.evaluation.table import render
    from detente.nlp import load_reader
    from detente.stances.persistence import FILE_NAME, load_model, models_folder

    nlp = load_reader(None)
    docs = read_docs(nlp, gold, articles)
    if cross_validate:
        result = run.cross_validate(docs, read_outside(nlp, data))
    else:
        result = run.evaluate_trained(docs, load_model(models_folder() / FILE_NAME))
    typer.echo(render(result.scores), nl=False)
    if result.left_out:
        typer.echo(f"left out, trained on: {', '.join(result.left_out)}")
