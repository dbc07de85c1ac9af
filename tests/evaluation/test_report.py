import json

from evaluation_builders import gold_record, stance_record

from detente.evaluation.changes import changes
from detente.evaluation.matching import Place, compare, gold_statements, predicted_statements
from detente.evaluation.metrics import Found, paired_bootstrap
from detente.evaluation.report import Ablation, Evaluation, comparison, evaluate, fitted
from detente.evaluation.table import render

GENRES = {"one.txt": "essay", "two.txt": None, "three.txt": "essay"}
GOLD = [
    gold_record(),
    gold_record(doc="two.txt"),
    gold_record(doc="two.txt", stance="cooperation", modality="hypothetical"),
    gold_record(doc="elsewhere.txt"),
]
MODEL = predicted_statements(
    [
        stance_record(),
        stance_record(article="three.txt"),  # no gold there: wrong all the same
        stance_record(article="elsewhere.txt"),  # not evaluated
    ]
)
FOUND = {
    Place(article, GOLD[0].start, GOLD[0].end): Found(mentioned, frozenset({"SUD"}))
    for article, mentioned in {
        "one.txt": frozenset({"NOR", "SUD"}),
        "two.txt": frozenset({"NOR"}),
        "three.txt": frozenset({"NOR", "SUD"}),
    }.items()
}


def evaluation() -> Evaluation:
    return evaluate(GOLD, {"model": MODEL, "nothing": []}, GENRES, FOUND, 0.5)


def test_counts_and_scores() -> None:
    result = evaluation()
    assert (result.articles, result.records, result.hypothetical) == (3, 3, 1)
    assert list(result.systems) == ["model", "nothing"]
    model = result.systems["model"]
    assert (model.pair.gold, model.pair.predicted, model.pair.correct) == (2, 2, 1)
    assert model.intervals.n == 3
    assert result.systems["nothing"].pair.f1 == 0


def test_genres_hold_their_articles() -> None:
    by_genre = evaluation().systems["model"].by_genre
    assert {
        genre: (row.articles, row.pair.gold, row.pair.predicted, row.pair.correct)
        for genre, row in by_genre.items()
    } == {"essay": (2, 1, 2, 1), "unknown": (1, 1, 0, 0)}


def test_both_mentioned_leaves_out_sentences_that_lean_on_context() -> None:
    result = evaluation()
    mentioned = result.systems["model"].mentioned
    assert (mentioned.pair.gold, mentioned.pair.predicted, mentioned.pair.correct) == (1, 2, 1)
    assert (result.actors.mentioned.count, result.actors.with_context.count) == (1, 2)


def test_json_is_stable_and_read_back() -> None:
    text = evaluation().model_dump_json(by_alias=True)
    assert text == evaluation().model_dump_json(by_alias=True)
    assert Evaluation.model_validate_json(text) == evaluation()
    assert json.loads(text)["systems"]["model"]["by_stance"]["divergence"]["correct"] == 1


def test_the_table_is_aligned_and_complete() -> None:
    text = render(evaluation())
    blocks = text.split("\n\n")
    assert blocks[0] == (
        "Gold: 3 stances in 3 articles, 1 of them hypothetical and in no score. "
        "Stances that differ only in direction count as one in pair scores. "
        "Intervals: 95 %, bootstrap over 3 articles."
    )
    head, model, nothing = blocks[1].splitlines()
    assert model.split()[:6] == ["model", "2", "2", "0.500", "0.500", "0.500"]
    assert nothing.split()[:6] == ["nothing", "2", "0", "0.000", "0.000", "0.000"]
    assert len(head) == len(model) == len(nothing)
    assert head.endswith("macro F1        interval")
    assert model.endswith("   0.250  [0.000, 0.500]")
    assert "cooperation (no gold)" in text
    assert "both actors mentioned" in text
    assert "precision from 0.5 up: 0.500 of 2" in text


def with_everything() -> Evaluation:
    """Add a learning curve, an ablation and a comparison, in which all models are the same."""
    outcomes = compare(gold_statements(GOLD[:3]), MODEL[:2])
    row = fitted(outcomes, GENRES, (3, 1000))
    ablation = Ablation(**dict(row), change=paired_bootstrap(outcomes, outcomes, GENRES))
    found_nothing = compare(gold_statements(GOLD[:3]), [])
    return evaluation().model_copy(
        update={
            "learning_curve": [row],
            "ablation": {"encoder": ablation},
            "comparison": comparison(
                outcomes, found_nothing, GENRES, changes(outcomes, found_nothing)
            ),
        }
    )


def test_what_was_fitted_and_compared_is_read_back_and_shown() -> None:
    result = with_everything()
    assert Evaluation.model_validate_json(result.model_dump_json(by_alias=True)) == result
    curve, ablation, change, counts = render(result).rstrip().split("\n\n")[-4:]
    assert curve.splitlines()[1].split()[:3] == ["3", "1000", "0.500"]
    assert ablation.splitlines()[1].split()[:3] == ["encoder", "3", "0.500"]
    assert "+0.000  [+0.000, +0.000]" in ablation
    assert change.splitlines()[1].split()[:2] == ["change", "+0.500"]
    assert counts == "Gold pairs with a stance: 1 won, 0 lost."


def test_evaluations_of_older_versions_are_read() -> None:
    older = json.loads(evaluation().model_dump_json(by_alias=True))
    for field in ("learning_curve", "ablation", "comparison"):
        del older[field]
    assert Evaluation.model_validate(older) == evaluation()
