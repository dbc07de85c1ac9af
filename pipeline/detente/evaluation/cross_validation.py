"""Cross-validation: models fitted anew for each fold, and what they owe to their parts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from detente.errors import Code, DetenteError
from detente.evaluation.folds import folds
from detente.evaluation.matching import compare, gold_statements
from detente.evaluation.metrics import paired_bootstrap
from detente.evaluation.report import Ablation, fitted
from detente.evaluation.run import Prediction, Result, as_prediction, judge, statements
from detente.evaluation.trials import (
    ENCODER,
    STRUCTURE,
    WHOLE,
    Member,
    Recipe,
    trials,
    without_structure,
)
from detente.stances.classifier import StanceModel, View, call
from detente.stances.encoder import Encoder, Reading
from detente.training.held_out import HeldOut
from detente.training.run import LabelledDoc, fit_models, labelled_examples

FOLDS = 6

GoldSets = Mapping[str, Sequence[LabelledDoc]]


class Run(NamedTuple):
    """What the models of one recipe say of all articles.

    Attributes
    ----------
    training
        How many articles and stances the model of each fold was fitted on.
    predictions
        By article.
    thresholds
        Of each fold.
    """

    training: list[tuple[int, int]]
    predictions: dict[str, Prediction]
    thresholds: list[float]


def cross_validate(
    own: GoldSets, encoder: Encoder, held_out: HeldOut, *, fast: bool, given: GoldSets
) -> Result:
    """Evaluate by cross-validation over articles, with models fitted anew for each fold.

    Beside the whole model, others show what more articles would bring, and what the encoder, the
    structure and each set of gold do.

    Parameters
    ----------
    own
        Gold by the name of its set. An article is judged where readings by an encoder are there
        that has not seen it.
    encoder
    held_out
        Readings of the articles that the encoder was trained on.
    fast
        Whether the model without the encoder is evaluated.
    given
        Gold that only trains.

    Raises
    ------
    DetenteError
        D602 when there is no article to judge, D629 when there are too few for the folds.
    """
    members = dict(_members(own, given, encoder, held_out))
    judged = {
        key: member
        for key, member in members.items()
        if member.gold_set in own and (fast or all(e.reading is not None for e in member.examples))
    }
    if not judged:
        raise DetenteError(Code.D602, "evaluation", count=len(members))
    runs: dict[Recipe, Run] = defaultdict(lambda: Run([], {}, []))
    for tested in folds({key: m.labelled.article.text for key, m in members.items()}, FOLDS):
        training = [member for key, member in members.items() if key not in tested]
        here = {key: member for key, member in judged.items() if key in tested}
        for recipe, fitted_on in trials(training, [*own, *given]):
            for variant, model in _fit(recipe, fitted_on, encoder, fast=fast):
                run = runs[variant]
                run.training.append(_size(fitted_on))
                run.thresholds.append(model.threshold)
                run.predictions.update(
                    (key, _predict(model, variant, member)) for key, member in here.items()
                )
    docs = [member.labelled for member in judged.values()]
    left_out = [
        labelled.article.id
        for labelled in chain.from_iterable(own.values())
        if labelled.article.id not in judged
    ]
    whole = runs[WHOLE]
    result = judge(
        docs, [whole.predictions[key] for key in judged], min(whole.thresholds), left_out
    )
    complete = {
        recipe: run for recipe, run in runs.items() if run.predictions.keys() == judged.keys()
    }
    return result._replace(scores=result.scores.model_copy(update=_by_recipe(complete, docs)))


def _members(
    own: GoldSets, given: GoldSets, encoder: Encoder, held_out: HeldOut
) -> Iterator[tuple[str, Member]]:
    """Give all articles; those of other sets may have the ids of the project's own."""
    for name, docs in {**own, **given}.items():
        for labelled in docs:
            article = labelled.article.id
            key = article if name in own else f"{name}: {article}"
            yield key, Member(name, labelled, labelled_examples([labelled], encoder, held_out))


def _fit(
    recipe: Recipe, members: Sequence[Member], encoder: Encoder, *, fast: bool
) -> Iterator[tuple[Recipe, StanceModel]]:
    """Fit a model; beside the whole one its like without the encoder."""
    examples = [example for member in members for example in member.examples]
    models = fit_models(examples, [member.labelled for member in members], encoder)
    yield recipe, models.fast if fast else models.full
    if recipe == WHOLE and not fast:
        yield Recipe(without=ENCODER), models.fast


def _size(members: Sequence[Member]) -> tuple[int, int]:
    return len(members), sum(len(member.labelled.gold) for member in members)


def _predict(model: StanceModel, recipe: Recipe, member: Member) -> Prediction:
    """Call the stances of an article by the readings that it has already."""
    labelled = member.labelled
    examples = (without_structure(member) if recipe.without == STRUCTURE else member).examples

    def readings(rows: Sequence[int]) -> list[Reading]:
        found = [examples[row].reading for row in rows]
        return [] if model.encoder is None else [r for r in found if r is not None]

    view = View([e.candidate for e in examples], [e.description for e in examples], readings)
    return as_prediction(labelled, *call(model, labelled.doc, view, model.threshold))


def _by_recipe(runs: Mapping[Recipe, Run], docs: Collection[LabelledDoc]) -> dict[str, object]:
    """Give the fields of an evaluation that say what the whole model owes to what."""
    gold = gold_statements(record for labelled in docs for record in labelled.gold)
    articles = [labelled.article.id for labelled in docs]
    outcomes = {r: compare(gold, statements(run.predictions.values())) for r, run in runs.items()}
    scores = {
        recipe: fitted(outcomes[recipe], articles, _mean_size(run)) for recipe, run in runs.items()
    }
    return {
        "learning_curve": [
            scores[recipe]
            for recipe in sorted(scores, key=attrgetter("part"))
            if recipe.without is None
        ],
        "ablation": {
            recipe.without: Ablation(
                **dict(score),
                change=paired_bootstrap(outcomes[recipe], outcomes[WHOLE], articles),
            )
            for recipe, score in scores.items()
            if recipe.without is not None
        },
    }


def _mean_size(run: Run) -> tuple[int, int]:
    articles, stances = (
        round(sum(sizes) / len(sizes)) for sizes in zip(*run.training, strict=True)
    )
    return articles, stances
