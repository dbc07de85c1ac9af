import re

import pytest

from detente.evaluation.run import evaluate_trained
from detente.stances.persistence import TrainedModel
from detente.training.card import SetSize, write_card


@pytest.fixture
def figures(docs, models):
    return {
        name: evaluate_trained(docs[:2], TrainedModel(model, frozenset(), name)).scores
        for name, model in models._asdict().items()
    }


def rows(card):
    """Give the cells of every line of a table, by its first cell."""
    cells = (line.strip("|").split("|") for line in card.splitlines() if line.startswith("|"))
    return {first.strip(): [cell.strip() for cell in rest] for first, *rest in cells}


def test_the_card_says_what_the_models_learnt_from(models, encoder):
    sets = [SetSize("own.jsonl", 24, 1033), SetSize("more.jsonl", 2, 7)]
    card = write_card(models, encoder, sets, 8997, {})
    table = rows(card)
    assert table["own.jsonl"] == ["24", "1,033"]
    assert table["in all"] == ["26", "1,040"]
    assert table["least probability of a stance"] == [
        str(models.full.threshold),
        str(models.fast.threshold),
    ]
    assert "8,997 candidate pairs" in card
    assert encoder.fingerprint in card
    assert "Not measured" in card


def test_the_card_gives_the_figures_of_both_models(models, encoder, figures):
    card = write_card(models, encoder, [SetSize("own.jsonl", 24, 1033)], 8997, figures)
    table = rows(card)
    for number, evaluation in enumerate(figures.values()):
        model = evaluation.systems["model"]
        assert table["pair F1"][number].startswith(f"{model.pair.f1:.3f} [")
        assert table["divergence"][number] == f"{model.by_stance['divergence'].f1:.3f}"
        for genre, levels in model.by_genre.items():
            named = f"{genre} ({levels.pair.gold} stances)"
            assert table[named][number] == f"{levels.pair.f1:.3f}"
    assert "Not measured" not in card
    assert not re.search(r"\n\n\n", card)
