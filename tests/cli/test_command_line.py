"""What all verbs share."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from detente.records.json_schema import json_schemas

Detente = Callable[..., Any]


@pytest.mark.parametrize("verb", ["extract", "explain", "train", "evaluate", "schema"])
def test_help_has_an_example(detente_run: Detente, verb: str) -> None:
    run = detente_run(verb, "--help")
    assert run.status == 0
    assert f"Example: detente {verb} " in run.output


def test_version(detente_run: Detente) -> None:
    assert detente_run("--version").output == f"detente {version('detente')}\n"


def test_help_imports_no_language_model() -> None:
    script = "import sys, detente.cli; sys.exit('spacy' in sys.modules or 'sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["publish"],
        ["extract"],
        ["extract", "papers"],
        ["extract", "papers", "-o", "out", "--processes", "0"],
        ["extract", "papers", "-o", "out", "--min-probability", "2"],
        ["extract", "papers", "-o", "out", "--encoding", "no-such"],
        ["extract", "~nobody-here", "-o", "out"],
        ["extract", "x" * 300, "-o", "out"],
        ["explain", ""],
        ["explain", "papers/missing.txt"],
        ["explain", "my papers/missing.txt"],
        ["explain", "Norway thanked Chile.", "--sentence", "0"],
        ["schema", "-o", "/dev/null/schema"],
        ["evaluate", "--against", "models"],
        ["evaluate", "--against", "models", "--cross-validate", "--gold", "x", "--articles", "y"],
    ],
)
def test_mistakes_have_status_2_and_no_traceback(detente_run: Detente, args: list[str]) -> None:
    run = detente_run(*args)
    assert run.status == 2
    assert "Traceback" not in run.errors
    assert run.errors


def test_schema(detente_run: Detente, tmp_path: Path) -> None:
    assert detente_run("schema", "-o", "new/schema").status == 0
    written = {path.name: path.read_text() for path in (tmp_path / "new/schema").iterdir()}
    assert written == json_schemas()


def test_full_disk() -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "detente", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (run.returncode, run.stderr) == (
        2,
        "output: can't be written: No space left on device [D505]\n",
    )


def test_broken_pipe() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "detente", "--help"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert run.stderr == b""
