"""Plain text."""

from collections.abc import Iterator
from typing import BinaryIO

from detente.reading.draft import Draft
from detente.reading.encoding import decode
from detente.reading.options import ReadOptions


def read_text(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Draft]:
    """Read a text file as one article."""
    text = decode(stream.read(), None, options.encoding, where)
    yield Draft(where, text, {}, "text", ())
