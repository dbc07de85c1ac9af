import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.duplicates import near_duplicates
from detente.errors import Code, DetenteError
from detente.evaluation.folds import folds

WIRE = "Norland and Sudria signed a treaty on the shared use of the river Elm on Monday."
TEXTS = {
    "wire.txt": WIRE,
    "reprint.txt": f"Opinion | {WIRE.lower()} - The Daily",
    "other.txt": "Westria recalled its envoy from Estia after a quarrel over the price of salt.",
    "third.txt": "A drought emptied the reservoirs that both capitals had counted upon for years.",
    "short.txt": "Talks failed.",
    "empty.txt": "",
}


def test_near_duplicates_share_a_group() -> None:
    groups = near_duplicates(TEXTS)
    assert groups["wire.txt"] == groups["reprint.txt"]
    assert len(set(groups.values())) == len(TEXTS) - 1


def test_near_duplicates_connect_through_a_third() -> None:
    words = [f"w{number}" for number in range(60)]
    chain = {"a": words[:40], "b": words[10:50], "c": words[20:60]}
    groups = near_duplicates({name: " ".join(part) for name, part in chain.items()})
    assert len(set(groups.values())) == 1
    ends = near_duplicates({name: " ".join(chain[name]) for name in ("a", "c")})
    assert len(set(ends.values())) == 2


@settings(deadline=None, max_examples=20)
@given(st.permutations(list(TEXTS)), st.integers(2, 5))
def test_folds_split_articles_but_no_duplicates(order: list[str], count: int) -> None:
    split = folds({article: TEXTS[article] for article in order}, count)
    assert split == folds(TEXTS, count)
    assert len(split) == count
    assert all(split)
    assert sorted(article for fold in split for article in fold) == sorted(TEXTS)
    assert all(("wire.txt" in fold) == ("reprint.txt" in fold) for fold in split)


def test_too_few_groups_are_refused() -> None:
    with pytest.raises(DetenteError) as caught:
        folds({name: TEXTS[name] for name in ("wire.txt", "reprint.txt")}, 2)
    assert caught.value.code is Code.D629
    assert "1 articles" in caught.value.reason
