"""The verb ``report``: the page that shows a run."""

from os.path import expanduser  # leaves alone what Path.expanduser raises on
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.evaluate import MISTAKES, SCORES
from detente.cli.options import RUN, Encoding, IdColumn, RunFolder, TextColumn
from detente.errors import Code, DetenteError
from detente.store import REJECTED

if TYPE_CHECKING:
    from detente.report.page import Quality

PAGE = "report.html"
SOME_CHANGED = 1


def report(
    articles: Annotated[
        str, typer.Option(help="The articles that extract read: a file, folder or pattern.")
    ],
    folder: RunFolder = RUN,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The page to write; by default report.html there."),
    ] = None,
    text_column: TextColumn = "text",
    id_column: IdColumn = "id",
    encoding: Encoding = None,
) -> None:
    """Show a run as one page, a file that opens without a network.

    Where the folder holds what `detente evaluate` wrote, the page says how good the model is.
    """
    from detente.actors.knowledge import load_knowledge
    from detente.article import Article
    from detente.reading import read_articles, read_options
    from detente.records.lines import read_rejections
    from detente.report.page import Run, build_report
    from detente.report.texts import fits
    from detente.review.merge import effective_run
    from detente.whole import whole

    page_path = folder / PAGE if out is None else Path(expanduser(out))
    if page_path.resolve().is_relative_to(Path(expanduser(articles)).resolve()):
        raise DetenteError(Code.D903, page_path, source=articles)
    documents, stances = effective_run(folder)
    run = Run(
        stances=stances,
        documents=documents,
        rejections=list(read_rejections(folder / REJECTED)),
    )
    quality = _read_quality(folder)
    options = read_options(text_column, id_column, encoding=encoding)
    texts = {
        item.id: item.text for item in read_articles(articles, options) if isinstance(item, Article)
    }
    changed = [
        document.article
        for document in run.documents
        if not fits(document, texts.get(document.article, ""))
    ]
    if changed and len(changed) == len(run.documents):
        raise DetenteError(Code.D902, articles, count=len(changed))
    page = build_report(run, texts, quality, load_knowledge(None))
    with whole(page_path) as part:
        part.write_bytes(page.encode("utf-8"))
    typer.echo(page_path)
    if changed:
        typer.echo(
            f"not as the run read them, shown by their sentences: {', '.join(changed)}", err=True
        )
        raise typer.Exit(SOME_CHANGED)


def _read_quality(folder: Path) -> "Quality | None":
    """Read what ``detente evaluate`` wrote, if it did.

    Raises
    ------
    DetenteError
        D504, D901.
    """
    from pydantic import ValidationError

    from detente.evaluation.mistakes import Mistake
    from detente.evaluation.report import Evaluation
    from detente.report.page import Quality

    if not (folder / SCORES).exists():
        return None
    where = folder / SCORES
    try:
        evaluation = Evaluation.model_validate_json(where.read_bytes())
        where = folder / MISTAKES
        mistakes = [Mistake.model_validate_json(line) for line in where.read_bytes().splitlines()]
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(map(str, problem["loc"]))
        raise DetenteError(Code.D901, where, problem=f"{field} {problem['msg']}") from error
    except OSError as error:
        raise DetenteError(Code.D504, where, problem=error.strerror or error) from error
    return Quality(evaluation, mistakes)
