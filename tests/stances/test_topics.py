import csv

import pytest

from detente.records.schemas import Issue
from detente.stances.candidates import candidates
from detente.stances.features import descriptions
from detente.stances.topics import DATA, leading_topics, topics


@pytest.mark.parametrize(
    ("lemmas", "expected"),
    [
        ("FIRST cut gas to SECOND", ["energy"]),
        ("the dam on the river", ["energy", "environment", "environment"]),
        ("FIRST thank SECOND", []),
        ("tariff on steel", ["trade_economy", "trade_economy"]),
    ],
)
def test_topics(lemmas, expected):
    assert sorted(topics(lemmas.split())) == expected


def test_leading_topics_are_the_commonest():
    lemmas = ["oil", "gas", "pipeline", "tariff", "trade", "border"]
    assert leading_topics(lemmas) == [Issue.ENERGY, Issue.TRADE_ECONOMY]
    assert leading_topics([]) == []


def test_features_name_topics_of_sentence_context_and_document(marked_doc):
    doc = marked_doc("[Norway|NOR] cut the gas. [Norway|NOR] and [Chile|CHL] signed a tariff deal.")
    last = descriptions(doc, list(candidates(doc)))[-1]
    features = last.topics.split()
    assert "trade_economy" in features
    assert "before=energy" in features
    assert "document=energy" in features


def test_word_list_is_sorted_and_without_doubles():
    with DATA.open(encoding="utf-8") as file:
        rows = [(row["lemma"], row["issue"]) for row in csv.DictReader(file, delimiter="\t")]
    assert rows == sorted(set(rows))
    assert {issue for _, issue in rows} == set(Issue) - {Issue.OTHER}
    assert all(lemma == lemma.lower().strip() and " " not in lemma for lemma, _ in rows)
