"""Runs of made-up articles, some of which try to break the page that shows them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from detente.evaluation.gold import GoldRecord
from detente.evaluation.matching import Statement, compare, gold_statements
from detente.evaluation.metrics import paired_bootstrap
from detente.evaluation.mistakes import Mistake
from detente.evaluation.report import Ablation, Evaluation, evaluate, fitted
from detente.records.ids import stance_id
from detente.records.schemas import DocumentRecord, RejectionRecord, SpanRecord, StanceRecord
from detente.report.page import Run

BREAKERS = (
    "<script>document.title = 'taken'</script>",
    "</script><script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title = 'taken'\">",
    "<!-- <script> ]]> </style></textarea></title>",
    "\" onmouseover=\"document.title = 'taken'\" x='",
    "{{ 7 * 7 }} {% raw %} ${7 * 7} &lt;b&gt; &amp;",
    "\u202eevitceffa \u2066\u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645",
    "\U0001f1f3\U0001f1f4 \U0001f469\U0001f3fd\u200d\U0001f680 \u2028 \x07",
)
GENRES = ("essay", "speech <script>")


class Report(NamedTuple):
    run: Run
    texts: dict[str, str]
    file: Path


class Opened(NamedTuple):
    """A page, with what it complained of and what it asked for."""

    page: Page
    complaints: list[str]
    requests: list[str]


OpenReport = Callable[[Report, str, str], Opened]


def document(article: str, text: str, **changes: object) -> DocumentRecord:
    """Make a record of an article that is one sentence."""
    fields: dict[str, object] = {
        "schema": 1,
        "article": article,
        "sha256": "0",
        "model": "fake-1",
        "format": "text",
        "title": None,
        "date": None,
        "source": None,
        "url": None,
        "genre": None,
        "speaker": None,
        "characters": len(text),
        "sentences": [span(text, text)],
        "mentions": [],
        "implied": [],
        "stances": 0,
        "no_stance": [],
        "warnings": [],
    }
    return DocumentRecord.model_validate(fields | changes)


def stance(article: str, text: str, a: str, b: str, cue: str, **changes: object) -> StanceRecord:
    """Make a stance that the whole text states."""
    fields: dict[str, object] = {
        "schema": 1,
        "id": stance_id(article, 0, len(text), a, b, "a->b", "cooperation"),
        "article": article,
        "date": None,
        "source": None,
        "url": None,
        "start": 0,
        "end": len(text),
        "sentence": text,
        "a": a,
        "b": b,
        "direction": "a->b",
        "stance": "cooperation",
        "modality": "asserted",
        "issue": "energy",
        "speaker": "author",
        "cue": span(text, cue),
        "a_mentions": [],
        "b_mentions": [],
        "probability": 0.5,
        "reviewed": None,
        "reviewer": None,
        "reviewed_at": None,
        "model": "fake-1",
    }
    return StanceRecord.model_validate(fields | changes)


def span(text: str, words: str) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def mention(text: str, words: str, *actors: str) -> dict[str, object]:
    return span(text, words) | {"actors": list(actors), "resolved": "name", "antecedent": None}


def mistake(article: str, text: str, **changes: object) -> Mistake:
    fields: dict[str, object] = {
        "kind": "false_positive",
        "article": article,
        "start": 0,
        "end": len(text),
        "sentence": text,
        "actors": ("CHL", "NOR"),
        "stance": "divergence",
        "gold": [],
        "predicted": ["NOR->CHL"],
        "probability": 0.5,
        "reason": None,
    }
    return Mistake.model_validate(fields | changes)


def texts_around(words: Sequence[str]) -> dict[str, str]:
    """Make an article around each text, by id."""
    return {
        f"{number} {breaker}.txt": f"Norway {breaker} thanked Chile."
        for number, breaker in enumerate(words)
    }


def run_around(words: Sequence[str]) -> Run:
    """Make a run in which every field that comes from outside holds these texts."""
    documents, stances, rejections = [], [], []
    for breaker, (article, text) in zip(words, texts_around(words).items(), strict=True):
        group = f"GROUP {breaker}"
        pair = {"start": 0, "end": len(text), "a": "NOR", "b": group}
        documents.append(
            document(
                article,
                text,
                title=breaker,
                date="2009-04",
                source=breaker,
                url=f"javascript:{breaker}",
                genre=breaker,
                mentions=[mention(text, breaker, group), mention(text, "Norway", "NOR")],
                no_stance=[pair | {"cooperation": 0.1, "divergence": 0.2, "reason": breaker}],
                implied=[],
                warnings=[breaker],
            )
        )
        stances.append(stance(article, text, "NOR", group, breaker, speaker=breaker))
        rejections.append(
            RejectionRecord(schema=1, article=breaker, code="D101", reason=f"why: {breaker}")
        )
    return Run(documents, stances, rejections)


def small_evaluation() -> Evaluation:
    """Evaluate a model on a genre in which it is right and one in which it finds too little."""
    sentences = [
        SpanRecord(start=start, end=start + 9, text="A met B. ") for start in range(0, 360, 9)
    ]
    gold = [
        GoldRecord(
            doc=f"{genre}.txt", sentence=sentence.text, a="NOR", b="CHL", direction="a->b",
            stance="cooperation", modality="asserted", issue="energy", speaker="author",
            cue="met", start=sentence.start, end=sentence.end,
            cue_start=sentence.start + 2, cue_end=sentence.start + 5,
        )
        for genre in GENRES
        for sentence in sentences
    ]  # fmt: skip
    statements = gold_statements(gold)
    called = [one for one in statements if one.place.article == "essay.txt" or one.place.start < 90]
    predicted = [one._replace(probability=0.75) for one in called]
    genres = {f"{genre}.txt": genre for genre in GENRES}
    evaluation = evaluate(gold, {"model": predicted, "nothing": []}, genres, {}, 0.5)
    return with_trials(evaluation, statements, predicted, BREAKERS)


def with_trials(
    evaluation: Evaluation,
    gold: Sequence[Statement],
    predicted: Sequence[Statement],
    parts: Iterable[str],
) -> Evaluation:
    """Add models that call fewer and fewer of the same stances, as if fitted on less."""
    articles = {statement.place.article for statement in gold}
    whole = compare(gold, predicted)
    less = [compare(gold, predicted[::step]) for step in (8, 4, 2, 1)]
    lacking = fitted(less[2], articles, (len(articles), len(gold)))
    change = paired_bootstrap(less[2], whole, articles)
    return evaluation.model_copy(
        update={
            "learning_curve": [
                fitted(outcomes, articles, (number, 100 * number))
                for number, outcomes in enumerate(less, 1)
            ],
            "ablation": {part: Ablation(**dict(lacking), change=change) for part in parts},
        }
    )
