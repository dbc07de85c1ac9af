"""The verb ``train-encoder``: train the transformer that reads pairs in their context."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.gold import Articles, Gold, given_sets, own_sets, read_docs
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
    """Train the encoder: on public data sets, if they are given, then on gold; takes hours.

    Gold is the project's own, and more, if given. Two more encoders, each trained on half of the
    articles, read the other half, which `detente train` learns from; it has to follow.
    """
    from detente.nlp import load_reader
    from detente.stances.persistence import make_way, models_folder
    from detente.training.held_out import save_held_out
    from detente.training.outside import DSE_FILE, PLV_FILE, read_dse, read_plv

    try:
        from detente.training import encoder
    except ModuleNotFoundError as error:
        raise DetenteError(Code.D603, "train-encoder", name=error.name) from error

    pairs = [*read_plv(data / PLV_FILE), *read_dse(data / DSE_FILE)] if data else []
    docs = read_docs(load_reader(None), [*own_sets(), *given_sets(gold, articles)])
    tokenizer = encoder.make_tokenizer()
    outside = encoder.outside_samples(tokenizer, pairs)
    own = encoder.gold_samples(tokenizer, docs)
    typer.echo(f"{len(outside):,} pairs of outside sets, {len(own):,} of gold")
    folder = out or models_folder()
    with writing(checkpoints):
        readings = encoder.hold_out(docs, outside, tokenizer, checkpoints, typer.echo)
        network = encoder.train(outside, own, tokenizer, checkpoints, typer.echo)
    with writing(folder):
        make_way(folder)
        encoder.export(network, tokenizer, docs, folder)
        save_held_out(readings, folder)
    typer.echo(f"{folder}: trained on {len(docs):,} articles; now run `detente train`")
