"""Reading the tables of cases, and writing mentions as they do."""

import csv
from collections.abc import Callable
from pathlib import Path

from spacy.tokens import Doc

Annotate = Callable[[str, str | None, str | None], Doc]


def read_cases(name: str) -> list[dict[str, str]]:
    """Rows of a table beside this file."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def show(doc: Doc) -> str:
    """Mentions as the tables write them."""
    return " | ".join(
        f"{doc[mention.start : mention.end].text} {'+'.join(mention.actors)} {mention.rule}"
        for mention in doc._.mentions
    )
