"""What the shipped model calls in plain sentences, and what leaves it."""

import pytest

import detente
from detente.nlp import load

COOPERATION, DIVERGENCE = "cooperation", "divergence"


@pytest.fixture(scope="module")
def nlp():
    """Give a pipeline that says what is likelier, whether or not it would call it."""
    return load(min_probability=0.25)


@pytest.mark.parametrize(
    ("sentence", "a", "b", "stance"),
    [
        ("Norway condemned the attack that Chile had carried out.", "NOR", "CHL", DIVERGENCE),
        ("Peru imposed new sanctions on Bolivia.", "PER", "BOL", DIVERGENCE),
        ("Kenya accused Uganda of supporting the rebels.", "KEN", "UGA", DIVERGENCE),
        ("Ghana welcomed the support that Togo had given it.", "GHA", "TGO", COOPERATION),
        ("Laos and Vietnam signed an agreement on trade.", "LAO", "VNM", COOPERATION),
        ("Finland agreed to supply Estonia with electricity.", "FIN", "EST", COOPERATION),
        (
            "Talks revealed serious divergences between Oman and Yemen.",
            "OMN",
            "YEM",
            DIVERGENCE,
        ),
        ("Malta and Cyprus have maintained close relations.", "CYP", "MLT", COOPERATION),
        ("Despite close ties, Nepal deviated from the Indian line.", "NPL", "IND", DIVERGENCE),
    ],
)
def test_likelier_stance_of_a_pair(nlp, sentence, a, b, stance):
    doc = nlp(sentence)
    called = [s for s in doc._.stances if {s.a, s.b} == {a, b}]
    assert called
    assert max(called, key=lambda s: s.probability).polarity == stance


@pytest.mark.parametrize(
    ("sentence", "holder"),
    [
        ("Norway condemned Chile.", "NOR"),
        ("Chile was condemned by Norway.", "NOR"),
        ("Chile was accused by Norway of spying.", "NOR"),
        ("Two Chilean diplomats were expelled by Norway.", "NOR"),
        ("Peru imposed sanctions on Bolivia.", "PER"),
        ("Kenya threatened Uganda with war.", "KEN"),
    ],
)
def test_holder(sentence, holder):
    doc = detente.annotate(sentence)
    assert [s.a for s in doc._.stances if s.polarity == DIVERGENCE] == [holder]


def test_every_candidate_is_a_stance_or_has_a_reason():
    doc = detente.annotate("Norway met Chile. Peru, Kenya and Oman were there. Ghana slept.")
    called = {(s.candidate.start, s.candidate.first, s.candidate.second) for s in doc._.stances}
    silent = {(n.candidate.start, n.candidate.first, n.candidate.second) for n in doc._.no_stance}
    assert called | silent
    assert not called & silent
    assert all(n.reason for n in doc._.no_stance)
