"""The output folder of a run: atomic, resumable JSONL.

``stances.jsonl``, ``documents.jsonl`` and ``rejected.jsonl`` mirror the input of the last run.
While a run goes on, its results go to a journal, one line an article; at its end the three
files are written beside the old ones and put in their place. A run that was killed leaves the
old files whole, and the next run takes what the journal has.
"""

import filecmp
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import NamedTuple

import filelock
import jsonlines
from pydantic import ValidationError

from detente.errors import Code, DetenteError
from detente.records.lines import (
    DOCUMENT_VERSIONS,
    STANCE_VERSIONS,
    read_lines,
    read_rejections,
    to_json,
)
from detente.records.schemas import DocumentRecord, Record, RejectionRecord, StanceRecord

DOCUMENTS = "documents.jsonl"
STANCES = "stances.jsonl"
REJECTED = "rejected.jsonl"
JOURNAL = ".journal.jsonl"
LOCK = ".lock"
# A run that is killed between two files leaves the journal, which outranks the old files; the
# documents go first, so that no article counts as there whose stances aren't.
FILES = (DOCUMENTS, STANCES, REJECTED)
ENTRIES_PER_FSYNC = 64
PATIENCE = 2.0  # seconds for the workers of a run that was killed to let go of its lock


class Version(NamedTuple):
    """What an article's annotations depend on."""

    sha256: str
    model: str


class JournalEntry(Record):
    """An article with its stances: a line of the journal."""

    document: DocumentRecord
    stances: list[StanceRecord]


class _Noted(NamedTuple):
    """An article of the journal: its version and where its line starts, in bytes."""

    version: Version
    start: int


class _Written(NamedTuple):
    """An article of the files: its version and where its lines start, in bytes.

    The version is None where stances are missing.
    """

    version: Version | None
    document: int
    stances: list[int]


