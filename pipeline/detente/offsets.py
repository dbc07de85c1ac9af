"""Offsets as browsers count them."""

from collections.abc import Sequence
from itertools import accumulate

LAST_OF_ONE_UNIT = "\uffff"


def utf16_offsets(text: str) -> Sequence[int]:
    """Give the UTF-16 code unit at which each code point starts, and the end of the text."""
    units = (2 if character > LAST_OF_ONE_UNIT else 1 for character in text)
    return list(accumulate(units, initial=0))
