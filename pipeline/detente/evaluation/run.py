"""Evaluation from raw text: a trained model and its baselines on articles it has not seen."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from detente.errors import Code, DetenteError
from detente.evaluation import baselines
from detente.evaluation.changes import Change, changes
from detente.evaluation.matching import (
    Statement,
    compare,
    gold_statements,
    predicted_statements,
)
from detente.evaluation.metrics import found_actors
from detente.evaluation.mistakes import Mistake, mistakes
from detente.evaluation.report import Evaluation, comparison, evaluate
from detente.layout.component import raw_offsets
from detente.records.build import build_records
from detente.records.schemas import DocumentRecord, StanceRecord
from detente.stances.candidates import candidates
from detente.stances.classifier import StanceModel, classify
from detente.stances.features import VERBS, lemma
from detente.stances.persistence import TrainedModel, text_hash
from detente.stances.stance import NoStance, Stance
from detente.training.examples import sentence_place
from detente.training.run import LabelledDoc

MODEL, PREVIOUS, LEXICON, MAJORITY = "model", "previous", "lexicon", "majority"

Prediction = tuple[DocumentRecord, list[StanceRecord]]


class Result(NamedTuple):
    """What an evaluation gives.

    Attributes
    ----------
    scores
    mistakes
        Of the model.
    left_out
        Articles left out, because the model, or the previous one, was trained on them.
    changes
        What became of the gold since the previous model; None without one.
    """

    scores: Evaluation
    mistakes: list[Mistake]
    left_out: list[str]
    changes: list[Change] | None


def evaluate_trained(
    docs: Sequence[LabelledDoc], trained: TrainedModel, previous: TrainedModel | None = None
) -> Result:
    """Evaluate a trained model on gold, leaving out the articles it was trained on.

    Parameters
    ----------
    previous
        A model to compare it with; the articles that this one was trained on are left out too.

    Raises
    ------
    DetenteError
        D630 when they were trained on all of them.
    """
    seen = trained.articles | (previous.articles if previous else frozenset())
    unseen, known = by_acquaintance(docs, seen)
    before = [predict(d, previous.model) for d in unseen] if previous else None
    predictions = [predict(d, trained.model) for d in unseen]
    return judge(
        unseen,
        predictions,
        trained.model.threshold,
        left_out=[d.article.id for d in known],
        previous=before,
    )


def by_acquaintance(
    docs: Sequence[LabelledDoc], articles: Collection[str]
) -> tuple[list[LabelledDoc], list[LabelledDoc]]:
    """Part documents into those that a model has not seen, and those that it was trained on.

    Parameters
    ----------
    articles
        Hashes of the texts that it was trained on.

    Raises
    ------
    DetenteError
        D630 when it was trained on all of them.
    """
    unseen: list[LabelledDoc] = []
    known: list[LabelledDoc] = []
    for labelled in docs:
        part = known if text_hash(labelled.article.text) in articles else unseen
        part.append(labelled)
    if not unseen:
        raise DetenteError(Code.D630, "evaluation", count=len(known))
    return unseen, known


def predict(labelled: LabelledDoc, model: StanceModel) -> Prediction:
    """Call the stances of a labelled document, where its gold says all that there is to say."""
    return as_prediction(labelled, *classify(model, labelled.doc, model.threshold))


def as_prediction(
    labelled: LabelledDoc, stances: list[Stance], no_stance: list[NoStance]
) -> Prediction:
    """Make records of what was called of a labelled document."""
    doc = labelled.doc
    doc._.stances, doc._.no_stance = stances, no_stance
    document, records = build_records(doc, MODEL)
    return document, [record for record in records if labelled.covers(record)]


def judge(
    docs: Sequence[LabelledDoc],
    predictions: Sequence[Prediction],
    threshold: float,
    left_out: list[str],
    previous: Sequence[Prediction] | None = None,
) -> Result:
    """Score a model, and a previous one if there is one, beside the baselines.

    Parameters
    ----------
    docs
        What was predicted, in this order.
    threshold
        Of the model.
    """
    gold = [record for labelled in docs for record in labelled.gold]
    pairs = [pair for labelled in docs for pair in _given_pairs(labelled)]
    predicted = statements(predictions)
    systems: dict[str, Sequence[Statement]] = {
        MODEL: predicted,
        **({} if previous is None else {PREVIOUS: statements(previous)}),
        LEXICON: baselines.lexicon(pairs, baselines.read_lexicon()),
        MAJORITY: baselines.majority(pairs),
    }
    documents = [document for document, _ in predictions]
    found = found_actors(documents, [s for _, stances in predictions for s in stances])
    genres = {labelled.article.id: labelled.article.metadata.genre for labelled in docs}
    scores = evaluate(gold, systems, genres, found, threshold)
    truth = gold_statements(gold)
    outcomes = compare(truth, predicted)
    changed = None
    if previous is not None:
        others = compare(truth, systems[PREVIOUS])
        changed = changes(outcomes, others)
        compared = comparison(outcomes, others, genres, changed)
        scores = scores.model_copy(update={"comparison": compared})
    return Result(scores, mistakes(outcomes, documents), left_out, changed)


def statements(predictions: Iterable[Prediction]) -> list[Statement]:
    """Give the stances of predictions as the scores need them."""
    return predicted_statements(stance for _, stances in predictions for stance in stances)


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
