"""Characters that stand for nothing, replaced without a change of length."""

import re
import unicodedata
from collections.abc import Iterable

from detente.article import Offsets

REPLACEMENT = "\ufffd"
_UNDECODABLE = re.compile(
    "[\0\ud800-\udfff\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)


def sanitise(text: str) -> tuple[str, int]:
    """Replace NUL, lone surrogates and private-use characters by U+FFFD; return how many."""
    return _UNDECODABLE.subn(REPLACEMENT, text)


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: only white space, zero-width and control characters."""
    return all(unicodedata.category(character)[0] in "ZC" for character in text)


def merged(stretches: Iterable[Offsets]) -> tuple[Offsets, ...]:
    """Put stretches in order and join those that touch; empty ones go."""
    result: list[Offsets] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if result and start <= result[-1].end:
            result[-1] = Offsets(result[-1].start, max(end, result[-1].end))
        else:
            result.append(Offsets(start, end))
    return tuple(result)


def without(text: str, stretches: Iterable[Offsets]) -> str:
    """Cut stretches, in order and apart, out of a text."""
    kept, position = [], 0
    for start, end in stretches:
        kept.append(text[position:start])
        position = end
    return "".join([*kept, text[position:]])
