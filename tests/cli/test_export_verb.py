"""The verb ``export``, on a run of the fake annotator."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fake_detente import records

from detente.reading import read_articles, read_options
from detente.store import open_store

Detente = Callable[..., Any]


@pytest.fixture(autouse=True)
def annotated(papers: Path, detente_run: Detente) -> None:
    with open_store(Path("annotations")) as store:
        for article in read_articles(str(papers), read_options()):
            store.add(*records(article))


def test_default_place(detente_run: Detente) -> None:
    run = detente_run("export", "csv")
    assert (run.status, run.errors) == (0, "")
    assert run.output == "annotations/exports/stances.csv: 3 stances from 3 articles\n"
    assert len(pd.read_csv("annotations/exports/stances.csv")) == 3


def test_filters(detente_run: Detente) -> None:
    run = detente_run(
        "export", "csv", "-i", "annotations", "-o", "new/it.csv", "--stance", "divergence",
        "--actors", "nor", "--actors", "CHL", "--issue", "other", "--min-probability", "0.5",
    )  # fmt: skip
    assert (run.status, run.output) == (0, "new/it.csv: 1 stance from 1 article\n")


def test_text_from_the_articles(detente_run: Detente, papers: Path) -> None:
    run = detente_run("export", "brat", "--articles", papers, "-o", "brat")
    assert (run.status, run.output) == (0, "brat: 3 stances from 3 articles\n")
    assert Path("brat/a.txt.txt").read_text() == (papers / "a.txt").read_text()
    again = detente_run("export", "brat", "--articles", papers, "-o", "brat")
    assert (again.status, len(again.errors.splitlines())) == (2, 1)
    assert again.errors.startswith("brat: the folder is not empty")


def test_stances_without_a_month_are_counted(detente_run: Detente) -> None:
    run = detente_run("export", "dyad-month", "-o", "it.csv")
    assert run.output == "it.csv: 0 stances from 0 articles\n"
    assert run.errors == "left out, no exact date: 3 stances\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("word",), "word: there is no such format: use one of csv, parquet,"),
        (("html",), "html: the format holds the articles' text: name with --articles"),
        (("csv", "-i", "elsewhere"), "elsewhere: no run is there: run `detente extract`"),
        (("csv", "-o", "annotations/stances.jsonl"), "annotations/stances.jsonl: this is a file"),
        (("csv", "-o", "annotations/reviewed.jsonl"), "annotations/reviewed.jsonl: this is a file"),
        (("csv", "--issue", "x"), "--issue: 'x' is unknown: use one of energy,"),
        (("csv", "--since", "1.2.2009"), "--since, --until: '1.2.2009' is no date"),
        (("csv", "--once", "--reviewed"), "export: none of the 3 stances passes"),
        (("spacy", "--articles", "nowhere"), "nowhere: no such file or folder"),
        (("csv", "-o", "my papers/a.txt/x.csv"), "my papers/a.txt/x.csv: can't be written: "),
    ],
)
def test_what_cannot_be_done(detente_run: Detente, arguments: tuple[str, ...], says: str) -> None:
    before = sorted(Path().rglob("*"))
    run = detente_run("export", *arguments)
    assert (run.status, run.output, len(run.errors.splitlines())) == (2, "", 1)
    assert run.errors.startswith(says)
    assert sorted(Path().rglob("*")) == before
