"""Evaluation from raw text: the model and its baselines on articles it has not seen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from spacy.tokens import Doc

from detente.errors import Code, DetenteError
from detente.evaluation import baselines
from detente.evaluation.folds import folds
from detente.evaluation.matching import (
    Statement,
    compare,
    gold_statements,
    predicted_statements,
)
from detente.evaluation.metrics import found_actors
from detente.evaluation.mistakes import Mistake, mistakes
from detente.evaluation.report import Evaluation, evaluate
from detente.layout.component import raw_offsets
from detente.records.build import build_records
from detente.records.schemas import DocumentRecord, StanceRecord
from detente.stances.candidates import candidates
from detente.stances.classifier import StanceModel, classify
from detente.stances.encoder import Encoder
from detente.stances.features import VERBS, lemma
from detente.stances.persistence import TrainedModel, text_hash
from detente.training.examples import sentence_place
from detente.training.held_out import HeldOut
from detente.training.run import LabelledDoc, fit_models, labelled_examples

FOLDS = 6
MODEL, LEXICON, MAJORITY = "model", "lexicon", "majority"

Prediction = tuple[DocumentRecord, list[StanceRecord]]


class Result(NamedTuple):
    """What an evaluation gives.

    Attributes
    ----------
    scores
    mistakes
        Of the model.
    left_out
        Articles left out, because the model was trained on them.
    """

    scores: Evaluation
    mistakes: list[Mistake]
    left_out: list[str]


def evaluate_trained(docs: Sequence[LabelledDoc], trained: TrainedModel) -> Result:
    """Evaluate a trained model on gold, leaving out the articles it was trained on.

    Raises
    ------
    DetenteError
        D630 when it was trained on all of them.
    """
    known = [d for d in docs if text_hash(d.article.text) in trained.articles]
    unseen = [d for d in docs if text_hash(d.article.text) not in trained.articles]
    if not unseen:
        raise DetenteError(Code.D630, "evaluation", count=len(known))
    predictions = [predict(labelled, trained.model) for labelled in unseen]
    return _result(unseen, predictions, trained.model.threshold, [d.article.id for d in known])


def cross_validate(
    docs: Sequence[LabelledDoc], encoder: Encoder, held_out: HeldOut, *, fast: bool
) -> Result:
    """Evaluate by cross-validation over articles, with a model fitted anew for each fold.

    Parameters
    ----------
    held_out
        Readings of the articles that the encoder was trained on.
    fast
        Whether the model without the encoder is evaluated.
    """
    examples = {d.article.id: labelled_examples([d], encoder, held_out) for d in docs}
    predictions: dict[str, Prediction] = {}
    thresholds = []
    for tested in folds({d.article.id: d.article.text for d in docs}, FOLDS):
        training = [d for d in docs if d.article.id not in tested]
        own = [e for d in training for e in examples[d.article.id]]
        models = fit_models(own, training, encoder)
        model = models.fast if fast else models.full
        thresholds.append(model.threshold)
        for labelled in docs:
            if labelled.article.id in tested:
                known = text_hash(labelled.article.text) in encoder.articles
                reader = None if fast else held_out if known else encoder
                predictions[labelled.article.id] = predict(labelled, replace(model, encoder=reader))
    ordered = [predictions[labelled.article.id] for labelled in docs]
    return _result(docs, ordered, min(thresholds), [])


def predict(labelled: LabelledDoc, model: StanceModel) -> Prediction:
    """Call the stances of a labelled document, where its gold says all that there is to say."""
    doc = labelled.doc
    doc._.stances, doc._.no_stance = classify(model, doc, model.threshold)
    document, stances = build_records(doc, MODEL)
    return document, [stance for stance in stances if labelled.covers(stance)]


def _result(
    docs: Sequence[LabelledDoc],
    predictions: Sequence[Prediction],
    threshold: float,
    left_out: list[str],
) -> Result:
    gold = [record for labelled in docs for record in labelled.gold]
    pairs = [pair for labelled in docs for pair in _given_pairs(labelled)]
    predicted = predicted_statements(s for _, stances in predictions for s in stances)
    systems: dict[str, Sequence[Statement]] = {
        MODEL: predicted,
        LEXICON: baselines.lexicon(pairs, baselines.read_lexicon()),
        MAJORITY: baselines.majority(pairs),
    }
    documents = [document for document, _ in predictions]
    found = found_actors(documents, [s for _, stances in predictions for s in stances])
    genres = {labelled.article.id: labelled.article.metadata.genre for labelled in docs}
    return Result(
        evaluate(gold, systems, genres, found, threshold),
        mistakes(compare(gold_statements(gold), predicted), documents),
        left_out,
    )


def _given_pairs(labelled: LabelledDoc) -> Iterator[baselines.Candidate]:
    """Give the pairs that the baselines judge: those with both actors in the sentence."""
    doc = labelled.doc
    for candidate in candidates(doc):
        if not (candidate.first_mentions and candidate.second_mentions):
            continue
        sentence = doc[candidate.start : candidate.end]
        place = sentence_place(doc, labelled.article.id, candidate)
        if not labelled.covers(place):
            continue
        yield baselines.Candidate(
            place,
            labelled.article.text[place.start : place.end],
            candidate.first,
            candidate.second,
            _raw_start(doc, candidate.first_mentions[0].start),
            _raw_start(doc, candidate.second_mentions[0].start),
            [
                baselines.Word(*raw_offsets(doc, t.idx, t.idx + len(t)), lemma(t), t.pos_ in VERBS)
                for t in sentence
            ],
        )


def _raw_start(doc: Doc, token: int) -> int:
    return raw_offsets(doc, doc[token].idx, doc[token].idx + 1).start
