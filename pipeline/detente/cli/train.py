"""The verb ``train``: fit the stance model."""

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


def train(gold: Gold = GOLD, articles: Articles = ARTICLES, data: Data = None) -> None:
    """Fit the stance model that extract uses."""
    from detente.nlp import load_reader
    from detente.stances.persistence import FILE_NAME, models_folder, save_model, text_hash
    from detente.training.run import fit_model, labelled_examples

    nlp = load_reader(None)
    docs = read_docs(nlp, gold, articles)
    examples = [*labelled_examples(docs), *read_outside(nlp, data)]
    model = fit_model(examples, [record for doc in docs for record in doc.gold])
    path = models_folder() / FILE_NAME
    save_model(model, frozenset(text_hash(doc.article.text) for doc in docs), path)
    typer.echo(f"{path}: fitted on {len(docs):,} articles and {len(examples):,} pairs")
