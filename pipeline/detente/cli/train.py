"""The verb ``train``: fit the stance model."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.gold import Articles, Gold, given_sets, own_sets, read_docs
from detente.cli.writing import writing


def train(
    gold: Gold = None,
    articles: Articles = None,
    dev: Annotated[
        list[Path] | None,
        typer.Option(help="Gold that chooses the threshold; articles held out in turn if none."),
    ] = None,
    dev_articles: Annotated[
        list[Path] | None, typer.Option(help="Folder of its articles; once for each dev file.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for the model; the packaged one if not given."),
    ] = None,
) -> None:
    """Fit the stance models on the project's own gold and on more, if given."""
    from detente.evaluation.threshold import with_best_threshold
    from detente.nlp import load_reader
    from detente.stances.encoder import load_encoder
    from detente.stances.persistence import FILE_NAME, models_folder, save_models, text_hash
    from detente.training.fit import Models
    from detente.training.held_out import load_held_out
    from detente.training.run import fit_models, labelled_examples

    nlp = load_reader(None)
    dev_docs = read_docs(nlp, given_sets(dev, dev_articles))
    docs = read_docs(nlp, [*own_sets(), *given_sets(gold, articles)])
    encoder, held_out = load_encoder(models_folder()), load_held_out(models_folder())
    examples = labelled_examples(docs, encoder, held_out)
    models = fit_models(examples, docs, encoder)
    if dev_docs:
        models = Models(*(with_best_threshold(model, dev_docs) for model in models))
    path = (out or models_folder()) / FILE_NAME
    with writing(path):
        save_models(*models, frozenset(text_hash(doc.article.text) for doc in docs), path)
    typer.echo(f"{path}: fitted on {len(docs):,} articles and {len(examples):,} pairs")
