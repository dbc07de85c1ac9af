"""What cross-validation fits in a fold: the whole model, and models that lack something."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import numpy as np

from detente.stances.features import ABSENT
from detente.training.examples import Example
from detente.training.fit import FOLDS
from detente.training.run import LabelledDoc

PARTS = (Fraction(1, 8), Fraction(1, 4), Fraction(1, 2))
ENCODER, STRUCTURE = "encoder", "structure"
SEED = 0


class Member(NamedTuple):
    """An article of a set of gold, with its examples."""

    gold_set: str
    labelled: LabelledDoc
    examples: Sequence[Example]


class Recipe(NamedTuple):
    """How a model differs from the whole one.

    Attributes
    ----------
    part
        Of the training articles.
    without
        `ENCODER`, `STRUCTURE`, or the set of gold that it lacks.
    """

    part: Fraction = Fraction(1)
    without: str | None = None


WHOLE = Recipe()


def trials(
    training: Sequence[Member], gold_sets: Iterable[str]
) -> Iterator[tuple[Recipe, Sequence[Member]]]:
    """Give the recipes to fit, the whole model first, each with what it is fitted on.

    Those are left out that have too few articles to fit a model. The model without the encoder
    is not among them: every fit gives it as well.

    Parameters
    ----------
    gold_sets
        To do without, one after the other.
    """
    order = np.random.default_rng(SEED).permutation(len(training))
    recipes = [
        (WHOLE, training),
        *(
            (Recipe(part), [training[i] for i in order[: ceil(part * len(training))]])
            for part in PARTS
        ),
        (Recipe(without=STRUCTURE), list(map(without_structure, training))),
        *(
            (Recipe(without=name), [member for member in training if member.gold_set != name])
            for name in gold_sets
        ),
    ]
    for recipe, members in recipes:
        if recipe == WHOLE or _articles(members) >= FOLDS:
            yield recipe, members


def without_structure(member: Member) -> Member:
    """Leave of each candidate what the first looks know of it to the words of its sentences."""
    bare = dict.fromkeys(["between", "syntax", "shape", "roles"], ABSENT)
    return member._replace(
        examples=[
            example._replace(description=example.description._replace(**bare))
            for example in member.examples
        ]
    )


def _articles(members: Sequence[Member]) -> int:
    """Count the articles that a second look with the encoder can learn from."""
    return len(
        {example.group for m in members for example in m.examples if example.reading is not None}
    )
