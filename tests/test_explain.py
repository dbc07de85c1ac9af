import pytest

import detente
from detente.explain import explain

TEXT = "Norway condemned Chile. It withdrew its ambassador. Nobody came. Peru slept."


@pytest.fixture(scope="module")
def lines():
    return list(explain(detente.annotate(TEXT), None))


def test_sentences_are_numbered(lines):
    assert [line for line in lines if line[:1].isdigit()] == [
        "1. Norway condemned Chile.",
        "2. It withdrew its ambassador.",
        "3. Nobody came.",
        "4. Peru slept.",
    ]


def test_mentions_say_how_they_were_resolved(lines):
    assert "    Norway = NOR (name)" in lines
    assert any(line.startswith("    It = ") and "coreference, after" in line for line in lines)


def test_stances_give_probability_and_cue(lines):
    (line,) = [line for line in lines if line.startswith("    NOR -> CHL  divergence")][:1]
    assert 0 < float(line.split()[-1]) <= 1
    assert any("cue 'condemned" in line for line in lines)


def test_pairs_without_a_stance_give_the_reason(lines):
    assert any("below" in line and "from the context" in line for line in lines)


def test_one_sentence_only():
    doc = detente.annotate(TEXT)
    assert next(explain(doc, 3)) == "3. Nobody came."
    assert list(explain(doc, 9)) == []
