"""Reports opened in Chromium."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from report_builders import (
    BREAKERS,
    Opened,
    OpenReport,
    Report,
    mistake,
    run_around,
    small_evaluation,
    texts_around,
    with_trials,
)

from detente.actors.knowledge import load_knowledge
from detente.article import Article
from detente.evaluation.gold import check_gold, read_gold
from detente.evaluation.matching import compare, gold_statements, predicted_statements
from detente.evaluation.metrics import found_actors
from detente.evaluation.mistakes import mistakes
from detente.evaluation.report import evaluate
from detente.nlp import annotate_articles, load
from detente.reading import read_articles, read_options
from detente.report.page import Quality, Run, build_report

SHAPES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
PATIENCE = 20_000  # ms
THRESHOLD = 0.3
PARTS = ("encoder", "structure", "annotations/gold/sample.jsonl")


@pytest.fixture(scope="session")
def real_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of the sample corpus, scored on its gold."""
    articles = [a for a in read_articles("corpus", read_options()) if isinstance(a, Article)]
    annotated = list(annotate_articles(load(fast=True), articles, 1))
    run = Run([d for d, _ in annotated], [s for _, stances in annotated for s in stances], [])
    texts = {article.id: article.text for article in articles}
    gold = check_gold(read_gold(Path("annotations/gold/sample.jsonl")), texts)
    predicted = predicted_statements(run.stances)
    found = found_actors(run.documents, run.stances)
    genres = {article.id: article.metadata.genre for article in articles}
    statements = gold_statements(gold)
    evaluation = evaluate(gold, {"model": predicted}, genres, found, THRESHOLD)
    quality = Quality(
        with_trials(evaluation, statements, predicted, PARTS),
        mistakes(compare(statements, predicted), run.documents),
    )
    return _written(run, texts, quality, tmp_path_factory)


@pytest.fixture(scope="session")
def hostile_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    texts = texts_around(BREAKERS)
    quality = Quality(small_evaluation(), [mistake(*item) for item in texts.items()])
    return _written(run_around(BREAKERS), texts, quality, tmp_path_factory)


@pytest.fixture(scope="session")
def empty_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return _written(Run([], [], []), {}, None, tmp_path_factory)


def _written(
    run: Run, texts: dict[str, str], quality: Quality | None, folders: pytest.TempPathFactory
) -> Report:
    file = folders.mktemp("report") / "report.html"
    page = build_report(run, texts, quality, load_knowledge(None))
    file.write_bytes(page.encode("utf-8"))
    return Report(run, texts, file)


@pytest.fixture
def open_report(browser: Browser) -> Iterator[OpenReport]:
    expect.set_options(timeout=PATIENCE)
    with ExitStack() as stack:

        def open_(report: Report, shape: str, scheme: str) -> Opened:
            context = stack.enter_context(
                browser.new_context(
                    viewport=SHAPES[shape], color_scheme=scheme, reduced_motion="reduce"
                )
            )
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            opened = Opened(page, [], [])
            page.on("console", lambda message: opened.complaints.append(message.text))
            page.on("pageerror", lambda error: opened.complaints.append(str(error)))
            page.on("request", lambda request: opened.requests.append(request.url))
            page.goto(report.file.as_uri())
            page.wait_for_selector("html[data-ready]", state="attached")
            return opened

        yield open_
