"""The formats that a run can be exported to."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from detente.exporting import (
    brat,
    comma_separated,
    docbin,
    doccano,
    dyad_month,
    gexf,
    graphml,
    label_studio,
    parquet,
    plover,
    reading_view,
    w3c,
    xlsx,
)
from detente.exporting.selection import Selection


class Format(NamedTuple):
    """A format.

    Attributes
    ----------
    file
        Name of the file or folder, where a user gives none.
    write
        Writes a selection to a path where nothing is.
    needs_text
        Whether it holds the texts of the articles.
    needs_month
        Whether stances without a month are left out.
    """

    file: str
    write: Callable[[Selection, Path], None]
    needs_text: bool
    needs_month: bool


def _stances(file: str, write: Callable[[Selection, Path], None]) -> Format:
    return Format(file, write, needs_text=False, needs_month=False)


def _texts(file: str, write: Callable[[Selection, Path], None]) -> Format:
    return Format(file, write, needs_text=True, needs_month=False)


FORMATS: Mapping[str, Format] = {
    "csv": _stances("stances.csv", comma_separated.write),
    "parquet": _stances("stances.parquet", parquet.write),
    "xlsx": _stances("stances.xlsx", xlsx.write),
    "dyad-month": Format("dyad-month.csv", dyad_month.write, needs_text=False, needs_month=True),
    "gexf": _stances("actors.gexf", gexf.write),
    "graphml": _stances("actors.graphml", graphml.write),
    "plover": _stances("plover.jsonl", plover.write),
    "doccano": _texts("doccano.jsonl", doccano.write),
    "label-studio": _texts("label-studio.json", label_studio.write),
    "brat": _texts("brat", brat.write),
    "spacy": _texts("articles.spacy", docbin.write),
    "w3c": _stances("annotations.jsonld", w3c.write),
    "html": _texts("articles.html", reading_view.write),
}
