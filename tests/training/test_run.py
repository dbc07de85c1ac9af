from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import skops.io

from detente.errors import Code, DetenteError
from detente.evaluation import cross_validation, trials
from detente.evaluation.cross_validation import FOLDS, cross_validate
from detente.evaluation.run import evaluate_trained, predict
from detente.evaluation.threshold import with_best_threshold
from detente.records.schemas import Polarity
from detente.stances import persistence
from detente.stances.classifier import as_matrix
from detente.stances.persistence import (
    FILE_NAME,
    TrainedModel,
    keep_previous,
    load_model,
    make_way,
    models_folder,
    previous_folder,
    save_models,
    text_hash,
)
from detente.training.fit import holds
from detente.training.held_out import HeldOut
from detente.training.run import fit_models, labelled_examples


@pytest.fixture
def folder(models, tmp_path):
    """Give a folder with an encoder and the fitted models."""
    for file in models_folder().glob("encoder*"):
        (tmp_path / file.name).symlink_to(file)
    save_models(*models, frozenset({"hash"}), tmp_path / FILE_NAME)
    return tmp_path


def test_most_gold_stances_are_candidates(docs, own_examples):
    gold = {(d.article.id, g.start, frozenset((g.a, g.b)), g.stance) for d in docs for g in d.gold}
    reached = sum(len({d.polarity for d in e.details}) for e in own_examples)
    assert 0.8 * len(gold) < reached <= len(gold)


def test_model_has_learnt_its_examples(own_examples, models):
    matrix = as_matrix([e.description for e in own_examples])
    for polarity in Polarity:
        labels = holds(own_examples, polarity)
        scores = models.fast.stance[polarity].first.predict_proba(matrix)[:, 1]
        assert scores[labels].mean() > scores[~labels].mean() + 0.2


def test_second_look_sees_the_encoder_only_in_the_full_model(models):
    wide, narrow = (
        model.stance[Polarity.COOPERATION].second.n_features_in_
        for model in (models.full, models.fast)
    )
    assert wide == narrow + len(Polarity)
    assert (models.full.encoder is None, models.fast.encoder is None) == (False, True)


def test_same_examples_give_the_same_models(docs, own_examples, encoder, models):
    again = fit_models(own_examples, docs, encoder)
    for one, other in zip(again, models, strict=True):
        assert one.threshold == other.threshold
        np.testing.assert_array_equal(
            one.direction.second[-1].coef_, other.direction.second[-1].coef_
        )


def test_articles_that_the_encoder_has_seen_are_not_read(docs, encoder):
    unread = labelled_examples(docs[:1], encoder, HeldOut({}))
    assert all(example.reading is None for example in unread)
    read = labelled_examples(docs[:1], replace(encoder, articles=frozenset()), HeldOut({}))
    assert all(example.reading is not None for example in read)
    with pytest.raises(DetenteError) as error:
        fit_models(unread, docs[:1], encoder)
    assert error.value.code is Code.D602


@pytest.mark.parametrize("fast", [True, False])
def test_models_survive_the_disk(models, own_examples, folder, fast):
    saved = models.fast if fast else models.full
    loaded = load_model(folder, fast=fast)
    rows = as_matrix([e.description for e in own_examples])
    for polarity in Polarity:
        for look, values in (
            ("first", rows),
            ("second", np.eye(saved.stance[polarity].second.n_features_in_)),
        ):
            np.testing.assert_array_equal(
                getattr(loaded.model.stance[polarity], look).predict_proba(values),
                getattr(saved.stance[polarity], look).predict_proba(values),
            )
    assert loaded.model.threshold == saved.threshold
    assert "hash" in loaded.articles


def test_saving_leaves_nothing_else(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {FILE_NAME, *(path.name for path in models_folder().glob("encoder*"))}


def test_no_model_is_named(tmp_path):
    with pytest.raises(DetenteError) as error:
        load_model(tmp_path, fast=True)
    assert error.value.code is Code.D401


@pytest.mark.parametrize("keep", [0, 10, 5000])
def test_altered_file_is_refused(folder, keep):
    path = folder / FILE_NAME
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DetenteError) as error:
        load_model(folder, fast=True)
    assert error.value.code is Code.D402


def test_a_model_of_types_that_are_not_trusted_is_refused(tmp_path):
    content = {"format": persistence.FORMAT, "pipelines": Fraction(1, 2)}
    skops.io.dump(content, tmp_path / FILE_NAME)
    with pytest.raises(DetenteError, match="Fraction") as error:
        load_model(tmp_path, fast=True)
    assert error.value.code is Code.D402


def test_other_format_is_refused(folder, monkeypatch):
    monkeypatch.setattr(persistence, "FORMAT", 99)
    with pytest.raises(DetenteError) as error:
        load_model(folder, fast=True)
    assert error.value.code is Code.D403


