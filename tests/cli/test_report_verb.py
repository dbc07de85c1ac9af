"""The verb ``report``, on a run of the fake annotator."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_detente import records

from detente.reading import read_articles, read_options
from detente.records.schemas import SCHEMA_VERSION, ReviewRecord
from detente.review.merge import write_reviewed
from detente.store import open_store

Detente = Callable[..., Any]
RUN = Path("annotations")


@pytest.fixture(autouse=True)
def annotated(papers: Path, detente_run: Detente) -> None:
    with open_store(RUN) as store:
        for article in read_articles(str(papers), read_options()):
            store.add(*records(article))


def test_default_place(detente_run: Detente, papers: Path) -> None:
    run = detente_run("report", "--articles", papers)
    assert (run.status, run.output, run.errors) == (0, "annotations/report.html\n", "")
    page = (RUN / "report.html").read_text(encoding="utf-8")
    assert "3 stances between 2 actors" in page
    assert page.endswith("</html>")


def test_another_place(detente_run: Detente, papers: Path) -> None:
    run = detente_run("report", "-i", RUN, "--articles", papers, "-o", "new/it.html")
    assert (run.status, run.output) == (0, "new/it.html\n")
    assert Path("new/it.html").is_file()


def test_reviewed_stances_count(detente_run: Detente, papers: Path) -> None:
    [article] = read_articles(str(papers / "b.txt"), read_options())
    document, [stance] = records(article)
    review = ReviewRecord(
        schema=SCHEMA_VERSION, article=article.id, sha256=article.sha256, start=stance.start,
        end=stance.end, sentence=stance.sentence, actors=["NOR", "CHL"], reviewer="ann",
        reviewed_at="2026-01-01T00:00:00Z", adjudicated=False, model=document.model, stances=[],
    )  # fmt: skip
    write_reviewed(RUN, [review])
    assert detente_run("report", "--articles", papers).status == 0
    assert "2 stances between 2 actors" in (RUN / "report.html").read_text(encoding="utf-8")


def test_a_changed_article_is_named(detente_run: Detente, papers: Path) -> None:
    (papers / "b.txt").write_text("Something else altogether was written here afterwards.")
    (papers / "c.txt").unlink()
    run = detente_run("report", "--articles", papers)
    assert (run.status, run.output) == (1, "annotations/report.html\n")
    assert run.errors == "not as the run read them, shown by their sentences: b.txt, c.txt\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-i", "elsewhere", "--articles", "my papers"), "elsewhere: no run is there: "),
        (("--articles", "nowhere"), "nowhere: no such file or folder"),
        (("--articles", "other"), "other: none of the 3 articles is as the run read it: "),
        (
            ("--articles", "my papers", "-o", "my papers/it.html"),
            "my papers/it.html: the next run would read it as an article of my papers: ",
        ),
        (("--articles", "my papers", "-o", "other/a.txt/it.html"), "other/a.txt/it.html: can't be"),
        (("-i", "broken", "--articles", "my papers"), "broken/evaluation.json: this isn't what "),
        (("-i", "half", "--articles", "my papers"), "half/evaluation.json: this isn't what "),
    ],
)
def test_what_cannot_be_done(detente_run: Detente, arguments: tuple[str, ...], says: str) -> None:
    Path("other").mkdir()
    Path("other/a.txt").write_text("Something else altogether was written here afterwards.")
    for folder, scores in {"broken": "{", "half": "{}"}.items():
        Path(folder).mkdir()
        for file in RUN.glob("*.jsonl"):
            (Path(folder) / file.name).write_bytes(file.read_bytes())
        (Path(folder) / "evaluation.json").write_text(scores)
    before = sorted(Path().rglob("*"))
    run = detente_run("report", *arguments)
    assert (run.status, run.output, len(run.errors.splitlines())) == (2, "", 1)
    assert run.errors.startswith(says)
    assert sorted(Path().rglob("*")) == before
