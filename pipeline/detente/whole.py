"""Files and folders that are written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.errors import Code, DetenteError


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """Give a place to write a file or folder; it is put in place when all went well.

    Parameters
    ----------
    out
        A file, replaced if it is there, or a folder, which must be new or empty. Folders above it
        are made.

    Raises
    ------
    DetenteError
        D505, when it can't be written, D712, when a folder is not empty; what was there before is
        whole then.
    """
    if out.is_dir() and any(out.iterdir()):
        raise DetenteError(Code.D712, out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".unfinished-", dir=out.parent) as folder:
            part = Path(folder) / out.name
            yield part
            os.replace(part, out)
    except OSError as error:
        raise DetenteError(Code.D505, out, problem=error.strerror or error) from error
