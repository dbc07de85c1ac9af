"""The verb ``export``: a run's stances in the formats of other tools."""

from os.path import expanduser  # leaves alone what Path.expanduser raises on
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import RUN, Encoding, IdColumn, MinProbability, RunFolder, TextColumn


def export(
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="csv, parquet, xlsx, dyad-month, gexf, graphml, plover, doccano, label-studio, "
            "brat, spacy, w3c or html.",
        ),
    ],
    folder: RunFolder = RUN,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write, a folder for brat."),
    ] = None,
    articles: Annotated[
        str | None,
        typer.Option(help="What extract read; formats that hold the articles' text need it."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="First date: 2009, 2009-04 or 2009-04-17.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Last date, likewise.")] = None,
    actors: Annotated[
        list[str] | None,
        typer.Option(
            help="Actor that takes part, by code; given several times, stances between them."
        ),
    ] = None,
    issue: Annotated[
        list[str] | None, typer.Option(help="Issue; may be given several times.")
    ] = None,
    stance: Annotated[list[str] | None, typer.Option(help="cooperation or divergence.")] = None,
    min_probability: MinProbability = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Only what a person has reviewed.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Count near-duplicate articles once.")
    ] = False,
    text_column: TextColumn = "text",
    id_column: IdColumn = "id",
    encoding: Encoding = None,
) -> None:
    """Write stances as a table, a network or annotated text for other tools."""
    from detente.exporting.run import export
    from detente.exporting.selection import make_filters
    from detente.reading import read_options

    filters = make_filters(
        since,
        until,
        actors or [],
        issue or [],
        stance or [],
        min_probability,
        reviewed,
        once,
    )
    done = export(
        format_,
        folder,
        None if out is None else Path(expanduser(out)),
        filters,
        articles,
        read_options(text_column, id_column, None, encoding),
    )
    if done.undated:
        typer.echo(f"left out, no exact date: {_count(done.undated, 'stance')}", err=True)
    stances, sources = _count(done.stances, "stance"), _count(done.articles, "article")
    typer.echo(f"{done.out}: {stances} from {sources}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