class Store:
    """An output folder while a run writes to it; `open_store` makes one."""

    def __init__(
        self,
        folder: Path,
        written: dict[str, _Written],
        rejected_before: list[RejectionRecord],
        noted: dict[str, _Noted],
        journal: BufferedWriter,
    ) -> None:
        self._folder = folder
        self._written = written
        self._rejected_before = rejected_before
        self._noted = noted
        self._journal = journal
        self._writer = jsonlines.Writer(journal, flush=True)
        self._reached: set[str] = set()
        self._rejected: list[RejectionRecord] = []

    @property
    def dropped(self) -> int:
        """How many articles of the files this run hasn't come upon."""
        before = self._written.keys() | _articles(self._rejected_before)
        return len(before - self._reached - _articles(self._rejected))

    def keep(self, article: str, version: Version) -> bool:
        """Keep what is there of an article, if it has this version.

        Returns
        -------
        bool
            Whether it was kept; otherwise it is to be annotated.
        """
        noted, written = self._noted.get(article), self._written.get(article)
        if noted is None or noted.version != version:
            if written is None or written.version != version:
                return False
            self._noted.pop(article, None)
        self._reached.add(article)
        return True

    def add(self, document: DocumentRecord, stances: list[StanceRecord]) -> None:
        """Note the records of an article, stances in text order."""
        version = Version(document.sha256, document.model)
        with _writing(self._folder):
            start = self._journal.tell()
            self._writer.write(to_json(JournalEntry(document=document, stances=stances)))
            self._noted[document.article] = _Noted(version, start)
            self._reached.add(document.article)
            if len(self._reached) % ENTRIES_PER_FSYNC == 0:
                os.fsync(self._journal.fileno())

    def reject(self, rejection: RejectionRecord) -> None:
        """Note that an article could not be read; another of the same id may have been."""
        self._rejected.append(rejection)

    def finish(self, complete: bool) -> None:
        """Put the three files in place and remove the journal.

        Parameters
        ----------
        complete
            Whether the run saw all its input: articles that it hasn't reached are dropped then,
            and kept otherwise.
        """
        articles, rejected = set(self._reached), list(self._rejected)
        if not complete:
            settled = self._reached | _articles(self._rejected)
            articles |= (self._written.keys() | self._noted.keys()) - settled
            rejected += [r for r in self._rejected_before if r.article not in settled]
        parts = {name: self._folder / f".{name}.part" for name in FILES}
        with _writing(self._folder):
            if complete or articles or rejected:
                try:
                    self._write(sorted(articles), rejected, parts)
                    for name, part in parts.items():
                        _replace(part, self._folder / name)
                finally:
                    for part in parts.values():
                        part.unlink(missing_ok=True)
            (self._folder / JOURNAL).unlink()
            _fsync_folder(self._folder)

    def _write(
        self, articles: Iterable[str], rejected: Iterable[RejectionRecord], parts: dict[str, Path]
    ) -> None:
        with ExitStack() as stack:
            journal = stack.enter_context((self._folder / JOURNAL).open("rb"))
            old = {
                name: stack.enter_context((self._folder / name).open("rb"))
                for name in (DOCUMENTS, STANCES)
                if (self._folder / name).exists()
            }
            new = {name: stack.enter_context(part.open("wb")) for name, part in parts.items()}
            for article in articles:
                if article in self._noted:
                    journal.seek(self._noted[article].start)
                    entry = JournalEntry.model_validate_json(journal.readline())
                    _write_records([entry.document], new[DOCUMENTS])
                    _write_records(entry.stances, new[STANCES])
                else:
                    written = self._written[article]
                    _copy_lines(old[DOCUMENTS], [written.document], new[DOCUMENTS])
                    if written.stances:
                        _copy_lines(old[STANCES], written.stances, new[STANCES])
            in_order = sorted(rejected, key=lambda rejection: rejection.article)
            _write_records(in_order, new[REJECTED])
            for part in new.values():
                part.flush()
                os.fsync(part.fileno())


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Open an output folder for one run, and finish its files at the end.

    However the run ends, its files are put in place as far as it got.

    Parameters
    ----------
    folder
        Made if it isn't there.

    Raises
    ------
    DetenteError
        When another run writes to the folder (D510), it can't be written to (D511), or what it
        holds are no records (D501 to D504).
    """
    with ExitStack() as stack:
        with _writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                stack.enter_context(filelock.FileLock(folder / LOCK, timeout=PATIENCE))
            except filelock.Timeout as error:
                raise DetenteError(Code.D510, folder) from error
            written = _read_written(folder)
            rejected = folder / REJECTED
            rejected_before = list(read_rejections(rejected)) if rejected.exists() else []
            noted = _read_journal(folder / JOURNAL)
            journal = stack.enter_context(_open_journal(folder / JOURNAL))
        store = Store(folder, written, rejected_before, noted, journal)
        try:
            yield store
        except BaseException:
            store.finish(complete=False)
            raise
        store.finish(complete=True)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DetenteError(Code.D511, folder, problem=error.strerror or error) from error


@contextmanager
def _open_journal(path: Path) -> Iterator[BufferedWriter]:
    journal = path.open("ab")
    try:
        yield journal
    finally:
        # After a full disk closing fails again, on what has been reported already.
        with suppress(OSError):
            journal.close()


def _read_written(folder: Path) -> dict[str, _Written]:
    """Read where each article's lines are."""
    written: dict[str, _Written] = {}
    counts: dict[str, int] = {}
    if (folder / DOCUMENTS).exists():
        for start, document in read_lines(folder / DOCUMENTS, DOCUMENT_VERSIONS):
            version = Version(document.sha256, document.model)
            written[document.article] = _Written(version, start, [])
            counts[document.article] = document.stances
    if (folder / STANCES).exists():
        for start, stance in read_lines(folder / STANCES, STANCE_VERSIONS):
            if stance.article in written:
                written[stance.article].stances.append(start)
    return {
        article: lines if len(lines.stances) == counts[article] else lines._replace(version=None)
        for article, lines in written.items()
    }


def _read_journal(path: Path) -> dict[str, _Noted]:
    """Read where each article's last line is; a torn last line is cut off."""
    noted: dict[str, _Noted] = {}
    if not path.exists():
        return noted
    with path.open("r+b") as lines:
        start = 0
        for line in lines:
            if not line.endswith(b"\n"):
                break
            # After a crash of the machine, lines that were never synced may hold anything.
            with suppress(ValidationError):
                document = JournalEntry.model_validate_json(line).document
                version = Version(document.sha256, document.model)
                noted[document.article] = _Noted(version, start)
            start += len(line)
        lines.truncate(start)
    return noted


def _articles(rejections: Iterable[RejectionRecord]) -> set[str]:
    return {rejection.article for rejection in rejections}


def _write_records(records: Iterable[Record], target: BufferedWriter) -> None:
    jsonlines.Writer(target).write_all(map(to_json, records))


def _copy_lines(source: BufferedReader, starts: Iterable[int], target: BufferedWriter) -> None:
    for start in starts:
        source.seek(start)
        target.write(source.readline().rstrip(b"\r\n") + b"\n")


def _replace(part: Path, path: Path) -> None:
    if not path.exists() or not filecmp.cmp(part, path, shallow=False):
        part.replace(path)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
