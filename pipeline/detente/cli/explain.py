"""The verb ``explain``: why a sentence got the stances that it got."""

from os.path import expanduser  # leaves alone what Path.expanduser raises on
from pathlib import Path
from typing import Annotated

import typer

from detente.article import Article
from detente.cli.extract import ALL_REJECTED, SOME_REJECTED
from detente.cli.options import ActorTable, Fast, MinProbability, SpacyModel
from detente.errors import Code, DetenteError


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, or a file with one.")],
    sentence: Annotated[
        int | None, typer.Option(min=1, help="Only this sentence, counted from 1.")
    ] = None,
    model: SpacyModel = None,
    actors: ActorTable = None,
    min_probability: MinProbability = None,
    fast: Fast = False,
) -> None:
    """Show actors, stances and pairs without a stance, sentence by sentence."""
    from detente.explain import explain
    from detente.nlp import annotate_text, as_doc, load
    from detente.reading import Rejection, read_articles, read_options
    from detente.reading.formats import READERS

    if not text.strip():
        raise DetenteError(Code.D515, "explain")
    path = Path(expanduser(text))
    is_file = _is_file(path)
    if not is_file and (len(text.split()) == 1 or path.suffix.lower() in READERS):
        raise DetenteError(Code.D516, text)
    nlp = load(
        model,
        min_probability,
        None if actors is None else Path(expanduser(actors)),
        fast=fast,
    )
    items = list(read_articles(str(path), read_options())) if is_file else []
    rejections = [item for item in items if isinstance(item, Rejection)]
    for rejection in rejections:
        typer.echo(f"{rejection.article}: {rejection.reason} [{rejection.code.name}]", err=True)
    docs = [nlp(as_doc(nlp, item)) for item in items if isinstance(item, Article)]
    if not is_file:
        docs.append(annotate_text(nlp, text))
    lines = [line for doc in docs for line in explain(doc, sentence)]
    if docs and not lines:
        where = path if is_file else "explain"
        raise DetenteError(Code.D515 if sentence is None else Code.D514, where, number=sentence)
    if lines:
        typer.echo("\n".join(lines))
    if rejections:
        raise typer.Exit(SOME_REJECTED if docs else ALL_REJECTED)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a text longer than any path
        return False
