"""Ids of records: the same input gives the same id."""

import hashlib
import json

from detente.records.schemas import Direction, Polarity

ID_LENGTH = 16


def stance_id(
    article: str, start: int, end: int, a: str, b: str, direction: Direction, stance: Polarity
) -> str:
    """Hash of what makes a stance this stance.

    Parameters
    ----------
    article
        The article's id.
    start, end
        The sentence, in code points of the raw text.
    a, b
        Codes of the actors.

    Returns
    -------
    str
        The first 16 hexadecimal digits of a SHA-256.
    """
    key = json.dumps([article, start, end, a, b, direction, stance])
    return hashlib.sha256(key.encode("ascii")).hexdigest()[:ID_LENGTH]
