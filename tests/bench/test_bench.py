"""The bench, on a text of two sentences."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.article import Article, Metadata
from detente.bench import measure
from detente.bench.articles import vary
from detente.bench.measure import RUNS, SPACY, STAGES, read_measurements
from detente.cli import app
from detente.errors import DetenteError

TEXT = "Norway condemned Chile over the blockade.\n\nChile thanked Norway for its patience.\n"


def test_copies_differ_in_words_alone() -> None:
    metadata = Metadata(None, None, None, None, None, None)
    text = "Norway condemned the blockade of harbours, and Chile resented these accusations. " * 9
    copies = vary([Article("a.txt", text, metadata, "text", (), ())], 3)
    assert len({copy.id for copy in copies}) == len({copy.text for copy in copies}) == 3
    assert {len(copy.text) for copy in copies} == {len(text)}
    assert all(copy.text.count("Norway") == 9 for copy in copies)


def test_everything_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "STARTS", 1)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.txt").write_text(TEXT, encoding="utf-8")
    saved = tmp_path / "saved.json"
    options = ["bench", "--corpus", str(tmp_path / "corpus"), "--articles", "1"]
    options += ["--memory-articles", "2", "--save", str(saved)]
    first = CliRunner().invoke(app, options)
    assert first.exit_code == 0, first.output
    measured = read_measurements(saved)
    assert measured.runs.keys() == {SPACY, *RUNS}
    assert measured.stages.keys() > set(STAGES.values())
    costs = [*measured.runs.values(), measured.start]
    assert all(cost.cpu > 0 and cost.wall > 0 for cost in costs)
    assert all(seconds >= 0 for seconds in measured.stages.values())
    assert measured.memory.highest >= measured.memory.last > 0
    for name in (*measured.runs, *measured.stages):
        assert name in first.output


def test_measurements_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "saved.json").write_text('{"words": 3}')
    with pytest.raises(DetenteError, match="D640"):
        read_measurements(tmp_path / "saved.json")
