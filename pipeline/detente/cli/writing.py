"""Output that can't be written, as one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import Code, DetenteError


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Say what can't be written, and why.

    Raises
    ------
    DetenteError
        D505.
    """
    try:
        yield
    except OSError as error:
        raise DetenteError(Code.D505, out, problem=error.strerror or error) from error
