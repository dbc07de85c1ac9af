"""Parts of a run: what one task annotates, and the files of an output folder that hold it.

An output folder of parts, local or in an object store::

    stances/NAME.jsonl    documents/NAME.jsonl    rejected/NAME.jsonl    (or .parquet)
    parts/NAME.json       what the part holds; written last, so a part counts only when it is whole
    run.json              the parts of the last run that came to its end

A part is named after what its records depend on, so that one that is there never has to be made
again, whichever run made it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

import jsonlines
import pyarrow
import pyarrow.parquet
from fsspec.implementations.local import LocalFileSystem
from pydantic import BaseModel, ConfigDict, ValidationError

from detente.article import Article
from detente.cluster.format import Format
from detente.errors import Code, DetenteError
from detente.reading import Rejection
from detente.reading.sources import file_system
from detente.records.arrow import arrow_schema
from detente.records.lines import to_json
from detente.records.schemas import DocumentRecord, Record, RejectionRecord, StanceRecord

KINDS: dict[str, type[Record]] = {
    "stances": StanceRecord,
    "rejected": RejectionRecord,
    "documents": DocumentRecord,
}
MARKS, RUN = "parts", "run.json"
LONGEST = 4  # times the usual length of a part

AnyRecord = TypeVar("AnyRecord", bound=Record)
Parsed = TypeVar("Parsed")


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Part(_Message):
    """Articles that are annotated together, with what was rejected between them."""

    articles: tuple[Article, ...]
    rejections: tuple[Rejection, ...]


class PartRecords(_Message):
    """The records of a part."""

    stances: tuple[StanceRecord, ...]
    documents: tuple[DocumentRecord, ...]
    rejected: tuple[RejectionRecord, ...]

    @property
    def mark(self) -> "Mark":
        """What the folder notes of it."""
        return Mark(
            articles=tuple(document.article for document in self.documents),
            sentences=sum(len(document.sentences) for document in self.documents),
            stances=len(self.stances),
            rejected=self.rejected,
        )


class Mark(_Message):
    """What a part holds."""

    articles: tuple[str, ...]
    sentences: int
    stances: int
    rejected: tuple[RejectionRecord, ...]


class RunFile(_Message):
    """What a run that came to its end holds."""

    model: str
    format: Format
    parts: tuple[str, ...]


def split(items: Iterable[Article | Rejection], length: int) -> Iterator[Part]:
    """Split articles into parts of some length, on average.

    Where a part ends is said by the id of its last article: an article more in front moves no
    end further on, and all parts but one stay as they were.
    """
    articles: list[Article] = []
    rejections: list[Rejection] = []
    for item in items:
        if isinstance(item, Article):
            articles.append(item)
        else:
            rejections.append(item)
        id_ = item.id if isinstance(item, Article) else item.article
        full = len(articles) + len(rejections) >= LONGEST * length
        if full or crc32(id_.encode()) % length == 0:
            yield Part(articles=tuple(articles), rejections=tuple(rejections))
            articles, rejections = [], []
    if articles or rejections:
        yield Part(articles=tuple(articles), rejections=tuple(rejections))


def name_of(part: Part, model: str) -> str:
    """Name a part after its articles and the model that annotates them."""
    articles = [(article.id, article.sha256) for article in part.articles]
    rejections = [(r.article, r.code.name, r.reason) for r in part.rejections]
    content = json.dumps([model, articles, rejections])
    return hashlib.sha256(content.encode()).hexdigest()[:20]


class Folder(NamedTuple):
    """An output folder of parts.

    Attributes
    ----------
    files
        The fsspec file system that it is in.
    root
        Its path there.
    format
    """

    files: Any
    root: str
    format: Format

    @property
    def is_local(self) -> bool:
        """Whether it is on the disk of this machine."""
        return isinstance(self.files, LocalFileSystem)

    def names(self) -> frozenset[str]:
        """Name the parts that are there whole, in this format."""
        marked = self._listed(MARKS, ".json")
        return frozenset(marked).intersection(self._listed("documents", f".{self.format}"))

    def write(self, name: str, records: PartRecords) -> None:
        """Write a part; it counts when its last file is there.

        Raises
        ------
        DetenteError
            D511.
        """
        for kind in KINDS:
            content = _encode(getattr(records, kind), KINDS[kind], self.format)
            self._put(self._path(kind, name), content)
        self._put(self._mark(name), records.mark.model_dump_json(by_alias=True).encode())

    def mark(self, name: str) -> Mark:
        """Say what a part holds.

        Raises
        ------
        DetenteError
            D520.
        """
        return self._parse(self._mark(name), Mark.model_validate_json)

    def read(self, name: str) -> PartRecords:
        """Read a part.

        Raises
        ------
        DetenteError
            D520, when a file of it is missing or damaged.
        """
        records: dict[str, Any] = {
            kind: self._parse(
                self._path(kind, name), partial(_decode, model=model, format_=self.format)
            )
            for kind, model in KINDS.items()
        }
        return PartRecords.model_construct(**records)

    def finish(self, model: str, parts: Sequence[str]) -> None:
        """Note a run that came to its end, and remove the parts that it doesn't hold.

        Raises
        ------
        DetenteError
            D511.
        """
        run = RunFile(model=model, format=self.format, parts=tuple(parts))
        self._put(f"{self.root}/{RUN}", run.model_dump_json(indent=2).encode())
        for folder in (MARKS, *KINDS):
            for path in self._paths(folder):
                other = not path.endswith((".json", f".{self.format}"))
                if other or PurePosixPath(path).stem not in run.parts:
                    self.files.rm(path)

    def _listed(self, folder: str, suffix: str) -> Iterator[str]:
        paths = (PurePosixPath(path) for path in self._paths(folder))
        return (path.stem for path in paths if path.suffix == suffix)

    def _paths(self, folder: str) -> list[str]:
        self.files.invalidate_cache()
        paths: list[str] = self.files.find(f"{self.root}/{folder}")
        return paths

    def _path(self, kind: str, name: str) -> str:
        return f"{self.root}/{kind}/{name}.{self.format}"

    def _mark(self, name: str) -> str:
        return f"{self.root}/{MARKS}/{name}.json"

    def _put(self, path: str, content: bytes) -> None:
        try:
            if self.is_local:
                _put_locally(Path(path), content)
            else:
                self.files.pipe_file(path, content)  # an object appears whole or not at all
        except Exception as error:  # each kind of store raises exceptions of its own
            problem = (isinstance(error, OSError) and error.strerror) or error
            raise DetenteError(Code.D511, self.root, problem=problem) from error

    def _parse(self, path: str, parse: Callable[[bytes], Parsed]) -> Parsed:
        try:
            return parse(self.files.cat_file(path))
        except (OSError, ValueError, pyarrow.ArrowException) as error:
            raise DetenteError(Code.D520, path) from error


def open_folder(url: str, format_: Format) -> Folder:
    """Open an output folder, whether or not it is there.

    Raises
    ------
    DetenteError
        D127.
    """
    files, root = file_system(url)
    return Folder(files, root.rstrip("/"), format_)


def read_run(url: str) -> tuple[Folder, RunFile]:
    """Open the output folder of a run that came to its end.

    Raises
    ------
    DetenteError
        D127, D521.
    """
    folder = open_folder(url, Format.JSONL)
    try:
        run = RunFile.model_validate_json(folder.files.cat_file(f"{folder.root}/{RUN}"))
    except (OSError, ValidationError) as error:
        raise DetenteError(Code.D521, url) from error
    return folder._replace(format=run.format), run


def _encode(records: Sequence[Record], model: type[Record], format_: Format) -> bytes:
    rows, target = [to_json(record) for record in records], BytesIO()
    if format_ is Format.JSONL:
        jsonlines.Writer(target).write_all(rows)
    else:
        table = pyarrow.Table.from_pylist(rows, schema=arrow_schema(model))
        pyarrow.parquet.write_table(table, target)
    return target.getvalue()


def _decode(data: bytes, model: type[AnyRecord], format_: Format) -> tuple[AnyRecord, ...]:
    if format_ is Format.JSONL:
        return tuple(model.model_validate_json(line) for line in data.splitlines())
    rows = pyarrow.parquet.read_table(BytesIO(data)).to_pylist()
    return tuple(model.model_validate(row) for row in rows)


def _put_locally(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
