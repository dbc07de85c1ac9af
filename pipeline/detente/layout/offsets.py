"""Readable text that remembers where in the raw text each of its characters stood."""

from array import array
from dataclasses import dataclass
from enum import StrEnum

from detente.article import Offsets

INTEGERS = "q"  # type code of Layout.starts and Layout.ends: 64 bits on every platform


class BlockKind(StrEnum):
    """What a block of readable text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    APPARATUS = "apparatus"  # bylines, datelines, reference lists, notes: no stances in them


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of readable text that no sentence crosses: code points of the readable text."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Layout:
    """Readable text, its blocks, and its map to the raw text.

    Attributes
    ----------
    raw
        The article's raw text.
    text
        The readable text: what spaCy sees.
    starts, ends
        For each character of ``text``, where the raw characters behind it start and end;
        both never decrease.
    blocks
        In order; together with the line breaks between them they cover ``text``.
    """

    raw: str
    text: str
    starts: "array[int]"
    ends: "array[int]"
    blocks: tuple[Block, ...]

    def to_raw(self, start: int, end: int) -> Offsets:
        """Map a stretch of readable text, at least one character long, to the raw text."""
        return Offsets(self.starts[start], self.ends[end - 1])
