import numpy as np
import pytest

from detente.errors import Code, DetenteError
from detente.stances.candidates import candidates
from detente.stances.encoder import HELD_OUT, Reading
from detente.stances.pair_text import PairText, read_pairs
from detente.training.held_out import (
    HeldOut,
    load_held_out,
    save_held_out,
    text_key,
)

TEXTS = [
    PairText(["Norway", "sued", "Chile", "."], [0, 1, 2, 3], 4),
    PairText(["Norway", "sued", "Chile", "!"], [0, 1, 2, 3], 4),
    PairText(["Peru"], [0], 1),
]


def reading(text, seed):
    draw = np.random.default_rng(seed).normal
    shapes = (2,), (2, 3), (2, 3), (12,), (text.length, 2)
    return Reading(*(draw(size=s).astype(np.float16).astype(np.float32) for s in shapes))


@pytest.fixture
def held_out():
    return HeldOut({text_key(text): reading(text, seed) for seed, text in enumerate(TEXTS)})


def test_readings_survive_the_disk(held_out, tmp_path):
    save_held_out(held_out, tmp_path)
    loaded = load_held_out(tmp_path)
    assert loaded.readings.keys() == held_out.readings.keys()
    for seed, text in enumerate(TEXTS):
        for value, expected in zip(loaded.find([text])[0], reading(text, seed), strict=True):
            np.testing.assert_array_equal(value, expected)


@pytest.mark.parametrize(
    "other",
    [
        PairText(["Norway", "sued", "Peru", "."], [0, 1, 2, 3], 4),
        PairText(["Norway", "sued", "Chile", "."], [0, 1, 2, 3], 5),
        PairText(["Norway sued", "Chile", "."], [0, 1, 2], 4),
    ],
)
def test_other_texts_have_no_reading(held_out, other):
    assert [found is None for found in held_out.find([other, TEXTS[0]])] == [True, False]


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"text"])
def test_unusable_file_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / HELD_OUT).write_bytes(content)
    with pytest.raises(DetenteError) as error:
        load_held_out(tmp_path)
    assert error.value.code is Code.D404
    assert str(tmp_path / HELD_OUT) in str(error.value)


def test_packaged_readings_are_of_the_own_gold(docs, held_out_readings):
    found = [
        reading is not None
        for labelled in docs
        for reading in held_out_readings.find(
            list(read_pairs(labelled.doc, list(candidates(labelled.doc))))
        )
    ]
    assert np.mean(found) > 0.95
