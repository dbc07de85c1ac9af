"""The verb ``train``: fit the stance model."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.gold import Articles, Data, Gold, given_sets, own_set, read_docs, read_outside
from detente.cli.writing import writing


def train(
    gold: Gold = None,
    articles: Articles = None,
    data: Data = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for the model; the packaged one if not given."),
    ] = None,
) -> None:
    """Fit the stance model on the project's own gold and on more, if given."""
    from detente.nlp import load_reader
    from detente.stances.persistence import FILE_NAME, models_folder, save_model, text_hash
    from detente.training.run import fit_model, labelled_examples

    nlp = load_reader(None)
    docs = read_docs(nlp, [own_set(), *given_sets(gold, articles)])
    own, outside = labelled_examples(docs), read_outside(nlp, data)
    model = fit_model(own, outside, docs)
    path = (out or models_folder()) / FILE_NAME
    with writing(path):
        save_model(model, frozenset(text_hash(doc.article.text) for doc in docs), path)
    typer.echo(f"{path}: fitted on {len(docs):,} articles and {len(own) + len(outside):,} pairs")
