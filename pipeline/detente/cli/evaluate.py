"""The verb ``evaluate``: score against gold."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.gold import Articles, Gold, given_sets, own_sets, read_docs
from detente.cli.options import Fast
from detente.cli.writing import writing

SCORES, MISTAKES = "evaluation.json", "mistakes.jsonl"


def evaluate(
    gold: Gold = None,
    articles: Articles = None,
    fast: Fast = False,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the scores and the list of mistakes.")
    ] = Path("annotations"),
) -> None:
    """Score the pipeline against gold, end to end from raw text.

    With a gold file, the trained model is scored on it; articles that the model was trained on
    are left out. Without one, the project's own gold is scored by cross-validation: a model is
    fitted anew for each fold of the articles.
    """
    import jsonlines

    from detente.evaluation import run
    from detente.evaluation.table import render
    from detente.nlp import load_reader
    from detente.records.lines import to_json
    from detente.stances.encoder import load_encoder
    from detente.stances.persistence import load_model, models_folder
    from detente.training.held_out import load_held_out

    nlp = load_reader(None)
    given = given_sets(gold, articles)
    if given:
        trained = load_model(models_folder(), fast=fast)
        result = run.evaluate_trained(read_docs(nlp, given), trained)
    else:
        encoder, held_out = load_encoder(models_folder()), load_held_out(models_folder())
        result = run.cross_validate(read_docs(nlp, own_sets()), encoder, held_out, fast=fast)
    typer.echo(render(result.scores), nl=False)
    if result.left_out:
        typer.echo(f"left out, trained on: {', '.join(result.left_out)}")
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        scores = result.scores.model_dump_json(by_alias=True, indent=2)
        (out / SCORES).write_text(scores + "\n", encoding="utf-8")
        with jsonlines.open(out / MISTAKES, "w") as lines:
            lines.write_all(map(to_json, result.mistakes))
    typer.echo(f"{out / SCORES}\n{out / MISTAKES}")
