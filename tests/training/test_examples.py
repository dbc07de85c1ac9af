import pytest

from detente.evaluation.gold import GoldRecord
from detente.stances.candidates import candidates
from detente.training.examples import match_gold

TEXT = "[Norway|NOR] criticised [Chile|CHL]. [Peru|PER] smiled."


def gold(a, b, direction, cue):
    sentence = "Norway criticised Chile."
    return GoldRecord(
        doc="x",
        sentence=sentence,
        a=a,
        b=b,
        direction=direction,
        stance="divergence",
        modality="asserted",
        issue="other",
        speaker="author",
        cue=cue,
    )


@pytest.mark.parametrize(
    ("record", "direction"),
    [
        (("NOR", "CHL", "a->b"), "first->second"),
        (("CHL", "NOR", "a->b"), "second->first"),
        (("CHL", "NOR", "mutual"), "mutual"),
    ],
)
def test_direction_in_the_order_of_the_candidate(marked_doc, record, direction):
    doc = marked_doc(TEXT)
    found = list(candidates(doc))
    matched = list(match_gold(doc, "x", found, [gold(*record, "criticised")]))
    assert [d.direction for d in matched[0]] == [direction]
    assert not any(matched[1:])


def test_cue_is_marked_token_by_token(marked_doc):
    doc = marked_doc(TEXT)
    found = list(candidates(doc))
    record = gold("NOR", "CHL", "a->b", "criticised Chile")
    detail = next(iter(match_gold(doc, "x", found, [record])))[0]
    assert detail.in_cue == (False, True, True, False)
    assert len(detail.tokens) == len(detail.in_cue)


def test_gold_of_another_pair_is_left_aside(marked_doc):
    doc = marked_doc(TEXT)
    found = list(candidates(doc))
    assert not any(match_gold(doc, "x", found, [gold("NOR", "PER", "a->b", "criticised")]))
