from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import fake_detente
import pytest

from detente.cli import main


class Run(NamedTuple):
    status: int
    output: str
    errors: str


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "my papers"
    folder.mkdir()
    for name, verb in {"a.txt": "thanked", "b.txt": "condemned", "c.txt": "thanked"}.items():
        text = f"On Monday the government of Norway {verb} Chile for what it did about the whales."
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def detente_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Run the command line with the fake annotator in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for replaced in fake_detente.REPLACED:
        monkeypatch.setattr(*replaced)

    def run(*args: object) -> Run:
        monkeypatch.setattr("sys.argv", ["detente", *map(str, args)])
        with pytest.raises(SystemExit) as caught:
            main()
        return Run(caught.value.code or 0, *capsys.readouterr())

    return run
