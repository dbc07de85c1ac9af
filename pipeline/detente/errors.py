"""Coded, one-line messages: every failure that a user can cause has one here."""

from enum import Enum


class Code(Enum):
    """A code and the message behind it; the fields in braces are filled in when it is raised.

    D1xx reading, D2xx layout and language model, D3xx actors, D4xx stance models,
    D5xx records and store, D6xx training and evaluation.
    """

    D101 = "the file is empty"


class DetenteError(Exception):
    """A failure that a user can act on, as one line.

    Parameters
    ----------
    code
        The kind of failure.
    where
        The file, line or option that it concerns.
    **fields
        Values for the fields of the code's message.

    Attributes
    ----------
    code : Code
    where : str
    reason : str
        The message without its code and place.
    """

    def __init__(self, code: Code, where: object, **fields: object) -> None:
        self.code = code
        self.where = str(where)
        self.reason = " ".join(code.value.format(**fields).split())
        super().__init__(f"{self.where}: {self.reason} [{code.name}]")
