"""Label Studio's own SDK takes what is exported, and converts it to the same words."""

import csv
import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from export_builders import ARTICLES, STANCES

from detente.exporting import label_studio
from detente.exporting.selection import Selection
from detente.review.environments import python_of

READER = Path(__file__).with_name("label_studio_reader.py")
WORDS = {
    (stance.article, span.start, span.end, label)
    for stance in STANCES
    for label, spans in (
        ("actor", (*stance.a_mentions, *stance.b_mentions)),
        ("cue", (stance.cue,)),
    )
    for span in spans
}

Convert = Callable[[Path], Path]


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    """Have the SDK check and convert tasks; give the folder of the results."""

    def run(file: Path) -> Path:
        config, folder = tmp_path / "interface.xml", tmp_path / "converted"
        config.write_text(label_studio.labelling_config())
        done = subprocess.run(
            [python_of("label-studio"), READER, config, file, folder],
            env={"HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return folder

    return run


def found(rows: Iterable[tuple[str, list[dict[str, Any]]]]) -> set[tuple[str, int, int, str]]:
    spans = set()
    for article, marks in rows:
        for mark in marks:
            assert ARTICLES[article].text[mark["start"] : mark["end"]] == mark["text"]
            spans |= {(article, mark["start"], mark["end"], label) for label in mark["labels"]}
    return spans


def test_the_sdk_takes_and_converts_every_mark(
    everything: Selection, tmp_path: Path, convert: Convert
) -> None:
    label_studio.write(everything, tmp_path / "tasks.json")
    folder = convert(tmp_path / "tasks.json")
    assert json.loads((folder / "problems.json").read_text()) == []

    tasks = json.loads((folder / "JSON_MIN" / "result.json").read_text())
    assert [task["article"] for task in tasks] == [*ARTICLES]
    assert [task["text"] for task in tasks] == [case.text for case in ARTICLES.values()]
    assert found((task["article"], task.get("marks", [])) for task in tasks) == WORDS

    csv.field_size_limit(10**6)
    with (folder / "CSV" / "result.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert found((row["article"], json.loads(row["marks"] or "[]")) for row in rows) == WORDS

    tags = (folder / "CONLL2003" / "result.conll").read_text().split("\n")
    start = tags.index("Norway -X- _ B-actor")
    assert tags[start - 1].endswith(" O")  # the flag before it
    assert tags[start : start + 3] == [
        "Norway -X- _ B-actor",
        "thanked -X- _ B-cue",
        "Chile -X- _ B-actor",
    ]


def test_the_sdk_would_see_what_does_not_fit(
    everything: Selection, tmp_path: Path, convert: Convert
) -> None:
    path = tmp_path / "tasks.json"
    label_studio.write(everything, path)
    tasks = json.loads(path.read_text())
    name, label, *_ = tasks[0]["predictions"][0]["result"]
    name["from_name"] = "words"
    label["value"]["labels"] = ["state"]
    path.write_text(json.dumps(tasks))
    problems = json.loads((convert(path) / "problems.json").read_text())
    assert "'from_name' 'words' not found in configuration" in problems[0]
    assert "Invalid value" in problems[1]
