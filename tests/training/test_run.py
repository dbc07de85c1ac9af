import numpy as np
import pytest

from detente.errors import Code, DetenteError
from detente.evaluation.run import FOLDS, cross_validate, evaluate_trained
from detente.records.schemas import Polarity
from detente.stances import persistence
from detente.stances.classifier import as_matrix
from detente.stances.persistence import TrainedModel, load_model, save_model, text_hash
from detente.training.fit import holds
from detente.training.run import fit_model, labelled_examples


def test_most_gold_stances_are_candidates(docs):
    gold = {(d.article.id, g.start, frozenset((g.a, g.b)), g.stance) for d in docs for g in d.gold}
    reached = sum(len({d.polarity for d in e.details}) for e in labelled_examples(docs))
    assert 0.8 * len(gold) < reached <= len(gold)


def test_model_has_learnt_its_examples(docs, model):
    examples = labelled_examples(docs)
    matrix = as_matrix([e.description for e in examples])
    for polarity in Polarity:
        labels = holds(examples, polarity)
        scores = model.first_look[polarity].predict_proba(matrix)[:, 1]
        assert scores[labels].mean() > scores[~labels].mean() + 0.2
    assert 0 < model.threshold < 1


def test_same_examples_give_the_same_model(docs, model):
    again = fit_model(labelled_examples(docs), [], docs)
    assert again.threshold == model.threshold
    np.testing.assert_array_equal(again.direction[-1].coef_, model.direction[-1].coef_)


def test_model_survives_the_disk(docs, model, tmp_path):
    path = tmp_path / "models" / "stances.skops"
    save_model(model, frozenset({"hash"}), path)
    loaded = load_model(path)
    rows = as_matrix([e.description for e in labelled_examples(docs)])
    for polarity in Polarity:
        np.testing.assert_array_equal(
            loaded.model.first_look[polarity].predict_proba(rows),
            model.first_look[polarity].predict_proba(rows),
        )
    assert (loaded.articles, loaded.model.threshold) == ({"hash"}, model.threshold)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_no_model_is_named(tmp_path):
    with pytest.raises(DetenteError) as error:
        load_model(tmp_path / "stances.skops")
    assert error.value.code is Code.D401


@pytest.mark.parametrize("keep", [0, 10, 5000])
def test_altered_file_is_refused(model, tmp_path, keep):
    path = tmp_path / "stances.skops"
    save_model(model, frozenset(), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DetenteError) as error:
        load_model(path)
    assert error.value.code is Code.D402


def test_other_format_is_refused(model, tmp_path, monkeypatch):
    path = tmp_path / "stances.skops"
    save_model(model, frozenset(), path)
    monkeypatch.setattr(persistence, "FORMAT", 99)
    with pytest.raises(DetenteError) as error:
        load_model(path)
    assert error.value.code is Code.D403


def test_articles_of_the_training_are_left_out(docs, model):
    known = frozenset(text_hash(d.article.text) for d in docs[1:])
    result = evaluate_trained(docs, TrainedModel(model, known, "x"))
    assert result.scores.articles == 1
    assert result.left_out == [d.article.id for d in docs[1:]]
    with pytest.raises(DetenteError) as error:
        evaluate_trained(docs[1:], TrainedModel(model, known, "x"))
    assert error.value.code is Code.D630


def test_cross_validation_scores_every_article(docs):
    assert len(docs) > FOLDS
    result = cross_validate(docs, [])
    assert result.scores.articles == len(docs)
    assert result.scores.records == sum(len(d.gold) for d in docs)
    assert list(result.scores.systems) == ["model", "lexicon", "majority"]
    model = result.scores.systems["model"]
    assert 0 < model.pair.f1 < 1
    kinds = [mistake.kind for mistake in result.mistakes]
    assert kinds.count("false_negative") == model.pair.gold - model.pair.correct
    assert kinds.count("false_positive") == model.pair.predicted - model.pair.correct
