"""The text of an article as the page shows it, and its offsets as a browser counts them."""

from collections.abc import Callable
from typing import NamedTuple

from detente.offsets import LAST_OF_ONE_UNIT, utf16_offsets
from detente.records.schemas import DocumentRecord

_GAP = "\n"


class ShownText(NamedTuple):
    """A text for the offsets of a document's records.

    Attributes
    ----------
    text
    original
        Whether it is the article's raw text; otherwise it has no more than the sentences that
        the record holds, each at its place.
    """

    text: str
    original: bool


def fits(document: DocumentRecord, text: str) -> bool:
    """Tell whether every sentence of a record stands in a text where the record says."""
    return all(text[span.start : span.end] == span.text for span in document.sentences)


def shown_text(document: DocumentRecord, text: str | None) -> ShownText:
    """Take the raw text where it is still what the run read, else put the sentences in place.

    Parameters
    ----------
    text
        What the article's file holds now; None where it is gone.
    """
    if text is not None and fits(document, text):
        return ShownText(text, original=True)
    pieces, end = [], 0
    for span in document.sentences:
        pieces += [_GAP * (span.start - end), span.text]
        end = span.end
    pieces.append(_GAP * (document.characters - end))
    return ShownText("".join(pieces), original=False)


def browser_offsets(text: str) -> Callable[[int], int]:
    """Make a function from code points to UTF-16 units, which JavaScript counts."""
    return int if max(text, default="") <= LAST_OF_ONE_UNIT else utf16_offsets(text).__getitem__
