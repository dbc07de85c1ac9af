"""What the verbs ``train`` and ``evaluate`` share: gold sets and outside sets as options."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spacy.language import Language

    from detente.training.examples import Example
    from detente.training.run import LabelledDoc

GOLD = [Path("annotations/gold/sample.jsonl")]
ARTICLES = [Path("corpus")]
OUTSIDE_WEIGHT = 0.5

Gold = Annotated[list[Path], typer.Option(help="Gold file; may be given several times.")]
Articles = Annotated[
    list[Path], typer.Option(help="Folder of its articles; once for each gold file.")
]
Data = Annotated[
    Path | None, typer.Option(help="Folder of outside sets (PLV, DSE) to train on as well.")
]


def read_docs(
    nlp: "Language", gold: Sequence[Path], articles: Sequence[Path]
) -> list["LabelledDoc"]:
    """Read and annotate gold sets; each gold file has its folder of articles."""
    from detente.reading import read_options
    from detente.training.run import GoldSet, labelled_docs

    if len(gold) != len(articles):
        raise typer.BadParameter("give --articles once for each --gold")
    return [
        doc
        for pair in zip(gold, articles, strict=True)
        for doc in labelled_docs(nlp, GoldSet(*pair), read_options())
    ]


def read_outside(nlp: "Language", data: Path | None) -> list["Example"]:
    """Read the outside sets, if there are any."""
    from detente.training.outside import outside_examples

    return [] if data is None else outside_examples(nlp, data, OUTSIDE_WEIGHT)