def test_articles_of_the_training_are_left_out(docs, models):
    known = frozenset(text_hash(d.article.text) for d in docs[1:])
    trained = TrainedModel(models.fast, known, "x")
    result = evaluate_trained(docs, trained)
    assert result.scores.articles == 1
    assert result.left_out == [d.article.id for d in docs[1:]]
    with pytest.raises(DetenteError) as error:
        evaluate_trained(docs[1:], trained)
    assert error.value.code is Code.D630


def test_best_threshold_on_gold_beats_others(docs, models):
    def pair_f1(model):
        scores = evaluate_trained(docs, TrainedModel(model, frozenset(), "x")).scores
        return scores.systems["model"].pair.f1

    best = with_best_threshold(models.fast, docs)
    others = [replace(models.fast, threshold=threshold) for threshold in (0.1, 0.3, 0.5, 0.9)]
    assert all(pair_f1(best) >= pair_f1(other) for other in others)


def test_a_previous_model_is_compared_on_what_neither_has_seen(docs, models):
    known = [frozenset(text_hash(d.article.text) for d in part) for part in (docs[:1], docs[-1:])]
    trained, previous = (
        TrainedModel(model, *rest, "x")
        for model, rest in zip(models, [(part,) for part in known], strict=True)
    )
    result = evaluate_trained(docs, trained, previous)
    assert result.left_out == [docs[0].article.id, docs[-1].article.id]
    systems, change = result.scores.systems, result.scores.comparison
    assert list(systems) == ["model", "previous", "lexicon", "majority"]
    assert change.pair.value == pytest.approx(
        systems["model"].pair.f1 - systems["previous"].pair.f1
    )
    assert (
        change.won - change.lost == systems["model"].pair.correct - systems["previous"].pair.correct
    )
    assert len(result.changes) == change.won + change.lost > 0


@pytest.mark.parametrize("put_aside", [keep_previous, make_way])
def test_the_model_that_is_replaced_is_kept(folder, put_aside):
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    put_aside(folder)
    kept = {path.name: path.read_bytes() for path in previous_folder(folder).iterdir()}
    assert kept == whole
    assert bool(list(folder.iterdir())) == (put_aside is keep_previous)
    (folder / FILE_NAME).unlink(missing_ok=True)
    put_aside(folder)  # half a model is none to keep
    assert {path.name for path in previous_folder(folder).iterdir()} == set(whole)


def test_cross_validation_scores_every_article(docs, encoder, held_out_readings, monkeypatch):
    monkeypatch.setattr(trials, "PARTS", (Fraction(5, 6),))
    assert len(docs) > FOLDS
    sets = {"six": docs[:6], "one": docs[6:]}
    result = cross_validate(sets, encoder, held_out_readings, fast=False, given={})
    scores = result.scores
    assert scores.articles == len(docs)
    assert scores.records == sum(len(d.gold) for d in docs)
    assert list(scores.systems) == ["model", "lexicon", "majority"]
    model = scores.systems["model"]
    assert 0 < model.pair.f1 < 1
    kinds = [mistake.kind for mistake in result.mistakes]
    assert kinds.count("false_negative") == model.pair.gold - model.pair.correct
    assert kinds.count("false_positive") == model.pair.predicted - model.pair.correct
    assert [row.articles for row in scores.learning_curve] == [5, 6]
    assert scores.learning_curve[-1].pair == model.pair
    assert set(scores.ablation) == {"encoder", "structure", "one"}
    for row in scores.ablation.values():
        assert row.change.pair.value == pytest.approx(row.pair.f1 - model.pair.f1)


def test_given_gold_trains_but_never_where_its_article_is_judged(
    docs, encoder, held_out_readings, models, monkeypatch
):
    trained_on = []

    def fit(_, members, encoder):
        trained_on.append([labelled.article.id for labelled in members])
        return models

    monkeypatch.setattr(cross_validation, "fit_models", fit)
    given = {"given": docs[:1]}
    result = cross_validate({"own": docs}, encoder, held_out_readings, fast=True, given=given)
    assert result.scores.articles == len(docs)
    assert set(result.scores.ablation) == {"structure", "given"}
    times = [ids.count(docs[0].article.id) for ids in trained_on]
    assert {*times} == {0, 1, 2}
    alone = predict(docs[1], models.fast)
    assert result.scores.systems["model"].pair.predicted >= len(alone[1]) > 0


def test_what_the_encoder_knows_is_not_judged(docs, encoder):
    with pytest.raises(DetenteError) as error:
        cross_validate({"own": docs}, encoder, HeldOut({}), fast=False, given={})
    assert error.value.code is Code.D602
