"""The verb ``train-encoder``: train the transformer that reads pairs in their context."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.gold import Articles, Gold, given_sets, read_docs
from detente.cli.writing import writing
from detente.errors import Code, DetenteError


def train_encoder(
    gold: Gold = None,
    articles: Articles = None,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder with plover/plv-train.tsv and stance/dse-train.tsv."),
    ] = None,
    checkpoints: Annotated[
        Path, typer.Option(help="Folder that a training that was broken off resumes from.")
    ] = Path("checkpoints"),
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for the encoder; the packaged one if not given."),
    ] = None,
) -> None:
    """Train the encoder on gold, first on public data sets if they are given; takes hours.

    The project's own gold is left out: `detente train` needs articles that the encoder has not
    seen, and has to follow.
    """
    if not gold:
        raise typer.BadParameter("give --gold and --articles")
    from detente.nlp import load_reader
    from detente.stances.persistence import models_folder, text_hash
    from detente.training.outside import DSE_FILE, PLV_FILE, read_dse, read_plv

    try:
        from detente.training import encoder
    except ModuleNotFoundError as error:
        raise DetenteError(Code.D603, "train-encoder", name=error.name) from error

    pairs = [*read_plv(data / PLV_FILE), *read_dse(data / DSE_FILE)] if data else []
    docs = read_docs(load_reader(None), given_sets(gold, articles))
    tokenizer = encoder.make_tokenizer()
    outside = encoder.outside_samples(tokenizer, pairs)
    own = encoder.gold_samples(tokenizer, docs)
    typer.echo(f"{len(outside):,} pairs of outside sets, {len(own):,} of gold")
    folder = out or models_folder()
    with writing(checkpoints):
        network = encoder.train(outside, own, tokenizer, checkpoints, typer.echo)
    with writing(folder):
        hashes = frozenset(text_hash(doc.article.text) for doc in docs)
        encoder.export(network, tokenizer, hashes, folder)
    typer.echo(f"{folder}: trained on {len(docs):,} articles; now run `detente train`")
