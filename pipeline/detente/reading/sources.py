"""The files that an input names: a folder, a file, a pattern, an address, or standard input."""

import glob
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Self

from detente.errors import Code, DetenteError

STANDARD_INPUT = "-"
METADATA_FILE = "metadata.csv"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of articles.

    Attributes
    ----------
    id
        Its path from the input folder, with ``/`` between the parts.
    path
        None for standard input and for files elsewhere.
    url
        The address of a file elsewhere, such as ``s3://bucket/folder/file.jsonl``.
    content
        What standard input held, once that is read.
    """

    id: str
    path: Path | None
    content: bytes = b""
    url: str | None = None

    @property
    def suffix(self) -> str:
        """Lower-case suffix with its dot, or nothing."""
        return PurePosixPath(self.id).suffix.lower()

    def taken_in(self) -> Self:
        """Read standard input, which can be read but once and by this process alone."""
        if self.path is not None or self.url is not None:
            return self
        return replace(self, content=sys.stdin.buffer.read())

    def open(self) -> BinaryIO:
        """Open the file, seekable.

        Raises
        ------
        DetenteError
            D104 when that fails, D105 for devices and the like.
        """
        if self.url is not None:
            return _open_url(self.url, self.id)
        if self.path is None:
            return BytesIO(self.content)
        try:
            if self.path.exists() and not self.path.is_file():
                raise DetenteError(Code.D105, self.id)
            return self.path.open("rb")
        except OSError as error:
            raise DetenteError(Code.D104, self.id, problem=error.strerror or error) from None


def find_sources(source: str) -> Iterator[Source | DetenteError]:
    """Find the files of an input, in a fixed order.

    Parameters
    ----------
    source
        A folder (with all below it), a file, a pattern such as ``~/articles/**/*.txt``, the
        address of one of these such as ``s3://bucket/articles``, or ``-``. Hidden files and
        ``metadata.csv`` are none of the files.

    Returns
    -------
    Iterator[Source | DetenteError]
        Errors concern single folders: D104, D124.

    Raises
    ------
    DetenteError
        D102, D103, D127, when there is nothing of that name; at the call, not later.
    """
    if source == STANDARD_INPUT:
        return iter([Source("stdin", None)])
    if is_url(source):
        return iter(_find_elsewhere(source))
    if not source:
        raise DetenteError(Code.D102, repr(source))
    path = Path(os.path.expanduser(source))
    if os.path.isdir(path):
        return _walk(path, path, frozenset())
    if os.path.lexists(path):
        return iter([Source(_printable(path.name), path)])
    if not glob.has_magic(source):
        raise DetenteError(Code.D102, source)
    found = [
        match
        for match in sorted(map(Path, set(glob.iglob(str(path), recursive=True))))
        if not os.path.isdir(match) and match.name != METADATA_FILE
    ]
    if not found:
        raise DetenteError(Code.D103, source)
    folder = next(parent for parent in path.parents if not glob.has_magic(str(parent)))
    return (Source(_id(match, folder), match) for match in found)


def is_url(name: str) -> bool:
    """Tell an address such as ``s3://bucket/folder`` from a path."""
    return "://" in name


def _find_elsewhere(url: str) -> list[Source | DetenteError]:
    files, root = file_system(url)
    pattern = glob.has_magic(root)
    with _telling(url):
        listed = files.glob(root, detail=True) if pattern else files.find(root, detail=True)
    found = sorted(path for path, about in listed.items() if about["type"] == "file")
    if not found:
        raise DetenteError(Code.D103 if pattern else Code.D102, url)
    above = (PurePosixPath(root), *PurePosixPath(root).parents)
    folder = next(p for p in above if str(p) not in found and not glob.has_magic(str(p)))
    sources: list[Source | DetenteError] = []
    for path in found:
        id_ = PurePosixPath(path).relative_to(folder)
        if id_.name != METADATA_FILE and not any(part.startswith(".") for part in id_.parts):
            sources.append(Source(id_.as_posix(), None, url=files.unstrip_protocol(path)))
    return sources


def _open_url(url: str, where: str) -> BinaryIO:
    files, path = file_system(url)
    with _telling(where):
        stream: BinaryIO = files.open(path, "rb")
        return stream


def file_system(url: str) -> tuple[Any, str]:
    """Give the file system of an address, and the path in it.

    Raises
    ------
    DetenteError
        D127.
    """
    from fsspec.core import url_to_fs

    with _telling(url):
        files, path = url_to_fs(url)
        return files, path


@contextmanager
def _telling(where: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # each kind of store raises exceptions of its own
        raise DetenteError(Code.D127, where, problem=error) from error


def _walk(folder: Path, root: Path, ancestors: frozenset[Path]) -> Iterator[Source | DetenteError]:
    resolved = folder.resolve()
    if resolved in ancestors:
        yield DetenteError(Code.D124, _id(folder, root))
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield DetenteError(Code.D104, _id(folder, root), problem=error.strerror or error)
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == METADATA_FILE:
            continue
        if os.path.isdir(entry):
            yield from _walk(entry, root, ancestors | {resolved})
        else:
            yield Source(_id(entry, root), entry)


def _id(path: Path, folder: Path) -> str:
    return _printable(path.relative_to(folder).as_posix())


def _printable(name: str) -> str:
    """Make a name that can be written as UTF-8, whatever bytes the file system has."""
    return os.fsencode(name).decode("utf-8", "replace")
