"""What the verbs ``train`` and ``evaluate`` share: gold sets and outside sets as options."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spacy.language import Language

    from detente.training.examples import Example
    from detente.training.run import GoldSet, LabelledDoc

OWN_GOLD, OWN_ARTICLES = Path("annotations/gold/sample.jsonl"), Path("corpus")

Gold = Annotated[list[Path] | None, typer.Option(help="Gold file; may be given several times.")]
Articles = Annotated[
    list[Path] | None, typer.Option(help="Folder of its articles; once for each gold file.")
]

Data = Annotated[
    Path | None, typer.Option(help="Folder of outside sets (PLV, DSE) to train on as well.")
]


def read_outside(nlp: "Language", data: Path | None) -> list["Example"]:
    """Read the outside sets, if there are any."""
    from detente.training.outside import outside_examples

    return [] if data is None else outside_examples(nlp, data)


def own_set() -> "GoldSet":
    """Give the project's own gold, as it lies in a checkout."""
    from detente.training.run import GoldSet

    return GoldSet(OWN_GOLD, OWN_ARTICLES)


def given_sets(gold: Sequence[Path] | None, articles: Sequence[Path] | None) -> list["GoldSet"]:
    """Pair each gold file with its folder of articles."""
    from detente.training.run import GoldSet

    gold, articles = gold or [], articles or []
    if len(gold) != len(articles):
        raise typer.BadParameter("give --articles once for each --gold")
    return [GoldSet(*pair) for pair in zip(gold, articles, strict=True)]


def read_docs(nlp: "Language", gold_sets: Sequence["GoldSet"]) -> list["LabelledDoc"]:
    """Read and annotate gold sets."""
    from detente.reading import read_options
    from detente.training.run import labelled_docs

    options = read_options()
    return [doc for gold_set in gold_sets for doc in labelled_docs(nlp, gold_set, options)]
