"""Readings of training articles by encoders that have not seen them.

The encoder that annotates has learnt from every labelled article, so what it makes of them tells
nothing. Two others, each trained on half of the articles, have read the other half; their
readings are kept, by a hash of what was read.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from detente.errors import Code, DetenteError
from detente.stances.encoder import HELD_OUT, Reading
from detente.stances.pair_text import PairText
from detente.whole import whole

KEY_BYTES = 12
CUE, KEYS, LENGTHS = "cue", "keys", "lengths"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Readings by the hash of what was read."""

    readings: Mapping[bytes, Reading]

    def find(self, texts: Sequence[PairText]) -> list[Reading | None]:
        """Give the readings of candidates; None for one that nobody has read."""
        return [self.readings.get(text_key(text)) for text in texts]


def text_key(text: PairText) -> bytes:
    """Hash what an encoder reads of a candidate."""
    content = "\n".join([str(text.length), *text.words])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]


def save_held_out(held_out: HeldOut, folder: Path) -> None:
    """Write readings beside their encoder, as 16-bit floats, whole or not at all."""
    keys = sorted(held_out.readings)
    readings = [held_out.readings[key] for key in keys]
    columns: dict[str, Any] = {
        name: np.array([getattr(reading, name) for reading in readings], np.float16)
        for name in Reading._fields
        if name != CUE
    }
    columns[CUE] = np.concatenate([reading.cue for reading in readings]).astype(np.float16)
    columns[LENGTHS] = np.array([len(reading.cue) for reading in readings], np.uint16)
    columns[KEYS] = np.frombuffer(b"".join(keys), np.uint8).reshape(-1, KEY_BYTES)
    with whole(folder / HELD_OUT) as part, part.open("wb") as file:
        np.savez_compressed(file, **columns)


def load_held_out(folder: Path) -> HeldOut:
    """Read the readings that belong to an encoder.

    Raises
    ------
    DetenteError
        D404 when they are missing or unusable.
    """
    path = folder / HELD_OUT
    try:
        with np.load(path, allow_pickle=False) as stored:
            columns: dict[str, Any] = {
                name: stored[name].astype(np.float32) for name in Reading._fields
            }
            keys = [key.tobytes() for key in stored[KEYS]]
            ends = np.cumsum(stored[LENGTHS].astype(np.int64))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise DetenteError(Code.D404, path, problem=error) from error
    columns[CUE] = np.split(columns[CUE], ends[:-1])
    rows = zip(*(columns[name] for name in Reading._fields), strict=True)
    return HeldOut(dict(zip(keys, map(Reading._make, rows), strict=True)))
