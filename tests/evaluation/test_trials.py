from itertools import pairwise

import numpy as np
import pytest

from detente.evaluation.trials import STRUCTURE, WHOLE, Member, trials, without_structure
from detente.stances.encoder import Reading
from detente.stances.features import Description
from detente.stances.stance import Candidate
from detente.training.examples import Example

READING = Reading(*[np.zeros((2, 3), dtype=np.float32)] * 5)
DESCRIPTION = Description(
    "words", "between", "syntax", "shape", "before", "title", "topics", "roles"
)


def members(*sets, reading=READING):
    """Make so many articles of each set, with an example each."""
    return [
        Member(
            f"set {number}",
            None,
            [Example(f"{number}/{n}", Candidate(0, 1, "A", "B", (), ()), DESCRIPTION, (), reading)],
        )
        for number, count in enumerate(sets)
        for n in range(count)
    ]


def sizes(found):
    return {(float(r.part), r.without): len(fitted_on) for r, fitted_on in found}


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        (
            (32, 9),
            {
                (1, None): 41,
                (0.125, None): 6,
                (0.25, None): 11,
                (0.5, None): 21,
                (1, STRUCTURE): 41,
                (1, "set 0"): 9,
                (1, "set 1"): 32,
            },
        ),
        ((8, 4), {(1, None): 12, (0.5, None): 6, (1, STRUCTURE): 12, (1, "set 1"): 8}),
        ((9,), {(1, None): 9, (0.5, None): 5, (1, STRUCTURE): 9}),
    ],
)
def test_parts_and_what_is_left_out(sets, expected):
    names = [f"set {number}" for number, _ in enumerate(sets)]
    assert sizes(trials(members(*sets), names)) == expected


def test_larger_parts_hold_the_smaller_ones():
    parts = [
        {member.examples[0].group for member in fitted_on}
        for recipe, fitted_on in trials(members(60), [])
        if recipe.without is None and recipe != WHOLE
    ]
    assert all(one < other for one, other in pairwise(parts))


def test_articles_that_the_encoder_knows_do_not_count():
    known = members(40, reading=None)
    assert [recipe for recipe, _ in trials([*known, *members(3)], [])] == [WHOLE]


def test_without_structure_the_words_are_left():
    [member] = members(1)
    [example] = without_structure(member).examples
    kept = {name: getattr(example.description, name) for name in ("words", "before", "title")}
    assert kept == {"words": "words", "before": "before", "title": "title"}
    assert {example.description.between, example.description.syntax} == {"ABSENT"}
