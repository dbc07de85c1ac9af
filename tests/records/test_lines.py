"""Records as lines."""

import json
from pathlib import Path

import pytest

from detente.errors import Code, DetenteError
from detente.records.lines import read_rejections, to_json
from detente.records.schemas import RejectionRecord

GOOD = {"schema": 1, "article": "a.txt", "code": "D101", "reason": "the file is empty"}


def test_lines_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD), encoding="utf-8")
    records = list(read_rejections(path))
    assert [to_json(record) for record in records] == [GOOD, GOOD]
    assert isinstance(records[0], RejectionRecord)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (b"notes", Code.D501, "no JSON object"),
        (b"[1]", Code.D501, "no JSON object"),
        (b"", Code.D501, "no JSON object"),
        (b"[" * 100_000, Code.D501, "no JSON object"),
        (bytes(4096), Code.D501, "no JSON object"),
        (json.dumps(GOOD).encode()[:-9], Code.D501, "no JSON object"),
        (b'{"schema": 1, "article": "\xff"}', Code.D501, "no JSON object"),
        (json.dumps(GOOD | {"schema": 2}).encode(), Code.D502, "format 2"),
        (json.dumps(GOOD | {"schema": "1"}).encode(), Code.D502, "format '1'"),
        (b"{}", Code.D502, "format None"),
        (json.dumps(GOOD | {"code": 101}).encode(), Code.D503, "'code'"),
        (json.dumps(GOOD | {"extra": 1}).encode(), Code.D503, "'extra'"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, line: bytes, code: Code, words: str) -> None:
    path = tmp_path / "rejected.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b"\n" + line + b"\n")
    with pytest.raises(DetenteError) as caught:
        list(read_rejections(path))
    assert caught.value.code is code
    assert words in caught.value.reason
    assert caught.value.where == f"{path} line 2"
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as caught:
        list(read_rejections(tmp_path / "rejected.jsonl"))
    assert caught.value.code is Code.D504
