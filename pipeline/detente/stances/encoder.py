"""The encoder: a small transformer that reads a pair in its context, run by ONNX Runtime."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from detente.errors import Code, DetenteError
from detente.stances.pair_text import NO_TOKEN, PairText

WEIGHTS, TOKENIZER, CARD = "encoder.onnx", "encoder-tokenizer.json", "encoder.json"
HELD_OUT = "encoder-held-out.npz"  # what training needs beside it
MAX_TOKENS = 160
BATCH = 32
UNREAD = -5.0  # log odds of a cue for what was cut off
OUTPUTS = ("polarity", "direction", "modality", "issue", "cue")


class Reading(NamedTuple):
    """What the encoder makes of one candidate.

    Attributes
    ----------
    polarity
        Log odds of each polarity, shape (2,).
    direction, modality
        For each polarity log probabilities, shape (2, 3).
    issue
        Log probabilities, shape (12,).
    cue
        Log odds that a token of the sentence belongs to the cue of each polarity, shape
        (tokens, 2).
    """

    polarity: NDArray[np.float32]
    direction: NDArray[np.float32]
    modality: NDArray[np.float32]
    issue: NDArray[np.float32]
    cue: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoder:
    """A trained encoder.

    Attributes
    ----------
    session
    tokenizer
    articles
        Hashes of the texts of the articles it was trained on.
    fingerprint
        Hash of its weights.
    """

    session: Any
    tokenizer: Tokenizer
    articles: frozenset[str]
    fingerprint: str

    def read(self, texts: Sequence[PairText]) -> list[Reading]:
        """Read candidates, in batches of like length."""
        encodings = self.tokenizer.encode_batch([t.words for t in texts], is_pretokenized=True)
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        readings: dict[int, Reading] = {}
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            width = len(encodings[rows[-1]].ids)
            ids = np.zeros((len(rows), width), dtype=np.int64)
            for line, row in enumerate(rows):
                ids[line, : len(encodings[row].ids)] = encodings[row].ids
            feed = {"input_ids": ids, "attention_mask": (ids != 0).astype(np.int64)}
            polarity, direction, modality, issue, cue = self.session.run(OUTPUTS, feed)
            for line, row in enumerate(rows):
                readings[row] = Reading(
                    polarity[line],
                    direction[line],
                    modality[line],
                    issue[line],
                    _by_word(cue[line], encodings[row], texts[row]),
                )
        return [readings[index] for index in range(len(texts))]


def _by_word(
    scores: NDArray[np.float32], encoding: Encoding, text: PairText
) -> NDArray[np.float32]:
    """Give each token of the sentence the mean of its pieces' scores."""
    sums, counts = np.zeros((text.length, 2), dtype=np.float32), np.zeros((text.length, 1))
    for piece, word in enumerate(encoding.word_ids):
        token = NO_TOKEN if word is None else text.tokens[word]
        if token != NO_TOKEN:
            sums[token] += scores[piece]
            counts[token] += 1
    return np.where(counts > 0, sums / np.maximum(counts, 1), UNREAD).astype(np.float32)


def load_encoder(folder: Path) -> Encoder:
    """Read an encoder.

    Raises
    ------
    DetenteError
        D404 when one of its files is missing or unusable.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # the same sums in every process, and safe to fork
    try:
        weights = (folder / WEIGHTS).read_bytes()
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        articles = frozenset(json.loads((folder / CARD).read_text(encoding="utf-8"))["articles"])
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # tokenizers and ONNX Runtime raise bare exceptions of their own
        raise DetenteError(Code.D404, folder / WEIGHTS, problem=error) from error
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return Encoder(session, tokenizer, articles, hashlib.sha256(weights).hexdigest()[:12])
