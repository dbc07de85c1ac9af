"""What the verbs ``train`` and ``evaluate`` share: gold sets as options."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spacy.language import Language

    from detente.training.run import GoldSet, LabelledDoc

OWN_GOLD = Path("annotations/gold")
OWN_SETS = {
    "sample.jsonl": Path("corpus"),
    "analyses-a.jsonl": OWN_GOLD / "analyses",
    "analyses-b.jsonl": OWN_GOLD / "analyses",
}

Gold = Annotated[list[Path] | None, typer.Option(help="Gold file; may be given several times.")]
Articles = Annotated[
    list[Path] | None, typer.Option(help="Folder of its articles; once for each gold file.")
]


def own_sets() -> list["GoldSet"]:
    """Give the project's own gold, as it lies in a checkout."""
    from detente.training.run import GoldSet

    return [GoldSet(OWN_GOLD / name, articles) for name, articles in OWN_SETS.items()]


def given_sets(gold: Sequence[Path] | None, articles: Sequence[Path] | None) -> list["GoldSet"]:
    """Pair each gold file with its folder of articles."""
    from detente.training.run import GoldSet

    gold, articles = gold or [], articles or []
    if len(gold) != len(articles):
        raise typer.BadParameter("give a folder of articles for each gold file")
    return [GoldSet(*pair) for pair in zip(gold, articles, strict=True)]


def read_docs(nlp: "Language", gold_sets: Sequence["GoldSet"]) -> list["LabelledDoc"]:
    """Read and annotate gold sets."""
    return [doc for docs in read_sets(nlp, gold_sets).values() for doc in docs]


def read_sets(nlp: "Language", gold_sets: Sequence["GoldSet"]) -> dict[str, list["LabelledDoc"]]:
    """Read and annotate gold sets, each by the name of its file."""
    from detente.reading import read_options
    from detente.training.run import labelled_docs

    options = read_options()
    sets: dict[str, list[LabelledDoc]] = {}
    for gold_set in gold_sets:
        sets.setdefault(str(gold_set.gold), []).extend(labelled_docs(nlp, gold_set, options))
    return sets
