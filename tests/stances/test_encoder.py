import numpy as np
import pytest

from detente.errors import Code, DetenteError
from detente.stances.encoder import (
    BATCH,
    CARD,
    MAX_TOKENS,
    TOKENIZER,
    UNREAD,
    WEIGHTS,
    load_encoder,
)
from detente.stances.pair_text import NO_TOKEN, write_pair
from detente.stances.persistence import models_folder


def text(*words):
    return write_pair(
        "Norway",
        "Chile",
        [
            ("[unused1]", NO_TOKEN),
            *((word, index) for index, word in enumerate(["Norway", *words])),
            ("[unused2]", NO_TOKEN),
            ("Chile", len(words) + 1),
        ],
        len(words) + 2,
        [],
    )


TEXTS = [text(*["really"] * n, "thanked") for n in range(BATCH + 3)]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(models_folder())


def test_a_reading_for_each_text(encoder):
    for given, reading in zip(TEXTS, encoder.read(TEXTS), strict=True):
        assert [part.shape for part in reading] == [(2,), (2, 3), (2, 3), (12,), (given.length, 2)]
    assert encoder.read([]) == []


def test_readings_keep_the_order_of_the_texts(encoder):
    forward, backward = encoder.read(TEXTS), encoder.read(TEXTS[::-1])[::-1]
    for one, other in zip(forward, backward, strict=True):
        np.testing.assert_allclose(one.polarity, other.polarity, atol=0.5)
        assert one.cue.shape == other.cue.shape


def test_probabilities_sum_to_one(encoder):
    for reading in encoder.read(TEXTS):
        for logs in (reading.direction, reading.modality, reading.issue):
            np.testing.assert_allclose(np.exp(logs).sum(axis=-1), 1, atol=1e-3)


def test_reads_what_a_sentence_says(encoder):
    praise, attack = (r.polarity for r in encoder.read([text("praised"), text("invaded")]))
    assert praise[0] > praise[1]
    assert attack[1] > attack[0]


def test_finds_the_words_that_say_it(encoder):
    (reading,) = encoder.read([text("on", "Monday", "invaded")])
    assert int(np.argmax(reading.cue[:, 1])) == 3


def test_tokens_that_are_cut_off_are_unread(encoder):
    (reading,) = encoder.read([text(*["really"] * MAX_TOKENS, "thanked")])
    assert reading.cue[-1].tolist() == [UNREAD, UNREAD]
    assert (reading.cue[0] != UNREAD).all()


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER, CARD])
def test_missing_or_broken_file(tmp_path, name):
    for file in models_folder().glob("encoder*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).write_bytes(b"broken")
    with pytest.raises(DetenteError) as broken:
        load_encoder(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(DetenteError) as missing:
        load_encoder(tmp_path)
    assert (broken.value.code, missing.value.code) == (Code.D404, Code.D404)
