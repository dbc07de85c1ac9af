"""The verb ``train``: fit the stance model."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.gold import Articles, Gold, given_sets, own_sets, read_docs, read_sets
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
    """Fit the stance models on the project's own gold and on more, if given.

    A card beside them says what they learnt from and how good they are on the dev gold. The
    model that they replace is kept in the folder of the same name with -previous.
    """
    from detente.evaluation.run import by_acquaintance, evaluate_trained
    from detente.evaluation.threshold import with_best_threshold
    from detente.nlp import load_reader
    from detente.stances.encoder import load_encoder
    from detente.stances.persistence import (
        FILE_NAME,
        TrainedModel,
        keep_previous,
        models_folder,
        save_models,
        text_hash,
    )
    from detente.training.card import CARD, SetSize, write_card
    from detente.training.fit import Models
    from detente.training.held_out import load_held_out
    from detente.training.run import fit_models, labelled_examples
    from detente.whole import whole

    nlp = load_reader(None)
    sets = read_sets(nlp, [*own_sets(), *given_sets(gold, articles)])
    docs = [doc for members in sets.values() for doc in members]
    learnt = frozenset(text_hash(doc.article.text) for doc in docs)
    encoder, held_out = load_encoder(models_folder()), load_held_out(models_folder())
    dev_docs = read_docs(nlp, given_sets(dev, dev_articles))
    if dev_docs:
        dev_docs, _ = by_acquaintance(dev_docs, learnt | encoder.articles)
    examples = labelled_examples(docs, encoder, held_out)
    models = fit_models(examples, docs, encoder)
    figures = {}
    if dev_docs:
        models = Models(*(with_best_threshold(model, dev_docs) for model in models))
        figures = {
            name: evaluate_trained(dev_docs, TrainedModel(model, learnt, name)).scores
            for name, model in models._asdict().items()
        }
    sizes = [
        SetSize(Path(name).name, len(members), sum(len(doc.gold) for doc in members))
        for name, members in sets.items()
    ]
    folder = out or models_folder()
    path = folder / FILE_NAME
    with writing(path):
        keep_previous(folder)
        save_models(*models, learnt, path)
        with whole(folder / CARD) as part:
            card = write_card(models, encoder, sizes, len(examples), figures)
            part.write_text(card, encoding="utf-8")
    typer.echo(f"{path}: fitted on {len(docs):,} articles and {len(examples):,} pairs")
    typer.echo(folder / CARD)
