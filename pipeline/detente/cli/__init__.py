"""The command line: one verb a file, thin over the library."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from detente.cli.bench import bench
from detente.cli.evaluate import evaluate
from detente.cli.explain import explain
from detente.cli.export import export
from detente.cli.extract import extract
from detente.cli.gather import gather
from detente.cli.report import report
from detente.cli.review import app as review
from detente.cli.schema import schema
from detente.cli.train import train
from detente.cli.train_encoder import train_encoder
from detente.errors import Code, DetenteError

NOTHING_DONE = 2

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(epilog="Example: detente extract corpus -o annotations")(extract)
app.command(epilog='Example: detente explain "Norway thanked Chile for its help."')(explain)
app.command(epilog="Example: detente export csv -i annotations -o stances.csv")(export)
app.command(epilog="Example: detente gather s3://bucket/annotations -o annotations")(gather)
app.command(epilog="Example: detente train --gold gold.jsonl --articles corpus")(train)
app.command(epilog="Example: detente train-encoder --gold gold.jsonl --articles folder")(
    train_encoder
)
app.command(epilog="Example: detente evaluate --gold gold.jsonl --articles corpus")(evaluate)
app.command(epilog="Example: detente report --articles corpus")(report)
app.add_typer(review, name="review", epilog="Example: detente review push --limit 100")
app.command(epilog="Example: detente schema -o schema")(schema)
app.command(hidden=True, epilog="Example: detente bench --save before.json")(bench)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detente {version('detente')}")
        raise typer.Exit


@app.callback()
def detente(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Who takes which stance towards whom, from raw article text.

    Exit status: 0 all went well, 1 some articles were rejected, 2 nothing could be done,
    130 stopped.
    """


def main() -> None:
    """Run the command line; what a user can put right is one line, without a traceback."""
    try:
        app(prog_name="detente")
    except DetenteError as error:
        typer.echo(error, err=True)
        sys.exit(NOTHING_DONE)
    except OSError as error:
        if error.filename is not None:
            raise
        typer.echo(DetenteError(Code.D505, "output", problem=error.strerror or error), err=True)
        sys.exit(NOTHING_DONE)
