from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from detente.article import Article
from detente.reading import ReadOptions, Rejection, read_articles, read_options
from detente.reading.draft import Draft, Reader

Read = Callable[..., list[Article | Rejection]]


@pytest.fixture
def options() -> ReadOptions:
    return read_options()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write files (name -> content) and read their folder."""

    def write_and_read(
        files: dict[str, str | bytes], **chosen: object
    ) -> list[Article | Rejection]:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_articles(str(tmp_path), read_options(**chosen)))

    return write_and_read


@pytest.fixture
def draft(options: ReadOptions) -> Callable[[Reader, bytes], Draft]:
    """Read the only draft of a file."""

    def read_one(reader: Reader, data: bytes) -> Draft:
        drafts: Iterator[object] = reader(BytesIO(data), "file", options)
        (found,) = drafts
        assert isinstance(found, Draft)
        return found

    return read_one
