"""The verb ``gather``: from the parts that a cluster wrote to files for the other verbs."""

from os.path import expanduser
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import RUN, as_folder


def gather(
    parts: Annotated[
        str, typer.Argument(metavar="FROM", help="Folder or address that a run on Ray wrote.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", parser=as_folder, help="Folder for the annotations.")
    ] = RUN,
) -> None:
    """Bring what `extract --engine ray` wrote to an object store into a folder."""
    from detente.cluster.gather import gather
    from detente.store import FILES

    gather(expanduser(parts), out)
    typer.echo("\n".join(str(out / name) for name in FILES))
