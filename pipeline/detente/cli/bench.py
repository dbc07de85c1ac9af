"""The verb ``bench``, for those who work on Detente: what annotating costs."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.writing import writing
from detente.errors import Code, DetenteError


def bench(
    corpus: Annotated[Path, typer.Option(help="Articles, which are repeated with changes.")] = Path(
        "corpus"
    ),
    articles: Annotated[int, typer.Option(min=1, help="Articles a run.")] = 48,
    memory_articles: Annotated[
        int, typer.Option(min=1, help="Articles of the run whose memory is watched.")
    ] = 100,
    save: Annotated[Path | None, typer.Option(help="File for the measurements.")] = None,
    against: Annotated[
        Path | None, typer.Option(help="Measurements of another version, to compare with.")
    ] = None,
) -> None:
    """Measure speed, cost by stage, start and memory."""
    from detente.article import Article
    from detente.bench.measure import measure, read_measurements
    from detente.bench.table import render
    from detente.reading import read_articles, read_options

    before = None if against is None else read_measurements(against)
    found = [a for a in read_articles(str(corpus), read_options()) if isinstance(a, Article)]
    if not found:
        raise DetenteError(Code.D513, corpus)
    measured = measure(
        found, articles, memory_articles, lambda what: typer.echo(f"measuring {what}", err=True)
    )
    if save is not None:
        with writing(save):
            save.write_text(measured.model_dump_json(indent=2) + "\n", encoding="utf-8")
    typer.echo(render(measured, before), nl=False)
