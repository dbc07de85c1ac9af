"""The verb ``evaluate``: score against gold."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.gold import Articles, Gold, given_sets, own_sets, read_docs, read_sets
from detente.cli.options import Fast
from detente.cli.writing import writing

SCORES, MISTAKES, CHANGES = "evaluation.json", "mistakes.jsonl", "changes.jsonl"


def evaluate(
    gold: Gold = None,
    articles: Articles = None,
    against: Annotated[
        Path | None,
        typer.Option(help="Folder of another model, to compare the trained one with on the gold."),
    ] = None,
    cross_validate: Annotated[
        bool,
        typer.Option(
            "--cross-validate",
            help="Let the gold given train with the project's own, fold by fold.",
        ),
    ] = False,
    fast: Fast = False,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the scores and the list of mistakes.")
    ] = Path("annotations"),
) -> None:
    """Score the pipeline against gold, end to end from raw text.

    With a gold file, the trained model is scored on it; articles that the model was trained on
    are left out. Without one, the project's own gold is scored by cross-validation: models are
    fitted anew for each fold of the articles, on all others and on parts of them, with and
    without the encoder, the structure and each set of gold.
    """
    import jsonlines

    from detente.evaluation import cross_validation, run
    from detente.evaluation.table import render
    from detente.nlp import load_reader
    from detente.records.lines import to_json
    from detente.stances.encoder import load_encoder
    from detente.stances.persistence import load_model, models_folder
    from detente.training.held_out import load_held_out

    given = given_sets(gold, articles)
    trained_one = bool(given) and not cross_validate
    if against is not None and not trained_one:
        raise typer.BadParameter("--against compares trained models: give --gold and --articles")
    nlp = load_reader(None)
    if trained_one:
        trained = load_model(models_folder(), fast=fast)
        previous = load_model(against, fast=fast) if against is not None else None
        result = run.evaluate_trained(read_docs(nlp, given), trained, previous)
    else:
        encoder, held_out = load_encoder(models_folder()), load_held_out(models_folder())
        own, more = read_sets(nlp, own_sets()), read_sets(nlp, given)
        result = cross_validation.cross_validate(own, encoder, held_out, fast=fast, given=more)
    typer.echo(render(result.scores), nl=False)
    if result.left_out:
        typer.echo(f"left out, trained on: {', '.join(result.left_out)}")
    lists = {MISTAKES: result.mistakes, CHANGES: result.changes}
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        scores = result.scores.model_dump_json(by_alias=True, indent=2)
        (out / SCORES).write_text(scores + "\n", encoding="utf-8")
        for name, rows in lists.items():
            (out / name).unlink(missing_ok=True)
            if rows is not None:
                with jsonlines.open(out / name, "w") as lines:
                    lines.write_all(map(to_json, rows))
    for name in (SCORES, *(name for name, rows in lists.items() if rows is not None)):
        typer.echo(out / name)
