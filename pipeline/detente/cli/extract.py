"""The verb ``extract``: articles in, annotations out."""

from enum import StrEnum
from os.path import expanduser  # leaves alone what Path.expanduser raises on
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import (
    ActorTable,
    Encoding,
    Fast,
    IdColumn,
    MinProbability,
    SpacyModel,
    TextColumn,
)
from detente.cli.progress import show_progress
from detente.cli.stopping import STOPPED, stop_on_signals
from detente.cluster.format import Format
from detente.errors import Code, DetenteError


class Engine(StrEnum):
    """What a run is spread over."""

    LOCAL = "local"
    RAY = "ray"


SOME_REJECTED, ALL_REJECTED = 1, 2


def extract(
    source: Annotated[
        str,
        typer.Argument(
            metavar="IN",
            help="A file, a folder, a pattern such as 'papers/*.md', or - for standard input.",
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out", "-o", help="Folder for the annotations; with --engine ray an address as well."
        ),
    ],
    text_column: TextColumn = "text",
    id_column: IdColumn = "id",
    title_column: Annotated[str, typer.Option()] = "title",
    date_column: Annotated[str, typer.Option()] = "date",
    source_column: Annotated[str, typer.Option()] = "source",
    url_column: Annotated[str, typer.Option()] = "url",
    genre_column: Annotated[str, typer.Option()] = "genre",
    speaker_column: Annotated[str, typer.Option()] = "speaker",
    encoding: Encoding = None,
    model: SpacyModel = None,
    actors: ActorTable = None,
    min_probability: MinProbability = None,
    fast: Fast = False,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1, help="How many processes share the work: one, or all there are in a cluster."
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=1, help="Most seconds for one article; by default two minutes and more by length."
        ),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="This machine alone, or a Ray cluster: see docs/cluster.md.")
    ] = Engine.LOCAL,
    format_: Annotated[
        Format | None,
        typer.Option("--format", help="How --engine ray writes the parts: jsonl if not given."),
    ] = None,
) -> None:
    """Annotate articles with stances between states.

    What the output folder already holds of an article that hasn't changed is kept.
    """
    from detente.cli.summary import format_summary
    from detente.extract import Settings, count_articles, extract
    from detente.reading import read_options
    from detente.reading.sources import is_url
    from detente.store import DOCUMENTS, REJECTED, STANCES

    if engine is Engine.LOCAL and is_url(out):
        raise DetenteError(Code.D518, out)
    if engine is Engine.LOCAL and format_ is not None:
        raise DetenteError(Code.D519, "extract")

    columns = {
        "title": title_column,
        "date": date_column,
        "source": source_column,
        "url": url_column,
        "genre": genre_column,
        "speaker": speaker_column,
    }
    settings = Settings(
        reading=read_options(text_column, id_column, columns, encoding),
        model=model,
        actors=None if actors is None else Path(expanduser(actors)),
        min_probability=min_probability,
        fast=fast,
        processes=processes,
        timeout=timeout,
    )
    folder = Path(expanduser(out))
    try:
        with stop_on_signals(), show_progress(count_articles(source)) as progress:
            if engine is Engine.RAY:
                from detente.cluster.run import extract_on_cluster

                format_ = format_ or Format.JSONL
                summary = extract_on_cluster(source, out, settings, format_, progress)
            else:
                summary = extract(source, folder, settings, progress)
    except KeyboardInterrupt as stop:
        typer.echo("stopped; the next run goes on from here", err=True)
        raise typer.Exit(STOPPED) from stop
    names = (STANCES, DOCUMENTS, REJECTED)
    places = [out] if is_url(out) else [folder / name for name in names]
    typer.echo(format_summary(summary, places))
    if summary.rejected:
        done = summary.new + summary.kept
        raise typer.Exit(SOME_REJECTED if done else ALL_REJECTED)
