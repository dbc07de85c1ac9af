"""Which absent actors a sentence's reader has in mind, and in what order."""

import pytest

from detente.actors.salience import salience


@pytest.mark.parametrize(
    ("named", "speaker", "absent"),
    [
        ([], None, []),
        ([[]], None, [[]]),
        ([["PER"]], None, [[]]),
        ([["PER"], []], None, [[], ["PER"]]),
        # the latest first
        ([["PER"], ["CHL"], []], None, [["CHL"], ["PER"], ["CHL", "PER"]]),
        # the one with the greater share of the document first, where both are as far away
        (
            [["PER", "CHL"], [], ["PER"]],
            None,
            [[], ["PER", "CHL"], ["CHL"]],
        ),
        # the one that keeps company with those that are here
        (
            [["PER", "CHL"], ["CHL", "BOL"], ["ECU"], ["BOL"]],
            None,
            [["BOL", "ECU"], ["PER", "ECU"], ["CHL", "BOL", "PER"], ["CHL", "ECU", "PER"]],
        ),
        # the speaker is there all along
        ([["PER"], []], "NOR", [["NOR"], ["PER", "NOR"]]),
        ([["NOR"]], "NOR", [[]]),
    ],
)
def test_absent_actors_in_order(
    named: list[list[str]], speaker: str | None, absent: list[list[str]]
) -> None:
    assert [list(weights) for weights in salience(named, speaker)] == absent


def test_weight_fades_with_distance() -> None:
    weights = [here["PER"] for here in salience([["PER"], *[[]] * 8], None)[1:]]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[5] > weights[6] == weights[7]
