"""The verb ``explain``, with a fake annotator of files and texts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

import detente.nlp
import detente.stances.component
from detente.actors import component  # noqa: F401, registers doc._.mentions

Detente = Callable[..., Any]


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(
        model: str | None, min_probability: float | None, actors: Path | None, *, fast: bool
    ) -> Language:
        nlp = spacy.blank("en")
        nlp.add_pipe("detente.layout")
        nlp.add_pipe("sentencizer")
        nlp.add_pipe("silence")
        return nlp

    @Language.component("silence")
    def silence(doc: Any) -> Any:
        doc._.stances, doc._.no_stance = [], []
        return doc

    monkeypatch.setattr(detente.nlp, "load", load)


@pytest.mark.parametrize(
    ("content", "status", "output", "errors"),
    [
        ('{"id":"a","text":"Kenya left."}', 0, "1. Kenya left.", ""),
        ('{"id":"a","text":"Kenya left."}\n[1]', 1, "1. Kenya left.", "papers.jsonl#2: "),
        ("[1]", 2, "", "papers.jsonl#1: "),
    ],
)
def test_files(
    detente_run: Detente, tmp_path: Path, content: str, status: int, output: str, errors: str
) -> None:
    (tmp_path / "papers.jsonl").write_text(content)
    run = detente_run("explain", "papers.jsonl")
    assert run.status == status
    assert run.output.startswith(output)
    assert run.errors.startswith(errors)
    assert len(run.errors.splitlines()) == bool(errors)


def test_undecodable_text(detente_run: Detente) -> None:
    run = detente_run("explain", "Kenya \udcff left.")
    assert (run.status, run.output.splitlines()[0]) == (0, "1. Kenya \ufffd left.")


def test_text_that_starts_like_a_home_folder(detente_run: Detente) -> None:
    run = detente_run("explain", "~5,000 soldiers left Kenya.")
    assert (run.status, run.output.splitlines()[0]) == (0, "1. ~5,000 soldiers left Kenya.")


def test_text_that_is_too_long(detente_run: Detente) -> None:
    run = detente_run("explain", "Kenya left. " * 100_000)
    assert run.status == 2
    assert run.errors.startswith("text: this text has 1,200,000 characters")
    assert len(run.errors.splitlines()) == 1
