"""Line-end hyphens: whether they belong to the word or to the line."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from detente.layout.words import WORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIRST = re.compile(r"([^\W_]+)[-‐]$")
_SECOND = re.compile(r"[^\W_]+")
_BROKEN = re.compile(r"(?<![^\W_])[^\W_]+[-‐][ \n\f]+[^\W_]+")
_SHORT = 3  # letters: "led" ends words ("control-led"), "un" begins them ("un-related")


class Glue(NamedTuple):
    """What stands between two lines that belong together.

    Attributes
    ----------
    cut
        Characters to take off the end of the first line.
    text
        What to put between: a blank or nothing.
    """

    cut: int
    text: str


SPACE = Glue(0, " ")
KEPT_HYPHEN = Glue(0, "")
NO_HYPHEN = Glue(1, "")


class Evidence:
    """The words of a document, as evidence for how its broken words are written.

    Parameters
    ----------
    text
        Text of the document, read only when the first hyphen asks for it.
    known_words
        Further words that are known to exist, in lower case.
    """

    def __init__(self, text: str, known_words: frozenset[str]) -> None:
        self._text = text
        self._known_words = known_words

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the document with the hyphens inside them, in lower case."""
        whole = _BROKEN.sub(" ", self._text)
        return self._known_words | {word.lower() for word in _WORD.findall(whole)}


def broken_word(line: str, following: str) -> Callable[[Evidence], Glue] | None:
    """Recognise a word broken at the end of ``line``.

    Returns
    -------
    callable or None
        Decides between `NO_HYPHEN`, `KEPT_HYPHEN` and `SPACE` (short- and long-term) by the
        evidence; None where no word is broken.
    """
    first, second = _FIRST.search(line[-64:]), _SECOND.match(following)
    if first is None or second is None:
        return None
    return lambda evidence: _glue(first[1], second[0], evidence)


def _glue(first: str, second: str, evidence: Evidence) -> Glue:
    before, after = first.lower(), second.lower()
    if after in WORDS["suspended"]:
        return SPACE
    capitals = first.isupper() and second.isupper() and len(first) > 1
    if not (first.isalpha() and second.isalpha() and (second.islower() or capitals)):
        return KEPT_HYPHEN
    words = evidence.words
    if before + after in words:
        return NO_HYPHEN
    if f"{before}-{after}" in words or before in WORDS["compound_first"]:
        return KEPT_HYPHEN
    if before in WORDS["solid_first"]:
        return NO_HYPHEN
    long = len(before) > _SHORT and len(after) > _SHORT
    standing = before in words or first[0].isupper()
    if after in WORDS["compound_second"] and (long or standing):
        return KEPT_HYPHEN
    return KEPT_HYPHEN if long and before in words and after in words else NO_HYPHEN
