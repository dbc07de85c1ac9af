"""What a reader returns, before it is checked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Self

from detente.article import Offsets
from detente.errors import Code, DetenteError
from detente.reading.options import ReadOptions

_LONGEST_REASON = 300  # characters


@dataclass(frozen=True, slots=True)
class Rejection:
    """An article that can't be read or annotated, and why, in one line."""

    article: str
    code: Code
    reason: str

    @classmethod
    def of(cls, error: DetenteError) -> Self:
        """Make one of an error; a long reason is cut."""
        reason = error.reason
        if len(reason) > _LONGEST_REASON:
            reason = f"{reason[: _LONGEST_REASON - 1]}…"
        return cls(error.where, error.code, reason)


@dataclass(frozen=True, slots=True)
class Draft:
    """Text as one reader found it, not yet checked.

    Attributes
    ----------
    id
    text
    metadata
        Metadata field -> value as the file gives it; dates in any spelling. ``created`` is
        when the file was made: the date, for want of a better one.
    format, markup
        As in `detente.article.Article`.
    """

    id: str
    text: str
    metadata: Mapping[str, str | None]
    format: str
    markup: tuple[Offsets, ...]


Reader = Callable[[BinaryIO, str, ReadOptions], Iterator[Draft | DetenteError]]
"""Seekable file, its id, options -> drafts, and the errors of single rows.

An error that concerns the whole file is raised.
"""
