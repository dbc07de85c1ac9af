"""The verb ``explain``: why a sentence got the stances that it got."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import Code, DetenteError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, or a file with one.")],
    sentence: Annotated[
        int | None, typer.Option(min=1, help="Only this sentence, counted from 1.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Name or path of a spaCy model for English.")
    ] = None,
    min_probability: Annotated[
        float | None, typer.Option(min=0, max=1, help="Least probability of a stance.")
    ] = None,
) -> None:
    """Show actors, stances and pairs without a stance, sentence by sentence."""
    from detente.explain import explain
    from detente.nlp import load

    if not text.strip():
        raise DetenteError(Code.D515, "explain")
    path = Path(text).expanduser()
    is_file = _is_file(path)
    if not is_file and len(text.split()) == 1:
        raise DetenteError(Code.D516, text)
    nlp = load(model, min_probability)
    docs = _docs(nlp, str(path)) if is_file else [nlp(text)]
    lines = [line for doc in docs for line in explain(doc, sentence)]
    if not lines:
        where = path if is_file else "explain"
        raise DetenteError(Code.D515 if sentence is None else Code.D514, where, number=sentence)
    typer.echo("\n".join(lines))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a text longer than any path
        return False


def _docs(nlp: "Language", source: str) -> Iterator["Doc"]:
    from detente.nlp import as_doc
    from detente.reading import Rejection, read_articles, read_options

    for item in read_articles(source, read_options()):
        if isinstance(item, Rejection):
            typer.echo(f"{item.article}: {item.reason} [{item.code.name}]", err=True)
        else:
            yield nlp(as_doc(nlp, item))
